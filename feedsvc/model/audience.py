"""What is counted of one feed on one day, and how two counts of it become one."""

from collections.abc import Mapping

import msgspec

PRIVATE_FEEDS = "private feeds"  # stands for all of them; no feed's name has a blank
SEARCHES = "searches"  # stands for all that are asked
OTHER_FEEDS = "other feeds"  # stands for those beyond MOST_FEEDS
MOST_FEEDS = 2_000  # that have counts of their own on a day
MOST_AGGREGATORS, MOST_SOURCES = 32, 16  # of a feed; of an aggregator, where each has a number


class FeedDay(msgspec.Struct, frozen=True, omit_defaults=True):
    """The polls of a feed on a day.

    Attributes:
        day: such as 2026-06-01, in the site's zone.
        feed: its name, or one of those above that stand for several.
        polls: answers with the feed or with 304.
        not_modified: those with 304.
        pollers: how many different ones polled; by address and User-Agent.
        more: whether there were more pollers than could be told apart.
        clients: polls by family of the client.
        subscribers: by aggregator, and by its own number of the feed, the most that it told of.
    """

    day: str
    feed: str
    polls: int = 0
    not_modified: int = 0
    pollers: int = 0
    more: bool = False
    clients: Mapping[str, int] = {}
    subscribers: Mapping[str, Mapping[str, int]] = {}

    @property
    def subscribed(self) -> dict[str, int]:
        """Subscribers by aggregator: the sum over its numbers of the feed."""
        return {name: sum(told.values()) for name, told in self.subscribers.items()}

    def joined(self, other: "FeedDay") -> "FeedDay":
        """This count and another one of the same feed and day.

        Polls add up. Of pollers and of subscribers the larger number counts: both tell of the same
        ones.
        """
        clients = dict(self.clients)
        for family, polls in other.clients.items():
            clients[family] = clients.get(family, 0) + polls
        subscribers = {name: dict(told) for name, told in self.subscribers.items()}
        for name, told in other.subscribers.items():
            for source, number in told.items():
                note_subscribers(subscribers, name, source, number)
        return FeedDay(
            self.day,
            self.feed,
            self.polls + other.polls,
            self.not_modified + other.not_modified,
            max(self.pollers, other.pollers),
            self.more or other.more,
            clients,
            subscribers,
        )


def note_subscribers(
    noted: dict[str, dict[str, int]], aggregator: str, source: str, number: int
) -> None:
    """Note what an aggregator told, if it is more than before and there is room."""
    told = noted.get(aggregator)
    if told is None:
        if len(noted) >= MOST_AGGREGATORS:
            return
        told = noted[aggregator] = {}
    if source in told or len(told) < MOST_SOURCES:
        told[source] = max(told.get(source, 0), number)
