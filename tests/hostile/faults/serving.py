"""`feedsvc serve`, asked as readers ask."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType

from feedsvc.web.probe import answers
from tests.hostile.faults.forking import LIMIT, Forks
from tests.hostile.faults.stories import Ids, ids_in
from tests.hostile.faults.syscalls import Judge

WORKERS = 2
_MANY = 40  # answers of which either worker surely gave one, where it cannot be told which


def wait(condition: Callable[[], object], what: str | Callable[[], str]) -> None:
    """Wait for a condition; `what` is told where it does not come, as it is by then."""
    end = time.monotonic() + LIMIT
    while not condition():
        if time.monotonic() >= end:
            raise AssertionError(f"waited in vain: {what() if callable(what) else what}")
        time.sleep(0.01)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def _started(pid: int) -> int:
    """When a process began, in ticks since the machine did; the times of its folder move."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])


def _children(thread: Path) -> list[int]:
    """The ids of the processes that a thread started."""
    return [int(pid) for pid in (thread / "children").read_text().split()]


def commands_of(pid: int) -> dict[int, bytes]:
    """The processes that a process started and that have not ended, each with its command line."""
    found: dict[int, bytes] = {}
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):
            for child in _children(thread):
                with suppress(OSError):  # it ends just now
                    found[child] = Path(f"/proc/{child}/cmdline").read_bytes()
    return found


def _all_are_in(answered: list[int]) -> bool:
    """Whether all workers are among those that answered."""
    told = set(answered) - {0}
    return len(told) >= WORKERS or (not told and len(answered) >= _MANY)


def _has_open(pid: int, what: str) -> bool:
    with suppress(OSError):  # it closes others meanwhile, or has ended
        for file in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                if os.readlink(file) == what:
                    return True
    return False


def worker_of(connection: HTTPConnection, port: int, workers: list[int]) -> int:
    """The process id of the worker that answers a connection; 0: it cannot be told here."""
    if sys.platform != "linux" or connection.sock is None:
        return 0
    ends = (f":{port:04X}", f":{connection.sock.getsockname()[1]:04X}")
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, here, there, *rest = line.split()
        if (here[-5:], there[-5:]) == ends:
            held = f"socket:[{rest[6]}]"
            return next((pid for pid in workers if _has_open(pid, held)), 0)
    return 0


class Server:
    """Two workers of a newsroom.

    Args:
        forks: starts them.
        folder: of the newsroom.
        judge: what becomes of their calls that write there.
        whole: whether they have an indexer of their own.
    """

    def __init__(
        self, forks: Forks, folder: Path, judge: Judge | None = None, *, whole: bool = False
    ) -> None:
        self.port = free_port()
        options = ["--workers", str(WORKERS), "--port", str(self.port)]
        options += [] if whole else ["--no-index"]
        self._process = forks.start("serve", folder, *options, judge=judge, within=folder)
        self.said = self._process.said
        self._answered: dict[str, list[int]] | None = None  # which worker, each time, by path

    def __enter__(self) -> "Server":
        wait(lambda: answers("127.0.0.1", self.port), "the workers")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill(signal.SIGTERM)

    @property
    def workers(self) -> list[int]:
        """Their process ids, oldest first."""
        pid = self._process.pid
        return sorted(_children(Path(f"/proc/{pid}/task/{pid}")), key=_started)

    @property
    def processes(self) -> list[int]:
        """The ids of all that it runs: workers and what is beside them, oldest first."""
        return sorted(commands_of(self._process.pid), key=_started)

    @property
    def ended(self) -> bool:
        """Whether it is no longer there."""
        return self._process.poll() is not None

    def get(self, path: str) -> tuple[int, bytes, str]:
        """Status, body and tag of an answer.

        Raises:
            OSError, HTTPException: there is none, or a part of one.
        """
        connection = HTTPConnection("127.0.0.1", self.port, timeout=LIMIT)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
            if self._answered is not None:
                worker = worker_of(connection, self.port, self.workers)
                self._answered.setdefault(path, []).append(worker)
            return answer.status, body, answer.getheader("ETag", "")
        finally:
            connection.close()

    def everywhere(self, holds: Callable[[], object]) -> bool:
        """Whether something holds time and again, until either worker answered all it asks for.

        Which of the two answers is the system's choice.
        """
        answered = self._answered = {}
        end = time.monotonic() + LIMIT
        try:
            while holds():
                if all(map(_all_are_in, answered.values())):
                    return True
                assert time.monotonic() < end, f"one worker does not answer\n{self.said()}"
            return False
        finally:
            self._answered = None

    def ids(self, format: str = "json") -> Ids:
        """What stands in the feed, by headline."""
        status, body, _ = self.get(f"/feed.{format}")
        assert status == 200, (status, body, self.said())
        return ids_in(body, format)
