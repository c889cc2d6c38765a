"""Keeps the subscriptions of the hub, and who is sent what next (W3C WebSub 5 to 7).

A subscription is of kind `push`, whose subscriber is sent documents, or `ping`, which tells a
foreign hub that there is another version.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Connection,
    Integer,
    Select,
    String,
    Text,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    null,
    or_,
    select,
    update,
)

from feedsvc.model.feed import Format
from feedsvc.model.uri import host_of
from feedsvc.store import hub_claims
from feedsvc.store.bulk import among, chunks, delete_rows
from feedsvc.store.columns import NOW, Moment
from feedsvc.store.hub_schema import hub_intents, hub_subscriptions, hub_topics
from feedsvc.store.hub_topics import NOT_BLOCKED, Key, begin, sequence_to_send

Kind = Literal["push", "ping"]


class Claimed(NamedTuple):
    """A subscription that its holder sends to now.

    Attributes:
        number: of the subscription.
        kind: push or ping.
        feed, format: of the document.
        callback: the subscriber's address, or the foreign hub's.
        secret: that signs what is sent; empty: none.
        host: of the callback.
        sequence: of the version that the topic had when it was claimed.
        tries: that failed one after the other.
        failing_since: when the first of them was; None: there is none.
        expires: when the lease ends; None: never.
    """

    number: int
    kind: Kind
    feed: str
    format: Format
    callback: str
    secret: str
    host: str
    sequence: int
    tries: int
    failing_since: datetime | None
    expires: datetime | None


class Wanted(NamedTuple):
    """Which subscriptions are to be claimed.

    Attributes:
        kind: push or ping; None: both.
        failed: whether those that failed last, or those that did not; None: both.
        full: hosts whose subscriptions are left out: enough is on its way to them.
    """

    kind: Kind | None = None
    failed: bool | None = None
    full: tuple[str, ...] = ()


class Result(NamedTuple):
    """What came of sending to a subscription.

    Attributes:
        number: of the subscription.
        sequence: of the version that was sent.
        status: of the answer; 0: there was none.
        delivered: whether the subscriber has it now.
        next_try: when to try again; None: with the next version.
        gone: whether the subscriber wants nothing any more.
    """

    number: int
    sequence: int
    status: int
    delivered: bool
    next_try: datetime | None = None
    gone: bool = False


ANY = Wanted()
_OF = and_(
    hub_subscriptions.c.feed == bindparam("of", type_=Text()),
    hub_subscriptions.c.format == bindparam("in_", type_=String()),
    hub_subscriptions.c.callback == bindparam("at", type_=Text()),
)
_FIND = select(hub_subscriptions.c.number, hub_subscriptions.c.tries).where(_OF)
_ITS_TOPIC = and_(
    hub_topics.c.feed == hub_subscriptions.c.feed,
    hub_topics.c.format == hub_subscriptions.c.format,
)
_ALIVE = or_(hub_subscriptions.c.expires.is_(None), hub_subscriptions.c.expires > NOW)
_CLAIMED = [
    hub_topics.c.sequence if name == "sequence" else hub_subscriptions.c[name]
    for name in Claimed._fields
]
_FULL: BindParameter[Any] = bindparam("full", type_=Text(), expanding=True)
_DUE = select(*_CLAIMED).join(hub_topics, _ITS_TOPIC).where(_ALIVE, NOT_BLOCKED)
_NUMBER = hub_subscriptions.c.number == bindparam("of", type_=Integer())
_HELD = hub_subscriptions.c.holder == bindparam("claimed", type_=String())
_SENT = bindparam("sequence", type_=BigInteger())
_ANSWERED: dict[str, Any] = {
    "last_status": bindparam("status", type_=Integer()),
    "last_sent": NOW,
    "holder": null(),
    "claimed_until": null(),
}
_BEYOND = exists().where(_ITS_TOPIC, hub_topics.c.sequence > _SENT)
_DELIVERED = (
    update(hub_subscriptions)
    .where(among(hub_subscriptions.c.number), _HELD)
    .values(
        sent=_SENT,
        tries=0,
        failing_since=null(),
        due=case((_BEYOND, NOW), else_=null()),
        **_ANSWERED,
    )
)
_FAILED = (
    update(hub_subscriptions)
    .where(_NUMBER, _HELD)
    .values(
        tries=hub_subscriptions.c.tries + 1,
        failing_since=func.coalesce(hub_subscriptions.c.failing_since, NOW),
        due=bindparam("next", type_=Moment()),
        **_ANSWERED,
    )
)
_GONE = delete(hub_subscriptions).where(among(hub_subscriptions.c.number), _HELD)
# No version may come between the look at the topics and the end of the transaction.
_HOLD_TOPICS = (
    select(hub_topics.c.sequence)
    .where(exists().where(_ITS_TOPIC, among(hub_subscriptions.c.number)))
    .order_by(hub_topics.c.feed, hub_topics.c.format)
    .with_for_update(read=True)
)
_EXPIRED = delete(hub_subscriptions).where(hub_subscriptions.c.expires <= NOW)


@cache
def _due(wanted: Wanted) -> Select[Any]:
    """Selects what is due; of the hosts left out, only whether there are any counts."""
    found = _DUE
    if wanted.kind is not None:
        found = found.where(hub_subscriptions.c.kind == wanted.kind)
    if wanted.failed is not None:
        found = found.where((hub_subscriptions.c.tries > 0) == wanted.failed)
    return found.where(hub_subscriptions.c.host.not_in(_FULL)) if wanted.full else found


def claim(
    connection: Connection,
    holder: str,
    now: datetime,
    limit: int,
    wanted: Wanted = ANY,
) -> list[Claimed]:
    """Claim subscriptions that are to be sent to now, those first that have waited longest.

    Args:
        connection: in a writing transaction.
        holder: who sends.
        now: the time.
        limit: how many at most.
        wanted: which ones.
    """
    query = _due(wanted._replace(full=("",) if wanted.full else ()))
    asked = {"full": list(wanted.full)} if wanted.full else {}
    found = hub_claims.take(
        connection, hub_subscriptions, query, holder, now, limit=limit, asked=asked
    )
    return [Claimed._make(row) for row in found]


def settle(connection: Connection, holder: str, results: Sequence[Result], now: datetime) -> None:
    """Keep what came of sending, and give the claims back.

    What the holder has no more, because its time was over, stays as it is.

    Args:
        connection: in a writing transaction.
        holder: who claimed the subscriptions.
        results: at most one for each subscription.
        now: the time.
    """
    if connection.dialect.name != "sqlite":  # which has one writer at a time
        for some in chunks([one.number for one in results]):
            connection.execute(_HOLD_TOPICS, {"some": some}).all()
    told = {"claimed": holder, "now": now}
    for some in chunks([one.number for one in results if one.gone]):
        connection.execute(_GONE, {"claimed": holder, "some": some})
    delivered = defaultdict(list)
    for one in results:
        if one.delivered and not one.gone:
            delivered[one.sequence, one.status].append(one.number)
    for (sequence, status), numbers in delivered.items():
        for some in chunks(numbers):
            asked = {**told, "some": some, "sequence": sequence, "status": status}
            connection.execute(_DELIVERED, asked)
    failed = [
        {**told, "of": one.number, "next": one.next_try, "status": one.status}
        for one in results
        if not one.delivered and not one.gone
    ]
    if failed:
        connection.execute(_FAILED, failed)


def release(
    connection: Connection, holder: str, numbers: Collection[int] | None, now: datetime
) -> None:
    """Give claims back untried; None: all that the holder has."""
    hub_claims.release(connection, hub_subscriptions, holder, numbers, now)


def free_all(connection: Connection, now: datetime) -> None:
    """Give back all claims, as the only process that can have some starts."""
    hub_claims.free_all(connection, hub_subscriptions, now)


def put(
    connection: Connection,
    feed: str,
    format: Format,
    callback: str,
    secret: str,
    expires: datetime,
    now: datetime,
) -> None:
    """Keep a subscription: a new one, or one that is renewed.

    A new subscriber is sent the document that is there: it may have read an earlier one. One that
    failed is tried again at once.

    Args:
        connection: in a writing transaction.
        feed, format: of the document; it is a topic from now on.
        callback: the subscriber's address.
        secret: that signs what is sent; empty: none.
        expires: when the lease ends.
        now: the time.
    """
    key = {"feed": feed, "format": format, "callback": callback}
    given = {"secret": secret, "expires": expires}
    begin(connection, feed, format)
    known = connection.execute(_FIND, {"of": feed, "in_": format, "at": callback}).one_or_none()
    if known is not None:
        renewed = update(hub_subscriptions).where(hub_subscriptions.c.number == known.number)
        connection.execute(renewed.values(given))
        if known.tries:
            idle = renewed.where(hub_subscriptions.c.holder.is_(None))
            connection.execute(idle.values(due=now))
        return
    due = now if sequence_to_send(connection, feed, format) else None
    row = _new_row("push", key, now) | given | {"due": due}
    connection.execute(hub_subscriptions.insert().values(row))


def put_pings(
    connection: Connection,
    hubs: Collection[str],
    topics: Iterable[Key],
    now: datetime,
    late: Collection[Key] = (),
) -> None:
    """Let these foreign hubs, and no others, be told when one of these documents changes.

    Args:
        connection: in a writing transaction.
        hubs: their addresses.
        topics: the documents; a new one counts as told.
        now: the time.
        late: those of which hubs that are new to them are told at once.
    """
    table = hub_subscriptions.c
    query = select(table.number, table.callback, table.feed, table.format)
    rows = connection.execute(query.where(table.kind == "ping"))
    known = {(row.callback, row.feed, row.format): row.number for row in rows}
    wanted = {(hub, *key) for key in topics for hub in hubs}
    left = [number for one, number in known.items() if one not in wanted]
    delete_rows(connection, hub_subscriptions, table.number, left)
    new = sorted(wanted - known.keys())
    for key in {one[1:] for one in new}:
        begin(connection, *key)
    made = [
        _new_row("ping", {"feed": feed, "format": format, "callback": hub}, now)
        | {"due": now if (feed, format) in late else None}
        for hub, feed, format in new
    ]
    if made:
        connection.execute(hub_subscriptions.insert(), made)


def _new_row(kind: str, key: dict[str, str], now: datetime) -> dict[str, Any]:
    empty = {"kind": kind, "secret": "", "since": now, "sent": 0, "tries": 0}
    return {**key, **empty, "host": host_of(key["callback"])}


def drop(connection: Connection, feed: str, format: Format, callback: str) -> bool:
    """Delete a subscription; whether there was one."""
    key = {"of": feed, "in_": format, "at": callback}
    return connection.execute(delete(hub_subscriptions).where(_OF), key).rowcount > 0


def expire(connection: Connection, now: datetime) -> int:
    """Delete subscriptions whose lease has ended; how many."""
    hub_claims.mend_waits(connection, hub_subscriptions, now)
    return connection.execute(_EXPIRED, {"now": now}).rowcount


def next_due(connection: Connection) -> datetime | None:
    """When the next subscription or request to subscribe is due, or was; None: there is none."""
    tables = (hub_subscriptions, hub_intents)
    found = [connection.scalar(select(func.min(table.c.due))) for table in tables]
    return min((one for one in found if one is not None), default=None)
