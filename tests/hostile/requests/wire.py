"""Requests byte by byte over real sockets, and a server that is asked so."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[3]
LIMIT = 60  # seconds for anything to happen
SECRET = b"For nobody's eyes"  # stands in every file that no client may have
FORGED = b"forged.example"  # a host that is not the site's
CANARY = b"X-Canary"  # a header that no answer has
SOUND = 3_000_000  # bytes; a download, and soon over
# Bytes of one that does not end while its client takes nothing. The system counts the bytes that it
# holds of a connection in 32 bits, so it never takes all of them, however it is set.
ENDLESS = 2**33


class Reply(NamedTuple):
    """One answer."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str | None:
        found = re.search(rf"\r\n{name}: ([^\r]*)", self.head.decode("latin-1"), re.IGNORECASE)
        return found[1] if found else None


def get(path: bytes | str, *headers: bytes | str, method: bytes = b"GET") -> bytes:
    """A request that is otherwise in order, the last one of its connection."""
    lines = [_bytes(line) for line in headers]
    if not any(line.lower().startswith(b"host") for line in lines):
        lines.insert(0, b"Host: news.example")
    start = method + b" " + _bytes(path) + b" HTTP/1.1"
    return b"\r\n".join([start, *lines, b"Connection: close", b"", b""])


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


LAST = get("/robots.txt")
_THEN = "from feedsvc.cli import main; main()"


def replies(received: bytes) -> list[Reply]:
    """The answers that came over one connection."""
    found = []
    while received:
        head, ended, rest = received.partition(b"\r\n\r\n")
        assert ended, f"half an answer: {received[:200]!r}"
        status = int(re.fullmatch(rb"HTTP/1\.[01] (\d{3})[^\r\n]*", head.partition(b"\r\n")[0])[1])
        length = re.search(rb"\r\ncontent-length: (\d+)", head, re.IGNORECASE)
        size = 0 if status in (100, 304) or not length else int(length[1])
        found.append(Reply(status, head, rest[:size]))
        received = rest[size:]
    return found


def received(port: int, data: bytes) -> bytes:
    """All that comes back until the server closes the connection."""
    with socket.create_connection(("127.0.0.1", port), LIMIT) as connection:
        with suppress(ConnectionError):  # closed before all was said
            connection.sendall(data)
        return read_all(connection)


def read_all(connection: socket.socket) -> bytes:
    """What comes until the other side closes."""
    came = bytearray()
    with suppress(ConnectionError):
        while part := connection.recv(65536):
            came += part
    return bytes(came)


class Server:
    """A server in a process group of its own."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, port: int) -> None:
        self.process, self.log, self.port = process, log, port

    def ask(self, data: bytes) -> list[Reply]:
        """The answers to what is sent over one connection; none of them is the server's failure."""
        came = received(self.port, data)
        assert FORGED not in came
        assert CANARY.lower() not in came.lower()
        assert SECRET not in came
        found = replies(came)
        assert all(reply.status < 500 for reply in found)
        return found

    def serves(self) -> None:
        """It is as well as before."""
        assert self.process.poll() is None
        (reply,) = self.ask(get("/feed.atom"))
        assert (reply.status, reply.body[-8:].strip()) == (200, b"</feed>")
        assert b"Traceback" not in self.log.read_bytes()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), LIMIT)


def wait(condition: Callable[[], object], what: str) -> None:
    end = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.02)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def make_newsroom(folder: Path) -> None:
    """A newsroom with something to find, and something that must not be found."""
    files = {
        "site.toml": b'base_url = "https://news.example"\nid_base = "news.example,2026"\n',
        "rain.md": b"---\ntitle: Rain\ndate: 2026-05-01\ncategory: World\ntags: [Wind]\n"
        b"aliases: [/old/rain]\nimage: drop.png\n---\nWet it is.\n\n## More\n\nOf it.\n",
        "hail.md": b"---\ntitle: Hail\ndate: 2026-05-02\n"
        b"enclosure: [hail.mp3, endless.mp3]\n---\nHard it is.\n",
        "held.md": b"---\ntitle: Held\ndraft: true\n---\n" + SECRET + b"\n",
        "held.png": SECRET,
        "drop.png": b"p" * 100,
        "hail.mp3": b"s" * SOUND,
        "../outside.png": SECRET,
    }
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    with (folder / "endless.mp3").open("wb") as file:
        file.truncate(ENDLESS)  # a hole: it takes no room


@contextmanager
def running(
    command: Sequence[str], folder: Path, port: int, first: str = "/readyz", **limits: int
) -> Iterator[Server]:
    """A server that answers, with some limits of its own."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("FEEDSVC_")}
    environ |= {f"FEEDSVC_LIMITS_{key.upper()}": str(value) for key, value in limits.items()}
    log = folder.parent / f"{port}.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=environ,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    server = Server(process, log, port)

    def ready() -> bool:
        assert process.poll() is None, log.read_text()
        with suppress(ConnectionError):
            return b" 200 " in received(port, get(first, f"Host: 127.0.0.1:{port}"))[:20]
        return False

    try:
        wait(ready, "an answer")
        yield server
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(LIMIT)


@contextmanager
def serving(folder: Path, *, files: int = 0, **limits: int) -> Iterator[Server]:
    """`feedsvc serve` with one worker, with some limits of its own.

    Args:
        files: file handles that each of its processes may have; 0: as many as this one.
        limits: by key of `[limits]`.
    """
    port = free_port()
    command = [*_program(files), "serve", str(folder), "--port", str(port), "--workers", "1"]
    with running(command, folder, port, **limits) as server:
        yield server


def _program(files: int) -> list[str]:
    """The arguments with which Python is feedsvc."""
    if not files:
        return ["-m", "feedsvc"]
    fewer = f"import resource as r; r.setrlimit(r.RLIMIT_NOFILE, ({files}, {files}))"
    return ["-c", f"{fewer}\n{_THEN}"]
