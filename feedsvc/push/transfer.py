"""One exchange at a time by curl: its options, what it may connect to, what came of it."""

import socket
import ssl
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import pycurl

from feedsvc.model.uri import as_uri
from feedsvc.push.exchange import Answer, Request

ANSWER_BYTES = 4096  # that are read of an answer
_FAILURES = {  # what went wrong, by curl's number of it
    pycurl.E_UNSUPPORTED_PROTOCOL: "its address is not one of http or https",
    pycurl.E_URL_MALFORMAT: "its address cannot be understood",
    pycurl.E_COULDNT_RESOLVE_HOST: "the name of its host is not known",
    pycurl.E_COULDNT_CONNECT: "nothing answers at its address",
    pycurl.E_GOT_NOTHING: "it closed the connection without an answer",
    pycurl.E_SEND_ERROR: "it closed the connection before it had all",
    pycurl.E_RECV_ERROR: "it broke the connection off",
    pycurl.E_PARTIAL_FILE: "it broke off its answer",
    pycurl.E_SSL_CONNECT_ERROR: "TLS could not be agreed on",
    pycurl.E_FTP_WEIRD_SERVER_REPLY: "it does not answer as HTTP",
}


class Limits(NamedTuple):
    """Seconds until a connection must stand, and until all must be over."""

    connect: float
    total: float


class Waiting(NamedTuple):
    """A request that waits.

    Attributes:
        request: is to be sent.
        host: of its address.
        since: when it was taken, by the monotonic clock.
        addresses: of the host, that are left to be tried; empty: all.
    """

    request: Request
    host: str
    since: float
    addresses: tuple[str, ...] = ()


_NOTHING = Waiting(Request(None, ""), "", 0.0)


class _Handed(socket.socket):
    """A socket that is handed to pycurl, which makes a duplicate of it."""

    def __del__(self) -> None:
        self.close()


class Transfer:
    """A handle of curl, used for one exchange after the other.

    Args:
        limits: of time.
        allowed: says of the address of a socket whether it may be connected to.

    Attributes:
        what: is sent.
        lane: in which it counts as on its way.
        slow: whether its request is for a slow one.
        addresses: of its host; it is sent to the first.
    """

    def __init__(self, limits: Limits, allowed: Callable[[str], bool]) -> None:
        self._limits = limits
        self._allowed = allowed
        self.curl = pycurl.Curl()
        self._set_options()
        self.begin(_NOTHING, "", slow=False)

    def _set_options(self) -> None:
        curl = self.curl
        curl.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        curl.setopt(pycurl.FOLLOWLOCATION, 0)
        curl.setopt(pycurl.PROXY, "")  # whatever the environment says
        curl.setopt(pycurl.NOPROXY, "*")
        curl.setopt(pycurl.NETRC, pycurl.NETRC_IGNORED)
        curl.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1)
        curl.setopt(pycurl.PATH_AS_IS, 1)
        curl.setopt(pycurl.NOSIGNAL, 1)
        curl.setopt(pycurl.NOPROGRESS, 1)
        curl.setopt(pycurl.BUFFERSIZE, 4096)
        curl.setopt(pycurl.UPLOAD_BUFFERSIZE, 32768)
        curl.setopt(pycurl.DNS_CACHE_TIMEOUT, 0)
        curl.setopt(pycurl.FRESH_CONNECT, 1)
        curl.setopt(pycurl.FORBID_REUSE, 1)
        curl.setopt(pycurl.CONNECTTIMEOUT_MS, int(self._limits.connect * 1000))
        curl.setopt(pycurl.TIMEOUT_MS, int(self._limits.total * 1000))
        curl.setopt(pycurl.SSL_VERIFYPEER, 1)
        curl.setopt(pycurl.SSL_VERIFYHOST, 2)
        known = ssl.get_default_verify_paths()  # wheels of pycurl bring libcurl, but no authorities
        if known.cafile:
            curl.setopt(pycurl.CAINFO, known.cafile)
        if known.capath:
            curl.setopt(pycurl.CAPATH, known.capath)
        curl.setopt(pycurl.OPENSOCKETFUNCTION, self._open)
        curl.setopt(pycurl.WRITEFUNCTION, self._write)

    def begin(self, what: Waiting, lane: str, slow: bool) -> None:
        """Take the next request."""
        self.what = what
        self.lane = lane
        self.slow = slow
        self.addresses: tuple[str, ...] = ()
        self._opened = False
        self._refused = ""
        self._no_files = False
        self._parts: list[bytes] = []
        self._size = 0
        self._began = time.monotonic()

    def load(self, addresses: tuple[str, ...]) -> bool:
        """Give curl the request, for the first of some addresses; whether it can be sent at all."""
        request, curl = self.what.request, self.curl
        self.addresses = addresses
        address = f"[{addresses[0]}]" if ":" in addresses[0] else addresses[0]
        try:
            curl.setopt(pycurl.URL, as_uri(request.url))
            curl.setopt(pycurl.CONNECT_TO, [f"::{address}:"])
            headers = [f"{name}: {value}" for name, value in request.headers]
            if request.body is None:
                curl.setopt(pycurl.HTTPGET, 1)
            else:
                curl.setopt(pycurl.POSTFIELDS, request.body)
                headers.append("Expect:")  # no wait for leave to send
            if headers:
                curl.setopt(pycurl.HTTPHEADER, headers)
        except (pycurl.error, ValueError):
            return False
        return True

    def unload(self) -> None:
        """Forget the request."""
        self.begin(_NOTHING, "", slow=False)
        self.curl.setopt(pycurl.POSTFIELDS, b"")
        self.curl.unsetopt(pycurl.HTTPHEADER)

    def has_connected(self) -> bool:
        """Whether there was a connection."""
        return self._opened and bool(self.curl.getinfo(pycurl.CONNECT_TIME))

    def answer(self, code: int, text: str = "") -> Answer:
        """What came of it.

        Args:
            code: curl's number of what went wrong; 0: nothing.
            text: curl's words for it.
        """
        status = self.curl.getinfo(pycurl.RESPONSE_CODE) if self._opened else 0
        cut = code == pycurl.E_WRITE_ERROR and self._size > ANSWER_BYTES
        if code and not cut and status < 200:
            status = 0
        whole = cut or not code
        body = b"".join(self._parts)[:ANSWER_BYTES] if whole else b""
        reason = f"it answered {status}" if status else self._failure(code, text)
        seconds = time.monotonic() - self._began
        return Answer(self.what.request.key, status, body, reason, seconds)

    def _failure(self, code: int, text: str) -> str:
        if self._no_files:
            return "this system lets the process open too few files"
        if self._refused:
            return f"its name leads to {self._refused}, which is no address of the public internet"
        if code == pycurl.E_OPERATION_TIMEDOUT:
            limits = self._limits
            if not self.addresses:
                return f"the name of its host was not found within {limits.connect:g} s"
            if not self.has_connected():
                return f"there was no connection within {min(limits):g} s"
            return f"it did not answer within {limits.total:g} s"
        if code == pycurl.E_PEER_FAILED_VERIFICATION:
            return f"its certificate is not valid: {text}"
        if code == pycurl.E_UNSUPPORTED_PROTOCOL and self._opened:  # HTTP/0.9, as curl takes it
            code = pycurl.E_FTP_WEIRD_SERVER_REPLY
        return _FAILURES.get(code, f"the exchange failed (curl: {code})")

    def _open(self, _purpose: int, address: Any) -> Any:
        """Open a socket, if that is allowed: the address that is connected to is judged here."""
        where = str(address.addr[0])
        if not self._allowed(where):
            self._refused = where
            return pycurl.SOCKET_BAD
        try:
            opened = _Handed(address.family, address.socktype, address.protocol)
        except OSError:
            self._no_files = True
            return pycurl.SOCKET_BAD
        self._opened = True
        return opened

    def _write(self, part: bytes) -> int | None:
        """Keep a part of the answer; ends the exchange when enough of it is there."""
        self._size += len(part)
        self._parts.append(part)
        return None if self._size <= ANSWER_BYTES else 0
