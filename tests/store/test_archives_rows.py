"""Which numbers entries get, which ranges of them are closed, and what stands in each."""

from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.settings.site import FeedSettings
from feedsvc.store import Connection, archives, articles
from feedsvc.store.archives import Closed
from tests.store.keeping import row

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FEED = "tag/x"
SHOWS = FeedSettings(entries=2, archive_entries=3)
SHOWN = ("09", "08")  # what the feed itself shows of ten


def put(connection: Connection, *numbers: int, now: datetime = NOW) -> None:
    """Articles of so many hours before the last of ten."""
    made = [row(f"{n:02}", NOW - (9 - n) * HOUR) for n in numbers]
    articles.put_articles(connection, made)


def held(connection: Connection, archive: int, shown: tuple[str, ...] = SHOWN) -> list[str] | None:
    found = archives.select_archive(connection, FEED, archive, NOW, shown)
    return None if found is None else [one.entry_id for one in found]


@pytest.fixture
def ten(connection: Connection) -> Connection:
    """A feed of ten entries that shows two: two closed ranges of three, and two entries more."""
    put(connection, *range(10))
    archives.number_entries(connection, FEED, NOW, SHOWS)
    return connection


def test_a_feed_that_shows_all_wants_no_numbers(connection: Connection) -> None:
    put(connection, 0, 1)
    assert not archives.wants_numbers(connection, FEED, NOW, SHOWS)
    put(connection, 2)
    assert archives.wants_numbers(connection, FEED, NOW, SHOWS)
    assert not archives.wants_numbers(connection, FEED, NOW - 9 * HOUR, SHOWS)
    assert archives.last_archive(connection, FEED, NOW, {"02", "01"}) == 0
    assert archives.closed(connection, FEED) == Closed(0, 0)


def test_full_ranges_are_closed_and_the_rest_stays_open(ten: Connection) -> None:
    assert archives.closed(ten, FEED) == Closed(2, 6)
    assert archives.last_archive(ten, FEED, NOW, SHOWN) == 3
    assert held(ten, 1) == ["02", "01", "00"]
    assert held(ten, 2) == ["05", "04", "03"]
    assert held(ten, 3) == ["07", "06"]
    assert held(ten, 4) is None
    assert not archives.wants_numbers(ten, FEED, NOW, SHOWS)


def test_where_the_feed_shows_the_rest_there_is_no_open_range(ten: Connection) -> None:
    shown = ("09", "08", "07", "06")
    assert archives.last_archive(ten, FEED, NOW, shown) == 2
    assert held(ten, 3, shown) is None
    for some in (("06",), ("06", "07"), ("06", "07", "08")):  # whichever the feed shows
        assert archives.last_archive(ten, FEED, NOW, some) == 3


def test_what_is_new_gets_the_next_numbers_in_its_order(ten: Connection) -> None:
    put(ten, 11, 10, 3)  # one of them had a number already
    later = NOW + 2 * HOUR
    archives.number_new(ten, ["11", "10", "03"], later)
    archives.number_new(ten, ["11", "nowhere"], later)
    assert archives.closed(ten, FEED) == Closed(2, 6)
    assert not archives.wants_numbers(ten, FEED, NOW, SHOWS)
    assert archives.wants_numbers(ten, FEED, later, SHOWS)
    archives.number_entries(ten, FEED, later, SHOWS)
    assert archives.closed(ten, FEED) == Closed(3, 9)
    found = archives.select_archive(ten, FEED, 3, later, ("11", "10"))
    assert found is not None
    assert [one.entry_id for one in found] == ["08", "07", "06"]
    assert not archives.wants_numbers(ten, FEED, later, SHOWS)


def test_a_feed_without_an_archive_numbers_nothing_new(connection: Connection) -> None:
    put(connection, 0, 1)
    archives.number_new(connection, ["00", "01"], NOW)
    archives.number_entries(connection, FEED, NOW, SHOWS)
    put(connection, 2, 3, 4)
    archives.number_new(connection, ["02", "03", "04"], NOW)
    assert held(connection, 1, ("04", "03")) == ["02", "01", "00"]


def test_what_was_embargoed_enters_in_its_turn(ten: Connection) -> None:
    put(ten, 12)
    archives.number_new(ten, ["12"], NOW)
    assert not archives.wants_numbers(ten, FEED, NOW + 3 * HOUR - timedelta(seconds=1), SHOWS)
    assert archives.wants_numbers(ten, FEED, NOW + 3 * HOUR, SHOWS)
    archives.number_entries(ten, FEED, NOW - HOUR, SHOWS)  # a clock that was set back
    archives.number_entries(ten, FEED, NOW + 3 * HOUR, SHOWS)
    assert not archives.wants_numbers(ten, FEED, NOW + 3 * HOUR, SHOWS)


def test_a_retraction_leaves_a_gap_and_moves_nothing(ten: Connection) -> None:
    articles.delete_articles(ten, ["01", "06", "07"])
    assert held(ten, 1) == ["02", "00"]
    assert held(ten, 2) == ["05", "04", "03"]
    assert held(ten, 3) is None
    assert archives.last_archive(ten, FEED, NOW, SHOWN) == 2


def test_heavy_entries_close_a_range_early(connection: Connection) -> None:
    shows = FeedSettings(entries=2, archive_entries=3, document_kilobytes=64)
    heavy = shows.budget // 3
    light = [row(f"{n:02}", NOW - (9 - n) * HOUR) for n in range(20)]
    weights = {1: heavy, 2: heavy, 3: heavy, 4: heavy}
    made = [one._replace(weight=weights.get(n, 1)) for n, one in enumerate(light)]
    articles.put_articles(connection, made[:10])
    archives.number_entries(connection, FEED, NOW, shows)
    every = archives.closed(connection, FEED).archives
    ranges = [archives.select_archive(connection, FEED, n, NOW, SHOWN) for n in range(1, every + 1)]
    for found in ranges:
        assert found
        assert len(found) <= 3
        assert sum(one.weight for one in found) <= shows.budget
