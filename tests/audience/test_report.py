"""Counts of some days, added up for people."""

from datetime import date

from feedsvc.audience.report import AudienceReport, days_until, report, share
from feedsvc.model.audience import FeedDay

DAYS = days_until(date(2026, 3, 1), 3)
COUNTS = [
    FeedDay("2026-02-26", "feed", 1_000, clients={"other": 1_000}),  # before all of them
    FeedDay(DAYS[0], "feed", 10, 8, 4, False, {"Feedly": 10}, {"Feedly": {"rss": 5, "atom": 2}}),
    FeedDay(DAYS[2], "feed", 20, 15, 3, True, {"Feedly": 5, "other": 15}, {"Feedly": {"rss": 6}}),
    FeedDay(DAYS[2], "tag/rain", 40, 0, 9, False, {"scripts": 40}),
]


def test_days_end_with_the_last() -> None:
    assert DAYS == ["2026-02-27", "2026-02-28", "2026-03-01"]
    assert days_until(date(2026, 3, 1), 1) == ["2026-03-01"]


def test_a_feed_over_its_days() -> None:
    rain, feed = report(COUNTS, DAYS).feeds  # the most polled one first
    assert (rain.feed, rain.polls, rain.by_day) == ("tag/rain", 40, [0, 0, 40])
    assert (feed.feed, feed.polls, feed.not_modified) == ("feed", 30, 23)
    assert (feed.pollers, feed.more, feed.by_day) == (4, True, [10, 0, 20])
    assert (feed.subscribers, feed.subscribed) == ({"Feedly": 7}, 7)


def test_all_feeds_together() -> None:
    found = report(COUNTS, DAYS)
    assert found.clients == [("scripts", 40), ("Feedly", 15), ("other", 15)]
    assert [tuple(one) for one in found.totals] == [
        (DAYS[0], 10, 8),
        (DAYS[1], 0, 0),
        (DAYS[2], 60, 15),
    ]
    assert found.polls == 70


def test_nothing_was_counted() -> None:
    found = report([], DAYS)
    assert isinstance(found, AudienceReport)
    assert (found.feeds, found.clients, found.polls) == ([], [], 0)


def test_a_share() -> None:
    assert [share(1, 3), share(0, 3), share(3, 3), share(0, 0)] == [0.333, 0.0, 1.0, 0.0]
