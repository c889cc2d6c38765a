"""Versions of feeds, and what stands in them at a time."""

from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.settings.site import FeedSettings
from feedsvc.store import Connection, articles, due_times, feeds
from feedsvc.store.articles import StoredArticle
from tests.store.keeping import row

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def put(connection: Connection, *rows: StoredArticle, now: datetime = NOW) -> None:
    articles.put_articles(connection, rows)
    feeds.touch_feeds(connection, ["tag/x"], now)


def selected(connection: Connection, now: datetime = NOW, limit: int = 99) -> list[str]:
    return [one.entry_id for one in feeds.select_entries(connection, "tag/x", now, limit)]


def test_entries_are_newest_first_and_ties_in_one_order(connection) -> None:
    put(connection, row("a", NOW), row("c", NOW), row("b", NOW), row("z", NOW - HOUR))
    assert selected(connection) == ["c", "b", "a", "z"]
    assert selected(connection, limit=2) == ["c", "b"]


def test_entries_come_and_go_with_time(connection) -> None:
    put(
        connection,
        row("old", NOW - HOUR, expires=NOW + HOUR),
        row("new", NOW + 2 * HOUR),
        row("draft", NOW - HOUR, live=False),
    )
    times = [NOW, NOW + HOUR, NOW + 2 * HOUR]
    assert [selected(connection, time) for time in times] == [["old"], [], ["new"]]
    assert [due_times.next_due(connection, "tag/x", time, FeedSettings()) for time in times] == [
        NOW + HOUR,
        NOW + 2 * HOUR,
        None,
    ]
    opens = [[(r.name, count) for r, count, _ in feeds.open_feeds(connection, t)] for t in times]
    assert opens == [[("tag/x", 1)], [("tag/x", 0)], [("tag/x", 1)]]


def test_no_version_ever_comes_again(connection) -> None:
    versions = []
    for step in range(3):
        put(connection, row("a", NOW + HOUR))  # embargoed: nobody is to see that the feed is there
        versions.append(feeds.feed_row(connection, "tag/x").version)
        assert feeds.open_feeds(connection, NOW + step * HOUR / 4) == []
        articles.delete_articles(connection, ["a"])
        feeds.touch_feeds(connection, ["tag/x"], NOW)
        versions.append(feeds.feed_row(connection, "tag/x").version)
        assert feeds.open_feeds(connection, datetime(9990, 1, 1, tzinfo=UTC)) == []
    assert versions == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("published", "expires"),
    [(NOW - HOUR, NOW), (NOW + HOUR, NOW + HOUR), (NOW + 2 * HOUR, NOW + HOUR)],
)
def test_what_expires_at_once_or_before_it_is_published_opens_no_feed(
    connection: Connection, published: datetime, expires: datetime
) -> None:
    put(connection, row("a", published, expires=expires), row("b", NOW + 3 * HOUR))
    opens = [feeds.open_feeds(connection, NOW + hours * HOUR) for hours in range(4)]
    assert [len(found) for found in opens] == [0, 0, 0, 1]


def test_a_feed_that_was_open_stays_so(connection) -> None:
    put(connection, row("a", NOW - HOUR))
    articles.delete_articles(connection, ["a"])
    feeds.touch_feeds(connection, ["tag/x"], NOW)
    assert [(r.label, n, newest) for r, n, newest in feeds.open_feeds(connection, NOW)] == [
        ("X", 0, None)
    ]
    put(connection, row("b", NOW + HOUR))
    assert feeds.feed_row(connection, "tag/x").opened == NOW - HOUR


def test_a_feed_of_drafts_alone_is_none(connection) -> None:
    put(connection, row("a", NOW, live=False))
    assert feeds.feed_row(connection, "tag/x") is None
    assert feeds.feeds_holding(connection, ["a"]) == set()
