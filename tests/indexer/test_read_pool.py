"""Many files read by child processes give what one process gives.

What takes long is read aside: others go on, and nothing is taken for gone meanwhile.
"""

import gc
import os
import signal
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from feedsvc import sources
from feedsvc.indexer import index, read_pool
from feedsvc.indexer.read_file import QUICK_PLAIN, ReadFile, ReadLater
from feedsvc.model.hashing import digest
from feedsvc.newsroom import Newsroom
from feedsvc.settings import LimitSettings, Settings
from feedsvc.sources.folder import Folder
from tests.conftest import Clock


@pytest.fixture
def many(desk, monkeypatch: pytest.MonkeyPatch):
    """A newsroom of some articles that are many enough for child processes."""
    monkeypatch.setattr(read_pool, "FEW", 0)
    monkeypatch.setattr(read_pool, "JOB", 3)
    monkeypatch.setattr(read_pool, "usable_cores", lambda: 2)
    for number in range(40):
        header = f"Title: Story {number}\nDate: 2026-05-{number % 30 + 1:02}\nSlug: same\n"
        desk.write(f"{number:02}.txt", f"{header}\nText {number}.\n")
    desk.write("bad.txt", b"Bad\n\n\xff\n")
    return desk


def outcome(newsroom: Newsroom) -> tuple[bytes, list]:
    return newsroom.document("feed", "atom").body, newsroom.problems.all()


def alone(desk, desks, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, list]:
    other = desks("other")
    for file in desk.folder.glob("*.txt"):
        other.write(file.name, file.read_bytes())
    monkeypatch.setattr(read_pool, "usable_cores", lambda: 1)
    return outcome(other.open())


def test_any_number_of_processes_gives_the_same_bytes(
    many, desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert outcome(many.open()) == alone(many, desks, monkeypatch)


def kill_at(name: str, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Have a child killed when it is asked for a file, so many times."""
    answers = read_pool._Child.answers
    left = [times]

    def killed(child: read_pool._Child, paths: list[str], *now: Any) -> Iterator[bytes]:
        whole = answers(child, paths, *now)
        for path in paths:
            answer = next(whole)
            if path == name and left[0]:
                left[0] -= 1
                os.kill(child._process.pid, signal.SIGKILL)
                raise EOFError
            yield answer

    monkeypatch.setattr(read_pool._Child, "answers", killed)


def test_a_child_that_is_killed_takes_no_article_along(
    many, desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill_at("12.txt", monkeypatch, times=1)
    assert outcome(many.open()) == alone(many, desks, monkeypatch)


def test_a_file_that_ends_every_child_is_a_problem_and_the_others_are_read(
    many, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill_at("12.txt", monkeypatch, times=2)
    newsroom = many.open()
    assert len(newsroom.feeds.entries("feed", 99)) == 39
    found = [(p.path, p.line, p.code) for p in newsroom.problems.all() if p.severity == "error"]
    assert found == [("12.txt", 1, "unreadable"), ("bad.txt", 3, "not-utf-8")]
    newsroom.scan()  # what may have been chance is tried again
    assert len(newsroom.feeds.entries("feed", 99)) == 40


SLOW = "# Slow\n\n" + "*a _b " * 300_000


@pytest.mark.parametrize("few", [0, 500], ids=["many", "few"])
def test_a_file_that_takes_too_long_is_a_problem_and_keeps_its_last_good_version(
    many, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(read_pool, "FEW", few)
    many.environ["FEEDSVC_LIMITS_READ_SECONDS"] = "0.1"
    many.write("slow.md", "# Quick\n\nA text.\n")
    newsroom = many.open()
    many.write("slow.md", SLOW)
    many.write("new.txt", "New\n\nA text.\n")
    for number in range(3 if few else 0):
        many.write(f"{number:02}.txt", f"Story {number}\n\nAnother text.\n")
    taken = newsroom.scan()
    assert taken.new == 1
    headlines = {entry.headline for entry in newsroom.feeds.entries("feed", 99)}
    assert {"Quick", "New", "Story 39"} <= headlines
    (problem,) = [
        p for p in newsroom.problems.all() if p.path == "slow.md" and p.severity == "error"
    ]
    assert (problem.line, problem.code) == (1, "too-slow")
    assert "0.1 seconds" in problem.message
    many.environ["FEEDSVC_LIMITS_READ_SECONDS"] = "60"
    newsroom = many.open(scan=False)
    newsroom.index.update(["slow.md"])
    assert "Slow" in {entry.headline for entry in newsroom.feeds.entries("feed", 99)}


def test_a_file_that_takes_too_long_is_not_read_anew_while_it_stays_as_it_is(desk) -> None:
    desk.environ["FEEDSVC_LIMITS_READ_SECONDS"] = "0.1"
    desk.write("slow.md", SLOW)
    desk.clock.time = datetime.now(UTC) + timedelta(hours=1)
    newsroom = desk.open()
    assert [p.code for p in newsroom.problems.all()] == ["too-slow"]
    assert newsroom.scan().read == 0
    assert [p.code for p in newsroom.problems.all()] == ["too-slow"]


def test_a_file_that_takes_too_much_memory_is_a_problem(desk) -> None:
    desk.environ["FEEDSVC_LIMITS_READ_MEGABYTES"] = "512"
    desk.write("good.md", "# Good\n\nA text.\n")
    desk.write("large.md", "# Large\n\n" + "*a _b " * 700_000)
    newsroom = desk.open()
    assert [entry.headline for entry in newsroom.feeds.entries("feed", 9)] == ["Good"]
    found = [(p.path, p.code) for p in newsroom.problems.all() if p.severity == "error"]
    assert found == [("large.md", "unreadable")]


def test_where_no_child_can_be_started_the_files_are_read_here(
    many, desks, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(read_pool.sys, "executable", str(tmp_path / "nothing"))
    assert outcome(many.open()) == alone(many, desks, monkeypatch)


def test_a_scan_that_is_broken_off_leaves_no_child_and_goes_on_later(
    many, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "BATCH", 10)
    started: list[read_pool._Child] = []
    newsroom = many.open(scan=False)

    def stop(done: int, total: int) -> None:
        started.extend(team_children())
        raise KeyboardInterrupt("stopped by the editor")

    def team_children() -> list[read_pool._Child]:
        return [found for found in gc.get_objects() if type(found) is read_pool._Child]

    with pytest.raises(KeyboardInterrupt, match="by the editor"):
        newsroom.scan(stop)
    assert started
    assert all(child._process.poll() is not None for child in started)
    assert newsroom.scan().articles == 40


# What is read aside.

LIMIT = 60.0  # seconds for anything to happen
LARGE = "Wet it is. " * (QUICK_PLAIN // 10)
ENDLESS = "# Slow\n\n" + "*a _b " * 2_000_000


class Room:
    """A folder, and what is read aside of it."""

    def __init__(self, folder: Path, **limits: Any) -> None:
        self._ended = threading.Semaphore(0)
        self.folder = folder
        place = Folder(folder, sources.is_article)
        settings = Settings(limits=LimitSettings(**limits))
        self.aside = read_pool.ReadPool(place, settings, tell=self._ended.release)

    def write(self, path: str, text: str) -> bytes:
        (self.folder / path).write_text(text)
        return text.encode()

    def read(self, path: str, data: bytes) -> ReadFile | None:
        return self.aside.aside(path, digest(data), "", Clock()())

    def is_read_later(self, path: str, data: bytes) -> bool:
        try:
            self.read(path, data)
        except ReadLater:
            return True
        return False

    def wait(self, times: int = 1) -> list[str]:
        """Until the reading of some files has ended."""
        for _ in range(times):
            assert self._ended.acquire(timeout=LIMIT)
        return self.aside.done()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path, read_seconds=LIMIT)
    yield room
    room.aside.close()


def headline(found: ReadFile | None) -> str:
    assert found is not None
    assert found.article is not None
    return found.article.headline


def test_a_file_is_known_once_it_was_read(room: Room) -> None:
    data = room.write("a.md", f"# Rain\n\n{LARGE}")
    assert room.is_read_later("a.md", data)
    assert room.aside.busy
    assert room.wait() == ["a.md"]
    assert headline(room.read("a.md", data)) == "Rain"
    assert room.aside.done() == []
    assert not room.aside.busy
    assert room.is_read_later("a.md", data)  # another time, it is read anew


def test_what_was_saved_meanwhile_is_read_again(room: Room) -> None:
    before = room.write("a.md", ENDLESS)
    assert room.is_read_later("a.md", before)
    data = room.write("a.md", f"# Hail\n\n{LARGE}")
    assert room.is_read_later("a.md", data)  # the reading of what was there before is ended
    while "a.md" not in (ended := room.wait()):
        assert ended == []
    assert headline(room.read("a.md", data)) == "Hail"


def test_what_is_no_longer_wanted_is_forgotten(room: Room) -> None:
    data = room.write("a.md", f"# Rain\n\n{LARGE}")
    assert room.is_read_later("a.md", data)
    assert room.wait() == ["a.md"]
    (room.folder / "a.md").unlink()  # so nobody asks what it says
    assert room.aside.done() == []
    assert room.is_read_later("a.md", data)
    assert room.wait() == ["a.md"]
    assert room.is_read_later("a.md", data)  # it was not there to be read


def test_one_that_takes_all_its_time_holds_up_no_other(room: Room) -> None:
    slow = room.write("slow.md", ENDLESS)
    others = {
        f"{number}.md": room.write(f"{number}.md", f"# Rain\n\n{LARGE}") for number in range(3)
    }
    assert room.is_read_later("slow.md", slow)
    assert all(room.is_read_later(path, data) for path, data in others.items())
    ended = [path for _ in others for path in room.wait()]
    assert sorted(ended) == sorted(others)
    assert room.is_read_later("slow.md", slow)


def test_its_time_is_that_of_the_limits(tmp_path: Path) -> None:
    room = Room(tmp_path, read_seconds=0.1)
    data = room.write("slow.md", ENDLESS)
    assert room.is_read_later("slow.md", data)
    assert room.wait() == ["slow.md"]
    found = room.read("slow.md", data)
    assert found is not None
    assert [problem.code for problem in found.problems] == ["too-slow"]
    room.aside.close()


def test_the_end_waits_for_no_file(room: Room) -> None:
    assert room.is_read_later("slow.md", room.write("slow.md", ENDLESS))
    job = room.aside._aside["slow.md"]
    room.aside.close()
    assert job.found.result() is None  # its reading was broken off
    assert not [one for one in threading.enumerate() if one.name.startswith("feedsvc-reading")]


def test_where_no_child_can_be_started_a_file_aside_is_read_here(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_pool.sys, "executable", "/nowhere/python")
    data = room.write("a.md", f"# Rain\n\n{LARGE}")
    assert room.is_read_later("a.md", data)
    assert room.wait() == ["a.md"]
    assert headline(room.read("a.md", data)) == "Rain"


def test_where_a_thread_breaks_a_file_aside_is_read_here(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(read_pool.Reader, "read", broken)
    data = room.write("a.md", f"# Rain\n\n{LARGE}")
    assert room.is_read_later("a.md", data)
    assert room.wait() == ["a.md"]
    assert headline(room.read("a.md", data)) == "Rain"


def test_no_child_stays_when_nothing_is_left_to_read_aside(room: Room) -> None:
    data = {f"{n}.md": room.write(f"{n}.md", f"# Rain\n\n{LARGE}") for n in range(3)}
    assert all(room.is_read_later(path, held) for path, held in data.items())
    for _ in data:
        room.wait()
    children = [one for one in gc.get_objects() if type(one) is read_pool._Child]
    assert all(child._process.poll() is not None for child in children)
