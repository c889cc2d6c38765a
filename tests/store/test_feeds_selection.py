"""Which entries a feed selects, how many fit, and how it is called."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from feedsvc.settings.site import FeedSettings
from feedsvc.store import Connection, articles, feeds
from feedsvc.store.articles import StoredArticle
from feedsvc.store.feeds import LEAST_SHOWN, Selected
from tests.store.keeping import row

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
FEED = "tag/x"
AGO = {"a": 2, "b": 1, "c": 1, "d": 0}  # days


def put(connection: Connection, *rows: StoredArticle, now: datetime = NOW) -> None:
    articles.put_articles(connection, rows)
    feeds.touch_feeds(connection, [FEED], now)


def corrected(made: StoredArticle, time: datetime) -> StoredArticle:
    return made._replace(entry=msgspec.structs.replace(made.entry, corrected=time))


def ids(found: list[Selected]) -> list[str]:
    return [one.entry_id for one in found]


def weighing(*weights: int) -> list[Selected]:
    return [Selected(str(n), "", NOW, NOW, weight) for n, weight in enumerate(weights)]


def test_as_many_are_shown_as_fit_and_ten_in_any_case() -> None:
    shows = FeedSettings(entries=20, document_kilobytes=64)
    one = shows.budget // 16
    assert feeds.count_fitting(weighing(*[one] * 30), shows) == 16
    assert feeds.count_fitting(weighing(*[one] * 12), shows) == 12
    assert feeds.count_fitting(weighing(*[1] * 30), shows) == 20
    heavy = shows.budget // 5
    assert feeds.count_fitting(weighing(*[heavy] * 30), shows) == LEAST_SHOWN
    assert feeds.count_fitting(weighing(*[heavy] * 7), shows) == 7
    assert feeds.count_fitting([], shows) == 0


def test_a_large_entry_weighs_as_its_summary_does() -> None:
    shows = FeedSettings(document_kilobytes=64)
    most = shows.longest_text
    fits = most * 5 // 4
    assert feeds.weight_shown(fits, shows) == fits
    assert feeds.weight_shown(fits + 5, shows) == most // 4
    assert feeds.weight_shown(0, shows) == 0


def test_corrected_ones_are_shown_beside_the_newest(connection: Connection) -> None:
    shows = FeedSettings(entries=2, correction_days=3)
    put(
        connection,
        row("new", NOW),
        row("newer", NOW - SECOND),
        corrected(row("late", NOW - 9 * DAY), NOW - 3 * DAY + SECOND),
        corrected(row("over", NOW - 8 * DAY), NOW - 3 * DAY),
        corrected(row("just", NOW - 7 * DAY), NOW),
        corrected(row("ahead", NOW - 6 * DAY), NOW + SECOND),
    )
    assert ids(feeds.shown_entries(connection, FEED, NOW, shows)) == [
        "new",
        "newer",
        "just",
        "late",
    ]
    none = FeedSettings(entries=2, correction_days=0)
    assert ids(feeds.shown_entries(connection, FEED, NOW, none)) == ["new", "newer"]


def test_of_the_corrected_as_many_as_of_the_newest_and_none_twice(connection: Connection) -> None:
    shows = FeedSettings(entries=2, correction_days=3)
    made = [row(f"{n}", NOW - n * DAY) for n in range(8)]
    put(connection, *(corrected(one, NOW - n * SECOND) for n, one in enumerate(made)))
    assert ids(feeds.shown_entries(connection, FEED, NOW, shows)) == ["0", "1", "2", "3"]


def test_places_go_on_after_one(connection: Connection) -> None:
    put(connection, *(row(name, NOW - ago * DAY) for name, ago in AGO.items()))
    every = [(NOW, "d"), (NOW - DAY, "c"), (NOW - DAY, "b"), (NOW - 2 * DAY, "a")]
    assert feeds.places(connection, FEED, NOW, 9) == every
    assert feeds.places(connection, FEED, NOW, 2) == every[:2]
    for at, place in enumerate(every):
        assert feeds.places(connection, FEED, NOW, 9, place) == every[at + 1 :]
    assert feeds.places(connection, FEED, NOW - DAY, 9) == every[1:]


def test_who_holds_what(connection: Connection) -> None:
    put(connection, row("here", NOW), row("ahead", NOW + SECOND), row("draft", NOW, live=False))
    assert feeds.public_in(connection, ["here", "ahead", "draft"], NOW) == {"here": {FEED}}
    assert feeds.feeds_holding(connection, ["ahead"]) == {FEED}
    assert feeds.feeds_holding(connection, ["draft", "nowhere"]) == set()


class TestOpen:
    @pytest.mark.parametrize("step", [0, 1])
    def test_from_its_first_public_entry_on(self, connection: Connection, step: int) -> None:
        put(connection, row("a", NOW + SECOND))
        now = NOW + step * SECOND
        assert feeds.has_entries(connection, FEED, now) is bool(step)
        assert [one.name for one in feeds.open_feeds_of(connection, "tag", now)] == [FEED] * step
        assert feeds.open_feeds_of(connection, "category", now) == []
        found = feeds.open_feeds(connection, now)
        assert [(one.name, number, newest) for one, number, newest in found] == [
            (FEED, 1, NOW + SECOND)
        ] * step

    def test_one_that_expired_is_open_and_empty(self, connection: Connection) -> None:
        put(connection, row("a", NOW - DAY, expires=NOW + SECOND))
        ((feed, number, newest),) = feeds.open_feeds(connection, NOW + SECOND)
        assert (feed.name, number, newest, feed.opened) == (FEED, 0, None, NOW - DAY)
        assert not feeds.has_entries(connection, FEED, NOW + SECOND)
        assert feeds.has_entries(connection, FEED, NOW)

    def test_a_change_has_its_time_and_leaves_others_alone(self, connection: Connection) -> None:
        put(connection, row("a", NOW))
        feeds.touch_feeds(connection, ["tag/none"], NOW + DAY)
        feeds.touch_feeds(connection, [], NOW + DAY)
        before = feeds.feed_row(connection, FEED)
        assert before is not None
        assert (before.version, before.changed, before.label) == (1, NOW, "X")
        assert feeds.feed_row(connection, "tag/none") is None
        feeds.touch_feeds(connection, [FEED], NOW + DAY)
        after = feeds.feed_row(connection, FEED)
        assert after == before._replace(version=3, changed=NOW + DAY)


class TestLabel:
    """A feed is called as articles spell it that readers see."""

    def called(self, connection: Connection, *rows: tuple[str, datetime, str]) -> str:
        made = [row(name, time)._replace(feeds={FEED: label}) for name, time, label in rows]
        put(connection, *made)
        found = feeds.feed_row(connection, FEED)
        assert found is not None
        return found.label

    def test_the_first_one_names_it(self, connection: Connection) -> None:
        rows = [("b", NOW - DAY, "Xx"), ("a", NOW, "xX"), ("c", NOW - 2 * DAY, "XX")]
        assert self.called(connection, *rows) == "XX"

    def test_it_stays_while_one_that_is_seen_has_it(self, connection: Connection) -> None:
        assert self.called(connection, ("a", NOW, "X")) == "X"
        assert self.called(connection, ("b", NOW - DAY, "x")) == "X"
        articles.delete_articles(connection, ["a"])
        feeds.touch_feeds(connection, [FEED], NOW)
        found = feeds.feed_row(connection, FEED)
        assert found is not None
        assert found.label == "x"

    def test_one_that_nobody_sees_yet_gives_no_name_to_others(self, connection: Connection) -> None:
        assert self.called(connection, ("a", NOW + DAY, "Secret")) == "Secret"
        assert self.called(connection, ("b", NOW, "Plain")) == "Plain"

    def test_what_expired_comes_last(self, connection: Connection) -> None:
        old = row("a", NOW - DAY, expires=NOW)._replace(feeds={FEED: "Old"})
        put(connection, old, row("b", NOW)._replace(feeds={FEED: "New"}))
        found = feeds.feed_row(connection, FEED)
        assert found is not None
        assert found.label == "New"
