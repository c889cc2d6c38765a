"""Real servers, asked over real sockets."""

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
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 60  # seconds for anything to happen
RAIN = "---\ntitle: Rain\ndate: 2026-05-01\ncategory: World\n---\nWet it is.\n"
SNOW = "---\ntitle: Snow\ndate: 2026-05-02\ncategory: Sport\n---\nCold it is.\n"
CLI = [sys.executable, "-m", "feedsvc"]


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def ask(connection: HTTPConnection, path: str, **headers: str) -> Answer:
    """What a server answers; the connection is closed."""
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers=sent)
        answer = connection.getresponse()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        connection.close()


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

    def connection(self) -> HTTPConnection:
        return HTTPConnection(self.host, self.port, timeout=LIMIT)

    def get(self, path: str, **headers: str) -> Answer:
        return ask(self.connection(), path, **headers)

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
