"""`feedsvc push run` as a process: it pushes over real sockets, and a kill loses nothing."""

import os
import resource
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from feedsvc.newsroom import Newsroom
from feedsvc.store import hub_overview, hub_subscriptions
from tests.push.hub import article
from tests.push.subscribers import Subscribers, listening
from tests.web.servers import CLI, LIMIT, wait

SITE = 'base_url = "https://news.example"\nid_base = "news.example,2026"\n[websub]\n'
OWN = f'{SITE}hub = "own"\nallow_private = true\n'
MANY = 30
KILLS = 10
MANY_OPEN = 150


class Pushing:
    """A process that pushes.

    Attributes:
        log: the file of its log.
    """

    def __init__(self, folder: Path, log: Path, files: tuple[int, int] | None = None) -> None:
        self.log = log
        self._files = files
        self._command = [*CLI, "push", "run", str(folder)]
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as said:
            self.process = subprocess.Popen(
                self._command,
                stdout=said,
                stderr=said,
                start_new_session=True,
                preexec_fn=self._limit if self._files else None,
            )

    def _limit(self) -> None:
        assert self._files is not None
        resource.setrlimit(resource.RLIMIT_NOFILE, self._files)

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(LIMIT)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(LIMIT)


@contextmanager
def pushing(folder: Path, log: Path, files: tuple[int, int] | None = None) -> Iterator[Pushing]:
    process = Pushing(folder, log, files)
    try:
        yield process
    finally:
        if process.process.poll() is None:
            process.kill()


@pytest.fixture
def newsroom(desk: Any) -> Iterator[Newsroom]:
    """A newsroom by the clock on the wall."""
    desk.write("site.toml", OWN)
    desk.write("a.md", article("A"))
    with Newsroom.open(desk.folder, {}) as made:
        made.scan()
        yield made


def subscribe(
    newsroom: Newsroom, subscribers: Subscribers, number: int, path: str = "/ok", hosts: int = 10
) -> None:
    now = newsroom.now()
    with newsroom.store.writing() as connection:
        for one in range(number):
            url = subscribers.url(f"{path}?{one}", f"127.0.0.{one % hosts + 1}")
            hub_subscriptions.put(
                connection, "feed", "atom", url, "s", now + timedelta(days=1), now
            )


def newest(subscribers: Subscribers) -> dict[str, bytes]:
    """What each subscriber was sent last, by its path."""
    return {heard.path: heard.body for heard in list(subscribers.heard)}


def all_have(subscribers: Subscribers, body: bytes, number: int) -> bool:
    found = newest(subscribers)
    return len(found) == number and set(found.values()) == {body}


def test_subscribers_get_the_bytes_that_a_poll_gets(
    newsroom: Newsroom, desk: Any, tmp_path: Path
) -> None:
    with listening() as subscribers, pushing(desk.folder, tmp_path / "log") as process:
        subscribe(newsroom, subscribers, MANY)
        for title in ("B", "C"):
            desk.write("b.md", article(title))
            newsroom.index.update(["b.md"])
            document = newsroom.document("feed", "atom")
            wait(lambda body=document.body: all_have(subscribers, body, MANY), title)
        heard = subscribers.heard[-1]
        assert heard.line.startswith("POST ")
        assert heard.header("Content-Type") == "application/atom+xml; charset=utf-8"
        assert heard.header("Content-Encoding") is None
        assert heard.header("Link") == (
            '<https://news.example/hub>; rel="hub", <https://news.example/feed.atom>; rel="self"'
        )
        assert process.stop() == 0


def test_a_kill_loses_nothing(newsroom: Newsroom, desk: Any, tmp_path: Path) -> None:
    with listening() as subscribers, pushing(desk.folder, tmp_path / "log") as process:
        subscribe(newsroom, subscribers, MANY)
        for number in range(KILLS):
            before = len(subscribers.heard)
            desk.write("b.md", article(f"B{number}"))
            newsroom.index.update(["b.md"])
            # At another point each time: before anything is sent, amidst, and after all.
            some = number * MANY // KILLS
            wait(lambda more=before + some: len(subscribers.heard) >= more, "some are sent")
            process.kill()
            process.start()
        body = newsroom.document("feed", "atom").body
        wait(lambda: all_have(subscribers, body, MANY), "all have the newest")


def test_nobody_is_in_a_private_network_unless_it_is_allowed(
    newsroom: Newsroom, desk: Any, tmp_path: Path
) -> None:
    desk.write("site.toml", OWN.replace("allow_private = true", ""))
    newsroom.adopt(newsroom.read_site())
    newsroom.scan()

    def tried() -> bool:
        with newsroom.store.reading() as connection:
            return hub_overview.overview(connection, newsroom.now()).failing > 0

    with listening() as subscribers, pushing(desk.folder, tmp_path / "log"):
        subscribe(newsroom, subscribers, 1)
        wait(tried, "a try that failed")
        assert subscribers.heard == []


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ((60, 5000), "/hang"),  # it may have more, and takes them
        ((300, 300), "/ok"),  # it may not, so it sends to fewer at a time, and nobody fails
    ],
)
def test_few_open_files_fail_no_subscriber(
    newsroom: Newsroom,
    desk: Any,
    tmp_path: Path,
    files: tuple[int, int],
    path: str,
) -> None:
    with listening() as subscribers, pushing(desk.folder, tmp_path / "log", files) as process:
        subscribe(newsroom, subscribers, MANY_OPEN, path, hosts=MANY_OPEN)
        wait(lambda: len(newest(subscribers)) == MANY_OPEN, "all are asked")
        log = process.log.read_text()
        assert ("raise the limit" in log) == (path == "/ok")
        with newsroom.store.reading() as connection:
            assert hub_overview.overview(connection, newsroom.now()).failing == 0


@pytest.mark.parametrize("said", [SITE, f'{SITE}hub = ""\n'])
def test_without_a_hub_it_says_what_to_write(desk: Any, said: str) -> None:
    desk.write("site.toml", said)
    command = [*CLI, "push", "run", str(desk.folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert 'hub = "own"' in done.stderr
