"""Due changes at their moment: embargoes that lift, articles that expire."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from feedsvc.indexer.interfaces import IndexedNewsroom
from feedsvc.model.clock import Clock

RENEW = 60.0  # seconds: the wall clock may be set, so what is due is asked anew at least so often
_PAUSE = 0.5  # seconds between two asks, whatever the answer
_NEVER = float("inf")


class DueChanges:
    """When time alone changes what readers see.

    Args:
        newsroom: knows what is due.
        monotonic: seconds.
        wall: the time.
    """

    def __init__(
        self, newsroom: IndexedNewsroom, monotonic: Callable[[], float], wall: Clock
    ) -> None:
        self._newsroom = newsroom
        self._monotonic = monotonic
        self._wall = wall
        self._due: datetime | None = None
        self._asked = -_NEVER
        self._pause_until = -_NEVER

    def renew(self) -> None:
        """Articles changed, so that other things may be due."""
        self._asked = -_NEVER

    def moment(self) -> float:
        """When to do what is due, by the monotonic clock, as far as can be told now."""
        latest = self._asked + RENEW
        if self._due is None:
            return latest
        left = (self._due - self._wall().astimezone(UTC)) / timedelta(seconds=1)
        return min(latest, max(self._monotonic() + left, self._pause_until))

    def look(self) -> bool:
        """Note what is due next, where it is time to; whether something is due now.

        Raises:
            FeedsvcError: it is tried again in a while.
        """
        now = self._monotonic()
        if now < self.moment():
            return False
        was_due = self._due is not None and self._due <= self._wall().astimezone(UTC)
        self._asked, self._pause_until = now, now + _PAUSE
        self._due = self._newsroom.due()
        return was_due
