"""Looks at the whole folder now and then, a piece at a time: events may be lost untold."""

from collections.abc import Callable, Iterator

from feedsvc.indexer.folder_diff import Difference

SURVEY_SECONDS = 60.0
UNWATCHED_SECONDS = 5.0  # while there is no watch, and after a look that failed
_SHARE = 10  # a look that took T seconds is followed by as many times T without one
_BACK = 1.0  # seconds before it is noticed that events may have been lost, in which they were


class Suspicion:
    """What must wait for a look at the whole folder, because events may have been lost.

    Of a rename half may have been told: that a file is gone, or that another is new. Both are known
    only once a look that began later has ended.
    """

    def __init__(self) -> None:
        self._since = float("inf")
        self._last = -float("inf")

    def arise(self, now: float) -> None:
        """Events may have been lost until now."""
        self._since = min(self._since, now - _BACK)
        self._last = now

    def looked(self, began: float) -> None:
        """A look at the whole folder has ended."""
        self._since = began if self._last > began else float("inf")

    def of(self, noted: float) -> bool:
        """Whether what was noted at that time must wait."""
        return noted >= self._since


class RescanSchedule:
    """When to look at the whole folder, and the look itself.

    Args:
        survey: begins a look.
        monotonic: the clock, in seconds.

    Attributes:
        at: when to look next.
        began: when the last look did.
    """

    def __init__(
        self, survey: Callable[[], Iterator[list[Difference]]], monotonic: Callable[[], float]
    ) -> None:
        self._survey = survey
        self._monotonic = monotonic
        self._pieces: Iterator[list[Difference]] | None = None
        self._found: list[Difference] = []
        self._took = 0.0
        self.at = monotonic() + SURVEY_SECONDS
        self.began = -float("inf")

    @property
    def running(self) -> bool:
        """Whether a look has begun and not ended."""
        return self._pieces is not None

    def soon(self) -> None:
        """Look as soon as may be; a look that runs now is not enough."""
        self.at = min(self.at, self._monotonic())

    def drop(self) -> None:
        """Forget the look that runs."""
        self._pieces = None

    def piece(self, *, watched: bool) -> list[Difference] | None:
        """Look on, where it is time to; at the end of a look all that it found.

        Only then is it known what is gone, of which a new file may be the new name.

        Args:
            watched: file events are told as well.

        Raises:
            FeedsvcError: this look is over, the next comes at its time.
        """
        start = self._monotonic()
        if self._pieces is None:
            if start < self.at:
                return None
            self._pieces, self._found, self._took = self._survey(), [], 0.0
            self.began = start
            self.at = float("inf")
        piece, failed = None, True
        try:
            piece, failed = next(self._pieces, None), False
        finally:
            now = self._monotonic()
            self._took += now - start
            if piece is None:
                self._pieces = None
                sure = watched and not failed
                every = SURVEY_SECONDS if sure else min(SURVEY_SECONDS, UNWATCHED_SECONDS)
                # Asked for while it ran: again, but not at once.
                asked = self.at < float("inf")
                self.at = now + max(0.0 if asked else every, _SHARE * self._took)
        if piece is not None:
            self._found += piece
            return None
        found, self._found = self._found, []
        return found
