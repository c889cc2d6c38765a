"""A disk that does not answer: what was published is served on, and the indexer is replaced."""

import os
import signal
from http.client import HTTPConnection
from pathlib import Path

import pytest

from feedsvc.web.probe import answers
from tests.hostile.faults.forking import Forks
from tests.hostile.faults.serving import commands_of, free_port, wait
from tests.hostile.faults.stories import SITE, fill, story
from tests.hostile.faults.syscalls import Call, Verdict
from tests.web.servers import LIMIT, Answer, ask


class DeadDisk:
    """A disk that takes nothing more from one process that writes the store in it."""

    def __init__(self) -> None:
        self.dead = False
        self.hanging: list[int] = []

    def judge(self, call: Call) -> Verdict:
        """What becomes of a call."""
        writes = call.name in ("pwrite", "write") and "store.sqlite3" in call.path
        if self.dead and writes and not self.hanging and self._indexes(call.pid):
            self.hanging.append(call.pid)
            return "hang"
        return None

    @staticmethod
    def _indexes(pid: int) -> bool:
        return b"\0--supervisor\0" in Path(f"/proc/{pid}/cmdline").read_bytes()


def test_an_indexer_whose_disk_does_not_answer_is_replaced(forks: Forks, tmp_path: Path) -> None:
    if not forks.hears:
        pytest.skip("this system tells nobody of system calls")
    folder, port, disk = fill(tmp_path / "articles", range(3)), free_port(), DeadDisk()
    (folder / "site.toml").write_text(f"{SITE}[limits]\nindexer_seconds = 5\n")
    server = forks.start(
        "serve", folder, "--port", str(port), judge=disk.judge, within=folder / ".feedsvc"
    )

    def get(path: str) -> Answer:
        return ask(HTTPConnection("127.0.0.1", port, timeout=LIMIT), path)

    wait(lambda: " 3 published" in server.said(), "the first look")
    feed = get("/feed.json")
    assert feed.status == 200
    disk.dead = True
    (folder / "world" / "new.md").write_text(story("Story 3"))
    wait(lambda: disk.hanging, "a write that is not answered")
    wait(lambda: get("/readyz").body.startswith(b"ready, but degraded"), "readyz")
    assert get("/feed.json").status == 200
    wait(lambda: "no sign of life" in server.said(), "the log")
    wait(lambda: b"Story 3" in get("/feed.json").body, "the new story")
    wait(lambda: get("/readyz").body == b"ready\n", "readyz as before")


class DeadForCounts:
    """A disk that takes nothing more of the counts of polls."""

    def __init__(self) -> None:
        self.hanging: list[int] = []

    def judge(self, call: Call) -> Verdict:
        """What becomes of a call."""
        if "readers.db" in call.path:
            self.hanging.append(call.pid)
            return "hang"
        return None


def test_counts_that_the_disk_does_not_take_hold_up_nothing(forks: Forks, tmp_path: Path) -> None:
    if not forks.hears:
        pytest.skip("this system tells nobody of system calls")
    folder, port, disk = fill(tmp_path / "articles", range(3)), free_port(), DeadForCounts()
    server = forks.start(
        "serve", folder, "--port", str(port), judge=disk.judge, within=folder / ".feedsvc"
    )

    def get(path: str) -> Answer:
        return ask(HTTPConnection("127.0.0.1", port, timeout=LIMIT), path)

    wait(lambda: " 3 published" in server.said(), "the first look")
    assert get("/feed.json").status == 200
    wait(lambda: disk.hanging, "a write that is not answered")
    (worker,) = workers_of(server.pid)
    os.kill(worker, signal.SIGKILL)
    wait(lambda: workers_of(server.pid) not in ([], [worker]), "another worker")
    (folder / "world" / "new.md").write_text(story("Story 3"))
    wait(lambda: answers("127.0.0.1", port), "its first answer")
    wait(lambda: b"Story 3" in get("/feed.json").body, "the new story")
    assert server.kill(signal.SIGTERM) == 0
    assert "keeps the counts of polls did not end in 3 s: it is killed" in server.said()
    wait(lambda: not Path(f"/proc/{disk.hanging[0]}").exists(), "its end")


def workers_of(server: int) -> list[int]:
    """The processes that a server forked; those beside them are programs of their own."""
    own = Path(f"/proc/{server}/cmdline").read_bytes()
    return [one for one, command in commands_of(server).items() if command == own]
