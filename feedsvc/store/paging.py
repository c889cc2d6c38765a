"""Selects the public articles of a feed from the oldest on, and counts them by spans of time."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import (
    Connection,
    Integer,
    String,
    bindparam,
    column,
    func,
    select,
    tuple_,
    values,
)

from feedsvc.store.articles import visible
from feedsvc.store.bulk import chunks
from feedsvc.store.columns import FEED, LIMIT, NOW, Moment
from feedsvc.store.schema import members

_SPANS = 150  # of one statement, with three parameters each

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
    counts: dict[int, int] = {}
    for some in chunks(enumerate(spans), _SPANS):
        rows = [(number, *span) for number, span in some]
        given = values(
            column("number", Integer),
            column("since", Moment()),
            column("until", Moment()),
            name="spans",
        ).data(rows)
        span = given.cte("spans")
        counted = (
            select(func.count())
            .select_from(members)
            .where(
                members.c.feed == feed,
                members.c.published >= span.c.since,
                members.c.published < span.c.until,
                visible(members, now),
            )
            .scalar_subquery()
        )
        counts |= dict(map(tuple, connection.execute(select(span.c.number, counted))))
    return [counts[number] for number in range(len(spans))]
