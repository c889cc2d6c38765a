"""kill -9 of indexers and workers at any moment: nothing is lost, nothing half is served.

FEEDSVC_KILLS says how often; the default keeps the suite short. FEEDSVC_SEED repeats a run.
"""

import os
import random
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPException
from pathlib import Path

import pytest

from feedsvc.model.feed import FORMATS
from feedsvc.newsroom import Newsroom
from tests.hostile.faults.forking import Child, Forks
from tests.hostile.faults.serving import Server, wait
from tests.hostile.faults.stories import Editor, Ids, fill, ids_in, is_sound, published
from tests.hostile.faults.syscalls import Call, Verdict

KILLS = int(os.environ.get("FEEDSVC_KILLS", "60"))
# Processes that share the tests (pytest-xdist) must agree on it.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")
SEED = int(os.environ.get("FEEDSVC_SEED", "0")) or random.Random(RUN or None).randrange(1 << 32)


class Twin:
    """The same newsroom, indexed in peace after each change."""

    def __init__(self, folder: Path, place: Path) -> None:
        self._folder, self._place = folder, place
        shutil.copytree(folder, place, ignore=shutil.ignore_patterns(".feedsvc"))
        self._newsroom = Newsroom.open(place, {})
        self._newsroom.scan()

    def follow(self) -> None:
        """Be as the folder is now: what was moved there is moved here."""
        here = {file.relative_to(self._place) for file in self._place.glob("*/*.md")}
        there = {file.relative_to(self._folder) for file in self._folder.glob("*/*.md")}
        for path in here - there:
            (self._place / path).unlink()
        for path in there:
            text = (self._folder / path).read_bytes()
            if path not in here or (self._place / path).read_bytes() != text:
                (self._place / path).write_bytes(text)
        self._newsroom.scan()

    def ids(self) -> Ids:
        return ids_in(self._newsroom.document("feed", "json").body, "json")

    def close(self) -> None:
        self._newsroom.close()


class Known:
    """The id that each headline was first seen with."""

    def __init__(self) -> None:
        self.ids: Ids = {}

    def meet(self, found: Ids) -> None:
        """Ids that were seen: none is another than before, or another headline's."""
        for headline, entry_id in found.items():
            assert self.ids.setdefault(headline, entry_id) == entry_id, headline
        assert len(set(self.ids.values())) == len(self.ids)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path / "articles", range(240))


@pytest.fixture
def twin(folder: Path, tmp_path: Path) -> Iterator[Twin]:
    twin = Twin(folder, tmp_path / "twin")
    yield twin
    twin.close()


class Killer:
    """Ends commands at a random write, or after a random while."""

    def __init__(self, forks: Forks, folder: Path, dice: random.Random) -> None:
        self._forks, self._folder, self._dice = forks, folder, dice
        self.kills = 0
        self._writes, self._seconds = 120, 0.1

    def run(self, *command: str) -> None:
        """Start it and end it, wherever it is by then; it may have come to its own end."""
        if self._forks.hears and self._dice.random() < 0.5:
            child = self._at_a_write(*command)
        else:
            child = self._forks.start(*command, self._folder)
            end = time.monotonic() + self._dice.uniform(0, self._seconds)
            while time.monotonic() < end and child.poll() is None:
                time.sleep(0.001)
            child.kill()
        assert child.wait() in (0, -signal.SIGKILL), child.said()
        assert "Traceback" not in child.said()
        self.kills += child.wait() == -signal.SIGKILL

    def _at_a_write(self, *command: str) -> Child:
        left = self._dice.randrange(self._writes)

        def judge(_: Call) -> Verdict:
            nonlocal left
            left -= 1
            return "kill" if left < 0 else None

        return self._forks.start(*command, self._folder, judge=judge, within=self._folder)


@pytest.mark.parametrize("seed", [SEED])
def test_indexers_killed_at_any_moment(forks: Forks, folder: Path, twin: Twin, seed: int) -> None:
    dice = random.Random(seed)
    editor, killer, known = Editor(folder, dice), Killer(forks, folder, dice), Known()
    withdrawn: set[str] = set()  # that may still be there
    while killer.kills < KILLS:
        killer.run("index")
        if not (folder / ".feedsvc" / "store.sqlite3").exists():
            continue  # it ended before it began
        assert is_sound(folder)
        before, found = set(known.ids) - withdrawn, published(folder)
        known.meet(found)
        assert before <= found.keys()
        assert found.keys() <= editor.headlines | withdrawn
        if len(found) < 200:
            continue  # the first look is not through
        if dice.random() < 0.3:
            assert forks.run("index", folder).code == 0
            assert published(folder).keys() == editor.headlines
            withdrawn = set(known.ids) - editor.headlines
        held = set(editor.headlines)
        editor.change()
        twin.follow()
        withdrawn |= held - editor.headlines
    assert forks.run("index", folder).code == 0
    assert published(folder) == twin.ids()


class Poller:
    """Polls a server all the time, and keeps what was wrong with its answers."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._stop = threading.Event()
        self._seen: dict[str, Ids] = {}  # by tag
        self.known = Known()
        self.faults: list[str] = []
        self.latest: dict[str, Ids] = {}
        self.polls = 0
        self._asking = "", 0.0  # what, and since when
        self._thread = threading.Thread(target=self._poll)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()

    def lacks(self, ids: Ids) -> str:
        """What the last answers say that is not so, and what they do not say, for a message."""
        told = {one: sorted(found.items() ^ ids.items()) for one, found in self.latest.items()}
        waits = f"{self._asking[0]} is asked since {time.monotonic() - self._asking[1]:.1f} s"
        return f"{waits}; {self.polls} polls; they differ by {told}; {self.faults}\n"

    def _poll(self) -> None:
        while not self._stop.is_set():
            for format in FORMATS:
                try:
                    self._ask(format)
                except (OSError, HTTPException):
                    pass  # a worker was killed: no length was kept, no client takes it for whole
                except Exception as error:
                    self.faults.append(f"{format}: {error!r}")

    def _ask(self, format: str) -> None:
        self._asking = format, time.monotonic()
        status, body, tag = self._server.get(f"/feed.{format}")
        assert status == 200, status
        self.polls += 1
        if tag not in self._seen:
            self._seen[tag] = ids_in(body, format)
            self.known.meet(self._seen[tag])
        # Also one that was seen before: for a moment, the other worker may have had an older one.
        self.latest[format] = self._seen[tag]


@pytest.mark.skipif(sys.platform != "linux", reason="workers are found in /proc")
@pytest.mark.parametrize("seed", [SEED])
def test_indexers_and_workers_killed_while_readers_poll(
    forks: Forks, folder: Path, twin: Twin, seed: int
) -> None:
    dice = random.Random(seed)
    assert forks.run("index", folder).code == 0
    known = Known()
    known.meet(published(folder))
    editor = Editor(folder, dice)
    with Server(forks, folder) as server, closing(Poller(server)) as poller:
        for number in range(KILLS // 3):
            indexer = forks.start("index", "--watch", folder)
            editor.change()
            twin.follow()
            time.sleep(dice.uniform(0, 0.4))
            if number % 4 == 3:  # the older one: a worker that dies young ends the server
                wait(lambda: len(server.workers) == 2, "two workers")
                os.kill(server.workers[0], signal.SIGKILL)
            assert indexer.kill() == -signal.SIGKILL, indexer.said()
            assert is_sound(folder)
        last = forks.start("index", "--watch", folder)

        def all_is_there() -> bool:
            assert not server.ended, server.said()
            assert last.poll() is None, last.said()
            return list(poller.latest.values()) == [twin.ids()] * 3

        wait(all_is_there, lambda: poller.lacks(twin.ids()) + server.said() + last.said())
    assert poller.faults == []
    assert poller.polls > KILLS
    known.meet(poller.known.ids)
    assert "Traceback" not in server.said()
