"""`feedsvc preview`, as an editor starts and ends it."""

import json
import os
import re
import signal
import socket
import subprocess
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from feedsvc.cli.preview import PORTS
from tests.web.servers import CLI, LIMIT, RAIN, SNOW, running, wait


@pytest.fixture
def folder(desk: Any) -> Path:
    desk.write("rain.md", RAIN)
    desk.write("snow.md", SNOW)
    return desk.folder


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_preview_shows_what_is_to_come_and_ends_quietly(
    desk: Any, folder: Path, sent: signal.Signals
) -> None:
    desk.write("hail.md", "---\ntitle: Hail\ndraft: true\n---\nHard it is.\n")
    desk.write("frost.md", "---\ntitle: Frost\nembargo: 2999-01-01\n---\nStill it is.\n")
    before = sorted(folder.rglob("*"))
    with running([*CLI, "preview", str(folder), "--port", "0"], folder, 0) as server:
        wait(lambda: re.search(r"http://127\.0\.0\.1:\d+/", server.said()), "the address")
        url = re.search(r"http://127\.0\.0\.1:(\d+)/", server.said())
        assert url is not None
        server.port = int(url[1])
        wait(server.ready, "readyz of the preview")
        feed = server.get("/feed.json")
        shown = json.loads(feed.body)
        titles = {item["title"] for item in shown["items"]}
        assert titles == {"Rain", "Snow", "[Draft] Hail", "[Embargoed] Frost"}
        assert shown["feed_url"] == f"{url[0]}feed.json"
        assert server.get("/feed.json", If_None_Match=feed.headers["etag"]).status == 304
        assert server.get("/articles/hail").status == 200
        assert server.end(sent) == 0
        assert len(server.said().splitlines()) == 1
    assert sorted(folder.rglob("*")) == before


def test_preview_takes_the_next_port_that_is_free_and_says_so(folder: Path) -> None:
    with ExitStack() as held:
        with suppress(OSError):  # another program has it, as is meant
            held.enter_context(socket.create_server(("127.0.0.1", PORTS[0])))
        server = held.enter_context(running([*CLI, "preview", str(folder)], folder, 0))
        wait(lambda: re.search(r":(\d+)/desk", server.said()), "the address")
        url = re.search(r":(\d+)/desk", server.said())
        assert url is not None
        server.port = int(url[1])
        assert server.port in PORTS[1:]
        wait(server.ready, "readyz of the preview")
        assert f"; {PORTS[0]} is taken)" in server.said()


def test_preview_opens_the_desk_in_the_browser(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "opened"
    for name in ("xdg-open", "open"):
        (tmp_path / name).write_text(f'#!/bin/sh\nprintf %s "$1" >{seen}\n')
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    command = [*CLI, "preview", str(folder), "--port", "0", "--open"]
    with running(command, folder, 0) as server:
        wait(lambda: seen.exists() and seen.read_text(), "the browser")
        assert seen.read_text() in server.said()
        assert seen.read_text().endswith("/desk")


def test_preview_on_a_port_that_is_taken_says_so(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        command = [*CLI, "preview", str(folder), "--port", str(held.getsockname()[1])]
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert done.returncode == 2
    assert "choose another with --port" in done.stderr
    assert len(done.stderr.splitlines()) == 1
