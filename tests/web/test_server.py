"""The service under real servers, asked over real sockets."""

import gzip
import json
import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.web.servers import (
    CLI,
    LIMIT,
    RAIN,
    SNOW,
    Server,
    free_port,
    granian,
    gunicorn,
    wait,
)


@pytest.fixture
def folder(desk: Any) -> Path:
    desk.write("rain.md", RAIN)
    desk.write("snow.md", SNOW)
    return desk.folder


@pytest.fixture
def served(folder: Path) -> Iterator[Server]:
    with granian(folder) as server:
        yield server


@pytest.fixture
def curl() -> str:
    found = shutil.which("curl")
    if found is None:
        pytest.skip("curl is not installed")
    return found


def fetch(curl: str, *arguments: str | Path) -> str:
    return subprocess.run(
        [curl, "--silent", "--show-error", "--max-time", str(LIMIT), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_curl_polls_as_readers_do(served: Server, curl: str, tmp_path: Path) -> None:
    url, held = f"http://127.0.0.1:{served.port}/feed.rss", tmp_path / "etag"
    code = ["--output", tmp_path / "feed", "--write-out", "%{http_code}"]
    assert fetch(curl, url, "--etag-save", held, *code) == "200"
    assert (tmp_path / "feed").read_bytes() == served.get("/feed.rss").body
    assert fetch(curl, url, "--etag-compare", held, *code) == "304"
    assert fetch(curl, url, "--compressed", "--etag-save", held, *code) == "200"
    assert (tmp_path / "feed").read_bytes() == served.get("/feed.rss").body
    assert fetch(curl, url, "--compressed", "--etag-compare", held, *code) == "304"
    head = fetch(curl, "--head", url)
    assert re.search(rf"content-length: {len(served.get('/feed.rss').body)}\n", head, re.I)


def test_workers_answer_alike_whatever_the_host_is_called(served: Server) -> None:
    plain = served.get("/feed.atom")
    assert plain.status == 200
    assert plain.headers["content-type"] == "application/atom+xml; charset=utf-8"
    for _ in range(20):  # either worker
        forged = served.get("/feed.atom", Host="evil.example", X_Forwarded_Host="evil.example")
        assert (forged.body, forged.headers["etag"]) == (plain.body, plain.headers["etag"])
    coded = served.get("/feed.atom", Accept_Encoding="gzip")
    assert gzip.decompress(coded.body) == plain.body
    assert served.get("/feed.atom", If_None_Match=coded.headers["etag"]).status == 304
    date = plain.headers["last-modified"]
    assert served.get("/feed.atom", If_Modified_Since=date).status == 304


def test_a_saved_article_is_served_after_the_next_index(served: Server, folder: Path) -> None:
    world, sport = served.get("/category/world.json"), served.get("/category/sport.json")
    (folder / "rain.md").write_text(RAIN.replace("Rain", "Rain at last"))
    subprocess.run([*CLI, "index", str(folder)], check=True, capture_output=True, timeout=LIMIT)
    for _ in range(20):  # either worker, at once
        changed = served.get("/category/world.json", If_None_Match=world.headers["etag"])
        assert changed.status == 200
        assert json.loads(changed.body)["items"][0]["title"] == "Rain at last"
        assert changed.headers["etag"] != world.headers["etag"]
        same = served.get("/category/sport.json", If_None_Match=sport.headers["etag"])
        assert same.status == 304


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_whole(folder: Path, sent: signal.Signals) -> None:
    with granian(folder) as server:
        wait(lambda: len(server.group()) >= 3, "two workers")
        assert server.end(sent) == 0
        wait(lambda: not server.group(), "workers to end")
        assert "Traceback" not in server.said()


def test_a_store_that_is_cut_while_it_runs_is_told_and_memory_answers(folder: Path) -> None:
    with granian(folder, "--workers", "1") as server:
        feed = server.get("/feed.atom")
        wait(lambda: " 2 published" in server.said(), "the indexer's first look")
        made = subprocess.run(
            [*CLI, "key", "add", "Desk", str(folder), "--drafts", "--json"],
            capture_output=True,
            check=True,
        )
        place = urlsplit(json.loads(made.stdout)["page"]).path
        assert server.get(f"{place}feed.json").status == 200
        assert server.get("/readyz").status == 200
        for end in ("-wal", ""):
            os.truncate(folder / f".feedsvc/store.sqlite3{end}", 0)
        # A worker looks at the file now and then, whatever SQLite has in memory.
        wait(lambda: server.get(f"{place}feed.json").status == 503, "a look at the file")
        assert server.get(f"{place}feed.json").status == 503
        assert server.get("/search?q=rain").status == 503
        assert server.get("/feed.atom").body == feed.body
        assert server.get("/readyz").status == 503
        assert server.get("/healthz").status == 200


def test_it_says_what_an_operator_wants_to_know(folder: Path) -> None:
    with granian(folder, "--workers", "1") as server:
        wait(lambda: "Listening at" in server.said(), "the address")
        server.end(signal.SIGTERM)
        lines = [line for line in server.said().splitlines() if " INFO " in line]
        assert "Started worker-1" in lines[0]
        assert f"Listening at: http://127.0.0.1:{server.port}" in lines[1]
        # A busy machine may not let a worker end in time.
        warnings = [line for line in server.said().splitlines() if " WARNING " in line]
        assert [line for line in warnings if "refused to gracefully stop" not in line] == []
        assert "see ya" not in server.said()


def test_slow_clients_block_nobody(desk: Any, folder: Path) -> None:
    # It takes no room, and the system takes it as a whole from no server.
    os.truncate(desk.write("sound.mp3", b""), 2**33)
    desk.write("hail.md", "---\ntitle: Hail\nenclosure: sound.mp3\n---\nHard it is.\n")
    slow = []
    with granian(folder, "--workers", "1") as server:
        try:
            for number in range(40):
                client = socket.create_connection(("127.0.0.1", server.port), LIMIT)
                slow.append(client)
                half = "" if number % 2 else "\r\n"  # others do not even end their request
                client.sendall(f"GET /media/sound.mp3 HTTP/1.1\r\nHost: x\r\n{half}".encode())
            for client in slow[::2]:
                assert client.recv(9) == b"HTTP/1.1 "
            for _ in range(5):
                assert server.get("/feed.atom").status == 200
        finally:
            for client in slow:
                client.close()


def test_a_second_server_on_the_same_port_is_refused(served: Server, folder: Path) -> None:
    command = [*CLI, "serve", str(folder), "--port", str(served.port)]
    second = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert second.returncode == 2
    assert f"cannot serve on 127.0.0.1:{served.port}" in second.stderr
    assert second.stderr.splitlines()[-1].endswith("choose another with --host or --port")
    assert "Traceback" not in second.stderr


@pytest.mark.parametrize("host", ["name.invalid", "192.0.2.1"])
def test_a_host_that_is_not_this_machine_is_refused(folder: Path, host: str) -> None:
    command = [*CLI, "serve", str(folder), "--host", host, "--port", str(free_port())]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(f"feedsvc: cannot serve on {host}:")
    assert "Traceback" not in done.stderr


def test_a_host_may_have_a_name(desk: Any, folder: Path) -> None:
    desk.write("site.toml", 'id_base = "news.example,2026"\n')
    with granian(folder, host="localhost") as server:
        shown = json.loads(server.get("/feed.json", Host="evil.example").body)
        assert shown["feed_url"] == f"http://localhost:{server.port}/feed.json"


def test_gunicorn_answers_the_same_bytes_under_the_same_tags(folder: Path) -> None:
    paths = ["/feed.atom", "/feed.rss", "/feed.json", "/category/world.atom", "/articles/rain"]
    with granian(folder) as one, gunicorn(folder) as other:

        def alike(path: str, coding: str) -> bool:
            here = one.get(path, Accept_Encoding=coding)
            there = other.get(path, Accept_Encoding=coding)
            assert (here.status, there.status) == (200, 200)
            held = there.headers["etag"]
            assert one.get(path, If_None_Match=held).status == 304
            assert other.get(path, If_None_Match=held).status == 304
            if coding != "identity" and held != here.headers["etag"]:
                return False  # the indexer has just coded it in fewer bytes
            assert there.body == here.body
            for name in ("etag", "last-modified", "content-type", "cache-control", "vary"):
                assert there.headers.get(name) == here.headers.get(name)
            return True

        for path in paths:
            for coding in ("identity", "gzip"):
                wait(lambda asked=(path, coding): alike(*asked), "the same coding from both")


def test_gunicorn_takes_in_a_folder_that_never_was(folder: Path) -> None:
    with gunicorn(folder) as server:
        for _ in range(10):  # either worker
            assert b"Rain" in server.get("/feed.atom").body
        assert server.end(signal.SIGTERM) == 0
        wait(lambda: not server.group(), "workers to end")
        assert "Traceback" not in server.said()
