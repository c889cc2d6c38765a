"""Keeps the topics of the hub: which version of each document subscribers are sent (W3C WebSub)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Connection,
    Row,
    String,
    Text,
    and_,
    bindparam,
    delete,
    exists,
    select,
    update,
)

from feedsvc.model.feed import Format
from feedsvc.store.claims import ASKED
from feedsvc.store.columns import NOW, Moment
from feedsvc.store.hub_schema import hub_blocked, hub_subscriptions, hub_topics
from feedsvc.store.schema import documents

Key = tuple[str, Format]
_FEED = bindparam("of", type_=Text())
_FORMAT = bindparam("in_", type_=String())
OF_TOPIC = and_(hub_topics.c.feed == _FEED, hub_topics.c.format == _FORMAT)
NOT_BLOCKED = ~exists().where(hub_blocked.c.host == hub_subscriptions.c.host)
_OF = select(hub_topics).where(OF_TOPIC)
_FOR_NOTING = _OF.with_for_update()
_FOR_SENDING = _OF.with_for_update(read=True)
_KEEP = (
    update(hub_topics)
    .where(OF_TOPIC)
    .values(
        sequence=bindparam("raised", type_=BigInteger()),
        digest=bindparam("another", type_=String()),
        valid_until=bindparam("until", type_=Moment()),
    )
)
_SUBSCRIBED = and_(hub_subscriptions.c.feed == _FEED, hub_subscriptions.c.format == _FORMAT)
_HAS_SUBSCRIPTION = exists().where(
    hub_subscriptions.c.feed == hub_topics.c.feed, hub_subscriptions.c.format == hub_topics.c.format
)
# Who waits, is sent to or fails gets the newest version at its own time anyway.
_WAKE = (
    update(hub_subscriptions)
    .where(_SUBSCRIBED, hub_subscriptions.c.due.is_(None), NOT_BLOCKED)
    .values(due=NOW)
)
_WAKE_SUBSCRIBERS = _WAKE.where(hub_subscriptions.c.kind == "push")


class Topic(NamedTuple):
    """A public document that has subscribers.

    Attributes:
        feed, format: of the document.
        sequence: of its version; 0: it was not looked at yet.
        digest: of the version; empty: it was not looked at yet.
        valid_until: when time alone may bring the next version; None: never.
    """

    feed: str
    format: Format
    sequence: int
    digest: str
    valid_until: datetime | None


def _topic(row: Row[Any]) -> Topic:
    return Topic(row.feed, row.format, row.sequence, row.digest, row.valid_until)


def topics(connection: Connection) -> list[Topic]:
    """All topics, by feed and format."""
    query = select(hub_topics).order_by(hub_topics.c.feed, hub_topics.c.format)
    return [_topic(row) for row in connection.execute(query)]


def topic_of(connection: Connection, feed: str, format: Format) -> Topic | None:
    """A topic; None: nobody subscribed to the document."""
    row = connection.execute(_OF, {"of": feed, "in_": format}).one_or_none()
    return None if row is None else _topic(row)


def sequence_to_send(connection: Connection, feed: str, format: Format) -> int:
    """The sequence of a topic, which stays until the transaction ends."""
    row = connection.execute(_FOR_SENDING, {"of": feed, "in_": format}).one()
    return _topic(row).sequence


def begin(connection: Connection, feed: str, format: Format) -> None:
    """Let a document be a topic, where it is none."""
    if topic_of(connection, feed, format) is None:
        row = {"feed": feed, "format": format, "sequence": 0, "digest": "", "valid_until": None}
        connection.execute(hub_topics.insert().values(row))


def note(
    connection: Connection,
    feed: str,
    format: Format,
    digest: str,
    valid_until: datetime | None,
    now: datetime,
) -> int:
    """Note the version that a topic has now; if it is another, all its subscribers are due.

    A foreign hub is not told of the first version: nothing changed. Who is due already, because it
    fails for example, stays due when it was.

    Args:
        connection: in a writing transaction.
        feed, format: of the document.
        digest: of the version.
        valid_until: when time alone may bring the next version; None: never.
        now: the time.

    Returns:
        The sequence of the version.
    """
    begin(connection, feed, format)
    key = {"of": feed, "in_": format}
    kept = _topic(connection.execute(_FOR_NOTING, key).one())
    if (kept.digest, kept.valid_until) == (digest, valid_until):
        return kept.sequence
    raised = kept.sequence + (kept.digest != digest)
    noted = {"raised": raised, "another": digest, "until": valid_until}
    connection.execute(_KEEP, key | noted)
    if raised != kept.sequence:
        woken = _WAKE if kept.sequence else _WAKE_SUBSCRIBERS
        connection.execute(woken, key | {"now": now})
    return raised


def lately_asked(connection: Connection, now: datetime) -> dict[Key, datetime]:
    """The public documents that somebody lately asked for, and when, to about an hour."""
    query = select(documents.c.feed, documents.c.format, documents.c.asked)
    rows = connection.execute(query.where(documents.c.asked > now - ASKED))
    return {(row.feed, row.format): row.asked for row in rows}


def drop_unused(connection: Connection) -> None:
    """Forget topics that have no subscription any more."""
    connection.execute(delete(hub_topics).where(~_HAS_SUBSCRIPTION))


def drop(connection: Connection, keys: Iterable[Key]) -> None:
    """Forget topics and all subscriptions of them."""
    rows = [{"of": feed, "in_": format} for feed, format in keys]
    if rows:
        connection.execute(delete(hub_subscriptions).where(_SUBSCRIBED), rows)
        connection.execute(delete(hub_topics).where(OF_TOPIC), rows)
