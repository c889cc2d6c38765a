"""Keeps what workers counted: tells pollers apart in memory, and writes the numbers to a file."""

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from feedsvc.audience.spool import Spool
from feedsvc.audience.tally import MOST_POLLERS, Batch
from feedsvc.errors import StoreError
from feedsvc.model.audience import FeedDay
from feedsvc.store.audience import add_counts

WRITE_SECONDS = 5.0  # between two writes of what workers handed over
_GRACE = 30.0  # seconds after a day's end for which batches of it may still come
_log = logging.getLogger("feedsvc.server")


class Keeper:
    """Merges batches, and alone writes them.

    It holds an exact set of pollers for each feed and day, together at most `most_pollers`.
    Nothing of it but the number of them is ever written.

    Args:
        file: where the numbers are kept.
        spool: where workers hand their batches over; None: they are `put` here.
        clock: seconds of a clock that is never set.
        most_pollers: that are told apart.
    """

    def __init__(
        self,
        file: Path,
        spool: Spool | None = None,
        clock: Callable[[], float] = time.monotonic,
        most_pollers: int = MOST_POLLERS,
    ) -> None:
        self._file = file
        self._spool = spool
        self._clock = clock
        self._most_pollers = most_pollers
        self._waiting: dict[tuple[str, str], FeedDay] = {}
        self._pollers: dict[tuple[str, str], set[int]] = {}
        self._held = 0  # pollers in all sets
        self._day, self._began = "", 0.0
        self._written = clock()
        self._refused = False
        for day, feed, some in spool.noted_pollers() if spool else ():
            self._turn_to(day)
            self._hold(day, feed, some)

    def put(self, batch: Batch) -> None:
        """Take a batch, and write it."""
        self._take(batch)
        self._forget()
        self._write()

    def turn(self) -> None:
        """Take what workers handed over, and write at times."""
        for batch in self._spool.take() if self._spool else ():
            self._take(batch)
        self._forget()
        if self._clock() - self._written >= WRITE_SECONDS:
            self._write()

    def close(self) -> None:
        """Take and write all that is left."""
        for batch in self._spool.take() if self._spool else ():
            self._take(batch)
        self._write()

    def _take(self, batch: Batch) -> None:
        self._turn_to(batch.day)
        more: set[str] = set()
        for feed, some in batch.pollers.items():
            new, all_ = self._hold(batch.day, feed, some)
            if new and self._spool:
                self._spool.note_pollers(batch.day, feed, new)
            if not all_:
                more.add(feed)
        for one in batch.feeds:
            key = (one.day, one.feed)
            told = FeedDay(
                one.day,
                one.feed,
                pollers=len(self._pollers.get(key, ())),
                more=batch.more or one.feed in more,
            )
            self._waiting[key] = self._waiting.get(key, told).joined(told).joined(one)

    def _turn_to(self, day: str) -> None:
        if day > self._day:
            self._day, self._began = day, self._clock()

    def _hold(self, day: str, feed: str, some: Sequence[int]) -> tuple[set[int], bool]:
        """Hold pollers, as far as there is room; returns the new ones, and whether there was."""
        seen = self._pollers.setdefault((day, feed), set())
        room = max(self._most_pollers - self._held, 0)
        new = set(some[:room]) - seen
        seen |= new
        self._held += len(new)
        return new, len(some) <= room

    def _forget(self) -> None:
        """Throw away who polled on days that are over."""
        if self._clock() - self._began < _GRACE:
            return
        for key in [key for key in self._pollers if key[0] < self._day]:
            self._held -= len(self._pollers.pop(key))
        if self._spool and self._day:
            self._spool.forget_before(self._day)

    def _write(self) -> None:
        self._written = self._clock()
        if not self._waiting:
            return
        try:
            add_counts(self._file, self._waiting.values())
        except StoreError as error:
            if not self._refused:
                _log.warning("%s; until then polls are counted in memory only", error)
            self._refused = True
            return
        if self._refused:
            _log.info("%s: polls are kept again", self._file)
        self._refused = False
        self._waiting = {}
