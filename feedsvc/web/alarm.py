"""Wakes a thread that waits, from a handler of signals."""

from contextlib import suppress
from queue import Empty, SimpleQueue

_LONGEST = 0.5  # seconds that a thread sleeps without looking whether it was told to end


class Alarm:
    """Wakes a thread. A signal's handler may set it whatever the waiting thread is about to do.

    A threading.Event in its place would wait for itself without end, where the signal comes just as
    the thread begins to wait.
    """

    def __init__(self) -> None:
        self._rung: SimpleQueue[None] = SimpleQueue()

    def set(self) -> None:
        """Wake who waits, or who waits next."""
        self._rung.put(None)

    def wait(self, seconds: float | None = None) -> None:
        """Wait until it is set, at most so many seconds and _LONGEST.

        A signal that comes in the instant before the thread sleeps is heard when it wakes.
        """
        with suppress(Empty):
            self._rung.get(timeout=_LONGEST if seconds is None else min(seconds, _LONGEST))

    def clear(self) -> None:
        """Forget that it was set."""
        with suppress(Empty):
            while True:
                self._rung.get_nowait()
