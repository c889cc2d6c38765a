"""Keeps the archive of a feed (RFC 5005 4): which entries each archive document holds.

A feed that shows all of its entries has no archive. In any other, each entry gets a number when it
enters the feed. The entries that the feed itself does not show are in archive documents. Each
document is a closed range of numbers, which never changes; the last is an open range with the rest.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    Connection,
    Integer,
    and_,
    bindparam,
    exists,
    func,
    literal,
    select,
    true,
    update,
)

from feedsvc.settings import FeedSettings
from feedsvc.store.articles import visible
from feedsvc.store.bulk import among, insert_rows, rows_among
from feedsvc.store.columns import FEED, LIMIT, NOW, Moment
from feedsvc.store.feeds import (
    SELECTED,
    Selected,
    count_fitting,
    newest_entries,
    select_entries,
    weight_shown,
)
from feedsvc.store.schema import archives, articles, members, numbered, numbers

_UNTIL = select(numbered.c.until).where(numbered.c.feed == FEED)
_TOP = select(func.max(numbers.c.number)).where(numbers.c.feed == FEED)
_CLOSED = (
    select(archives.c.archive, archives.c.last)
    .where(archives.c.feed == FEED)
    .order_by(archives.c.archive.desc())
    .limit(1)
)
_END = select(archives.c.last).where(
    archives.c.feed == FEED, archives.c.archive == bindparam("archive")
)
_WITH_NUMBER = (
    select(*SELECTED, numbers.c.number)
    .select_from(numbers)
    .join(
        members,
        and_(members.c.feed == numbers.c.feed, members.c.entry_id == numbers.c.entry_id),
    )
    .join(articles, articles.c.entry_id == numbers.c.entry_id)
    .where(
        numbers.c.feed == FEED,
        numbers.c.number > bindparam("after", type_=Integer()),
        visible(members, NOW),
    )
    .order_by(numbers.c.number)
)
_SOME = _WITH_NUMBER.limit(LIMIT)
_RANGE = _WITH_NUMBER.where(numbers.c.number <= bindparam("last", type_=Integer()))
_HOLDING = select(
    select(func.min(archives.c.archive))
    .where(archives.c.feed == FEED, archives.c.last >= numbers.c.number)
    .scalar_subquery()
).where(numbers.c.feed == FEED, among(numbers.c.entry_id))
_HAS_NUMBER = exists().where(
    numbers.c.feed == members.c.feed, numbers.c.entry_id == members.c.entry_id
)
_LIFTED = select(
    exists().where(
        members.c.feed == FEED,
        members.c.published > bindparam("until", type_=Moment()),
        members.c.published <= NOW,
    )
)
_NUMBERED_OF = select(numbered.c.feed).where(among(numbered.c.feed))
_WITHOUT_NUMBER = (
    select(members.c.feed, members.c.entry_id)
    .where(among(members.c.entry_id), visible(members, NOW), ~_HAS_NUMBER)
    .order_by(members.c.feed, members.c.published, members.c.entry_id)
)


class Closed(NamedTuple):
    """How many ranges of a feed are closed, and the last number in them."""

    archives: int
    last: int


def closed(connection: Connection, feed: str) -> Closed:
    """The closed ranges of a feed; its open range begins after them."""
    row = connection.execute(_CLOSED, {"feed": feed}).one_or_none()
    return Closed(*row) if row else Closed(0, 0)


def last_archive(connection: Connection, feed: str, now: datetime, shown: Collection[str]) -> int:
    """The number of a feed's last archive document; 0: the feed itself shows all entries.

    Args:
        connection: open.
        feed: its name.
        now: decides what is public.
        shown: ids of the entries that the feed itself shows.
    """
    done = closed(connection, feed)
    asked = {"feed": feed, "now": now, "after": done.last, "limit": len(shown) + 1}
    rest = any(row.entry_id not in shown for row in connection.execute(_SOME, asked))
    return done.archives + rest


def select_archive(
    connection: Connection, feed: str, archive: int, now: datetime, shown: Collection[str]
) -> list[Selected] | None:
    """The entries of an archive document, newest first; None: there is no such document.

    Args:
        connection, feed, now, shown: as for last_archive.
        archive: its number, from 1.
    """
    done = closed(connection, feed)
    asked = {"feed": feed, "now": now}
    if archive > done.archives:
        rows = connection.execute(_WITH_NUMBER, asked | {"after": done.last})
        found = [Selected(*row[:-1]) for row in rows if row.entry_id not in shown]
        if archive != done.archives + 1 or not found:
            return None
    else:
        first = connection.scalar(_END, {"feed": feed, "archive": archive - 1}) or 0
        last = connection.scalar(_END, {"feed": feed, "archive": archive})
        rows = connection.execute(_RANGE, asked | {"after": first, "last": last})
        found = [Selected(*row[:-1]) for row in rows]
    return sorted(found, key=lambda one: (one.published, one.entry_id), reverse=True)


def archives_holding(connection: Connection, feed: str, entry_ids: Collection[str]) -> set[int]:
    """The numbers of a feed's archive documents that hold, or would hold, any of some entries."""
    last = closed(connection, feed).archives
    return {
        archive or last + 1 for (archive,) in rows_among(connection, _HOLDING, entry_ids, feed=feed)
    }


def wants_numbers(connection: Connection, feed: str, now: datetime, shows: FeedSettings) -> bool:
    """Whether a feed has entries without a number, or a full range that is not closed."""
    until: datetime | None = connection.scalar(_UNTIL, {"feed": feed})
    if until is None:
        found = select_entries(connection, feed, now, shows.entries + 1)
        return len(found) > count_fitting(found, shows)
    if connection.scalar(_LIFTED, {"feed": feed, "now": now, "until": until}):
        return True
    top, last = connection.scalar(_TOP, {"feed": feed}) or 0, closed(connection, feed).last
    most = shows.archive_entries + shows.entries
    return top - last > most and any(True for _ in _full_ranges(connection, feed, now, shows))


def number_entries(connection: Connection, feed: str, now: datetime, shows: FeedSettings) -> None:
    """Number the entries that entered a feed, and close the ranges that are full.

    Args:
        connection: in a writing transaction.
        feed: its name.
        now: decides what is public.
        shows: the settings that say how many entries and bytes a document may hold.
    """
    until: datetime | None = connection.scalar(_UNTIL, {"feed": feed})
    new = true() if until is None else members.c.published > until
    start = connection.scalar(_TOP, {"feed": feed}) or 0
    order = func.row_number().over(order_by=(members.c.published, members.c.entry_id))
    rows = select(literal(feed), order + start, members.c.entry_id).where(
        members.c.feed == feed, visible(members, now), new, ~_HAS_NUMBER
    )
    connection.execute(numbers.insert().from_select(["feed", "number", "entry_id"], rows))
    if until is None:
        connection.execute(numbered.insert().values(feed=feed, until=now))
    elif until < now:
        connection.execute(update(numbered).where(numbered.c.feed == feed).values(until=now))
    count = closed(connection, feed).archives
    ends = enumerate(list(_full_ranges(connection, feed, now, shows)), count + 1)
    insert_rows(connection, archives, ((feed, archive, last) for archive, last in ends))


def number_new(connection: Connection, entry_ids: Collection[str], now: datetime) -> None:
    """Number those of these entries that just entered feeds with an archive.

    Args:
        connection: in a writing transaction, after the articles were put.
        entry_ids: of the articles.
        now: decides what is public.
    """
    found = list(rows_among(connection, _WITHOUT_NUMBER, entry_ids, now=now))
    known = rows_among(connection, _NUMBERED_OF, {feed for feed, _ in found})
    tops = {feed: connection.scalar(_TOP, {"feed": feed}) or 0 for (feed,) in known}
    given = []
    for feed, entry_id in found:
        if feed in tops:
            tops[feed] += 1
            given.append((feed, tops[feed], entry_id))
    insert_rows(connection, numbers, given)


def _full_ranges(
    connection: Connection, feed: str, now: datetime, shows: FeedSettings
) -> Iterator[int]:
    """The last number of each range that is full but not closed yet."""
    shown = {one.entry_id for one in newest_entries(connection, feed, now, shows)}
    done = closed(connection, feed)
    rows = connection.execute(_WITH_NUMBER, {"feed": feed, "now": now, "after": done.last})
    return _ends(((r.number, r.weight) for r in rows if r.entry_id not in shown), shows)


def _ends(rows: Iterable[tuple[int, int]], shows: FeedSettings) -> Iterator[int]:
    count = weight = last = 0
    for number, whole in rows:
        heavy = weight_shown(whole, shows)
        if count and weight + heavy > shows.budget:
            yield last
            count = weight = 0
        count, weight, last = count + 1, weight + heavy, number
        if count == shows.archive_entries:
            yield last
            count = weight = 0
