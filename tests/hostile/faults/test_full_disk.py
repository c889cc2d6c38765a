"""A disk that is full, or fails, while feedsvc runs; and what else the system may refuse."""

import errno
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from feedsvc.cli.supervisor import Child as Beside
from feedsvc.cli.supervisor import Supervisor
from feedsvc.errors import FeedsvcError, StoreError
from feedsvc.newsroom import Newsroom
from feedsvc.sources.disk_list import DiskList
from feedsvc.store.locks import FileLock
from tests.hostile.faults.forking import Child, Forks
from tests.hostile.faults.serving import Server, commands_of, wait
from tests.hostile.faults.stories import fill, published, story
from tests.hostile.faults.syscalls import Call, Verdict
from tests.indexer.indexing import Room

FULL = Path("/dev/full")


class Disk:
    """A disk that is full, or fails, while a test says so."""

    def __init__(self) -> None:
        self.code = 0

    def __call__(self, call: Call) -> Verdict:
        if call.name == "create" and os.path.exists(call.path):
            return None  # it takes no space
        return self.code or None


@pytest.fixture
def disk(forks: Forks) -> Disk:
    if not forks.hears:
        pytest.skip("this system lets no process judge another's system calls (seccomp)")
    return Disk()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path / "articles", range(9))


def says(child: Child, line: str) -> None:
    wait(lambda: child.poll() is not None or line in child.said(), f"{line}\n{child.said()}")
    assert line in child.said(), child.said()


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_an_indexer_goes_on_when_there_is_space_again(
    forks: Forks, folder: Path, disk: Disk, code: int
) -> None:
    indexer = forks.start("index", "--watch", folder, judge=disk, within=folder)
    says(indexer, " 9 published")
    before = published(folder)
    disk.code = code
    (folder / "world/0.md").rename(folder / "world/00.md")
    (folder / "arts/99.md").write_text(story("Story 99"))
    says(indexer, "; trying again")
    told = next(line for line in indexer.said().splitlines() if "; trying again" in line)
    assert "see that there is space and that the file can be written" in told
    assert published(folder) == before
    disk.code = 0
    says(indexer, "the store can be written again")
    says(indexer, "published arts/99.md")
    wait(lambda: "moved world/00.md" in indexer.said(), "the moved article")
    after = published(folder)
    assert {headline: after[headline] for headline in before} == before
    assert after.keys() == before.keys() | {"Story 99"}
    assert indexer.kill(signal.SIGTERM) == 0
    assert "Traceback" not in indexer.said()


def test_what_was_saved_meanwhile_is_published_at_once_then(tmp_path: Path) -> None:
    room = Room(tmp_path / "room")
    room.newsroom.errors.extend([StoreError("disk full")] * 6)
    for name in ("a.md", "b.md", "c.md"):
        room.hear(room.save(name))
        assert room.updates(1) == []
    assert room.updates(60)[0] == (["a.md", "b.md", "c.md"], [])


def test_workers_answer_though_nothing_can_be_kept(forks: Forks, folder: Path, disk: Disk) -> None:
    assert forks.run("index", folder).code == 0
    with Server(forks, folder, judge=disk) as server:
        disk.code = errno.ENOSPC
        for name in ("feed", "category/world", "category/sport", "category/arts"):
            for format in ("atom", "rss", "json"):
                status, body, tag = server.get(f"/{name}.{format}")
                assert status == 200, server.said()
                assert body
                assert tag
        assert server.get("/articles/1")[0] == 200
        disk.code = 0
        assert len(server.ids()) == 9
    assert "Traceback" not in server.said()


# What else fails.


@contextmanager
def smallest_files(size: int) -> Iterator[None]:
    """No file of this process grows beyond some bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_long_list_that_has_no_room_says_so() -> None:
    def fill_it(spool: DiskList[str]) -> None:
        for number in range(3000):
            spool.add(f"{number} {'x' * 1000}")

    says = pytest.raises(FeedsvcError, match=r"temporary files cannot be written .*TMPDIR")
    with closing(DiskList(str)) as spool, smallest_files(1 << 20), says:
        fill_it(spool)


def test_a_lock_without_space_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(StoreError, match=r"No space left on device.*; see that there is space"):
        FileLock(tmp_path / "writing.lock").take()


def test_an_ignore_file_that_was_only_begun_is_written(forks: Forks, folder: Path) -> None:
    (folder / ".feedsvc").mkdir()
    (folder / ".feedsvc/.gitignore").touch()
    assert forks.run("index", folder).code == 0
    assert (folder / ".feedsvc/.gitignore").read_text() == "*\n"


@pytest.mark.skipif(sys.platform != "linux", reason="programs are found in /proc")
def test_a_program_that_cannot_be_started_is_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    program = tmp_path / "program"
    with Supervisor([Beside("it", [str(program)])]):
        wait(lambda: "it cannot be started" in caplog.text, "the first try")
        program.write_text(f"#!{sys.executable}\nimport time; time.sleep(60)\n")
        program.chmod(0o755)
        wait(lambda: "ended" in caplog.text or started(program), "the second try")
    assert "it cannot be started (No such file or directory); it starts again in 1 s" in caplog.text


def started(program: Path) -> bool:
    commands = commands_of(os.getpid()).values()
    return any(os.fsencode(program) in command for command in commands)


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "command",
    [("index", "--json"), ("check",), ("check", "--json"), ("diff",), ("diff", "--json")],
    ids=" ".join,
)
def test_output_that_cannot_be_written_says_so(
    forks: Forks, folder: Path, command: tuple[str, ...]
) -> None:
    (folder / "bad.md").write_text(story("Bad").replace("2026-05-01", "2026-13-45"))
    child = forks.run(*command, folder, output=str(FULL))
    assert child.code == 2
    assert child.said().splitlines()[-1] == (
        "feedsvc: the output cannot be written (No space left on device);"
        " send it to where there is space"
    )
    assert "Traceback" not in child.said()


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
def test_an_indexer_publishes_though_nobody_can_be_told(forks: Forks, folder: Path) -> None:
    indexer = forks.start("index", "--watch", "--json", folder, output=str(FULL))
    with closing(Newsroom.open(folder, {})) as reader:
        for count in (10, 11, 12):
            wait(lambda: reader.indexed, "the first look")
            (folder / f"arts/{count}.md").write_text(story(f"Story {count}"))
            wait(lambda: reader.articles.count_pages() == count, "a saved file")  # noqa: B023
    assert indexer.said().count("the output cannot be written") == 1
    assert indexer.kill(signal.SIGTERM) == 0


def test_a_store_on_a_full_disk_is_not_called_damaged(
    forks: Forks, folder: Path, disk: Disk
) -> None:
    assert forks.run("index", folder).code == 0
    (folder / ".feedsvc" / "store.sqlite3-wal").touch()  # as one that could not start left it
    disk.code = errno.ENOSPC
    for command in (("store", "check"), ("serve", "--port", "1")):
        told = forks.run(*command, folder, judge=disk, within=folder / ".feedsvc")
        assert told.code == 2, told.said()
        assert "see that there is space" in told.said()
        assert "damaged" not in told.said()
        assert "backup" not in told.said()
