"""Limits downloads: answers so large that each keeps a thread until its client has taken it.

A server takes over a body that is a list at once. Of any other body it asks for the next bytes
only when its client has taken those before.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from feedsvc.settings import KILO, LimitSettings
from feedsvc.web.responses import NO_STORE

RETRY_SECONDS = "10"
_REFUSAL = b"Too many files are being downloaded. Try again in a few seconds.\n"

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Downloads:
    """Passes requests on, and limits how many downloads run at a time, so that polls find a thread.

    Args:
        behind: the application that answers.
        limits: give how many downloads run at a time, beyond which 429 (RFC 6585 4); from which
            size an answer is one; how slow it may be.
        monotonic: seconds of a clock that is never set.
    """

    def __init__(
        self,
        behind: Application,
        limits: Callable[[], LimitSettings],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._behind = behind
        self._limits = limits
        self._guard = threading.Lock()
        self._running = 0
        self._monotonic = monotonic

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        told: list[Any] = []
        body = self._behind(environ, lambda *values: told.append(values))
        line, headers, *error = told[-1]
        size = _size(headers)
        if isinstance(body, list) or size is None or environ["REQUEST_METHOD"] == "HEAD":
            start_response(line, headers, *error)
            return body
        limits = self._limits()
        if size > limits.download_kilobytes * KILO:
            if not self._begins(limits.downloads):
                _close(body)
                return _refuse(start_response)
            start_response(line, headers, *error)
            return Download(body, self._end, limits, self._monotonic)
        start_response(line, headers, *error)
        try:
            return [b"".join(body)]
        finally:
            _close(body)

    def _begins(self, most: int) -> bool:
        """Whether another download may begin; it then counts until `_end`."""
        with self._guard:
            free = self._running < most
            self._running += free
        return free

    def _end(self) -> None:
        with self._guard:
            self._running -= 1


class Download:
    """The body of a download; it ends early where its client takes it too slowly.

    Args:
        body: of the answer.
        release: called once, when it has ended, whole or not.
        limits: download_rate, bytes a second that it must reach on average after stalled_seconds.
        monotonic: seconds of a clock that is never set.
    """

    def __init__(
        self,
        body: Iterable[bytes],
        release: Callable[[], object],
        limits: LimitSettings,
        monotonic: Callable[[], float],
    ) -> None:
        self._body = body
        self._next = iter(body).__next__
        self._release = release
        self._limits = limits
        self._monotonic = monotonic
        self._began = monotonic()
        self._sent = 0
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        """Itself."""
        return self

    def __next__(self) -> bytes:
        """The next bytes; none where the client is too slow, so that its connection is closed."""
        took, limits = self._monotonic() - self._began, self._limits
        if took > limits.stalled_seconds and self._sent < limits.download_rate * took:
            raise StopIteration
        chunk = self._next()
        self._sent += len(chunk)
        return chunk

    def close(self) -> None:
        """Close the file, and let another download begin."""
        if self._closed:
            return
        self._closed = True
        try:
            _close(self._body)
        finally:
            self._release()


def _size(headers: list[tuple[str, str]]) -> int | None:
    """The bytes that an answer says it has; None where it does not say."""
    for name, value in headers:
        if name.lower() == "content-length" and value.isdecimal():
            return int(value)
    return None


def _close(body: Iterable[bytes]) -> None:
    close = getattr(body, "close", None)
    if close is not None:
        close()


def _refuse(start_response: StartResponse) -> list[bytes]:
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(_REFUSAL))),
        ("Cache-Control", NO_STORE),
        ("Retry-After", RETRY_SECONDS),
    ]
    start_response("429 TOO MANY REQUESTS", headers)  # RFC 6585 4
    return [_REFUSAL]
