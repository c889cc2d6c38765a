"""Subscribers of a hub on this machine, each at an address of its own, that take what is sent.

    python -m bench.subscribers PORT [FOLDER]

They listen at 127.16.0.1 and on, as many as are asked for; those whose path begins with /hang read
and never answer. With a folder, they speak TLS with the certificates in it. For each line on
standard input one comes back, as JSON: how many POSTs were answered, how many were not, and when
the first and the last came, by the monotonic clock. After the line "anew" they count from nothing.
"""

import asyncio
import contextlib
import json
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

from bench import servers

BACKLOG = 4096
PER_CERTIFICATE = 100  # addresses that stand in one
_ANSWER = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"


def address_of(number: int) -> str:
    """Where a subscriber listens."""
    return f"127.{16 + number // 50_000}.{number // 200 % 250}.{1 + number % 200}"


def callback_of(number: int, port: int, *, secure: bool, hangs: bool) -> str:
    """The callback of a subscriber."""
    scheme, path = "https" if secure else "http", "hang" if hangs else "push"
    return f"{scheme}://{address_of(number)}:{port}/{path}/{number}"


def make_certificates(folder: Path, count: int) -> Path:
    """Certificates for so many subscribers, and the file of all that a client trusts."""
    folder.mkdir(parents=True, exist_ok=True)
    key = folder / "key.pem"
    command = ["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", str(key)]
    subprocess.run(command, check=True, capture_output=True)
    made = []
    for number in range(-(-count // PER_CERTIFICATE)):
        first = number * PER_CERTIFICATE
        names = ",".join(f"IP:{address_of(first + one)}" for one in range(PER_CERTIFICATE))
        file = folder / f"{number}.pem"
        command = ["openssl", "req", "-x509", "-key", str(key), "-days", "2", "-out", str(file)]
        command += ["-subj", f"/CN=subscribers {number}", "-addext", f"subjectAltName={names}"]
        subprocess.run(command, check=True, capture_output=True)
        made.append(file.read_text())
    trusted = folder / "trusted.pem"
    trusted.write_text("".join(made))
    return trusted


class Taken:
    """What was taken so far."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Count from nothing."""
        self.answered = self.unanswered = 0
        self.first = self.last = 0.0

    def note(self, hangs: bool) -> None:
        """Count a POST that has come."""
        now = time.monotonic()
        self.first = self.first or now
        if hangs:
            self.unanswered += 1
        else:
            self.answered += 1
            self.last = now


class _Subscriber(asyncio.Protocol):
    """One connection: reads a POST, answers it, and closes."""

    def __init__(self, taken: Taken) -> None:
        self._taken = taken
        self._head = b""
        self._left = -1  # of the body; -1: its length is not known yet
        self._hangs = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Take a part of the request."""
        if self._left < 0:
            self._head += data
            head, end, data = self._head.partition(b"\r\n\r\n")
            if not end:
                return
            self._hangs = head.startswith(b"POST /hang")
            length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
            self._left = int(length or 0)
        self._left -= len(data)
        if self._left <= 0:
            self._taken.note(self._hangs)
            if not self._hangs:
                self._transport.write(_ANSWER)
                self._transport.close()


async def _serve(port: int, folder: Path | None) -> None:
    loop = asyncio.get_running_loop()
    taken = Taken()
    contexts = _contexts(folder) if folder else []
    with socket.create_server(("0.0.0.0", port), backlog=BACKLOG) as listener:
        listener.setblocking(False)
        asking = asyncio.create_task(_tell(taken))
        print("there", flush=True)
        handshakes = set()
        while not asking.done():
            connection, _ = await loop.sock_accept(listener)
            secure = contexts[_number(connection) // PER_CERTIFICATE] if contexts else None
            begun = loop.connect_accepted_socket(lambda: _Subscriber(taken), connection, ssl=secure)
            task = asyncio.create_task(_quietly(begun))
            handshakes.add(task)
            task.add_done_callback(handshakes.discard)


async def _quietly(begun: object) -> None:
    with contextlib.suppress(OSError):
        await begun  # type: ignore[misc]


async def _tell(taken: Taken) -> None:
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        if line == "anew\n":
            taken.begin()
        print(json.dumps(vars(taken)), flush=True)


def _number(connection: socket.socket) -> int:
    _, second, third, fourth = map(int, connection.getsockname()[0].split("."))
    return (second - 16) * 50_000 + third * 200 + fourth - 1


def _contexts(folder: Path) -> list[ssl.SSLContext]:
    found = []
    for file in sorted(folder.glob("[0-9]*.pem"), key=lambda one: int(one.stem)):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file, folder / "key.pem")
        found.append(context)
    return found


class Subscribers(servers.Process):
    """Such a process; a context manager.

    Args:
        core: the one it stays on.
        folder: of the certificates that they speak TLS with; None: they do not.
    """

    def __init__(self, core: int | None, folder: Path | None = None) -> None:
        self.port = servers.free_port()
        more = [str(folder)] if folder else []
        command = [sys.executable, "-m", "bench.subscribers", str(self.port), *more]
        super().__init__(command, core=core, stdin=True)

    def __enter__(self) -> "Subscribers":
        try:
            self._lines(1)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.stop()

    def taken(self, line: str = "") -> dict[str, float]:
        """What they have taken so far: the attributes of `Taken`; all 0 from the line "anew" on."""
        many = len(self._said())
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        found: dict[str, float] = json.loads(self._lines(many + 1)[-1])
        return found

    def _lines(self, many: int) -> list[str]:
        while len(lines := self._said()) < many:
            if not self.alive():
                raise RuntimeError(f"the subscribers ended:\n{self.words()[-500:]}")
            time.sleep(0.01)
        return lines

    def _said(self) -> list[str]:
        """Its whole lines; not what asyncio says of clients that went away."""
        lines = self.words().splitlines(keepends=True)
        return [line for line in lines if line.endswith("\n") and line[0] in "{t"]


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None))
