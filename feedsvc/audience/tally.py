"""Counts the polls of one process, until they are handed over."""

import threading
from collections.abc import Callable
from typing import NamedTuple, Protocol

import msgspec

from feedsvc.audience.clients import Client, read_agent
from feedsvc.audience.salts import Salts
from feedsvc.model.audience import MOST_FEEDS, OTHER_FEEDS, FeedDay, note_subscribers
from feedsvc.model.feed import EVERYTHING

MOST_POLLERS = 100_000  # that are told apart on a day, of all feeds together
_MOST_AGENTS = 2_000  # whose meaning is kept; beyond that, all are forgotten


class Poll(NamedTuple):
    """One poll that was answered.

    Attributes:
        feed: its name, or one that stands for several (model.audience).
        format: of the document; empty where feeds are not told apart.
        not_modified: whether the answer was 304.
        agent: the User-Agent, or its beginning.
        address: of the client.
    """

    feed: str
    format: str
    not_modified: bool
    agent: str
    address: str


class Batch(msgspec.Struct, frozen=True):
    """What a process hands over.

    Attributes:
        day: of all that is in it.
        feeds: polls since the last batch; pollers are not in them.
        pollers: those that the process has not named on that day yet, by feed, as digests.
        more: whether there were more pollers than could be told apart.
    """

    day: str
    feeds: list[FeedDay] = []
    pollers: dict[str, list[int]] = {}
    more: bool = False


class HandOver(Protocol):
    """Takes what a process counted."""

    def put(self, batch: Batch) -> None:
        """Take a batch.

        Raises:
            OSError, FeedsvcError: it could not be taken, and is to be offered again.
        """


class _Count:
    """The polls of a feed since the last batch."""

    def __init__(self) -> None:
        self.polls = self.not_modified = 0
        self.clients: dict[str, int] = {}
        self.subscribers: dict[str, dict[str, int]] = {}

    def add(self, client: Client, source: str, number: int, *, not_modified: bool) -> None:
        self.polls += number
        self.not_modified += number if not_modified else 0
        self.clients[client.family] = self.clients.get(client.family, 0) + number
        if client.aggregator:
            note_subscribers(self.subscribers, client.aggregator, source, client.subscribers)

    def of(self, day: str, feed: str) -> FeedDay:
        return FeedDay(
            day,
            feed,
            self.polls,
            self.not_modified,
            clients=self.clients,
            subscribers=self.subscribers,
        )


class AudienceTally:
    """Adds up polls by day and feed; what it holds is bounded, whoever polls.

    Args:
        salts: tell pollers apart.
        out: takes what was counted.
        most_pollers: that are told apart on a day.
    """

    def __init__(self, salts: Salts, out: HandOver, most_pollers: int = MOST_POLLERS) -> None:
        self._salts = salts
        self._out = out
        self._most_pollers = most_pollers
        self._read = read_agent_once()
        self._guard = threading.Lock()
        self._sending = threading.Lock()
        self._day = ""
        self._counts: dict[str, _Count] = {}
        self._known: set[int] = set()  # pollers of the day that were or will be handed over
        self._new: dict[str, list[int]] = {}
        self._more = False
        self._unsent: dict[str, Batch] = {}  # by day

    @property
    def waits(self) -> bool:
        """Whether anything waits to be handed over."""
        return bool(self._counts or self._unsent)

    def add(self, day: str, poll: Poll, number: int) -> None:
        """Count a number of polls that are alike."""
        with self._guard:
            self._turn_to(day)
            feed = poll.feed
            count = self._counts.get(feed)
            if count is None:
                if len(self._counts) >= MOST_FEEDS and feed != EVERYTHING:
                    feed = OTHER_FEEDS
                count = self._counts.setdefault(feed, _Count())
            client = self._read(poll.agent)
            source = client.source or poll.format
            count.add(client, source, number, not_modified=poll.not_modified)
            self._note_poller(feed, poll)

    def turn(self, day: str) -> None:
        """Hand over what was counted, and that a day began.

        Raises:
            OSError, FeedsvcError: it could not be taken; it is offered again at the next turn.
        """
        with self._sending:
            with self._guard:
                new = day != self._day
                self._turn_to(day)
                self._pack()
                if new:
                    self._unsent.setdefault(day, Batch(day))
                unsent, self._unsent = self._unsent, {}
            try:
                for one in sorted(unsent):
                    self._out.put(unsent[one])
                    del unsent[one]
            finally:
                with self._guard:
                    for one, batch in unsent.items():
                        self._unsent[one] = join(batch, self._unsent.get(one))

    def _turn_to(self, day: str) -> None:
        if day != self._day:
            self._pack()
            self._day, self._more = day, False
            self._known.clear()

    def _note_poller(self, feed: str, poll: Poll) -> None:
        try:
            who = self._salts.digest(self._day, feed, poll.address, poll.agent)
        except OSError:  # the memory for shared files is full
            self._more = True
            return
        if who in self._known:
            return
        if len(self._known) >= self._most_pollers:
            self._more = True
            return
        self._known.add(who)
        self._new.setdefault(feed, []).append(who)

    def _pack(self) -> None:
        if not self._counts:
            return
        feeds = [count.of(self._day, feed) for feed, count in self._counts.items()]
        batch = Batch(self._day, feeds, self._new, self._more)
        self._unsent[self._day] = join(batch, self._unsent.get(self._day))
        self._counts, self._new = {}, {}


def join(batch: Batch, other: Batch | None) -> Batch:
    """Two batches of the same day as one."""
    if other is None:
        return batch
    feeds = {one.feed: one for one in batch.feeds}
    for one in other.feeds:
        feeds[one.feed] = feeds[one.feed].joined(one) if one.feed in feeds else one
    pollers = {feed: list(some) for feed, some in batch.pollers.items()}
    for feed, some in other.pollers.items():
        pollers.setdefault(feed, []).extend(some)
    return Batch(batch.day, list(feeds.values()), pollers, batch.more or other.more)


def read_agent_once() -> Callable[[str], Client]:
    """A function like read_agent that remembers what it read lately."""
    known: dict[str, Client] = {}

    def read(agent: str) -> Client:
        found = known.get(agent)
        if found is None:
            if len(known) >= _MOST_AGENTS:
                known.clear()
            found = known[agent] = read_agent(agent)
        return found

    return read
