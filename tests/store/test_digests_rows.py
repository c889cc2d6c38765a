"""What is kept of the periods of digests, and which articles stand in them, to the second."""

from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.store import Connection, articles, digests
from feedsvc.store.digests import KeptPeriod, Place
from tests.store.keeping import row

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
FEED = "tag/x"
DAILY = f"{FEED}/digest/daily"


def period(day: int, *, shown: str = "9:abc", updated: datetime = NOW) -> KeptPeriod:
    since = datetime(2026, 6, day, tzinfo=UTC)
    return KeptPeriod(f"2026-06-{day:02}", since, since + DAY, shown, updated)


@pytest.fixture
def five(connection: Connection) -> Connection:
    """Five days of a digest, of which the last two are not over."""
    digests.put_periods(connection, DAILY, [period(day) for day in (7, 8, 9, 10, 11)])
    return connection


def names(periods: list[KeptPeriod]) -> list[str]:
    return [one.period for one in periods]


def test_periods_are_kept_until_others_take_their_place(five: Connection) -> None:
    digests.put_periods(five, DAILY, [period(8, shown="9:other")])
    found = digests.kept_periods(five, DAILY, ["2026-06-07", "2026-06-08", "2026-06-30"])
    assert found == {"2026-06-07": period(7), "2026-06-08": period(8, shown="9:other")}
    assert digests.kept_periods(five, "digest/daily", ["2026-06-07"]) == {}


def test_those_before_one_are_listed_the_latest_first(five: Connection) -> None:
    before = digests.periods_before(five, DAILY, "2026-06-10", 2)
    assert before == ["2026-06-09", "2026-06-08"]
    assert digests.periods_before(five, DAILY, "2026-06-07", 2) == []


def test_the_last_change_is_that_of_a_closed_period(connection: Connection) -> None:
    changes = {8: NOW - DAY, 9: NOW - 2 * DAY, 10: NOW}
    digests.put_periods(connection, DAILY, [period(d, updated=at) for d, at in changes.items()])
    assert digests.last_change(connection, DAILY, NOW) == NOW - DAY
    assert digests.last_change(connection, DAILY, period(10).until - SECOND) == NOW - DAY
    assert digests.last_change(connection, DAILY, period(10).until) == NOW
    assert digests.last_change(connection, DAILY, period(8).since) is None


def test_a_change_that_lies_ahead_is_ended_and_no_other(connection: Connection) -> None:
    changes = {7: NOW - DAY, 8: NOW, 9: NOW + SECOND}
    digests.put_periods(connection, DAILY, [period(d, updated=at) for d, at in changes.items()])
    assert digests.has_ahead(connection, NOW)
    digests.end_ahead(connection, NOW)
    assert not digests.has_ahead(connection, NOW)
    found = digests.kept_periods(connection, DAILY, ["2026-06-07", "2026-06-08", "2026-06-09"])
    assert [one.updated for one in found.values()] == [NOW - DAY, NOW, NOW]


def test_articles_stand_in_the_period_from_its_start_until_before_its_end(
    connection: Connection,
) -> None:
    first, last = period(9).since, period(9).until
    made = [
        row("before", first - SECOND),
        row("first", first),
        row("tie", first),
        row("last", last - SECOND),
        row("after", last),
        row("expired", first + SECOND, expires=NOW),
        row("to-expire", first + SECOND, expires=NOW + SECOND),
        row("draft", first + SECOND, live=False),
    ]
    articles.put_articles(connection, made)
    within = digests.articles_within(connection, FEED, first, last, NOW, 9)
    assert [one.entry_id for one in within] == ["last", "to-expire", "tie", "first"]
    assert digests.articles_within(connection, FEED, first, last, NOW, 1) == within[:1]
    assert digests.count_within(connection, FEED, first, last, NOW) == 4
    assert digests.count_within(connection, "tag/y", first, last, NOW) == 0
    assert digests.newest_before(connection, FEED, last, NOW) == last - SECOND
    assert digests.newest_before(connection, FEED, last + SECOND, NOW) == last
    assert digests.newest_before(connection, FEED, first - SECOND, NOW) is None


def test_the_last_expiry_is_of_an_article_that_was_public(connection: Connection) -> None:
    first, last = period(9).since, period(9).until
    assert digests.last_expiry_within(connection, FEED, first, last, NOW) is None
    made = [
        row("early", first, expires=NOW - 2 * SECOND),
        row("late", first, expires=NOW),
        row("ahead", first, expires=NOW + SECOND),
        row("never", first + SECOND, expires=first + SECOND),
        row("other-day", last, expires=NOW),
    ]
    articles.put_articles(connection, made)
    assert digests.last_expiry_within(connection, FEED, first, last, NOW) == NOW
    before = NOW - SECOND
    assert digests.last_expiry_within(connection, FEED, first, last, before) == NOW - 2 * SECOND
    assert digests.last_expiry_within(connection, FEED, first, last, first) is None


class TestEmptied:
    @pytest.fixture
    def some(self, connection: Connection) -> Connection:
        """Of six days, one has an article; two are told to be empty already, one is untold."""
        articles.put_articles(connection, [row("here", period(8).since)])
        made = [
            period(5, shown="", updated=NOW - 3 * DAY),
            period(6, shown="", updated=NOW - 2 * DAY),
            period(7),
            period(8),
            period(9, shown="0", updated=NOW - SECOND),
            period(10),
        ]
        digests.put_periods(connection, DAILY, made)
        return connection

    def test_closed_ones_that_were_shown_and_have_nothing_left(self, some: Connection) -> None:
        assert names(digests.emptied_periods(some, DAILY, FEED, NOW)) == ["2026-06-07"]
        end = period(10).until
        both = ["2026-06-10", "2026-06-07"]
        assert names(digests.emptied_periods(some, DAILY, FEED, end)) == both
        other = digests.emptied_periods(some, DAILY, "tag/y", NOW)
        assert names(other) == ["2026-06-08", "2026-06-07"]

    def test_those_told_of_the_latest_first_after_a_time(self, some: Connection) -> None:
        def empty(after: datetime, limit: int = 9) -> list[str]:
            return names(digests.empty_periods(some, DAILY, FEED, after, NOW, limit))

        assert empty(NOW - 9 * DAY) == ["2026-06-06", "2026-06-05"]
        assert empty(NOW - 9 * DAY, limit=1) == ["2026-06-06"]
        assert empty(NOW - 3 * DAY) == ["2026-06-06"]
        assert empty(NOW - 2 * DAY) == []


class TestTelling:
    """Articles leave or come: what readers hear of the periods that they stand in."""

    def shown(self, connection: Connection) -> dict[str, str]:
        days = [f"2026-06-{day:02}" for day in range(1, 31)]
        found = digests.kept_periods(connection, DAILY, days)
        return {name: one.shown for name, one in sorted(found.items())}

    def test_the_period_of_a_place_is_told_of_and_no_other(self, five: Connection) -> None:
        first, last = period(8).since, period(9).until - SECOND
        digests.tell_of_periods(five, {Place(FEED, first), Place(FEED, last)})
        assert self.shown(five) == {
            "2026-06-07": "9:abc",
            "2026-06-08": ":9:abc",
            "2026-06-09": ":9:abc",
            "2026-06-10": "9:abc",
            "2026-06-11": "9:abc",
        }
        digests.tell_of_periods(five, {Place(FEED, first)})
        assert self.shown(five)["2026-06-08"] == ":9:abc"

    def test_the_place_of_another_feed_is_not(self, five: Connection) -> None:
        digests.tell_of_periods(five, {Place("tag/y", period(8).since)})
        assert set(self.shown(five).values()) == {"9:abc"}

    def test_one_that_left_untold_stood_in_those_that_were_over(self, five: Connection) -> None:
        places = {Place(FEED, period(8).since), Place(FEED, period(9).since)}
        digests.tell_of_periods(five, places, since=period(8).until)
        assert self.shown(five)["2026-06-08"] == ":"
        assert self.shown(five)["2026-06-09"] == "9:abc"

    def test_untold_a_period_changes_its_mark_alone(self, five: Connection) -> None:
        articles.put_articles(five, [row("here", period(8).since)])
        places = {Place(FEED, period(day).since) for day in (7, 8)}
        digests.tell_of_periods(five, {Place(FEED, period(9).since)})
        digests.leave_untold(five, [], places | {Place(FEED, period(9).since)}, NOW)
        assert self.shown(five) == {
            "2026-06-07": "0",
            "2026-06-08": "0:abc",
            "2026-06-09": ":9:abc",
            "2026-06-10": "9:abc",
            "2026-06-11": "9:abc",
        }
        digests.leave_untold(five, ["here"], [], NOW)
        assert self.shown(five)["2026-06-07"] == "0"

    def test_places_are_those_of_public_articles(self, five: Connection) -> None:
        made = [row("here", NOW), row("draft", NOW, live=False)]
        articles.put_articles(five, made)
        assert digests.places_of(five, ["here", "draft", "gone"]) == {Place(FEED, NOW)}
