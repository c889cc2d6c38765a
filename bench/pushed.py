"""A newsroom whose hub pushes: from a save to the last POST answered, with all that is in between.

All that `feedsvc serve` starts shares one core; the subscribers have the other.
"""

import contextlib
import os
import shutil
import signal
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench import corpus, frame, machine, peers, servers
from bench.subscribers import Subscribers, address_of, callback_of
from feedsvc.model.feed import Format
from feedsvc.newsroom import Newsroom
from feedsvc.store import hub_topics
from feedsvc.store.hub_schema import hub_subscriptions as TABLE

SAMPLE = peers.ROOT / "articles"
HUB = '\n[websub]\nhub = "own"\nallow_private = true\n'
PATIENCE = 300.0  # seconds until something is taken for lost
_IDLE = 0.1  # seconds of processor time that all may use in a second without work
Key = tuple[str, Format]
FEED: Key = ("feed", "atom")


def sample(folder: Path) -> Path:
    """The newsroom that comes with feedsvc, with a hub."""
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns(".*"))
    site = folder / "site.toml"
    site.write_text('base_url = "https://news.example.org"\n' + site.read_text() + HUB)
    return folder


def of_topics(folder: Path, count: int) -> tuple[Path, list[Key]]:
    """A newsroom of so many short articles, each with a tag of its own, and the tags' documents."""
    folder.mkdir(parents=True)
    (folder / "site.toml").write_text(corpus.SITE + HUB)
    formats: tuple[Format, ...] = ("atom", "rss", "json")
    topics: list[Key] = []
    for number in range(count):
        _write(folder, number, "It rained.")
        topics += ((f"tag/t{number}", one) for one in formats)
    return folder, topics


def _write(folder: Path, number: int, text: str) -> float:
    draft = folder / f".{number}.md"
    draft.write_text(
        f"---\ntitle: Story {number}\ndate: 2026-05-01\ntags: [t{number}]\n---\n{text}"
    )
    draft.rename(folder / f"{number}.md")
    return time.monotonic()


class Hub:
    """The processes of a newsroom whose hub pushes.

    Args:
        articles: its folder.
        store: its state.
        there: its subscribers.
        secure: whether they speak TLS.
        server: `feedsvc serve`, which runs the processes.
    """

    def __init__(
        self, articles: Path, store: Path, there: Subscribers, secure: bool, server: servers.Server
    ) -> None:
        self._articles, self._there, self._secure = articles, there, secure
        self.server = server
        self._pusher = _pusher(server)
        self._newsroom = Newsroom.open(articles, {"FEEDSVC_STORE": str(store)}, as_in_force=True)

    def close(self) -> None:
        """Let go of the store."""
        self._newsroom.close()

    def subscribe(self, count: int, topics: Sequence[Key] = (FEED,), hanging: int = 0) -> float:
        """Let so many subscribe, to one topic each in turn; the time, by the monotonic clock.

        Args:
            count: of subscriptions.
            topics: to which they subscribe.
            hanging: every so many one never answers; 0: all do.
        """
        self._there.taken("anew")
        with self._newsroom.store.writing() as connection:
            for topic in topics:
                hub_topics.begin(connection, *topic)
            rows = [self._row(number, topics, hanging) for number in range(count)]
            connection.execute(TABLE.insert(), rows)
        return time.monotonic()

    def keep(self, begin: int, end: int, topics: Sequence[Key]) -> None:
        """Let there be more subscriptions, whose subscribers have the first version."""
        with self._newsroom.store.writing() as connection:
            rows = [
                self._row(number, topics, 0) | {"sent": 1, "due": None}
                for number in range(begin, end)
            ]
            connection.execute(TABLE.insert(), rows)

    def _row(self, number: int, topics: Sequence[Key], hanging: int) -> dict[str, Any]:
        feed, format = topics[number % len(topics)]
        hangs = bool(hanging) and number % hanging == 0
        now = datetime.now(UTC)
        return {
            "kind": "push",
            "feed": feed,
            "format": format,
            "callback": callback_of(number, self._there.port, secure=self._secure, hangs=hangs),
            "secret": f"secret {number}",
            "since": now,
            "expires": now + timedelta(days=1),
            "sent": 0,
            "due": now,
            "tries": 0,
            "host": address_of(number),
        }

    def save(self, number: int = 0, text: str = "") -> float:
        """Save an article; when its rename was done, by the monotonic clock."""
        self._there.taken("anew")
        return _write(self._articles, number, text or f"Saved at {time.time()}.")

    def answered(self) -> float:
        """How many have taken a document since the last save."""
        return self._there.taken()["answered"]

    def settle(self) -> None:
        """Wait until nobody is sent anything, and no process has work left, for a second.

        When nothing happens, the indexer compresses documents better: that takes half of a core.
        """
        end = time.monotonic() + PATIENCE
        before = -1.0, 0.0
        while time.monotonic() < end:
            now = self.answered(), machine.processor_seconds(self.server.pid)
            if now[0] == before[0] and now[1] - before[1] <= _IDLE:
                return
            before = now
            time.sleep(1.0)
        raise RuntimeError(f"there is always work left; {self.server.words()[-1000:]}")

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Let nothing be sent as long as the block runs."""
        os.kill(self._pusher, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self._pusher, signal.SIGCONT)

    def wait(self, since: float, healthy: int) -> tuple[float, float]:
        """Wait until so many have taken a document; the seconds to the first and to the last."""
        end = time.monotonic() + PATIENCE
        while (taken := self._there.taken())["answered"] < healthy:
            if time.monotonic() > end or not self.server.alive():
                raise RuntimeError(f"{taken} of {healthy}; {self.server.words()[-1000:]}")
            time.sleep(0.05)
        return taken["first"] - since, taken["last"] - since

    def memory(self) -> float:
        """MB of the process that pushes."""
        return machine.memory(self._pusher)["Pss"]


@contextlib.contextmanager
def running(articles: Path, store: Path, certificates: Path | None) -> Iterator[Hub]:
    """A newsroom whose hub pushes; with certificates, its subscribers speak TLS."""
    core, other = machine.cores()
    frame.index(articles, store)
    environ = {"PYTHONPATH": os.pathsep.join([str(peers.ROOT), *peers.packages()])}
    if certificates:
        environ["SSL_CERT_FILE"] = str(certificates / "trusted.pem")
    with contextlib.ExitStack() as stack:
        there = stack.enter_context(Subscribers(other, certificates))
        server = stack.enter_context(servers.whole(articles, store, core, **environ))
        hub = Hub(articles, store, there, certificates is not None, server)
        stack.callback(hub.close)
        yield hub


def _pusher(server: servers.Server) -> int:
    """The process of a server that pushes."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.alive():
        for pid in machine.descendants(server.pid):
            with contextlib.suppress(OSError):
                if b"\0push\0run\0" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    return pid
        time.sleep(0.05)
    raise RuntimeError(f"nothing pushes; {server.words()[-1000:]}")
