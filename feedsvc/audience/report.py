"""Adds up counts of feeds over some days, for people to look at. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from feedsvc.model.audience import FeedDay


class DayTotal(NamedTuple):
    """The polls of all feeds on a day."""

    day: str
    polls: int
    not_modified: int


class FeedTotal(NamedTuple):
    """A feed over some days.

    Attributes:
        feed: its name.
        polls, not_modified: over all days.
        pollers: the most on one of the days.
        more: whether there were more than could be told apart.
        subscribers: by aggregator, the most that it told of on one of the days.
        by_day: polls of each day.
    """

    feed: str
    polls: int
    not_modified: int
    pollers: int
    more: bool
    subscribers: dict[str, int]
    by_day: list[int]

    @property
    def subscribed(self) -> int:
        """Subscribers of all aggregators together."""
        return sum(self.subscribers.values())


class AudienceReport(NamedTuple):
    """What was counted on some days.

    Attributes:
        days: each of them, the oldest first.
        feeds: those that were polled, the most polled first.
        clients: polls by family, the largest first.
        totals: of each day.
    """

    days: list[str]
    feeds: list[FeedTotal]
    clients: list[tuple[str, int]]
    totals: list[DayTotal]

    @property
    def polls(self) -> int:
        """All polls of these days."""
        return sum(one.polls for one in self.totals)


def days_until(last: date, number: int) -> list[str]:
    """So many days, of which the last one is given."""
    return [(last - timedelta(days=ago)).isoformat() for ago in reversed(range(number))]


def report(counts: Iterable[FeedDay], days: Sequence[str]) -> AudienceReport:
    """Add up counts; those of other days are left out."""
    wanted = set(days)
    by_feed: dict[str, dict[str, FeedDay]] = {}
    for one in counts:
        if one.day in wanted:
            by_feed.setdefault(one.feed, {})[one.day] = one
    clients: dict[str, int] = {}
    for found in by_feed.values():
        for one in found.values():
            for family, polls in one.clients.items():
                clients[family] = clients.get(family, 0) + polls
    return AudienceReport(
        list(days),
        sorted(
            (_total(feed, found, days) for feed, found in by_feed.items()),
            key=lambda one: (-one.polls, one.feed),
        ),
        sorted(clients.items(), key=lambda one: (-one[1], one[0])),
        [
            _day_total(day, [found[day] for found in by_feed.values() if day in found])
            for day in days
        ],
    )


def _day_total(day: str, found: list[FeedDay]) -> DayTotal:
    return DayTotal(day, sum(one.polls for one in found), sum(one.not_modified for one in found))


def _total(feed: str, found: dict[str, FeedDay], days: Sequence[str]) -> FeedTotal:
    subscribers: dict[str, int] = {}
    for one in found.values():
        for name, number in one.subscribed.items():
            subscribers[name] = max(subscribers.get(name, 0), number)
    return FeedTotal(
        feed,
        sum(one.polls for one in found.values()),
        sum(one.not_modified for one in found.values()),
        max(one.pollers for one in found.values()),
        any(one.more for one in found.values()),
        dict(sorted(subscribers.items(), key=lambda one: (-one[1], one[0]))),
        [found[day].polls if day in found else 0 for day in days],
    )


def share(part: int, whole: int) -> float:
    """A part of a whole, from 0 to 1, to three digits; 0 of nothing."""
    return round(part / whole, 3) if whole else 0.0
