"""Entries that left feeds untold: which feeds, and when that is over."""

from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.store import Connection, articles, left_untold
from feedsvc.store.bulk import rows_among
from tests.store.keeping import row

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def left(connection: Connection, now: datetime = NOW) -> list[tuple[str, str, bool]]:
    found = rows_among(connection, left_untold.LEAVINGS, ["rain", "sun", "fog"], now=now)
    return sorted((one.entry_id, one.feed, bool(one.over)) for one in found)


@pytest.fixture
def three(connection: Connection) -> Connection:
    """One that is public, one that is so for a day, and one that is not yet."""
    rows = [row("rain", NOW - DAY), row("sun", NOW - DAY, expires=NOW + DAY), row("fog", NOW + DAY)]
    articles.put_articles(connection, rows)
    left_untold.put_leavings(connection, ["rain", "sun", "fog"], NOW)
    return connection


def test_what_is_public_is_kept_with_its_feeds(three: Connection) -> None:
    articles.delete_articles(three, ["rain", "sun"])
    assert left(three) == [("rain", "tag/x", False), ("sun", "tag/x", False)]
    assert sorted(left_untold.leavers_of(three, "tag/x")) == ["rain", "sun"]
    assert left_untold.leavers_of(three, "feed") == []


def test_it_is_over_where_it_would_have_expired_or_is_back(three: Connection) -> None:
    articles.delete_articles(three, ["rain", "sun"])
    assert left(three, NOW + DAY) == [("rain", "tag/x", False), ("sun", "tag/x", True)]
    articles.put_articles(three, [row("rain", NOW + 2 * DAY)])
    assert left(three, NOW + DAY)[0] == ("rain", "tag/x", False)
    assert left(three, NOW + 2 * DAY)[0] == ("rain", "tag/x", True)


def test_it_is_forgotten(three: Connection) -> None:
    left_untold.end_leavings(three, ["rain"])
    assert [one for one, *_ in left(three)] == ["sun"]
