"""What time alone does to a feed: next, and last."""

from datetime import UTC, datetime, timedelta

import msgspec

from feedsvc.model.entry import Tombstone
from feedsvc.model.feed import EVERYTHING
from feedsvc.model.ledger_record import SlugOwner
from feedsvc.settings.site import FeedSettings
from feedsvc.store import Connection, articles, due_times, ledger, tombstones
from tests.store.keeping import record, row

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SHOWS = FeedSettings(correction_days=2, tombstone_days=5)


def nexts(connection: Connection) -> list[datetime]:
    """All moments at which time alone changes the feed, as one follows the other."""
    found: list[datetime] = []
    now: datetime | None = NOW
    while now := due_times.next_due(connection, "tag/x", now, SHOWS):
        found.append(now)
        assert len(found) < 99
    return found


def test_entries_come_and_leave(connection: Connection) -> None:
    made = [
        row("here", NOW - HOUR),
        row("leaves", NOW - HOUR, expires=NOW + HOUR),
        row("comes", NOW + 2 * HOUR, expires=NOW + 3 * HOUR),
        row("never", NOW + 5 * HOUR, expires=NOW + 4 * HOUR),
        row("draft", NOW + 6 * HOUR, live=False),
    ]
    articles.put_articles(connection, made)
    # When one that never comes would leave is looked at for nothing, which does no harm.
    assert [one for one in nexts(connection) if one != NOW + 4 * HOUR] == [
        NOW + HOUR,
        NOW + 2 * HOUR,
        NOW + 3 * HOUR,
    ]
    assert due_times.next_due(connection, "tag/y", NOW, SHOWS) is None
    assert due_times.last_due(connection, "tag/x", NOW, SHOWS) is None
    assert due_times.last_due(connection, "tag/x", NOW + 2 * HOUR, SHOWS) == NOW + HOUR
    assert due_times.last_entry(connection, "tag/x", NOW) == NOW - HOUR
    assert due_times.last_entry(connection, "tag/x", NOW + 2 * HOUR) == NOW + 2 * HOUR


def test_a_correction_has_been_told_of_after_its_days(connection: Connection) -> None:
    made = row("a", NOW - 9 * DAY)
    entry = msgspec.structs.replace(made.entry, corrected=NOW)
    articles.put_articles(connection, [made._replace(entry=entry)])
    assert nexts(connection) == [NOW + 2 * DAY]
    assert due_times.last_due(connection, "tag/x", NOW + 3 * DAY, SHOWS) == NOW + 2 * DAY


def test_a_retraction_has_been_told_of_after_its_days(connection: Connection) -> None:
    stone = Tombstone("id:a", NOW)
    tombstones.put_tombstones(connection, [stone], {"id:a": ["tag/x"]})
    assert nexts(connection) == [NOW + 5 * DAY]
    assert due_times.last_due(connection, "tag/x", NOW + 6 * DAY, SHOWS) == NOW + 5 * DAY


def test_a_retraction_ends_when_its_entry_is_back(connection: Connection) -> None:
    stone = Tombstone("id:a", NOW - HOUR, until=NOW + HOUR)
    tombstones.put_tombstones(connection, [stone], {"id:a": ["tag/x"]})
    assert nexts(connection)[0] == NOW + HOUR
    assert due_times.last_due(connection, "tag/x", NOW + 2 * HOUR, SHOWS) == NOW + HOUR


def test_what_time_alone_brought_and_took_away(connection: Connection) -> None:
    second = timedelta(seconds=1)
    rows = [
        row("lifted", NOW),
        row("undated", NOW),
        row("later", NOW + second),
        row("ended", NOW - DAY, expires=NOW),
        row("never", NOW + second, expires=NOW),
    ]
    rows = [one._replace(feeds={EVERYTHING: ""}) for one in rows]
    articles.put_articles(connection, rows)
    seen = {"undated": NOW}
    records = [
        msgspec.structs.replace(
            record(name),
            entry_id=name,
            first_seen=seen.get(name, NOW - DAY),
        )
        for name in ("lifted", "undated", "later", "ended", "never")
    ]
    owners = {one.slug: SlugOwner(one.entry_id, None) for one in records}
    ledger.remember(connection, records, owners, new=[one.entry_id for one in records])
    found = due_times.moved_by_time(connection, NOW - second, NOW)
    assert found == (["lifted.txt"], ["ended.txt"])
    assert due_times.moved_by_time(connection, NOW + second, NOW + DAY)[0] == ["later.txt"]
