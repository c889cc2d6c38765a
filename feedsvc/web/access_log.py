"""A line for each answered request, in the combined log format of Apache and nginx.

https://httpd.apache.org/docs/2.4/logs.html#combined; times are UTC. Bytes that could forge a line
are escaped as nginx escapes them (https://nginx.org/en/docs/http/ngx_http_log_module.html).
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from feedsvc.errors import FeedsvcError
from feedsvc.web.client_address import LONGEST, client_address
from feedsvc.web.log_filter import mask
from feedsvc.web.log_lines import STANDARD_OUTPUT

# Characters of a part of a line, escaped. A line is shorter than 4,096 bytes, so that it is written
# at once into a pipe as well (PIPE_BUF in limits.h).
LONGEST_REQUEST, LONGEST_REFERRER, LONGEST_AGENT = 1600, 1000, 800
_MODE = 0o640  # it holds addresses of clients
_LOOK_SECONDS = 1.0  # between looks whether the file was moved away
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNSAFE = [*range(32), *b'"\\', *range(127, 256)]
_ESCAPES = {number: f"\\x{number:02X}" for number in _UNSAFE}
_IN_PATHS = "/!$&'()*+,;=:@~"
_log = logging.getLogger("feedsvc.server")

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class AccessLog:
    """Answers as the application behind it does, and writes a line for each answer.

    Args:
        behind: answers.
        write: takes a line with its end.
        clock: seconds since 1970.
        trusted: gives the proxies whose X-Forwarded-For is believed (client_address).
    """

    def __init__(
        self,
        behind: Application,
        write: Callable[[bytes], object],
        clock: Callable[[], float] = time.time,
        trusted: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        self.behind = behind
        self._trusted = trusted
        self._write = write
        self._clock = clock

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        asked = self._clock()
        status = "500"

        def start(line: str, *values: Any) -> Any:
            nonlocal status
            status = line[:3]
            return start_response(line, *values)

        def tell(size: int) -> None:
            self._write(line_of(environ, status, size, asked, self._trusted()))

        try:
            body = self.behind(environ, start)
        except BaseException:
            status = "500"
            tell(0)
            raise
        if isinstance(body, list):
            tell(sum(map(len, body)))
            return body
        return _Told(body, tell)


class _Told:
    """A body that is sent in pieces; its size is told when it is closed."""

    def __init__(self, body: Iterable[bytes], tell: Callable[[int], object]) -> None:
        self._body = body
        self._next = iter(body).__next__
        self._tell = tell
        self._sent = 0
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        chunk = self._next()
        self._sent += len(chunk)
        return chunk

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        try:
            if close := getattr(self._body, "close", None):
                close()
        finally:
            self._tell(self._sent)


def line_of(
    environ: Environ, status: str, size: int, at: float, trusted: Sequence[str] = ()
) -> bytes:
    """The line of an answered request, without the tokens of private addresses. Pure.

    Args:
        environ: of the request (PEP 3333); its path is written percent-encoded.
        status: of the answer, such as 304.
        size: bytes of its body.
        at: when it was asked, in seconds since 1970.
        trusted: the proxies whose X-Forwarded-For is believed.
    """
    sent = environ.get
    path = quote(sent("PATH_INFO", "").encode("latin-1", "replace"), safe=_IN_PATHS)
    query = sent("QUERY_STRING", "")
    asked = f"{path}?{query}" if query else path
    request = " ".join(
        (_safe(sent("REQUEST_METHOD", "")), mask(_safe(asked)), _safe(sent("SERVER_PROTOCOL", "")))
    )
    referrer = mask(_safe(sent("HTTP_REFERER", "")))[:LONGEST_REFERRER] or "-"
    agent = mask(_safe(sent("HTTP_USER_AGENT", "")))[:LONGEST_AGENT] or "-"
    forwarded = sent("HTTP_X_FORWARDED_FOR", "")[-LONGEST:]
    client = _safe(client_address(sent("REMOTE_ADDR", ""), forwarded, trusted)) or "-"
    line = (
        f'{client} - - [{_time(at)}] "{request[:LONGEST_REQUEST]}" {status} {size}'
        f' "{referrer}" "{agent}"\n'
    )
    return line.encode()


def _safe(text: str) -> str:
    """A part of a line, of bytes that WSGI gives as characters: none of them ends it."""
    return text.encode("latin-1", "backslashreplace").decode("latin-1").translate(_ESCAPES)


def _time(at: float) -> str:
    """A time as the format has it, in English whatever the locale."""
    year, month, day, hour, minute, second, *_ = time.gmtime(at)
    return f"{day:02}/{_MONTHS[month - 1]}/{year}:{hour:02}:{minute:02}:{second:02} +0000"


class LogFile:
    """A file, or standard output, to whose end several processes write whole lines.

    Each line is one write to a file that was opened for appending. Where the file was moved away,
    as logrotate does, a new one is begun within a second. Where it cannot be written, lines are
    lost and the log says so once.

    Args:
        place: the path of the file; STANDARD_OUTPUT for that.
        monotonic: seconds of a clock that is never set.

    Raises:
        FeedsvcError: it cannot be opened.
    """

    def __init__(self, place: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._place = place
        self._monotonic = monotonic
        self._guard = threading.Lock()
        self._lost = False
        self._look_at = 0.0
        try:
            self._file = self._open()
        except OSError as error:
            reason = error.strerror or str(error)
            raise FeedsvcError(
                f"the access log {place} cannot be written ({reason}); choose another file with"
                " --access-log"
            ) from error

    def _open(self) -> int:
        if self._place == STANDARD_OUTPUT:
            return 1
        return os.open(self._place, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, _MODE)

    def write(self, line: bytes) -> None:
        """Write a line with its end; where that fails, the service goes on."""
        try:
            with self._guard:
                self._follow()
                os.write(self._file, line)
            self._lost = False
        except OSError as error:
            if not self._lost:
                self._lost = True
                _log.error("lines of the access log are lost: %s", error.strerror or error)

    def _follow(self) -> None:
        """Open the file anew if another one, or none, is in its place."""
        now = self._monotonic()
        if self._place == STANDARD_OUTPUT or now < self._look_at:
            return
        self._look_at = now + _LOOK_SECONDS
        with suppress(FileNotFoundError):
            if os.path.samestat(os.stat(self._place), os.fstat(self._file)):
                return
        opened = self._open()
        os.close(self._file)
        self._file = opened

    def close(self) -> None:
        """Close the file."""
        if self._place != STANDARD_OUTPUT:
            os.close(self._file)
