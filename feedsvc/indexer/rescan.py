"""Scans the whole folder now and then, a piece at a time, because file events may get lost."""

from collections.abc import Callable, Iterator

from feedsvc.indexer.folder_diff import Difference

SURVEY_SECONDS = 60.0
UNWATCHED_SECONDS = 5.0  # between scans while there is no watch, and after a scan that failed
_SHARE = 10  # a scan that took T seconds is followed by 10 T seconds without one
_BACK = 1.0  # seconds: events may have been lost so long before it is noticed


class Suspicion:
    """Says which noted paths must wait for a scan of the folder, because events may be lost.

    Of a rename, only one half may have been reported: that a file is gone, or that another is new.
    Both are known once a scan that began later has ended.
    """

    def __init__(self) -> None:
        self._since = float("inf")
        self._last = -float("inf")

    def arise(self, now: float) -> None:
        """Note that events may have been lost until now."""
        self._since = min(self._since, now - _BACK)
        self._last = now

    def looked(self, began: float) -> None:
        """Note that a scan of the whole folder has ended.

        Args:
            began: when it began, in monotonic seconds.
        """
        self._since = began if self._last > began else float("inf")

    def of(self, noted: float) -> bool:
        """Whether paths noted at a time must wait."""
        return noted >= self._since


class RescanSchedule:
    """Decides when to scan the whole folder, and does so.

    Args:
        survey: begins a scan.
        monotonic: the clock, in seconds.

    Attributes:
        every: seconds between scans while file events are reported.
        at: when to scan next.
        began: when the last scan began.
    """

    def __init__(
        self, survey: Callable[[], Iterator[list[Difference]]], monotonic: Callable[[], float]
    ) -> None:
        self._survey = survey
        self._monotonic = monotonic
        self._pieces: Iterator[list[Difference]] | None = None
        self._found: list[Difference] = []
        self._took = 0.0
        self.every = SURVEY_SECONDS
        self.at = monotonic() + SURVEY_SECONDS
        self.began = -float("inf")

    @property
    def running(self) -> bool:
        """Whether a scan has begun and not ended."""
        return self._pieces is not None

    def scan_every(self, seconds: float) -> None:
        """Scan so often, for a folder whose changes are not reported."""
        self.every = seconds
        self.at = min(self.at, self._monotonic() + seconds)

    def soon(self) -> None:
        """Scan as soon as possible; a scan that runs already does not count."""
        self.at = min(self.at, self._monotonic())

    def drop(self) -> None:
        """Give up the scan that runs."""
        self._pieces = None

    def piece(self, *, watched: bool) -> list[Difference] | None:
        """Begin or go on with a scan, where it is time to.

        Args:
            watched: whether file events are reported as well.

        Returns:
            all differences at the end of a scan, else None: only then is it known which files are
            gone, and a new file may be one of them under another name.

        Raises:
            FeedsvcError: this scan is given up; the next comes at its time.
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
                every = self.every if sure else min(self.every, UNWATCHED_SECONDS)
                # Where another scan was asked for meanwhile, it comes soon, but not at once.
                asked = self.at < float("inf")
                self.at = now + max(0.0 if asked else every, _SHARE * self._took)
        if piece is not None:
            self._found += piece
            return None
        found, self._found = self._found, []
        return found
