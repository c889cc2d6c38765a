"""What a digest shows at a time: its closed periods, their articles, when each last changed.

When the articles of a closed period are not those that were shown last, its `updated` moves to the
time of what happened to them, as far as that is known. So what was shown is kept.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote

from feedsvc.model.feed import DIGESTS, EVERYTHING, DigestKind, split_document
from feedsvc.model.hashing import digest
from feedsvc.model.period import Period, period_of
from feedsvc.settings import Settings
from feedsvc.store import Connection, feeds
from feedsvc.store import digests as kept_digests
from feedsvc.store.digests import KeptPeriod
from feedsvc.store.feeds import Selected

MOST_EMPTY = 1000  # periods of whose end a document tells
_FALLEN_OUT = 100  # periods whose fragments are looked for, when others are kept


class ClosedPeriod(NamedTuple):
    """A period as an entry of a digest.

    Attributes:
        period: which.
        articles: the newest, newest first.
        total: how many there are.
        updated: when readers last would have seen a difference.
    """

    period: Period
    articles: tuple[Selected, ...]
    total: int
    updated: datetime


class Standing(NamedTuple):
    """What stands in a digest.

    Attributes:
        periods: newest first.
        empty: those that lost their last article, and are told of; the latest to do so first.
        updated: when anything of it last changed; None: it never held anything.
        changes: what is to be remembered of it.
    """

    periods: list[ClosedPeriod]
    empty: list[KeptPeriod]
    updated: datetime | None
    changes: list[KeptPeriod]


def period_id(id_base: str, name: str, period: str) -> str:
    """The entry id of a period of a digest, for ever: a `tag:` URI (RFC 4151)."""
    return f"tag:{id_base}:{quote(name, safe='/')}/{period}"


def running_period(
    connection: Connection, feed: str, digest: DigestKind, now: datetime, settings: Settings
) -> tuple[Period, bool]:
    """The period that is not over, and whether anything public stands in it."""
    period = period_of(digest, now, settings.zone)
    newest = kept_digests.newest_before(connection, feed, period.end, now)
    return period, newest is not None and newest >= period.start


def next_close(
    connection: Connection, now: datetime, settings: Settings
) -> tuple[datetime, datetime | None]:
    """When a period last closed, and when the next one does in which anything public stands."""
    running = [running_period(connection, EVERYTHING, one, now, settings) for one in DIGESTS]
    ends = [period.end for period, held in running if held]
    return max(period.start for period, _ in running), min(ends, default=None)


def closed_periods(
    connection: Connection, name: str, now: datetime, settings: Settings
) -> list[tuple[Period, list[Selected], int]]:
    """The newest closed periods of a digest, with their newest articles, and how many they have.

    Args:
        connection: open.
        name: of the digest.
        now: decides what is closed and what is public.
        settings: say how many periods and articles, and in which time zone.
    """
    _, _, kind = split_document(name)
    assert kind
    shows, zone = settings.feeds, settings.zone
    found: list[tuple[Period, list[Selected], int]] = []
    until = period_of(kind, now, zone).start
    while len(found) < shows.digest_periods:
        newest = kept_digests.newest_before(connection, split_document(name).feed, until, now)
        if newest is None:
            break
        period = period_of(kind, newest, zone)
        found.append(
            (period, *read_period_of(connection, name, period, now, shows.digest_articles))
        )
        until = period.start
    return found


def read_period_of(
    connection: Connection, name: str, period: Period, now: datetime, limit: int
) -> tuple[list[Selected], int]:
    """The newest articles of a period of a digest, at most so many, and how many there are."""
    span = (split_document(name).feed, period.start, period.end, now)
    listed = kept_digests.articles_within(connection, *span, limit)
    if len(listed) < limit:
        return listed, len(listed)
    return listed, kept_digests.count_within(connection, *span)


def standing(connection: Connection, name: str, now: datetime, settings: Settings) -> Standing:
    """What stands in a digest at a time, by what is published and what it has shown.

    Args:
        connection, name, now, settings: as for closed_periods.
    """
    feed, listed = split_document(name).feed, settings.feeds.digest_articles
    changed = _changed(connection, feed, now)
    closed = closed_periods(connection, name, now, settings)
    kept = kept_digests.kept_periods(connection, name, [period.name for period, *_ in closed])
    periods: list[ClosedPeriod] = []
    changes: list[KeptPeriod] = []
    for period, articles, total in closed:
        before, shown = kept.get(period.name), _shown(articles, total, listed)
        if before is not None and before.shown == shown:
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
        changed: when anything last changed in the feed that the digest is of.
        names: of the periods that stand.
    """
    feed = split_document(name).feed
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
    """The empty periods that readers are told of, the latest to become so first."""
    feed, after = split_document(name).feed, now - settings.feeds.tombstones
    before = kept_digests.empty_periods(connection, name, feed, after, now, MOST_EMPTY)
    found = [one for one in (*emptied, *before) if one.updated > after]
    found = [one for one in found if one.period not in names]
    return sorted(found, key=lambda one: (one.updated, one.period), reverse=True)[:MOST_EMPTY]


def moved(
    before: KeptPeriod | None, shown: str, own: datetime, changed: datetime | None
) -> datetime:
    """The `updated` of a period that shows something else than before. Pure.

    Args:
        before: what it showed; None: nothing is remembered.
        shown: a digest of what it shows now.
        own: when something last happened to its articles, as far as they tell.
        changed: when anything last changed in the feed that they are of.
    """
    if before is None or own > before.updated:
        return own
    if shown and _limit(before.shown) not in ("", _limit(shown)):
        return before.updated  # other settings: no article changed
    # It came from elsewhere with an old date, or left for another day or category.
    return max(before.updated, changed or before.updated)


def keep_periods(
    connection: Connection, name: str, now: datetime, settings: Settings, id_base: str
) -> None:
    """Remember what a digest shows now.

    Args:
        connection: in a writing transaction.
        name, now, settings: as for closed_periods.
        id_base: of the ids of its entries.
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
    """A digest of what readers see of a period, with how many articles it lists at most."""
    lines: Iterable[str] = (f"{one.entry_id} {one.updated.isoformat()}" for one in articles)
    return f"{limit}:{digest(str(total), *lines)}"


def _limit(shown: str) -> str:
    return shown.partition(":")[0]
