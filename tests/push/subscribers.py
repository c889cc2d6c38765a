"""Subscribers on real sockets, well-behaved and hostile, each by the path that it is asked for."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

Behaviour = Callable[[socket.socket, "Heard", threading.Event], None]


class Heard(NamedTuple):
    """A request, as it came over the wire."""

    line: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def path(self) -> str:
        return self.line.split(" ")[1]

    def header(self, name: str) -> str | None:
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(found) < 2, found
        return found[0] if found else None


class Subscribers:
    """Listens on one port of all addresses of this machine, and notes what it hears."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.heard: list[Heard] = []
        self.connected = threading.Semaphore(0)  # once for each request

    def url(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


def answer(status: str, body: bytes = b"", *headers: str) -> Behaviour:
    """What answers so, and closes the connection."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]

    def behave(connection: socket.socket, heard: Heard, end: threading.Event) -> None:
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)

    return behave


def _hang(connection: socket.socket, heard: Heard, end: threading.Event) -> None:
    connection.settimeout(0.05)
    while not end.is_set():
        with suppress(TimeoutError):
            if not connection.recv(1):
                return


def _drip(connection: socket.socket, heard: Heard, end: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while not end.wait(0.02):
        connection.sendall(b"x")


def _drip_headers(connection: socket.socket, heard: Heard, end: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while not end.wait(0.02):
        connection.sendall(b"X-More: of it\r\n")


def _endless(connection: socket.socket, heard: Heard, end: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while not end.is_set():
        connection.sendall(b"y" * 65536)


def _endless_headers(connection: socket.socket, heard: Heard, end: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while not end.is_set():
        connection.sendall(b"X-More: " + b"z" * 8000 + b"\r\n")


def _close(connection: socket.socket, heard: Heard, end: threading.Event) -> None:
    pass


def _break_off(connection: socket.socket, heard: Heard, end: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")


def _gibberish(connection: socket.socket, heard: Heard, end: threading.Event) -> None:
    connection.sendall(b"220 mail.example ESMTP\r\n")


def _cookie(connection: socket.socket, heard: Heard, end: threading.Event) -> None:
    answer("200 OK", b"", "Set-Cookie: a=b; Path=/")(connection, heard, end)


def _zipped(connection: socket.socket, heard: Heard, end: threading.Event) -> None:
    answer("200 OK", b"\x1f\x8b\x08\x00", "Content-Encoding: gzip")(connection, heard, end)


def _early(connection: socket.socket, heard: Heard, end: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n")


def _redirect(connection: socket.socket, heard: Heard, end: threading.Event) -> None:
    status = heard.path.partition("?")[2]
    answer(f"{status} Elsewhere", b"", "Location: /ok")(connection, heard, end)


def _long(connection: socket.socket, heard: Heard, end: threading.Event) -> None:
    size = int(heard.path.partition("?")[2])
    answer("200 OK", b"l" * size)(connection, heard, end)


BEHAVIOURS: dict[str, Behaviour] = {
    "/ok": answer("204 No Content"),
    "/hang": _hang,
    "/drip": _drip,
    "/drip-headers": _drip_headers,
    "/endless": _endless,
    "/endless-headers": _endless_headers,
    "/close": _close,
    "/break-off": _break_off,
    "/gibberish": _gibberish,
    "/cookie": _cookie,
    "/zipped": _zipped,
    "/redirect": _redirect,
    "/long": _long,
    "/gone": answer("410 Gone"),
    "/busy": answer("503 Service Unavailable", b"later"),
    "/text": answer("200 OK", b"a text"),
    "/early": _early,
}


@contextmanager
def listening(certificate: Path | None = None, address: str = "") -> Iterator[Subscribers]:
    """Subscribers as long as the block runs; with a certificate, over TLS.

    They listen at all addresses of IPv4, or at one that is named.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    secure = None
    if certificate is not None:
        secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        secure.load_cert_chain(certificate)
    end = threading.Event()
    threads: list[threading.Thread] = []
    with socket.create_server((address, 0), family=family, backlog=1000) as listener:
        found = Subscribers(listener.getsockname()[1])

        def accept() -> None:
            with suppress(OSError):
                while not end.is_set():
                    connection, _ = listener.accept()
                    one = threading.Thread(target=serve, args=(connection,), daemon=True)
                    threads.append(one)
                    one.start()

        def serve(connection: socket.socket) -> None:
            with suppress(OSError), connection:
                connection.settimeout(20)
                if secure is not None:
                    with secure.wrap_socket(connection, server_side=True) as inner:
                        _serve(found, inner, end)
                else:
                    _serve(found, connection, end)

        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        try:
            yield found
        finally:
            end.set()
            with suppress(OSError):
                socket.create_connection((address or "127.0.0.1", found.port), 5).close()
            accepting.join(5)
            for one in threads:
                one.join(5)


def _serve(found: Subscribers, connection: socket.socket, end: threading.Event) -> None:
    heard = _read(connection)
    if heard is None:
        return
    found.heard.append(heard)
    found.connected.release()
    BEHAVIOURS[heard.path.partition("?")[0]](connection, heard, end)


def _read(connection: socket.socket) -> Heard | None:
    got = b""
    while b"\r\n\r\n" not in got:
        more = connection.recv(65536)
        if not more:
            return None
        got += more
        if got[0] == 0x16:  # TLS
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            return None
    head, _, body = got.partition(b"\r\n\r\n")
    line, *rest = head.decode("latin-1").split("\r\n")
    headers = [(name, value.strip()) for name, _, value in (one.partition(":") for one in rest)]
    length = next((int(v) for k, v in headers if k.lower() == "content-length"), 0)
    while len(body) < length:
        more = connection.recv(65536)
        if not more:
            return None
        body += more
    return Heard(line, headers, body)
