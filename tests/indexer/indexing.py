"""An indexer over a newsroom, a watch and clocks that the tests hold."""

import logging
import time
from collections import deque
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from feedsvc.indexer import Indexer
from feedsvc.indexer.folder_diff import Difference
from feedsvc.indexer.log import IndexerLog
from feedsvc.indexer.report import ScanReport, UpdateReport
from feedsvc.indexer.watch import Event, FolderEyes, Heard
from feedsvc.settings import Site, read_site

SCANNED = ScanReport(0, 0, 0, 0, 0, (), (), 0, 0)
START = datetime(2026, 6, 1, 12, tzinfo=UTC)


class FakeAside:
    """Reads what a test says, as long as it says."""

    def __init__(self) -> None:
        self.busy = False
        self.ended: list[str] = []

    def done(self) -> list[str]:
        ended, self.ended = self.ended, []
        return ended

    def close(self) -> None:
        pass


class FakeNewsroom:
    """Takes notes of what is asked of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = read_site(folder, {})
        self.settings = self.site.settings
        self.refused: list[str] = []
        self.in_force = SimpleNamespace(refuse=self.refused.append)
        self.restart: list[str] = []
        self.index = self.problems = self.articles = self
        self.calls: list[Any] = []
        self.differences: list[list[Difference]] = [[]]
        self.errors: deque[Exception | None] = deque()
        self.answer = UpdateReport(0, (), (), ())
        self.due_at: datetime | None = None
        self.to_recompress = 0
        self.free = True
        self.reading = FakeAside()

    def aside(self, tell: Any) -> FakeAside:
        return self.reading

    def lock(self, name: str) -> Any:
        @contextmanager
        def held(stopped: Any = None, waiting: Any = lambda: None) -> Any:
            if not self.free:
                waiting()
            yield self.free

        return SimpleNamespace(held=held, lasts=lambda: True)

    def scan(self, progress: Any) -> ScanReport:
        error = self.errors.popleft() if self.errors else None
        if error:
            raise error
        self.calls.append("scan")
        progress(0, 1)
        return SCANNED

    def count(self) -> dict[str, int]:
        return {}

    def update(self, paths: list[str], *, spare: Any, aside: Any) -> UpdateReport:
        assert aside is self.reading
        error = self.errors.popleft() if self.errors else None
        if error:
            raise error
        self.calls.append(("update", sorted(paths), sorted(spare)))
        return self.answer

    def read_site(self) -> Site:
        return read_site(self.folder, {})

    def waiting_for_restart(self, site: Site) -> list[str]:
        return self.restart

    def follow(self) -> None:
        self.calls.append("follow")

    def adopt(self, site: Site) -> None:
        self.site, self.settings = site, site.settings

    def survey(self) -> Any:
        self.calls.append("survey")
        yield from self.differences

    def moved_by_time(self, since: datetime) -> tuple[list[str], list[str]]:
        return [], []

    def due(self) -> datetime | None:
        self.calls.append("due")
        return self.due_at

    def prerender(self, within: float) -> int:
        self.calls.append("render")
        return 0

    def recompress(self) -> bool:
        self.calls.append("recompress")
        self.to_recompress -= 1
        return self.to_recompress > 0


class FakeWatch:
    """Hears what a test says; loses all else."""

    def __init__(self) -> None:
        self.reason = ""
        self.starts = 0

    def start(self) -> str:
        self.starts += 1
        return self.reason

    def stop(self) -> None:
        pass

    def wake(self) -> None:
        pass

    def wait(self, seconds: float) -> Heard:
        raise AssertionError("the tests wait themselves")


class SlowEyes(FolderEyes):
    """Sees the files grow old as a test says."""

    def __init__(self, room: "Room") -> None:
        super().__init__(room.folder, lambda path: room.folder / path)
        self.room = room

    def wall(self) -> int:
        return time.time_ns() + int((self.room.now - 1000) * 1e9)


class Room:
    """An indexer at work, and what it works on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.now = 1000.0
        self.newsroom = FakeNewsroom(folder)
        self.watch = FakeWatch()
        self.indexer = Indexer(
            self.newsroom,  # type: ignore[arg-type]
            self.watch,
            SlowEyes(self),
            IndexerLog(logging.getLogger("feedsvc.test")),
            monotonic=lambda: self.now,
            wall=lambda: START + timedelta(seconds=self.now - 1000),
        )
        self.indexer.begin()
        self.go(0)
        self.newsroom.calls.clear()

    def save(self, path: str, text: str = "x") -> Event:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return Event(path, "made")

    def delete(self, path: str) -> Event:
        (self.folder / path).unlink()
        return Event(path, "gone")

    def hear(self, *events: Event, failure: str = "") -> None:
        self.indexer.hear(Heard(list(events), failure))

    def go(self, seconds: float) -> list[Any]:
        """Let time pass, in steps as long as the indexer asks for; what it did meanwhile."""
        end = self.now + seconds
        for _ in range(3000):
            wait = self.indexer.step()
            if self.now + wait > end:
                self.now = end
                calls, self.newsroom.calls = self.newsroom.calls, []
                return calls
            self.now += wait
        raise AssertionError("never rests")

    def updates(self, seconds: float) -> list[tuple[list[str], list[str]]]:
        return [(call[1], call[2]) for call in self.go(seconds) if call[0] == "update"]
