"""What takes long is read aside: others go on, and nothing is taken for gone meanwhile."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from feedsvc import sources
from feedsvc.indexer import read_pool
from feedsvc.indexer.read_file import QUICK_PLAIN, ReadFile, ReadLater
from feedsvc.indexer.slow_reads import SlowReads
from feedsvc.settings.limits import LimitSettings
from feedsvc.sources.folder import Folder
from tests.conftest import Clock

LIMIT = 60.0  # seconds for anything to happen
LARGE = "Wet it is. " * (QUICK_PLAIN // 10)
ENDLESS = "# Slow\n\n" + "*a _b " * 2_000_000


class Room:
    """A folder, and what is read aside of it."""

    def __init__(self, folder: Path, **limits: Any) -> None:
        self._ended = threading.Semaphore(0)
        self.folder = folder
        place = Folder(folder, sources.is_article)
        zone = ZoneInfo("UTC")
        self.aside = SlowReads(place, zone, LimitSettings(**limits), self._ended.release)

    def write(self, path: str, text: str) -> bytes:
        (self.folder / path).write_text(text)
        return text.encode()

    def read(self, path: str, data: bytes) -> ReadFile | None:
        return self.aside.read(path, data, Clock()())

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
    job = room.aside._jobs["slow.md"]
    room.aside.close()
    assert job.found is None  # its reading was broken off
    assert not [one for one in threading.enumerate() if one.name.startswith("feedsvc-aside")]


def test_where_no_child_can_be_started_it_is_read_here(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_pool.sys, "executable", "/nowhere/python")
    data = room.write("a.md", f"# Rain\n\n{LARGE}")
    assert room.is_read_later("a.md", data)
    assert room.wait() == ["a.md"]
    assert headline(room.read("a.md", data)) == "Rain"
