"""Tells whoever started the indexer that it goes on, and is not held up by a disk, say."""

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress

EVERY = 1.0  # seconds between two signs
_WORK = 0.1  # the part of that time for which a process that works uses a processor


class SignOfLife:
    """Gives a sign each second in which the indexer went on.

    It went on where `beat` was called, or where the process used a processor for a part of the
    time: a long transaction does. A process that waits for a disk without end does neither.

    Args:
        tell: gives the sign; must not block.
        processor: seconds of processor time that this process has used.
    """

    def __init__(
        self, tell: Callable[[], None], processor: Callable[[], float] = time.process_time
    ) -> None:
        self._tell = tell
        self._processor = processor
        self._beats = self._heard = 0
        self._used = processor()
        self._end = threading.Event()

    def beat(self) -> None:
        """Note that the indexer goes on; costs next to nothing."""
        self._beats += 1

    def look(self) -> None:
        """Give a sign, if the indexer went on since the last look."""
        used, beats = self._processor(), self._beats
        if beats != self._heard or used - self._used >= _WORK * EVERY:
            self._tell()
        self._used, self._heard = used, beats

    def begin(self) -> None:
        """Look each second from now on, in a thread of its own."""
        self._tell()

        def run() -> None:
            while not self._end.wait(EVERY):
                self.look()

        threading.Thread(target=run, name="feedsvc-sign-of-life", daemon=True).start()

    def end(self) -> None:
        """Give no more signs."""
        self._end.set()


def to_pipe(number: int) -> Callable[[], None]:
    """Gives a sign by writing a byte into a pipe.

    Args:
        number: of the pipe's file descriptor.
    """
    os.set_blocking(number, False)

    def tell() -> None:
        with suppress(OSError):  # it is full, or nobody is there who would read it
            os.write(number, b".")

    return tell
