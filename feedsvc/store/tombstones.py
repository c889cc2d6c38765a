"""Keeps the tombstones of retracted entries (RFC 6721), and the feeds that show each."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, or_, select, update

from feedsvc.model.entry import Tombstone
from feedsvc.store.bulk import among, delete_rows, insert_rows, rows_among
from feedsvc.store.columns import FEED, LIMIT, NOW, Moment
from feedsvc.store.schema import tombstone_feeds, tombstones

_OF_IDS = select(tombstones).where(among(tombstones.c.entry_id))
IN_FEED = tombstones.join(
    tombstone_feeds,
    and_(
        tombstone_feeds.c.entry_id == tombstones.c.entry_id,
        tombstone_feeds.c.deleted == tombstones.c.deleted,
    ),
)
_FEEDS = (
    select(tombstone_feeds.c.feed)
    .select_from(IN_FEED)
    .where(among(tombstones.c.entry_id))
    .distinct()
)
_TOLD = (
    select(tombstones)
    .select_from(IN_FEED)
    .where(
        tombstone_feeds.c.feed == FEED,
        tombstone_feeds.c.deleted > bindparam("after", type_=Moment()),
        or_(tombstones.c.until.is_(None), tombstones.c.until > NOW),
    )
    .order_by(tombstone_feeds.c.deleted.desc(), tombstone_feeds.c.entry_id.desc())
    .limit(LIMIT)
)
_PLACES = select(
    tombstone_feeds.c.feed, tombstone_feeds.c.deleted, tombstone_feeds.c.entry_id
).where(among(tombstone_feeds.c.entry_id))
_LAST = select(func.max(tombstone_feeds.c.deleted)).where(tombstone_feeds.c.feed == FEED)


def tombstones_of(connection: Connection, entry_ids: Collection[str]) -> dict[str, Tombstone]:
    """The tombstones of these entries: id -> tombstone."""
    rows = rows_among(connection, _OF_IDS, entry_ids)
    return {row.entry_id: Tombstone(**row._mapping) for row in rows}


def tombstone(connection: Connection, entry_id: str, now: datetime) -> Tombstone | None:
    """The tombstone of an entry; None where it has none or is public again."""
    found = tombstones_of(connection, [entry_id]).get(entry_id)
    return found if found and (found.until is None or found.until > now) else None


def tombstones_told(
    connection: Connection, feed: str, after: datetime, now: datetime, limit: int
) -> list[Tombstone]:
    """The tombstones that a feed shows, the latest first.

    Args:
        connection: open.
        feed: its name.
        after: tombstones of this time or before are left out: they have stood long enough.
        now: tombstones of entries that are public again by this time are left out.
        limit: how many at most.
    """
    asked = {"feed": feed, "after": after, "now": now, "limit": limit}
    return [Tombstone(**row._mapping) for row in connection.execute(_TOLD, asked)]


def last_deletion(connection: Connection, feed: str) -> datetime | None:
    """When an entry was last retracted from a feed, however long ago; None: never."""
    found: datetime | None = connection.scalar(_LAST, {"feed": feed})
    return found


def feeds_telling(connection: Connection, entry_ids: Collection[str]) -> set[str]:
    """The feeds that show, or lately showed, the last tombstone of any of these entries."""
    return {feed for (feed,) in rows_among(connection, _FEEDS, entry_ids)}


def has_ahead(connection: Connection, now: datetime) -> bool:
    """Whether a tombstone has a time that lies ahead, because a clock was wrong."""
    found = select(tombstone_feeds.c.feed).where(tombstone_feeds.c.deleted > NOW).limit(1)
    return connection.scalar(found, {"now": now}) is not None


def end_ahead(connection: Connection, now: datetime) -> None:
    """Let the tombstones whose time lies ahead be of now."""
    for table in (tombstones, tombstone_feeds):
        late = update(table).where(table.c.deleted > NOW)
        connection.execute(late.values(deleted=now), {"now": now})


def put_tombstones(
    connection: Connection, stones: Collection[Tombstone], feeds: Mapping[str, Collection[str]]
) -> None:
    """Keep tombstones, in place of those that these entries had.

    Args:
        connection: in a writing transaction.
        stones: the tombstones.
        feeds: entry id -> names of the feeds that are to show its tombstone; an entry that is not
            in it stays in the feeds that show it already.
    """
    entry_ids = [one.entry_id for one in stones]
    delete_rows(connection, tombstones, tombstones.c.entry_id, entry_ids)
    rows = [(one.entry_id, one.deleted, one.reason, one.until) for one in stones]
    insert_rows(connection, tombstones, rows)
    # An entry that came back and was retracted again within one second may have left other feeds
    # the second time.
    told = set(map(tuple, rows_among(connection, _PLACES, entry_ids)))
    places = [
        (feed, one.deleted, one.entry_id)
        for one in stones
        for feed in sorted(feeds.get(one.entry_id, ()))
    ]
    insert_rows(connection, tombstone_feeds, (place for place in places if place not in told))
