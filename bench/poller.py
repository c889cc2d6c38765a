"""Readers that poll at a fixed rate, each with the tag that it was last given."""

import selectors
import socket
import time
from collections import deque
from collections.abc import Callable

from bench import client


class _Reader:
    """One subscriber: a connection, a tag, and the time at which its open request was due."""

    def __init__(self, port: int, path: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), 30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.begin = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n"
        self.tag = ""
        self.due = 0.0
        self.buffer = b""

    def ask(self, due: float) -> None:
        """Send the poll that was due at that time."""
        self.due = due
        tag = f"If-None-Match: {self.tag}\r\n" if self.tag else ""
        self.socket.sendall(f"{self.begin}{tag}\r\n".encode())

    def read(self) -> client.Answer | None:
        """What has come; an answer once it is whole."""
        part = self.socket.recv(262144)
        if not part:
            raise ConnectionError("the server closed a reader's connection")
        self.buffer += part
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return None
        status = int(self.buffer[9:12])
        if status == 304:
            self.buffer = b""
            return client.Answer(304, {}, b"", end + 4, 0)
        lines = self.buffer[:end].decode("latin-1").split("\r\n")[1:]
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
        body = self.buffer[end + 4 :]
        if len(body) < int(headers["content-length"]):
            return None
        self.buffer = b""
        return client.Answer(status, headers, body, end + 4, len(body))


class Poller:
    """Asks so many times a second, whatever the answers take.

    Attributes:
        waits: seconds from when each poll was due to its whole answer.
        statuses: how many answers of each.

    Args:
        port, path: what is polled.
        readers: connections, each with a tag of its own.
        per_second: polls of all of them.
    """

    def __init__(self, port: int, path: str, readers: int, per_second: float) -> None:
        self._selector = selectors.SelectSelector()  # epoll would wait in whole milliseconds
        self._free: deque[_Reader] = deque(_Reader(port, path) for _ in range(readers))
        for reader in self._free:
            self._selector.register(reader.socket, selectors.EVENT_READ, reader)
        self._every = 1 / per_second
        self.waits: list[float] = []
        self.statuses: dict[int, int] = {}
        self._began = self._due = time.perf_counter()

    def rate(self) -> float:
        """Answers a second so far."""
        return len(self.waits) / (time.perf_counter() - self._began)

    def forget(self) -> None:
        """Begin to count anew."""
        self.waits.clear()
        self.statuses.clear()
        self._began = time.perf_counter()

    def run(self, until: float, seen: Callable[[client.Answer], bool]) -> bool:
        """Poll until a time, or until `seen` says of an answer that it is the one."""
        while True:
            now = time.perf_counter()
            if now >= until:
                return False
            while self._due <= now and self._free:
                self._free.popleft().ask(self._due)
                self._due += self._every
            wait = min(self._due, until) - time.perf_counter() if self._free else 0.05
            for key, _ in self._selector.select(max(0.0, wait)):
                reader: _Reader = key.data
                answer = reader.read()
                if answer is None:
                    continue
                if answer.status not in (200, 304):
                    raise RuntimeError(f"a poll was answered with {answer.status}")
                self.waits.append(time.perf_counter() - reader.due)
                self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
                reader.tag = answer.tag or reader.tag
                self._free.append(reader)
                if answer.status == 200 and seen(answer):
                    return True

    def close(self) -> None:
        """Let all connections go."""
        for key in list(self._selector.get_map().values()):
            key.data.socket.close()
        self._selector.close()
