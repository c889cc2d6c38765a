"""Keeps requests to subscribe to topics, or not to, until their callback has confirmed them.

The newest request of a callback for a topic counts (W3C WebSub 5.1).
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    Connection,
    Integer,
    String,
    bindparam,
    case,
    delete,
    func,
    literal,
    null,
    select,
    update,
)

from feedsvc.model.feed import Format
from feedsvc.model.uri import host_of
from feedsvc.store import hub_claims
from feedsvc.store.columns import NOW, Moment
from feedsvc.store.hub_schema import hub_intents, hub_subscriptions
from feedsvc.store.hub_topics import Key

Mode = Literal["subscribe", "unsubscribe", "denied"]
Outcome = Literal["", "verified", "refused", "failed", "replaced"]


class Intent(NamedTuple):
    """A request to subscribe to a topic, or not to any more.

    Attributes:
        mode: subscribe or unsubscribe; denied: its subscriber is told that the topic ended.
        feed, format: of the document.
        callback: the subscriber's address.
        secret: that is to sign what is sent; empty: none.
        lease_seconds: how long the subscription is to last.
        client: a digest of the address that the request came from.
    """

    mode: Mode
    feed: str
    format: Format
    callback: str
    secret: str
    lease_seconds: int
    client: str


class ClaimedIntent(NamedTuple):
    """A request whose callback its holder asks now.

    Attributes:
        number: of the request.
        mode, feed, format, callback, secret, lease_seconds: as in Intent.
        host: of the callback.
        made: when it was made.
        tries: that failed.
    """

    number: int
    mode: Mode
    feed: str
    format: Format
    callback: str
    secret: str
    lease_seconds: int
    host: str
    made: datetime
    tries: int


class IntentResult(NamedTuple):
    """What came of asking a callback.

    Attributes:
        number: of the request.
        outcome: verified, refused or failed; empty: it is asked again.
        next_try: when it is asked again.
    """

    number: int
    outcome: Outcome
    next_try: datetime | None = None


_OPEN = hub_intents.c.ended.is_(None)
_DUE = select(*(hub_intents.c[name] for name in ClaimedIntent._fields)).where(_OPEN)
_OUTCOME = bindparam("outcome", type_=String())
_OVER: dict[str, Any] = {
    "outcome": _OUTCOME,
    "ended": NOW,
    "due": null(),
    "holder": null(),
    "claimed_until": null(),
}
_SETTLED = (
    update(hub_intents)
    .where(
        hub_intents.c.number == bindparam("of", type_=Integer()),
        hub_intents.c.holder == bindparam("claimed", type_=String()),
        _OPEN,
    )
    .values(
        tries=hub_intents.c.tries + 1,
        outcome=_OUTCOME,
        ended=case((_OUTCOME != "", NOW), else_=null()),
        due=case((_OUTCOME != "", null()), else_=bindparam("next", type_=Moment())),
        holder=null(),
        claimed_until=null(),
    )
)


def add(connection: Connection, intent: Intent, now: datetime) -> None:
    """Keep a request; one of the same callback for the same topic that is open ends.

    Args:
        connection: in a writing transaction.
        intent: the request.
        now: the time; the callback is asked at once.
    """
    host = host_of(intent.callback)
    earlier = update(hub_intents).where(
        hub_intents.c.host == host,
        hub_intents.c.feed == intent.feed,
        hub_intents.c.format == intent.format,
        hub_intents.c.callback == intent.callback,
        _OPEN,
    )
    connection.execute(earlier.values(_OVER), {"outcome": "replaced", "now": now})
    row = {**intent._asdict(), "host": host, "made": now, "due": now, "tries": 0, "outcome": ""}
    connection.execute(hub_intents.insert().values(row))


def deny(connection: Connection, keys: Iterable[Key], now: datetime) -> None:
    """Let all subscribers of topics be told that these have ended (WebSub 5.2).

    Args:
        connection: in a writing transaction.
        keys: of the topics.
        now: the time.
    """
    table = hub_subscriptions.c
    told = [
        *(literal("denied", String()), table.feed, table.format, table.callback),
        *(literal("", String()), literal(0, Integer()), literal("", String())),
        *(literal(now, Moment()), literal(now, Moment()), literal(0, Integer())),
        *(literal("", String()), table.host),
    ]
    names = [*Intent._fields, "made", "due", "tries", "outcome", "host"]
    for feed, format in keys:
        of = select(*told).where(table.feed == feed, table.format == format, table.kind == "push")
        connection.execute(hub_intents.insert().from_select(names, of))


def claim(connection: Connection, holder: str, now: datetime, limit: int) -> list[ClaimedIntent]:
    """Claim requests whose callbacks are to be asked now, the oldest first.

    Args:
        connection: in a writing transaction.
        holder: who asks.
        now: the time.
        limit: how many at most.
    """
    found = hub_claims.take(connection, hub_intents, _DUE, holder, now, limit=limit)
    return [ClaimedIntent._make(row) for row in found]


def settle(
    connection: Connection, holder: str, results: Sequence[IntentResult], now: datetime
) -> set[int]:
    """Keep what came of asking, and give the claims back.

    Args:
        connection: in a writing transaction.
        holder: who claimed the requests.
        results: at most one for each request.
        now: the time.

    Returns:
        The numbers of those that the holder still had. What came of any other counts for nothing:
        a newer request took its place, or another process asks.
    """
    settled = set()
    for one in results:
        told = {"of": one.number, "claimed": holder, "now": now}
        told |= {"outcome": one.outcome, "next": one.next_try}
        if connection.execute(_SETTLED, told).rowcount:
            settled.add(one.number)
    return settled


def release(
    connection: Connection, holder: str, numbers: Collection[int] | None, now: datetime
) -> None:
    """Give claims back untried; None: all that the holder has."""
    hub_claims.release(connection, hub_intents, holder, numbers, now)


def free_all(connection: Connection, now: datetime) -> None:
    """Give back all claims, as the only process that can have some starts."""
    hub_claims.free_all(connection, hub_intents, now)


def recent(connection: Connection, host: str, client: str, since: datetime) -> tuple[int, int]:
    """How many requests there were since a time: for callbacks of a host, and from a client."""
    found = []
    for column, value in ((hub_intents.c.host, host), (hub_intents.c.client, client)):
        counted = select(func.count()).where(column == value, hub_intents.c.made > since)
        found.append(connection.scalar(counted) or 0)
    return found[0], found[1]


def forget(connection: Connection, before: datetime) -> int:
    """Delete requests that ended before a time; how many."""
    return connection.execute(delete(hub_intents).where(hub_intents.c.ended < before)).rowcount
