"""Tells when time alone changes something: an embargo lifts, an article expires."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from feedsvc.model.clock import Clock

RENEW = 60.0  # seconds after which it asks again what is due: the wall clock may have been set
_PAUSE = 0.5  # the least number of seconds between two questions, whatever the answer
_NEVER = float("inf")


class DueChanges:
    """Knows when time alone next changes what readers see.

    Args:
        due: gives the time of the next due change; None: there is none.
        monotonic: a clock that is never set, in seconds.
        wall: the wall clock.
    """

    def __init__(
        self, due: Callable[[], datetime | None], monotonic: Callable[[], float], wall: Clock
    ) -> None:
        self._next = due
        self._monotonic = monotonic
        self._wall = wall
        self._due: datetime | None = None
        self._asked = -_NEVER
        self._pause_until = -_NEVER

    def renew(self) -> None:
        """Ask again at the next look: articles changed, so something else may be due."""
        self._asked = -_NEVER

    def moment(self) -> float:
        """When to look again, by the monotonic clock: the next due change, or RENEW."""
        latest = self._asked + RENEW
        if self._due is None:
            return latest
        left = (self._due - self._wall().astimezone(UTC)) / timedelta(seconds=1)
        return min(latest, max(self._monotonic() + left, self._pause_until))

    def look(self) -> datetime | None:
        """Ask what is due next, if it is time to; since when a change was due, if one was by now.

        Raises:
            FeedsvcError: it cannot be told; the next look after a pause tries again.
        """
        now = self._monotonic()
        if now < self.moment():
            return None
        due = self._due
        was_due = due is not None and due <= self._wall().astimezone(UTC)
        self._asked, self._pause_until = now, now + _PAUSE
        self._due = self._next()
        return due if was_due else None
