"""Asks a server one thing over HTTP, within limits of bytes and of time (RFC 9112).

What is sent back stays as it is: no redirect is followed, no coding undone, no header joined.
"""

import http.client
import re
import socket
import ssl
import threading
from contextlib import suppress
from importlib.metadata import version
from urllib.parse import quote, urlsplit

from feedsvc.editor.check_url.exchange import Answer, Failure, Request
from feedsvc.model.uri import as_uri

AGENT = f"feedsvc/{version('feedsvc')} (feedsvc check URL; judges one feed)"
MOST_BYTES = 20 * 1024 * 1024  # of a body, as it is sent
SECONDS = 30.0  # of one exchange
_CHUNK = 64 * 1024
_FOLDED = re.compile(r"\s*[\r\n]\s*")  # a header over several lines (RFC 9112 5.2)
_NOT_SENT = re.compile(r"[\x00-\x20\x7f]")  # in a request (RFC 9112 3.2)
_AFTER = 0.3  # seconds for which more bytes than announced are waited for


def ask(request: Request, seconds: float = SECONDS, most: int = MOST_BYTES) -> Answer:
    """The answer of a server.

    Args:
        request: of http or https.
        seconds: for the whole exchange.
        most: bytes of the body that are read.

    Returns:
        also where nobody answers, or no HTTP: its failure and reason say so.
    """
    exchange = _Exchange(request, seconds, most)
    timer = threading.Timer(seconds, exchange.cut)
    timer.daemon = True
    timer.start()
    try:
        return exchange.run()
    except (OSError, http.client.HTTPException, ValueError) as error:
        return exchange.failed(error, seconds)
    finally:
        timer.cancel()
        exchange.close()


class _Exchange:
    """One connection, for one request."""

    def __init__(self, request: Request, seconds: float, most: int) -> None:
        self._request = request
        self._most = most
        self._late = threading.Event()
        self._socket: socket.socket | None = None
        self._status = 0
        self._headers: tuple[tuple[str, str], ...] = ()
        self._body = bytearray()
        parts = urlsplit(as_uri(request.url))
        secure = parts.scheme.casefold() == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._target = _NOT_SENT.sub(lambda found: quote(found[0]), target)
        self._connection = kind(parts.hostname or "", parts.port, timeout=seconds)

    def cut(self) -> None:
        """End the exchange from another thread, since its time is over."""
        self._late.set()
        if self._socket is not None:
            with suppress(OSError):  # not that of ssl, which would wait for the other end
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def close(self) -> None:
        self._connection.close()
        if self._socket is not None:
            self._socket.close()

    def run(self) -> Answer:
        self._connection.connect()
        self._socket = self._connection.sock
        sent = {"User-Agent": AGENT, "Connection": "close"} | dict(self._request.headers)
        self._connection.putrequest(self._request.method, self._target, skip_accept_encoding=True)
        for name, value in sent.items():
            self._connection.putheader(name, value)
        self._connection.endheaders()
        response = self._connection.getresponse()
        with response:
            self._status = response.status
            self._headers = tuple(
                (name, _FOLDED.sub(" ", value)) for name, value in response.getheaders()
            )
            return self._read(response)

    def _read(self, response: http.client.HTTPResponse) -> Answer:
        announced = response.length if not response.chunked else None
        if announced is not None:
            response.length = None  # else it would hide bytes that come after
        wanted = self._most + 1 if announced is None else min(announced, self._most + 1)
        while len(self._body) < wanted:
            some = response.read1(min(_CHUNK, wanted - len(self._body)))
            if not some:
                break
            self._body += some
        if self._late.is_set():
            raise TimeoutError
        if len(self._body) > self._most:
            reason = f"has more than {self._most >> 20} MB; no more was read"
            return self._answer("too-large", reason)
        if announced is None or not announced:
            return self._answer()
        if len(self._body) < announced:
            reason = f"ends after {len(self._body):,} of the {announced:,} bytes that it announces"
            return self._answer("short", reason)
        if self._more(response):
            return self._answer("surplus", f"has more than the {announced:,} bytes it announces")
        return self._answer()

    def _more(self, response: http.client.HTTPResponse) -> bool:
        """Whether bytes come after those that were announced."""
        assert self._socket is not None
        self._socket.settimeout(_AFTER)
        try:
            return bool(response.read1(1))
        except (OSError, ValueError):
            return False

    def _answer(self, failure: Failure = "", reason: str = "") -> Answer:
        body = bytes(self._body)
        return Answer(self._request, self._status, self._headers, body, failure, reason)

    def failed(self, error: Exception, seconds: float) -> Answer:
        if self._late.is_set() or isinstance(error, TimeoutError):
            return self._answer("slow", f"is not whole after {seconds:g} seconds")
        if self._status:
            return self._answer("short", f"breaks off in its body ({_why(error)})")
        if isinstance(error, http.client.RemoteDisconnected):
            return self._answer("unreadable", "is empty: the connection is closed without a word")
        if isinstance(error, http.client.HTTPException):
            return self._answer("unreadable", f"cannot be read as HTTP ({_why(error)})")
        return self._answer("unreachable", _why(error))


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate does not hold: {error.verify_message}"
    if isinstance(error, http.client.IncompleteRead):
        return f"{len(error.partial):,} bytes of a part came"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
