"""Finds when time alone changes a feed next, and when it last did.

Such due changes are an embargo that lifts, an article that expires, a tombstone or correction that
has been shown long enough.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select

from feedsvc.model.feed import EVERYTHING
from feedsvc.settings import FeedSettings
from feedsvc.store.articles import visible
from feedsvc.store.columns import FEED, NOW, Moment
from feedsvc.store.feeds import feeds_holding
from feedsvc.store.schema import articles, ledger, members, tombstone_feeds, tombstones
from feedsvc.store.tombstones import IN_FEED, feeds_telling

_SINCE = bindparam("since", type_=Moment())
_THEN = bindparam("then", type_=Moment())  # what happened then has been shown long enough now
_OF_FEED = members.c.feed == FEED
_TOLD = tombstone_feeds.c.feed == FEED


def _next(column: Any, time: Any, *wanted: Any) -> Select[Any]:
    return select(func.min(column)).where(*wanted, column > time)


def _last(column: Any, time: Any, *wanted: Any) -> Select[Any]:
    return select(func.max(column)).where(*wanted, column <= time)


_NEVER_OR_LATER = or_(members.c.expires.is_(None), members.c.expires > members.c.published)
_NEXT_ENTRY = _next(members.c.published, NOW, _OF_FEED, _NEVER_OR_LATER)
_LAST_ENTRY = _last(members.c.published, NOW, _OF_FEED)
_NEXT_EXPIRY = _next(members.c.expires, NOW, _OF_FEED)
_LAST_EXPIRY = _last(members.c.expires, NOW, _OF_FEED, members.c.published < members.c.expires)
_PATHS = select(articles.c.path).join(members, articles.c.entry_id == members.c.entry_id)
_CAME = (
    _PATHS.join(ledger, ledger.c.entry_id == members.c.entry_id)
    .where(members.c.feed == EVERYTHING, members.c.published.between(_SINCE, NOW))
    .where(visible(members, NOW), ledger.c.first_seen < members.c.published)
    .order_by(members.c.published, articles.c.path)
)
_WENT = (
    _PATHS.where(members.c.feed == EVERYTHING, members.c.expires.between(_SINCE, NOW))
    .where(members.c.published < members.c.expires)
    .order_by(members.c.expires, articles.c.path)
)
_NEXT_CORRECTION = _next(members.c.corrected, _THEN, _OF_FEED)
_LAST_CORRECTION = _last(members.c.corrected, _THEN, _OF_FEED, members.c.published <= NOW)
_NEXT_BACK = _next(tombstones.c.until, NOW, _TOLD).select_from(IN_FEED)
_LAST_BACK = _last(tombstones.c.until, NOW, _TOLD).select_from(IN_FEED)
_NEXT_STONE = _next(tombstones.c.deleted, _THEN, _TOLD).select_from(IN_FEED)
_LAST_STONE = _last(tombstones.c.deleted, _THEN, _TOLD).select_from(IN_FEED)


_ALL = members.c.feed == EVERYTHING
_MOVED = select(members.c.entry_id).where(
    _ALL,
    or_(
        and_(members.c.published > _SINCE, members.c.published <= NOW),
        and_(members.c.expires > _SINCE, members.c.expires <= NOW),
    ),
)
_AGED_CORRECTION = select(members.c.entry_id).where(
    _ALL, members.c.corrected > _SINCE, members.c.corrected <= NOW
)
_AGED_STONE = select(tombstone_feeds.c.entry_id).where(
    tombstone_feeds.c.feed == EVERYTHING,
    tombstone_feeds.c.deleted > _SINCE,
    tombstone_feeds.c.deleted <= NOW,
)
_BACK = select(tombstones.c.entry_id).where(tombstones.c.until > _SINCE, tombstones.c.until <= NOW)


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


def moved_by_time(
    connection: Connection, since: datetime, now: datetime
) -> tuple[list[str], list[str]]:
    """The files of the articles that time alone brought, and of those that it took away.

    What was first seen when it was public already was not brought by time.

    Args:
        connection: open.
        since, now: the first and the last moment that counts.
    """
    asked = {"since": since, "now": now}
    return list(connection.scalars(_CAME, asked)), list(connection.scalars(_WENT, asked))


def moved_since(
    connection: Connection, since: datetime, now: datetime, shows: FeedSettings
) -> tuple[set[str], set[str]]:
    """The articles that time alone brought or took away, and the feeds that it changed.

    Args:
        connection: open.
        since: the moment after which changes count.
        now: the last moment that counts.
        shows: as for next_due.
    """
    span = {"since": since, "now": now}
    moved = set(connection.scalars(_MOVED, span))
    aged = set(moved)
    for query, age in ((_AGED_CORRECTION, shows.corrections), (_AGED_STONE, shows.tombstones)):
        aged |= set(connection.scalars(query, {"since": since - age, "now": now - age}))
        aged |= set(connection.scalars(query, span))
    aged |= set(connection.scalars(_BACK, span))
    return moved, feeds_holding(connection, aged) | feeds_telling(connection, aged)


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
