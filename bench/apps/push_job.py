"""What a sender is to send, and what it says of it: the same for each of them."""

import json
import resource
import sys
import time
from typing import Any

import msgspec

from bench import subscribers


class Job(msgspec.Struct):
    """What is to be sent.

    Attributes:
        count: subscribers.
        port: on which they listen.
        secure: whether they speak TLS.
        hanging: every so many one never answers; 0: none.
        size: bytes of the document.
    """

    count: int
    port: int
    secure: bool = False
    hanging: int = 0
    size: int = 20_000

    @classmethod
    def given(cls) -> "Job":
        """The one of the command line."""
        return msgspec.json.decode(sys.argv[1], type=cls)

    def callbacks(self) -> list[tuple[str, bool]]:
        """All callbacks, and whether each never answers."""
        found = []
        for number in range(self.count):
            hangs = bool(self.hanging) and number % self.hanging == 0
            where = subscribers.callback_of(number, self.port, secure=self.secure, hangs=hangs)
            found.append((where, hangs))
        return found


class Watch:
    """Measures a sender, from its first request on."""

    def __init__(self) -> None:
        self._began, self._spent = time.monotonic(), time.process_time()
        self._healthy = 0.0
        self._failed = 0

    def answered(self, status: int, hangs: bool) -> None:
        """Count an answer; 0: there was none."""
        if not hangs:
            self._failed += not 200 <= status < 300
            self._healthy = time.monotonic() - self._began

    def tell(self) -> None:
        """Print it all as JSON."""
        found: dict[str, Any] = {
            "healthy": self._healthy,
            "all": time.monotonic() - self._began,
            "spent": time.process_time() - self._spent,
            "failed": self._failed,
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
        print(json.dumps(found), flush=True)
