"""Selects the public articles of a feed from the oldest on, and counts them by spans of time."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    String,
    bindparam,
    func,
    select,
    tuple_,
)

from feedsvc.store.articles import visible
from feedsvc.store.bulk import chunks
from feedsvc.store.columns import FEED, LIMIT, NOW, Moment
from feedsvc.store.schema import members

_SPANS = 52  # of one statement

_AFTER = (
    members.c.feed == FEED,
    tuple_(members.c.published, members.c.entry_id)
    > tuple_(bindparam("published", type_=Moment()), bindparam("entry_id", type_=String())),
    visible(members, NOW),
)
_OLDEST_FIRST = (
    select(members.c.published, members.c.entry_id)
    .where(*_AFTER)
    .order_by(members.c.published, members.c.entry_id)
    .limit(LIMIT)
    .offset(bindparam("skip", type_=Integer()))
)
_COUNT = select(func.count()).select_from(members).where(*_AFTER)
_OLDEST_SINCE = (
    select(members.c.published)
    .where(
        members.c.feed == FEED,
        members.c.published >= bindparam("since", type_=Moment()),
        visible(members, NOW),
    )
    .order_by(members.c.published)
    .limit(1)
)


class ListPlace(NamedTuple):
    """Where an article stands in a feed."""

    published: datetime
    entry_id: str


START = ListPlace(datetime.min.replace(tzinfo=UTC), "")  # before all articles


def places_after(
    connection: Connection, feed: str, after: ListPlace, now: datetime, limit: int, skip: int = 0
) -> list[ListPlace]:
    """The places of a feed's public articles after a place, the oldest first, ties by id.

    Args:
        connection: open.
        feed: its name.
        after: the place.
        now: decides what is public.
        limit: how many at most.
        skip: how many are passed over before.
    """
    asked = {"feed": feed, "now": now, "limit": limit, "skip": skip, **after._asdict()}
    return [ListPlace(*row) for row in connection.execute(_OLDEST_FIRST, asked)]


def count_after(connection: Connection, feed: str, after: ListPlace, now: datetime) -> int:
    """How many public articles of a feed come after a place."""
    return connection.scalar(_COUNT, {"feed": feed, "now": now, **after._asdict()}) or 0


def oldest_since(
    connection: Connection, feed: str, since: datetime, now: datetime
) -> datetime | None:
    """When a feed's oldest public article since a time was published; None: it has none."""
    found: datetime | None = connection.scalar(
        _OLDEST_SINCE, {"feed": feed, "since": since, "now": now}
    )
    return found


def count_by_span(
    connection: Connection, feed: str, spans: Sequence[tuple[datetime, datetime]], now: datetime
) -> list[int]:
    """How many public articles of a feed were published in each of some spans of time."""
    counts: list[int] = []
    for some in chunks(spans, _SPANS):
        asked: dict[str, object] = {"feed": feed, "now": now}
        for number, (since, until) in enumerate(some):
            asked |= {f"since{number}": since, f"until{number}": until}
        counts += list(connection.execute(_counting(len(some)), asked).one())
    return counts


@cache
def _counting(spans: int) -> Select[Any]:
    """A query that counts in so many spans; it is built once, which takes longer than to run it."""
    return select(
        *(
            select(func.count())
            .select_from(members)
            .where(
                members.c.feed == FEED,
                members.c.published >= bindparam(f"since{number}", type_=Moment()),
                members.c.published < bindparam(f"until{number}", type_=Moment()),
                visible(members, NOW),
            )
            .scalar_subquery()
            for number in range(spans)
        )
    )
