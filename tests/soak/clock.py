"""The clock of the service, which the soak moves; the machine's clock stays as it is."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path


class MovedClock:
    """How far the service's clock is ahead, in a file that its processes read.

    Args:
        file: which file.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._ahead = 0.0
        self.move(0)
        self.calm()

    @property
    def ahead(self) -> float:
        return self._ahead

    def now(self) -> datetime:
        """The time by the service's clock."""
        return datetime.now(UTC) + timedelta(seconds=self._ahead)

    def move(self, ahead: float) -> None:
        """Set it so many seconds ahead of the right time, or behind."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(ahead))
        os.replace(fresh, self.file)
        self._ahead = ahead
        self._most = max(getattr(self, "_most", ahead), ahead)
        self._least = min(getattr(self, "_least", ahead), ahead)

    def calm(self) -> None:
        """Forget where it was before."""
        self._most = self._least = self._ahead

    def latest(self) -> datetime:
        """The latest time that it may have said since it was calm."""
        return datetime.now(UTC) + timedelta(seconds=self._most)

    def was_moved(self) -> bool:
        """Whether it was moved since it was calm."""
        return self._most != self._least
