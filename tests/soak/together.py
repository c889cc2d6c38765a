"""Two machines under kills and losses: nothing is lost, and no answer is of two editions.

    python -m tests.soak.together --minutes 10

An editor saves one file after the other, each as soon as the one before is served. So the state of
the newsroom after each save is known, and every answer must be one of these states.
"""

import json
import random
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import NamedTuple

import click

from tests.soak.machines import Machine, can_have_networks, two_machines
from tests.store.cluster import Cluster

ARTICLES = 12
SITE = 'base_url = "https://news.example"\nid_base = "news.example,2026"\n'
STORY = "---\ntitle: Story {0} in version {1}\ndate: 2026-05-{2:02}\n---\nThe {1}th text.\n"
PATHS = ("/feed.json", "/feed.atom", "/feed.rss")
_TITLE = re.compile(rb"Story (\d+) in version (\d+)")
_STARTED = 4.0  # seconds in which an indexer surely has started
_LONGEST = 60.0  # seconds until a save must be served, whatever happens
_PAUSE = (1.0, 6.0)  # seconds between two faults
_LOST = (9.0, 16.0)  # seconds that a machine is lost
_HOLDER = (
    "SELECT holder, fence FROM locks"
    " WHERE name = 'indexer' AND until > extract(epoch from clock_timestamp()) * 1000"
)


class _Follower(NamedTuple):
    machine: Machine
    pid: int
    fence: object


class Together:
    """A soak of two machines.

    Args:
        folder: an empty one, for the articles.
        cluster, database: that they use.
        machines: the two.
        dice: choose the faults.

    Attributes:
        found: what is wrong.
        did: how often what was done.
        after_kill, after_loss: seconds until another indexer followed the folder.
    """

    def __init__(
        self,
        folder: Path,
        cluster: Cluster,
        database: str,
        machines: list[Machine],
        dice: random.Random,
    ) -> None:
        self._folder, self._cluster, self._database = folder, cluster, database
        self._machines, self._dice = machines, dice
        self._ended = threading.Event()
        self._faults = {
            "kill_indexer": self._kill_indexer,
            "kill_worker": self._kill_worker,
            "kill_machine": self._kill_machine,
            "end_sessions": self._end_sessions,
            "lose_machine": self._lose_machine,
        }
        self._since: dict[int, float] = {}  # when an indexer was first seen
        self._version = ARTICLES  # the last that was saved
        self.found: list[str] = []
        self.did: Counter[str] = Counter()
        self.after_kill: list[float] = []
        self.after_loss: list[float] = []
        self.served: list[float] = []

    def run(self, goes_on: Callable[[], bool], faults: tuple[str, ...]) -> None:
        """Save, poll and break until it is to end; then wait until all is as saved, and judge."""
        threads = [threading.Thread(target=self._save, name="editor")]
        threads += [threading.Thread(target=self._poll, args=[one]) for one in self._machines]
        for thread in threads:
            thread.start()
        try:
            while goes_on():
                for fault in faults:
                    if done_within(_LONGEST, self._faults[fault], self._look):
                        self.did[fault] += 1
                    else:
                        self.found.append(f"{fault}: not possible for {_LONGEST:.0f} s")
                    self._sleep(self._dice.uniform(*_PAUSE))
        finally:
            self._ended.set()
            for thread in threads:
                thread.join()
        self._settle()

    def _sleep(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._look()
            time.sleep(0.05)

    def _look(self) -> None:
        """Start what was killed; note which indexers there are."""
        now = time.monotonic()
        for machine in self._machines:
            machine.keep()
            for pid in machine.processes()[1]:
                self._since.setdefault(pid, now)

    def _has_next(self, machine: Machine) -> bool:
        """Whether another machine surely waits to take over."""
        others = [one for one in self._machines if one is not machine]
        pids = [pid for one in others for pid in one.processes()[1]]
        now = time.monotonic()
        return any(now - self._since.get(pid, now) > _STARTED for pid in pids)

    # The editor and the readers.

    def _save(self) -> None:
        while not self._ended.is_set():
            number = self._version + 1
            save(self._folder, number)
            self._version = number
            start = time.monotonic()
            while not any(self._shows(machine, number) for machine in self._machines):
                if time.monotonic() > start + _LONGEST:
                    self.found.append(f"version {number} is not served: lost")
                    return
                time.sleep(0.02)
            self.served.append(time.monotonic() - start)
            self.did["save"] += 1

    def _shows(self, machine: Machine, number: int) -> bool:
        if machine.lost:
            return False
        with suppress(OSError, HTTPException):
            status, body = machine.ask("/feed.json")
            return status == 200 and max(versions(body).values(), default=0) >= number
        return False

    def _poll(self, machine: Machine) -> None:
        paths = list(PATHS)
        while not self._ended.is_set():
            if machine.lost:
                time.sleep(0.1)
                continue
            with suppress(OSError, HTTPException):
                status, body = machine.ask(self._dice.choice(paths))
                self.did[str(status)] += 1
                if status == 200 and (wrong := mixed(versions(body))):
                    self.found.append(wrong)
            time.sleep(0.01)

    # What goes wrong. Each is asked until it can be done, and says whether it was.

    def _follower(self) -> _Follower | None:
        """Who follows the folder, where another machine waits to take over."""
        with self._cluster.connect(self._database) as connection:
            row = connection.execute(_HOLDER).fetchone()
        told = re.search(r"process (\d+) ", str(row[0])) if row else None
        if row is None or told is None:
            return None
        pid = int(told[1])
        for machine in self._machines:
            if pid in machine.processes()[1]:
                return _Follower(machine, pid, row[1]) if self._has_next(machine) else None
        return None

    def _kill_indexer(self) -> bool:
        found = self._follower()
        if found is None or not found.machine.kill(found.pid):
            return False
        self._await_other(found, self.after_kill)
        return True

    def _kill_worker(self) -> bool:
        machine = self._dice.choice(self._machines)
        workers = machine.processes()[0]
        return bool(workers) and machine.kill(self._dice.choice(workers))

    def _kill_machine(self) -> bool:
        self._dice.choice(self._machines).kill_all()
        return True

    def _end_sessions(self) -> bool:
        with self._cluster.connect(self._database) as connection:
            ended = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid != pg_backend_pid() AND backend_type = 'client backend'"
            )
            return any(row[0] for row in ended)

    def _lose_machine(self) -> bool:
        found = self._follower()
        if found is None:
            return False
        seconds = self._dice.uniform(*_LOST)
        start = time.monotonic()
        found.machine.lose()
        self._await_other(found, self.after_loss)
        self._sleep(max(0.0, seconds - (time.monotonic() - start)))
        found.machine.find()
        return True

    def _await_other(self, before: _Follower, times: list[float]) -> None:
        """Note how long it takes from now on until another one follows the folder."""
        start = time.monotonic()
        with self._cluster.connect(self._database) as connection:
            while time.monotonic() < start + _LONGEST:
                row = connection.execute(_HOLDER).fetchone()
                if row is not None and row[1] != before.fence:
                    times.append(time.monotonic() - start)
                    return
                time.sleep(0.01)
        self.found.append("nobody took over")

    # The end.

    def _settle(self) -> None:
        for machine in self._machines:
            end = time.monotonic() + _LONGEST
            while not all(self._is_whole(machine, path) for path in PATHS):
                machine.keep()
                if time.monotonic() > end:
                    self.found.append(f"a machine does not show what was saved\n{machine.said()}")
                    break
                time.sleep(0.05)
            if "Traceback" in machine.said():
                self.found.append(f"a log has a traceback\n{machine.said()}")
        broken = [line for line in self._cluster.errors() if re.search("key|constraint", line)]
        self.found += [f"the database refused: {line}" for line in broken]

    def _is_whole(self, machine: Machine, path: str) -> bool:
        with suppress(OSError, HTTPException):
            status, body = machine.ask(path)
            return status == 200 and versions(body) == expected(self._version)
        return False

    def told(self) -> dict[str, object]:
        """The figures."""
        saves = sorted(self.served)
        return {
            "found": self.found,
            "did": dict(self.did),
            "take-over after a kill, s": spread(self.after_kill),
            "take-over after a lost machine, s": spread(self.after_loss),
            "save to served, median s": round(saves[len(saves) // 2], 3) if saves else None,
        }


def done_within(seconds: float, fault: Callable[[], bool], look: Callable[[], None]) -> bool:
    """Try to do a fault until it is done; whether it was.

    Args:
        seconds: after which it is given up; it is tried once at least.
        fault: does it if that is possible now, and says whether it did.
        look: is called between two attempts.
    """
    end = time.monotonic() + seconds
    while not fault():
        if time.monotonic() > end:
            return False
        look()
        time.sleep(0.05)
    return True


def spread(times: list[float]) -> str:
    """How many there are, the median and the longest."""
    if not times:
        return "none"
    ordered = sorted(times)
    return f"{len(times)}: median {ordered[len(times) // 2]:.2f}, longest {ordered[-1]:.2f}"


def save(folder: Path, number: int) -> None:
    """Save a version of the article whose turn it is."""
    article = number % ARTICLES
    (folder / f"{article}.md").write_text(STORY.format(article, number, article + 1))


def expected(number: int) -> dict[int, int]:
    """The version of each article after the save of a number."""
    return {article: number - (number - article) % ARTICLES for article in range(ARTICLES)}


def versions(body: bytes) -> dict[int, int]:
    """The version of each article in a document."""
    return {int(article): int(version) for article, version in _TITLE.findall(body)}


def mixed(found: dict[int, int]) -> str:
    """What is wrong with a document that shows no state that ever was; empty: nothing."""
    wanted = expected(max(found.values(), default=0))
    return "" if found == wanted else f"mixed editions: {found} and not {wanted}"


def soak(
    goes_on: Callable[[], bool], faults: tuple[str, ...], seed: int, *, networks: bool
) -> Together:
    """Run two machines until they are to end."""
    with tempfile.TemporaryDirectory(prefix="feedsvc-together-") as place:
        folder = Path(place) / "articles"
        folder.mkdir()
        (folder / "site.toml").write_text(SITE)
        for number in range(1, ARTICLES + 1):
            save(folder, number)
        with two_machines(folder, networks=networks) as (cluster, database, machines):
            made = Together(folder, cluster, database, machines, random.Random(seed))
            made.run(goes_on, faults)
            return made


FAULTS = (
    *("kill_indexer", "kill_worker", "kill_indexer", "kill_machine", "kill_indexer"),
    *("end_sessions", "lose_machine"),
)


@click.command()
@click.option("--minutes", default=10.0, show_default=True, help="How long.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the dice.")
def main(minutes: float, seed: int) -> None:
    """Two machines on one folder and one PostgreSQL, under kills and losses."""
    networks = can_have_networks()
    click.echo(f"two machines, {'networks of their own' if networks else 'relays'}, seed {seed}")
    end = time.monotonic() + 60 * minutes
    made = soak(lambda: time.monotonic() < end, FAULTS, seed, networks=networks)
    click.echo(json.dumps(made.told(), indent=2))
    sys.exit(1 if made.found else 0)


if __name__ == "__main__":
    main()
