"""Works out what a digest shows: its closed periods, their articles, when each last changed.

The store keeps what each period showed last. When its articles are not the same any more, its
`updated` moves to the time of their change, as far as that is known.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote

from feedsvc.model.feed import DIGESTS, EVERYTHING, DigestKind, FeedName
from feedsvc.model.hashing import digest
from feedsvc.model.period import Period, period_of
from feedsvc.settings import Settings
from feedsvc.store import Connection, feeds
from feedsvc.store import digests as kept_digests
from feedsvc.store.digests import KeptPeriod
from feedsvc.store.feeds import Selected

MOST_EMPTY = 1000  # emptied periods that have a tombstone in a document
_FALLEN_OUT = 100  # older periods whose fragments are deleted when newer ones are kept


class ClosedPeriod(NamedTuple):
    """A period as an entry of a digest.

    Attributes:
        period: its name and span.
        articles: its newest ones, newest first.
        total: how many articles it has.
        updated: when what readers see of it last changed.
    """

    period: Period
    articles: tuple[Selected, ...]
    total: int
    updated: datetime


class Standing(NamedTuple):
    """What a digest shows.

    Attributes:
        periods: with articles, newest first.
        empty: periods that lost their last article and get a tombstone; the latest to do so first.
        updated: when the digest last changed; None: it never showed anything.
        changes: the periods that the store is to keep anew.
    """

    periods: list[ClosedPeriod]
    empty: list[KeptPeriod]
    updated: datetime | None
    changes: list[KeptPeriod]


def period_id(id_base: str, name: str, period: str) -> str:
    """The permanent entry id of a period of a digest: a `tag:` URI (RFC 4151)."""
    return f"tag:{id_base}:{quote(name, safe='/')}/{period}"


def running_period(
    connection: Connection, feed: str, digest: DigestKind, now: datetime, settings: Settings
) -> tuple[Period, bool]:
    """The period that is not over yet, and whether it has a public article."""
    period = period_of(digest, now, settings.zone)
    newest = kept_digests.newest_before(connection, feed, period.end, now)
    return period, newest is not None and newest >= period.start


def next_close(
    connection: Connection, now: datetime, settings: Settings
) -> tuple[datetime, datetime | None]:
    """When a period of any digest last closed, and when the next with a public article closes.

    The second is None where no running period has a public article.
    """
    running = [running_period(connection, EVERYTHING, one, now, settings) for one in DIGESTS]
    ends = [period.end for period, held in running if held]
    return max(period.start for period, _ in running), min(ends, default=None)


def closed_periods(
    connection: Connection, name: str, now: datetime, settings: Settings
) -> list[tuple[Period, list[Selected], int]]:
    """The newest closed periods of a digest that have articles, newest first.

    Args:
        connection: open.
        name: of the digest.
        now: decides what is closed and what is public.
        settings: say how many periods and articles, and in which time zone.

    Returns:
        for each the period, its newest articles, and how many it has.
    """
    feed = FeedName.parse(name)
    assert feed.digest
    shows, zone = settings.feeds, settings.zone
    found: list[tuple[Period, list[Selected], int]] = []
    until = period_of(feed.digest, now, zone).start
    while len(found) < shows.digest_periods:
        newest = kept_digests.newest_before(connection, feed.source, until, now)
        if newest is None:
            break
        period = period_of(feed.digest, newest, zone)
        found.append(
            (period, *read_period_of(connection, name, period, now, shows.digest_articles))
        )
        until = period.start
    return found


def read_period_of(
    connection: Connection, name: str, period: Period, now: datetime, limit: int
) -> tuple[list[Selected], int]:
    """The newest articles of a period of a digest, at most `limit`, and how many it has."""
    span = (FeedName.parse(name).source, period.start, period.end, now)
    listed = kept_digests.articles_within(connection, *span, limit)
    if len(listed) < limit:
        return listed, len(listed)
    return listed, kept_digests.count_within(connection, *span)


def standing(connection: Connection, name: str, now: datetime, settings: Settings) -> Standing:
    """What a digest shows at a time, given what is published and what it showed before.

    Args:
        connection, name, now, settings: as for closed_periods.
    """
    feed, listed = FeedName.parse(name).source, settings.feeds.digest_articles
    changed = _changed(connection, feed, now)
    closed = closed_periods(connection, name, now, settings)
    kept = kept_digests.kept_periods(connection, name, [period.name for period, *_ in closed])
    periods: list[ClosedPeriod] = []
    changes: list[KeptPeriod] = []
    for period, articles, total in closed:
        before, shown = kept.get(period.name), _shown(articles, total, listed)
        if before is not None and before.shown.removeprefix(kept_digests.TOLD) == shown:
            updated = before.updated
        else:
            times = [one.updated for one in articles]
            if before is not None:
                span = (period.start, period.end, now)
                expired = kept_digests.last_expiry_within(connection, feed, *span)
                times += [expired] if expired else []
            own = max((time for time in times if time <= now), default=period.end)
            updated = moved(before, shown, own, changed)
        one = ClosedPeriod(period, tuple(articles), total, max(updated, period.end))
        periods.append(one)
        after = KeptPeriod(period.name, period.start, period.end, shown, one.updated)
        if after != before:
            changes.append(after)
    names = {period.name for period, *_ in closed}
    emptied = _emptied(connection, name, now, changed, names)
    empty = _told(connection, name, now, settings, names, emptied)
    last = kept_digests.last_change(connection, name, now)
    moments = [one.updated for one in periods] + [one.updated for one in emptied]
    moments += [last] if last else []
    return Standing(periods, empty, max(moments, default=None), changes + emptied)


def _changed(connection: Connection, feed: str, now: datetime) -> datetime | None:
    row = feeds.feed_row(connection, feed)
    return min(row.changed, now) if row else None


def _emptied(
    connection: Connection,
    name: str,
    now: datetime,
    changed: datetime | None,
    names: Collection[str],
) -> list[KeptPeriod]:
    """The periods that were shown and have lost their last article since, as they are to be kept.

    Args:
        connection, name, now: as for closed_periods.
        changed: when the feed that the digest summarizes last changed.
        names: of the periods that still have articles.
    """
    feed = FeedName.parse(name).source
    found: list[KeptPeriod] = []
    for one in kept_digests.emptied_periods(connection, name, feed, now):
        if one.period not in names:
            span = (one.since, one.until, now)
            expired = kept_digests.last_expiry_within(connection, feed, *span)
            found.append(
                one._replace(shown="", updated=moved(one, "", expired or one.until, changed))
            )
    return found


def _told(
    connection: Connection,
    name: str,
    now: datetime,
    settings: Settings,
    names: Collection[str],
    emptied: Sequence[KeptPeriod],
) -> list[KeptPeriod]:
    """The empty periods that get a tombstone, the latest to become empty first."""
    feed, after = FeedName.parse(name).source, now - settings.feeds.tombstones
    before = kept_digests.empty_periods(connection, name, feed, after, now, MOST_EMPTY)
    found = [one for one in (*emptied, *before) if one.updated > after]
    found = [one for one in found if one.period not in names]
    return sorted(found, key=lambda one: (one.updated, one.period), reverse=True)[:MOST_EMPTY]


def moved(
    before: KeptPeriod | None, shown: str, own: datetime, changed: datetime | None
) -> datetime:
    """The `updated` time of a period that shows something else than before. Pure.

    Args:
        before: what it showed; None: nothing is kept.
        shown: a hash of what it shows now.
        own: when its articles last changed, as far as they tell.
        changed: when their feed last changed; None: not known.
    """
    if before is None or own > before.updated:
        return own
    if shown and _limit(before.shown) not in ("", _limit(shown)):
        return before.updated  # the settings changed, or articles that nobody is told of
    # An article came with an old date, or went to another day or category.
    return max(before.updated, changed or before.updated)


def keep_periods(
    connection: Connection, name: str, now: datetime, settings: Settings, id_base: str
) -> None:
    """Keep what a digest shows now, and delete the fragments of periods that it no longer shows.

    Args:
        connection: in a writing transaction.
        name, now, settings: as for closed_periods.
        id_base: what the ids of its entries are made with.
    """
    stands = standing(connection, name, now, settings)
    kept_digests.put_periods(connection, name, stands.changes)
    gone = [one.period for one in stands.changes if not one.shown]
    if stands.periods:
        oldest = stands.periods[-1].period.name
        gone += kept_digests.periods_before(connection, name, oldest, _FALLEN_OUT)
    ids = [period_id(id_base, name, period) for period in gone]
    kept_digests.drop_fragments(connection, ids)


def _shown(articles: Sequence[Selected], total: int, limit: int) -> str:
    """A hash of what readers see of a period, after the most articles that it lists and a colon."""
    lines: Iterable[str] = (f"{one.entry_id} {one.updated.isoformat()}" for one in articles)
    return f"{limit}:{digest(str(total), *lines)}"


def _limit(shown: str) -> str:
    return shown.partition(":")[0]
