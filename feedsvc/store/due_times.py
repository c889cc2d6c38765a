"""Finds when time alone changes a feed next, and when it last did.

Such due changes are an embargo that lifts, an article that expires, a tombstone or correction that
has been shown long enough.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select

from feedsvc.settings import FeedSettings
from feedsvc.store.columns import Moment
from feedsvc.store.schema import members, tombstone_feeds, tombstones

_NOW = bindparam("now", type_=Moment())
_THEN = bindparam("then", type_=Moment())  # what happened then has been shown long enough now
_OF_FEED = members.c.feed == bindparam("feed")
_STONES = tombstones.join(
    tombstone_feeds,
    and_(
        tombstone_feeds.c.entry_id == tombstones.c.entry_id,
        tombstone_feeds.c.deleted == tombstones.c.deleted,
        tombstone_feeds.c.feed == bindparam("feed"),
    ),
)
_NEXT_ENTRY = select(func.min(members.c.published)).where(
    _OF_FEED,
    members.c.published > _NOW,
    or_(members.c.expires.is_(None), members.c.expires > members.c.published),
)
_LAST_ENTRY = select(func.max(members.c.published)).where(_OF_FEED, members.c.published <= _NOW)
_NEXT_EXPIRY = select(func.min(members.c.expires)).where(_OF_FEED, members.c.expires > _NOW)
_NEXT_BACK = (
    select(func.min(tombstones.c.until)).select_from(_STONES).where(tombstones.c.until > _NOW)
)
_LAST_EXPIRY = select(func.max(members.c.expires)).where(
    _OF_FEED, members.c.expires <= _NOW, members.c.published < members.c.expires
)
_LAST_BACK = (
    select(func.max(tombstones.c.until)).select_from(_STONES).where(tombstones.c.until <= _NOW)
)
_NEXT_CORRECTION = select(func.min(members.c.corrected)).where(
    _OF_FEED, members.c.corrected > _THEN
)
_LAST_CORRECTION = select(func.max(members.c.corrected)).where(
    _OF_FEED, members.c.corrected <= _THEN, members.c.published <= _NOW
)
_NEXT_STONE = (
    select(func.min(tombstones.c.deleted)).select_from(_STONES).where(tombstones.c.deleted > _THEN)
)
_LAST_STONE = (
    select(func.max(tombstones.c.deleted)).select_from(_STONES).where(tombstones.c.deleted <= _THEN)
)


def next_due(
    connection: Connection, feed: str, now: datetime, shows: FeedSettings
) -> datetime | None:
    """When time alone next changes a feed; None: never.

    An entry is published or expires, or a correction or a tombstone has been shown long enough.

    Args:
        connection: open.
        feed: its name.
        now: the time after which to look.
        shows: the settings that say how long corrections and tombstones are shown.
    """
    aged = ((_NEXT_CORRECTION, shows.corrections), (_NEXT_STONE, shows.tombstones))
    plain = (_NEXT_ENTRY, _NEXT_EXPIRY, _NEXT_BACK)
    return min(_times(connection, feed, now, plain, aged), default=None)


def last_due(
    connection: Connection, feed: str, now: datetime, shows: FeedSettings
) -> datetime | None:
    """When an entry, correction or tombstone last left a feed by time alone; None: never."""
    aged = ((_LAST_CORRECTION, shows.corrections), (_LAST_STONE, shows.tombstones))
    plain = (_LAST_EXPIRY, _LAST_BACK)
    return max(_times(connection, feed, now, plain, aged), default=None)


def last_entry(connection: Connection, feed: str, now: datetime) -> datetime | None:
    """The publication time of a feed's newest entry up to `now`, expired or not; None: it has none.

    Time alone may have added the entry to the feed then.
    """
    found: datetime | None = connection.scalar(_LAST_ENTRY, {"feed": feed, "now": now})
    return found


def _times(
    connection: Connection,
    feed: str,
    now: datetime,
    plain: Iterable[Select[Any]],
    aged: Iterable[tuple[Select[Any], timedelta]],
) -> Iterator[datetime]:
    """The times that queries find; each query of `aged` comes with a duration that is added."""
    for query in plain:
        if found := connection.scalar(query, {"feed": feed, "now": now}):
            yield found
    for query, age in aged:
        asked = {"feed": feed, "now": now, "then": now - age}
        if found := connection.scalar(query, asked):
            yield found + age
