"""The service under real servers, asked over real sockets."""

import gzip
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 60  # seconds for anything to happen
RAIN = "---\ntitle: Rain\ndate: 2026-05-01\ncategory: World\n---\nWet it is.\n"
SNOW = "---\ntitle: Snow\ndate: 2026-05-02\ncategory: Sport\n---\nCold it is.\n"
CLI = [sys.executable, "-m", "feedsvc"]


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Process(NamedTuple):
    pid: int
    group: int
    command: str


def running_processes() -> list[Process]:
    """All of this machine that have not ended."""
    if sys.platform == "linux":  # where ps may not be installed
        found = (_process(int(name)) for name in os.listdir("/proc") if name.isdigit())
        return [one for one in found if one is not None]
    listed = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,pgid=,stat=,args="],
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [line.split(None, 3) for line in listed.stdout.splitlines()]
    return [Process(int(row[0]), int(row[1]), row[-1]) for row in rows if row[2][0] != "Z"]


def _process(pid: int) -> Process | None:
    try:
        state, _, group, *_ = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it has ended meanwhile
        return None
    text = command.replace(b"\0", b" ").decode(errors="replace")
    return None if state in "ZX" else Process(pid, int(group), text)


class Server:
    """A server in a process group of its own."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, port: int) -> None:
        self.process, self.log, self.port = process, log, port
        self.host = "127.0.0.1"

    def get(self, path: str, **headers: str) -> Answer:
        connection = HTTPConnection(self.host, self.port, timeout=LIMIT)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers=sent)
            answer = connection.getresponse()
            return Answer(
                answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
            )
        finally:
            connection.close()

    def ready(self) -> bool:
        assert self.process.poll() is None, self.said()
        with suppress(OSError):
            return self.get("/readyz").status == 200
        return False

    def said(self) -> str:
        return self.log.read_text()

    def group(self) -> list[int]:
        """The processes of the server that still run."""
        return [one.pid for one in running_processes() if one.group == self.process.pid]

    def end(self, sent: signal.Signals) -> int:
        self.process.send_signal(sent)
        return self.process.wait(LIMIT)


def wait(condition: Callable[[], object], what: str) -> None:
    end = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.02)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


@contextmanager
def running(command: list[str], folder: Path, port: int) -> Iterator[Server]:
    """A server that is not waited for."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("FEEDSVC_")}
    environ |= {"FEEDSVC_ARTICLES": str(folder), "PYTHONUNBUFFERED": "1"}
    log = folder.parent / f"{port}.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environ, stdout=said, stderr=said, start_new_session=True
        )
    try:
        yield Server(process, log, port)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(LIMIT)


@contextmanager
def granian(folder: Path, *options: str, host: str = "127.0.0.1") -> Iterator[Server]:
    port = free_port()
    command = [*CLI, "serve", str(folder), "--host", host, "--port", str(port), "--workers", "2"]
    with running([*command, *options], folder, port) as server:
        server.host = host  # the system decides which address a name has
        wait(server.ready, "readyz of granian")
        yield server


@contextmanager
def gunicorn(folder: Path) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--log-level", "warning"]
    shown = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True).stdout
    if "--no-control-socket" in shown:  # newer ones listen in the home folder besides
        command.append("--no-control-socket")
    with running(command, folder, port) as server:
        wait(server.ready, "readyz of gunicorn")
        yield server


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


def indexer_of(server: Server) -> int:
    """The indexer beside a server's workers; 0 where there is none."""
    wanted = f" index --watch --parent {server.process.pid} "
    return next((one.pid for one in running_processes() if wanted in f"{one.command} "), 0)


def save(folder: Path, title: str) -> None:
    (folder / ".rain.md.tmp").write_text(RAIN.replace("Rain", title))
    (folder / ".rain.md.tmp").rename(folder / "rain.md")


def shows(server: Server, title: str) -> bool:
    return title.encode() in server.get("/category/world.json").body


def test_a_saved_article_is_served(served: Server, folder: Path) -> None:
    world, sport = served.get("/category/world.atom"), served.get("/category/sport.atom")
    wait(lambda: " 2 published" in served.said(), "the indexer's first look")
    save(folder, "Rain by itself")
    wait(lambda: shows(served, "Rain by itself"), "the saved article")
    changed = served.get("/category/world.atom", If_None_Match=world.headers["etag"])
    assert (changed.status, changed.headers["etag"] != world.headers["etag"]) == (200, True)
    same = served.get("/category/sport.atom", If_None_Match=sport.headers["etag"])
    assert same.status == 304


def test_an_indexer_that_dies_is_started_again(served: Server, folder: Path) -> None:
    wait(lambda: served.said().count(" 2 published") == 1, "the indexer's first look")
    indexer = indexer_of(served)
    assert indexer
    os.kill(indexer, signal.SIGKILL)
    wait(lambda: served.said().count(" 2 published") == 2, "another indexer")
    assert "the indexer ended (SIGKILL); it starts again in 1 s" in served.said()
    save(folder, "Rain again")
    wait(lambda: shows(served, "Rain again"), "the saved article")


def test_no_indexer_outlives_a_server_that_is_killed(folder: Path) -> None:
    with granian(folder) as first:
        wait(lambda: " 2 published" in first.said(), "the indexer's first look")
        with granian(folder) as second:
            wait(lambda: "waiting to take over" in second.said(), "the second indexer")
            first.process.kill()
            wait(lambda: not indexer_of(first), "the first indexer to end")
            wait(lambda: " 2 published" in second.said(), "the second indexer to take over")
            save(folder, "Rain for two")
            wait(lambda: shows(second, "Rain for two"), "the saved article")


def test_workers_alone_are_served_by_an_indexer_beside_them(folder: Path) -> None:
    command = [*CLI, "serve", str(folder), "--no-index", "--port", str(free_port())]
    refused = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert refused.returncode == 1
    assert refused.stderr == (
        f"feedsvc: nothing is indexed yet; run: feedsvc index --watch {folder}\n"
    )
    with running([*CLI, "index", "--watch", str(folder)], folder, 0) as indexer:
        wait(lambda: " 2 published" in indexer.said(), "the indexer's first look")
        with granian(folder, "--no-index") as server:
            assert not indexer_of(server)
            save(folder, "Rain beside")
            wait(lambda: shows(server, "Rain beside"), "the saved article")


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_whole(folder: Path, sent: signal.Signals) -> None:
    with granian(folder) as server:
        wait(lambda: len(server.group()) >= 3, "two workers")
        assert server.end(sent) == 0
        wait(lambda: not server.group(), "workers to end")
        assert "Traceback" not in server.said()


def test_it_says_what_an_operator_wants_to_know(folder: Path) -> None:
    with granian(folder, "--workers", "1") as server:
        server.end(signal.SIGTERM)
        lines = [line for line in server.said().splitlines() if " INFO " in line]
        assert f"Listening at: http://127.0.0.1:{server.port}" in lines[0]
        assert "Started worker-1" in lines[1]
        assert "WARNING" not in server.said()
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
        for path in paths:
            for coding in ("identity", "gzip"):
                here = one.get(path, Accept_Encoding=coding)
                there = other.get(path, Accept_Encoding=coding)
                assert (there.status, there.body) == (200, here.body)
                for name in ("etag", "last-modified", "content-type", "cache-control", "vary"):
                    assert there.headers.get(name) == here.headers.get(name)
                held = there.headers["etag"]
                assert one.get(path, If_None_Match=held).status == 304
                assert other.get(path, If_None_Match=held).status == 304


def test_gunicorn_takes_in_a_folder_that_never_was(folder: Path) -> None:
    with gunicorn(folder) as server:
        for _ in range(10):  # either worker
            assert b"Rain" in server.get("/feed.atom").body
        assert server.end(signal.SIGTERM) == 0
        wait(lambda: not server.group(), "workers to end")
        assert "Traceback" not in server.said()


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


def test_preview_on_a_port_that_is_taken_says_so(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        command = [*CLI, "preview", str(folder), "--port", str(held.getsockname()[1])]
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert done.returncode == 2
    assert "choose another with --port" in done.stderr
    assert len(done.stderr.splitlines()) == 1
