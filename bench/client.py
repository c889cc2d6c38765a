"""A plain HTTP/1.1 client that counts every byte it is sent."""

import gzip
import socket
import time
from collections.abc import Callable
from typing import NamedTuple


class Answer(NamedTuple):
    """What came back.

    Attributes:
        head_bytes, body_bytes: as they went over the wire.
        body: as it was sent, with any coding.
    """

    status: int
    headers: dict[str, str]
    body: bytes
    head_bytes: int
    body_bytes: int

    @property
    def tag(self) -> str:
        """Its entity tag."""
        return self.headers.get("etag", "")

    def text(self) -> str:
        """The body without its coding."""
        coding = self.headers.get("content-encoding", "")
        if coding == "gzip":
            return gzip.decompress(self.body).decode()
        if coding:
            raise ValueError(f"no reader for {coding} here")
        return self.body.decode()


class Client:
    """One connection to a server of this machine, kept between requests."""

    def __init__(self, port: int, timeout: float = 60.0) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._port = port
        self._buffer = b""

    def close(self) -> None:
        """Let the connection go."""
        self._socket.close()

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        """Ask, and read the whole answer."""
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode())
        head = self._until(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        found = {}
        for line in rest:
            name, _, value = line.partition(":")
            if name:
                found[name.lower()] = value.strip()
        status = int(first.split()[1])
        body, sent = self._body(status, found)
        return Answer(status, found, body, len(head), sent)

    def _body(self, status: int, headers: dict[str, str]) -> tuple[bytes, int]:
        if status in (204, 304):
            return b"", 0
        if headers.get("transfer-encoding") == "chunked":
            parts, sent = [], 0
            while True:
                line = self._until(b"\r\n")
                size = int(line.split(b";")[0], 16)
                part = self._exactly(size + 2)
                sent += len(line) + len(part)
                if not size:
                    return b"".join(parts), sent
                parts.append(part[:-2])
        body = self._exactly(int(headers.get("content-length", 0)))
        return body, len(body)

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._buffer:
            self._more()
        end = self._buffer.index(mark) + len(mark)
        found, self._buffer = self._buffer[:end], self._buffer[end:]
        return found

    def _exactly(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._more()
        found, self._buffer = self._buffer[:size], self._buffer[size:]
        return found

    def _more(self) -> None:
        part = self._socket.recv(262144)
        if not part:
            raise ConnectionError("the server closed the connection")
        self._buffer += part


def get(port: int, path: str, headers: dict[str, str] | None = None) -> Answer:
    """One request over a connection of its own."""
    client = Client(port)
    try:
        return client.get(path, headers)
    finally:
        client.close()


def wait_for(port: int, path: str, seconds: float, alive: Callable[[], bool]) -> Answer:
    """Ask every 2 ms until there is an answer that is no failure of the server.

    Raises:
        TimeoutError: there was none.
    """
    end = time.perf_counter() + seconds
    while True:
        try:
            answer = get(port, path)
            if answer.status < 500:
                return answer
        except OSError:
            pass
        if time.perf_counter() > end or not alive():
            raise TimeoutError(f"no answer from port {port}, waited {seconds:.0f} s at most")
        time.sleep(0.002)
