"""A token leaves no trace: a real `feedsvc serve` is asked with one, and all it wrote is read."""

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from feedsvc.web import create_app
from feedsvc.web.log_filter import Masked, mask
from feedsvc.web.probe import answers
from feedsvc.web.server import LOGGING

LIMIT = 60
CLI = [sys.executable, "-m", "feedsvc"]
TOML = 'id_base = "news.example,2026"\n[categories.board]\nprivate = true\n'
PATHS = (
    *("", "/", "/feed.atom", "/feed.rss", "/feed.json", "/category/board.atom"),
    *("/articles/plan", "/articles/notes", "/articles/rain", "/media/board/map.png"),
    *("/category/zoo.atom", "/articles/nothing", "/media/nothing", "/zzz", "/articles/%00", "/%ff"),
)


def environ() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("FEEDSVC_")}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def wait(condition: Callable[[], object], what: str) -> None:
    end = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.02)


def key(*arguments: str | Path) -> str:
    done = subprocess.run(
        [*CLI, "key", *map(str, arguments)], capture_output=True, env=environ(), check=True
    )
    return done.stdout.decode()


def new_token(folder: Path, name: str) -> str:
    made = json.loads(key("add", name, folder, "--drafts", "--category", "board", "--json"))
    return str(made["page"].split("/")[-2])


def ask(port: int, method: str, path: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=LIMIT)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@contextmanager
def serving(folder: Path, log: Path, *options: str) -> Iterator[int]:
    port = free_port()
    with log.open("wb") as said:
        process = subprocess.Popen(
            [*CLI, "serve", str(folder), "--port", str(port), "--workers", "2", *options],
            stdout=said,
            stderr=said,
            env=environ() | {"GRANIAN_LOG_ACCESS_ENABLED": "1"},
            start_new_session=True,
        )
    try:
        wait(lambda: answers("127.0.0.1", port), "the workers")
        yield port
        process.send_signal(signal.SIGTERM)
        process.wait(LIMIT)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(LIMIT)


@pytest.fixture
def folder(desk: Any) -> Path:
    desk.write("site.toml", TOML)
    desk.write("world/rain.md", "---\ntitle: Rain\ndate: 2026-05-01\n---\nWet it is.\n")
    desk.write("world/plan.md", "---\ntitle: Plan\ndraft: true\n---\nX.\n")
    desk.write("board/notes.md", "---\ntitle: Notes\nimage: map.png\n---\nX.\n")
    desk.write("board/map.png", b"map")
    return desk.folder


def test_keys_count_at_the_next_request_and_leave_no_trace(folder: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with serving(folder, log, "--access-log", str(tmp_path / "access")) as port:
        tokens = [new_token(folder, name) for name in ("One", "Two")]
        for token in tokens:
            for _ in range(6):  # whichever worker
                assert ask(port, "GET", f"/private/{token}/feed.atom")[0] == 200
            for path in PATHS:
                for method in ("GET", "HEAD", "POST"):
                    status, _ = ask(port, method, f"/private/{token}{path}")
                    assert status < 500, path
        key("revoke", "One", folder)
        unknown = ask(port, "GET", f"/private/{'A' * 43}/feed.atom")
        for _ in range(6):
            assert ask(port, "GET", f"/private/{tokens[0]}/feed.atom") == unknown
        assert unknown[0] == 404
        # A store that cannot be read is an error that is logged.
        store = folder / ".feedsvc" / "store.sqlite3"
        kept = store.read_bytes()
        metrics = ask(port, "GET", "/metrics")[1]
        for name in ("store.sqlite3", "store.sqlite3-wal", "store.sqlite3-shm"):
            kept += (folder / ".feedsvc" / name).read_bytes()
            (folder / ".feedsvc" / name).write_bytes(b"x" * 9000)
        statuses = {ask(port, "GET", f"/private/{t}/feed.atom")[0] for t in tokens for _ in "1234"}
        assert statuses == {503}
    written = log.read_bytes()
    assert b"Listening at" in written
    assert b" ERROR store " in written
    asked = (tmp_path / "access").read_bytes()
    assert asked.count("GET /private/…/feed.atom".encode()) > 12
    places = (("log", written), ("access log", asked), ("metrics", metrics), ("store", kept))
    for token in tokens:
        for where, text in places:
            assert token[:12].encode() not in text, where


def test_a_fault_of_ours_is_logged_without_the_token(desk: Any, monkeypatch: Any) -> None:
    """Flask names the path of what failed, and a traceback may quote it."""
    newsroom = desk.open()
    token = newsroom.keys.add("Key", drafts=True).token

    def fail(visit: Any, *_: Any) -> None:
        raise ValueError(f"cannot show {visit.place}/feed.atom")

    monkeypatch.setattr(newsroom.private, "document", fail)
    app = create_app(newsroom)
    written: list[str] = []

    class Keeps(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    handler = Keeps()
    app.logger.addHandler(handler)
    try:
        answer = app.test_client().get(f"/private/{token}/feed.atom")
    finally:
        app.logger.removeHandler(handler)
    assert answer.status_code == 500
    assert token not in answer.text
    (line,) = written
    assert "Exception on /private/…/feed.atom [GET]" in line
    assert "ValueError: cannot show https://news.example/private/…/feed.atom" in line
    assert token[:12] not in line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("GET /private/abc_-9/feed.atom HTTP/1.1", "GET /private/…/feed.atom HTTP/1.1"),
        ("/private/abc", "/private/…"),
        ("/private//abc/", "/private//…/"),
        ("/PRIVATE/abc?x", "/PRIVATE/…?x"),
        ("to=%2Fprivate%2Fabc%2Ffeed.rss", "to=%2Fprivate%2F…%2Ffeed.rss"),
        ("/articles/private", "/articles/private"),
        ("very-private/abc", "very-private/abc"),
    ],
)
def test_what_is_masked(text: str, shown: str) -> None:
    assert mask(text) == shown


def test_the_logs_of_serve_are_masked() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 1, "%s %s", ("/private/abc/x", 3), None)
    assert Masked().filter(record)
    assert record.getMessage() == "/private/…/x 3"
    assert "masked" in LOGGING["handlers"]["console"]["filters"]
