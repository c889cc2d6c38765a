"""Retractions: which feeds tell of them, until when, and when an entry is back."""

from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.model.entry import Tombstone
from feedsvc.store import Connection, tombstones

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
A = Tombstone("id:a", NOW, "It was not ours.")
B = Tombstone("id:b", NOW + HOUR, until=NOW + 3 * HOUR)


@pytest.fixture
def two(connection: Connection) -> Connection:
    feeds = {"id:a": ["feed", "tag/x"], "id:b": ["feed"]}
    tombstones.put_tombstones(connection, [A, B], feeds)
    return connection


def told(connection: Connection, feed: str, after: datetime, now: datetime) -> list[Tombstone]:
    return tombstones.tombstones_told(connection, feed, after, now, 9)


def test_a_feed_tells_of_its_own_the_latest_first(two: Connection) -> None:
    assert told(two, "feed", NOW - HOUR, NOW + 2 * HOUR) == [B, A]
    assert told(two, "tag/x", NOW - HOUR, NOW + 2 * HOUR) == [A]
    assert told(two, "tag/y", NOW - HOUR, NOW + 2 * HOUR) == []
    assert tombstones.tombstones_told(two, "feed", NOW - HOUR, NOW + 2 * HOUR, 1) == [B]
    assert tombstones.feeds_telling(two, ["id:a"]) == {"feed", "tag/x"}


def test_what_was_told_for_long_enough_is_told_no_more(two: Connection) -> None:
    assert told(two, "feed", NOW, NOW + 2 * HOUR) == [B]
    assert told(two, "feed", NOW + HOUR, NOW + 2 * HOUR) == []
    assert tombstones.last_deletion(two, "feed") == NOW + HOUR
    assert tombstones.last_deletion(two, "tag/x") == NOW
    assert tombstones.last_deletion(two, "tag/y") is None


def test_what_is_back_is_told_no_more(two: Connection) -> None:
    assert told(two, "feed", NOW - HOUR, NOW + 3 * HOUR) == [A]
    assert tombstones.tombstone(two, "id:b", NOW + 2 * HOUR) == B
    assert tombstones.tombstone(two, "id:b", NOW + 3 * HOUR) is None
    assert tombstones.tombstone(two, "id:a", NOW + 99 * HOUR) == A
    assert tombstones.tombstone(two, "id:c", NOW) is None


def test_another_reason_is_told_in_the_same_feeds(two: Connection) -> None:
    again = Tombstone("id:a", NOW, "It was never ours.")
    tombstones.put_tombstones(two, [again], {})
    assert told(two, "tag/x", NOW - HOUR, NOW) == [again]
    assert tombstones.tombstones_of(two, ["id:a", "id:b", "id:c"]) == {"id:a": again, "id:b": B}


def test_a_time_that_lies_ahead_is_ended_and_no_other(two: Connection) -> None:
    assert not tombstones.has_ahead(two, NOW + HOUR)
    assert tombstones.has_ahead(two, NOW)
    tombstones.end_ahead(two, NOW)
    assert not tombstones.has_ahead(two, NOW)
    found = tombstones.tombstones_of(two, ["id:a", "id:b"])
    assert [one.deleted for one in found.values()] == [NOW, NOW]
    assert tombstones.last_deletion(two, "feed") == NOW
    tombstones.end_ahead(two, NOW - HOUR)
    assert {one.entry_id for one in told(two, "feed", NOW - 2 * HOUR, NOW)} == {"id:a", "id:b"}
    assert tombstones.last_deletion(two, "tag/x") == NOW - HOUR


def test_one_that_was_retracted_twice_is_told_once_for_each_time(two: Connection) -> None:
    tombstones.put_tombstones(two, [A], {"id:a": ["tag/y"]})
    assert tombstones.feeds_telling(two, ["id:a"]) == {"feed", "tag/x", "tag/y"}
    later = Tombstone("id:a", NOW + 2 * HOUR)
    tombstones.put_tombstones(two, [later], {"id:a": ["feed"]})
    assert told(two, "feed", NOW - HOUR, NOW + 2 * HOUR) == [later, B]
    assert told(two, "tag/x", NOW - HOUR, NOW + 2 * HOUR) == []
    assert tombstones.last_deletion(two, "tag/x") == NOW
    assert tombstones.feeds_telling(two, ["id:a"]) == {"feed"}
