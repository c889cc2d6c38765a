"""Says when a process that ended starts again, and ends a process whose parent is gone."""

import os
import threading
import time
from collections.abc import Callable

PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)  # seconds between the end of a process and the next start
HEALTHY = 60.0  # seconds after which a process counts as healthy
_POLL = 0.1


class Restarts:
    """Spaces out the starts of a process that ends again and again.

    Args:
        first: seconds before it starts again, where it was healthy until then.
    """

    def __init__(self, first: float = PAUSES[0]) -> None:
        self._pauses = (first, *PAUSES)
        self._ends = 0

    def pause(self, lived: float) -> float:
        """The seconds until the next start, of a process that ended after `lived` seconds."""
        if lived > HEALTHY:
            self._ends = 0
        pause = self._pauses[min(self._ends, len(self._pauses) - 1)]
        self._ends += 1
        return pause


def end_with_parent(parent: int, stop: Callable[[], object]) -> None:
    """Call `stop` once the parent process has ended.

    The parent is polled: a pipe to it would be held open by processes that are forked later.

    Args:
        parent: its process id, as it says itself.
        stop: ends this process.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_POLL)
        stop()

    threading.Thread(target=watch, name="feedsvc-parent", daemon=True).start()
