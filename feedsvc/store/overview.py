"""Counts what the store keeps, and finds what time changes next, for whoever watches over it."""

from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import Connection, and_, case, func, select

from feedsvc.model.feed import EVERYTHING
from feedsvc.store.columns import NOW
from feedsvc.store.ledger import state_of
from feedsvc.store.schema import articles, feeds, members, problems

_EXPIRED = and_(articles.c.expires.is_not(None), articles.c.expires <= NOW)
_STATE = case(
    (articles.c.live.is_(False), "held"),
    (_EXPIRED, "expired"),
    (articles.c.published > NOW, "embargoed"),
    else_="public",
)
_COUNTS = select(_STATE.label("state"), func.count().label("number")).group_by("state")
_PLACES = members.join(articles, articles.c.entry_id == members.c.entry_id)
_CHANGED = select(func.max(feeds.c.changed)).where(feeds.c.changed <= NOW)


class Counts(NamedTuple):
    """How many articles there are.

    Attributes:
        public: that readers see.
        embargoed, expired: that time keeps from them.
        held: that their header, a file of their folder or an error keeps from them: drafts,
            withdrawn and private ones.
    """

    public: int = 0
    embargoed: int = 0
    expired: int = 0
    held: int = 0


class Due(NamedTuple):
    """What time alone does to an article next."""

    at: datetime
    what: Literal["published", "expired"]
    path: str


class Overview(NamedTuple):
    """What the store keeps.

    Attributes:
        counts: of articles.
        waiting: files that wait to be accepted (indexer.upgrade).
        scanned: when the whole folder was last read; None: never.
        changed: when a feed last changed; None: never.
        next: what time does next; None: nothing.
    """

    counts: Counts
    waiting: int
    scanned: datetime | None
    changed: datetime | None
    next: Due | None


def overview(connection: Connection, now: datetime, waits: str) -> Overview:
    """What the store keeps at a time.

    Args:
        connection: open.
        now: that time.
        waits: the code of the problem of a file that waits to be accepted.
    """
    counts = {row.state: row.number for row in connection.execute(_COUNTS, {"now": now})}
    waiting = select(func.count(func.distinct(problems.c.path))).where(problems.c.code == waits)
    scanned = state_of(connection, "indexed")
    return Overview(
        Counts(**counts),
        connection.scalar(waiting) or 0,
        datetime.fromisoformat(scanned) if scanned else None,
        connection.scalar(_CHANGED, {"now": now}),
        next_due(connection, now),
    )


def next_due(connection: Connection, now: datetime) -> Due | None:
    """What time alone does to an article next; None: nothing."""
    found = []
    everything = members.c.feed == EVERYTHING
    lifts = and_(everything, members.c.published > NOW)
    ends = and_(everything, members.c.expires > NOW, members.c.published < members.c.expires)
    for what, column, wanted in (
        ("published", members.c.published, lifts),
        ("expired", members.c.expires, ends),
    ):
        query = select(column, articles.c.path).select_from(_PLACES).where(wanted)
        if row := connection.execute(query.order_by(column).limit(1), {"now": now}).first():
            found.append(Due(row[0], what, row[1]))  # type: ignore[arg-type]
    return min(found, default=None)
