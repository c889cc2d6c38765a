"""Carries out many HTTP exchanges at once in one thread: curl's multi interface on epoll or kqueue.

What a stranger named is asked, so nothing is taken for granted: no redirect is followed, no proxy
and no cookie used, no answer read for long, and the address that a name leads to is judged as the
socket is opened. https://curl.se/libcurl/c/libcurl-multi.html
"""

import selectors
import socket
import time
from collections import deque
from collections.abc import Callable, Hashable
from contextlib import suppress
from urllib.parse import urlsplit

import pycurl

from feedsvc.model.uri import as_uri
from feedsvc.push.exchange import Answer, Request
from feedsvc.push.lanes import Lanes
from feedsvc.push.names import Names, Resolve, resolve
from feedsvc.push.transfer import Limits, Transfer, Waiting

SOCKETS = 1_000
EACH = 4
CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 10.0
_BEGUN = 50  # at a time: where this machine is busy, fewer are on their way, and none runs late
_EVENTS = {
    pycurl.POLL_IN: selectors.EVENT_READ,
    pycurl.POLL_OUT: selectors.EVENT_WRITE,
    pycurl.POLL_INOUT: selectors.EVENT_READ | selectors.EVENT_WRITE,
}
_READY = {
    selectors.EVENT_READ: pycurl.CSELECT_IN,
    selectors.EVENT_WRITE: pycurl.CSELECT_OUT,
    selectors.EVENT_READ | selectors.EVENT_WRITE: pycurl.CSELECT_IN | pycurl.CSELECT_OUT,
}


class Transfers:
    """Exchanges on their way, and those that wait for a socket.

    All but `wake` is for one thread.

    Args:
        allowed: says of the address of a socket whether it may be connected to.
        sockets: exchanges at once.
        each: of those to one address, whichever names lead to it.
        slow_share: of the sockets, that slow ones may take.
        connect: seconds until a name must be found; then, until a connection must stand, with TLS
            agreed on.
        total: seconds from then on until all must be over.
        resolve: gives the addresses of a host; may take long.
    """

    def __init__(
        self,
        allowed: Callable[[str], bool],
        sockets: int = SOCKETS,
        each: int = EACH,
        slow_share: float = 0.25,
        connect: float = CONNECT_SECONDS,
        total: float = TOTAL_SECONDS,
        resolve: Resolve = resolve,
    ) -> None:
        self._allowed = allowed
        self._limits = Limits(connect, total)
        self._lanes: Lanes[Waiting] = Lanes(sockets, each, max(1, int(sockets * slow_share)))
        self._names = Names(resolve, self._ring)
        self._looking: dict[str, list[Transfer]] = {}  # for the address of a host
        self._late: deque[tuple[float, Transfer, Waiting]] = deque()  # when they have for too long
        self._all: list[Transfer] = []
        self._idle: list[Transfer] = []
        self._active: dict[pycurl.Curl, Transfer] = {}
        self._answers: deque[Answer] = deque()
        self._selector = selectors.DefaultSelector()
        self._bell, self._ringer = socket.socketpair()
        self._bell.setblocking(False)
        self._ringer.setblocking(False)
        self._woken = False
        self._selector.register(self._bell, selectors.EVENT_READ)
        self._due: float | None = None  # when curl wants to be asked what is late
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._watch)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._set_timer)

    def add(self, request: Request) -> None:
        """Take a request; its answer comes from `turn`."""
        host = _host(request.url)
        known = self._names.known(host)
        waiting = Waiting(request, host, time.monotonic())
        self._lanes.put(known[0] if known else host, waiting, request.slow)

    def withdraw(self, waited: float = 0.0) -> list[Hashable]:
        """Take back what has waited so many seconds and is not on its way; the keys of these."""
        before = time.monotonic() - waited
        found = self._lanes.withdraw(lambda one: one.since <= before)
        return [one.request.key for one in found]

    def turn(self, seconds: float) -> list[Answer]:
        """Go on, until there are answers, `wake` is called or the time is over."""
        end = time.monotonic() + seconds
        while True:
            more = self._start()
            left = end - time.monotonic()
            at_once = more or self._answers  # of what could not be sent at all
            woken = self._wait(0.0 if at_once else max(0.0, left))
            self._collect()
            if self._answers or woken or left <= 0:
                break
        answers = list(self._answers)
        self._answers.clear()
        return answers

    def wake(self) -> None:
        """End the wait of `turn`, or of the next one, from any thread."""
        self._woken = True
        self._ring()

    def _ring(self) -> None:
        with suppress(OSError):  # full: it rings already; closed: there is nobody to wake
            self._ringer.send(b"!")

    def close(self) -> None:
        """Break off what is on its way; there are no answers to it."""
        for curl in self._active:
            self._multi.remove_handle(curl)
        for transfer in self._all:
            transfer.curl.close()
        self._active.clear()
        self._multi.close()
        self._names.close()
        self._selector.close()
        self._bell.close()
        self._ringer.close()

    def _start(self) -> bool:
        """Begin some of what waits; whether more of it may begin as soon as others had a turn."""
        for _ in range(_BEGUN):
            found = self._lanes.take()
            if found is None:
                return False
            lane, what, slow = found
            if not self._idle:
                self._idle.append(Transfer(self._limits, self._allowed))
                self._all.append(self._idle[-1])
            transfer = self._idle.pop()
            transfer.begin(what, lane, slow)
            addresses = what.addresses or self._names.known(what.host)
            if addresses:
                self._send(transfer, addresses)
            elif what.host:
                self._look_up(transfer)
            else:
                self._end(transfer, transfer.answer(pycurl.E_URL_MALFORMAT))
        return True

    def _look_up(self, transfer: Transfer) -> None:
        what = transfer.what
        self._looking.setdefault(what.host, []).append(transfer)
        self._late.append((time.monotonic() + self._limits.connect, transfer, what))
        self._names.ask(what.host)

    def _send(self, transfer: Transfer, addresses: tuple[str, ...]) -> None:
        """Let curl send what is to be sent, unless enough goes to the address."""
        address = addresses[0]
        if address != transfer.lane:
            if self._lanes.is_full(address):
                self._put_back(transfer, address, transfer.what)
                return
            self._lanes.enter(address)
            self._lanes.leave(transfer.lane)
            transfer.lane = address
        if transfer.load(addresses):
            self._active[transfer.curl] = transfer
            self._multi.add_handle(transfer.curl)
        else:
            self._end(transfer, transfer.answer(pycurl.E_URL_MALFORMAT))

    def _wait(self, seconds: float) -> bool:
        """Wait for sockets, names and timers, and let curl go on; whether `wake` was called."""
        until = [due for due in (self._due, self._late[0][0] if self._late else None) if due]
        if until:
            seconds = min(seconds, max(0.0, min(until) - time.monotonic()))
        for key, events in self._selector.select(seconds):
            if key.fileobj is self._bell:
                with suppress(BlockingIOError):
                    while self._bell.recv(4096):
                        pass
            else:
                self._multi.socket_action(key.fd, _READY[events])
        if self._due is not None and self._due <= time.monotonic():
            self._due = None
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
        woken, self._woken = self._woken, False
        return woken

    def _collect(self) -> None:
        """Take what curl has finished, the names that were found, and those that were not."""
        more = 1
        while more:
            more, well, failed = self._multi.info_read()
            for curl in well:
                self._finish(curl, 0, "")
            for curl, code, text in failed:
                self._finish(curl, code, text)
        for host, addresses in self._names.found():
            if addresses:
                self._lanes.join(host, addresses[0])
            for transfer in self._looking.pop(host, ()):
                if addresses:
                    self._send(transfer, addresses)
                else:
                    self._end(transfer, transfer.answer(pycurl.E_COULDNT_RESOLVE_HOST))
        while self._late and self._late[0][0] <= time.monotonic():
            _, transfer, what = self._late.popleft()
            looking = self._looking.get(what.host, [])
            if transfer in looking and transfer.what is what:
                looking.remove(transfer)
                self._end(transfer, transfer.answer(pycurl.E_OPERATION_TIMEDOUT))

    def _finish(self, curl: pycurl.Curl, code: int, text: str) -> None:
        transfer = self._active.pop(curl)
        self._multi.remove_handle(curl)
        host, connected = transfer.what.host, transfer.has_connected()
        more = transfer.addresses[1:]
        if more and not connected:
            self._names.prefer(host, more[0])
            self._put_back(transfer, more[0], transfer.what._replace(addresses=more))
            return
        if not connected:
            self._names.forget(host)
        self._end(transfer, transfer.answer(code, text))

    def _put_back(self, transfer: Transfer, lane: str, what: Waiting) -> None:
        """Let something wait for its turn again, as the first in its lane."""
        self._lanes.put(lane, what, transfer.slow, first=True)
        self._free(transfer)

    def _end(self, transfer: Transfer, answer: Answer) -> None:
        self._answers.append(answer)
        self._free(transfer)

    def _free(self, transfer: Transfer) -> None:
        self._lanes.leave(transfer.lane)
        self._lanes.end(transfer.slow)
        transfer.unload()
        self._idle.append(transfer)

    def _watch(self, what: int, number: int, _multi: object, _data: object) -> None:
        """Curl tells which events of which socket it waits for."""
        known = self._selector.get_map().get(number)
        if what == pycurl.POLL_REMOVE:
            if known:
                self._selector.unregister(number)
        elif events := _EVENTS.get(what):
            if known is None:
                self._selector.register(number, events)
            elif known.events != events:
                self._selector.modify(number, events)

    def _set_timer(self, milliseconds: int) -> None:
        """Curl tells when it wants to be asked again."""
        self._due = None if milliseconds < 0 else time.monotonic() + milliseconds / 1000


def _host(url: str) -> str:
    """The host of an address; empty: none can be found."""
    try:
        return urlsplit(as_uri(url)).hostname or ""
    except ValueError:
        return ""
