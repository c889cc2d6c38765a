"""`feedsvc serve`, asked as readers ask."""

import signal
import socket
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType

from feedsvc.cli.supervisor import answers
from tests.hostile.faults.forking import LIMIT, Forks
from tests.hostile.faults.stories import Ids, ids_in
from tests.hostile.faults.syscalls import Judge


def wait(condition: Callable[[], object], what: str) -> None:
    end = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.01)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def _started(pid: int) -> int:
    """When a process began, in ticks since the machine did; the times of its folder move."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])


class Server:
    """Two workers of a newsroom, without an indexer of their own.

    Args:
        forks: starts them.
        folder: of the newsroom.
        judge: what becomes of their calls that write there.
    """

    def __init__(self, forks: Forks, folder: Path, judge: Judge | None = None) -> None:
        self.port = free_port()
        options = ("--no-index", "--workers", "2", "--port", str(self.port))
        self._process = forks.start("serve", folder, *options, judge=judge, within=folder)
        self.said = self._process.said

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
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return sorted(map(int, listed), key=_started)

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
            return answer.status, answer.read(), answer.getheader("ETag", "")
        finally:
            connection.close()

    def ids(self, format: str = "json") -> Ids:
        """What stands in the feed, by headline."""
        status, body, _ = self.get(f"/feed.{format}")
        assert status == 200, (status, body, self.said())
        return ids_in(body, format)
