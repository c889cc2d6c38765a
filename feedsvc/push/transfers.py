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
from feedsvc.push.transfer import Limits, Transfer

_KNOWN_HOSTS = 20_000  # of which is remembered to which address they lead
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
        each: of those to one address: a host and its port, and the IP address it leads to.
        slow_share: of the sockets, that slow ones may take.
        connect: seconds until a connection must stand, with the name resolved and TLS agreed on.
        total: seconds until all is over.
    """

    def __init__(
        self,
        allowed: Callable[[str], bool],
        sockets: int = 1000,
        each: int = 4,
        slow_share: float = 0.25,
        connect: float = 5.0,
        total: float = 10.0,
    ) -> None:
        self._allowed = allowed
        self._limits = Limits(connect, total)
        self._lanes: Lanes[tuple[Request, float]] = Lanes(
            sockets, each, max(1, int(sockets * slow_share))
        )
        self._addresses: dict[str, str] = {}  # of hosts, as they were last seen
        self._idle: list[Transfer] = []
        self._active: dict[pycurl.Curl, Transfer] = {}
        self._answers: deque[Answer] = deque()
        self._selector = selectors.DefaultSelector()
        self._bell, self._ringer = socket.socketpair()
        self._bell.setblocking(False)
        self._ringer.setblocking(False)
        self._selector.register(self._bell, selectors.EVENT_READ)
        self._due: float | None = None  # when curl wants to be asked what is late
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_SOCKETFUNCTION, self._watch)
        self._multi.setopt(pycurl.M_TIMERFUNCTION, self._set_timer)

    def add(self, request: Request) -> None:
        """Take a request; its answer comes from `turn`."""
        host = _host(request.url)
        lane = self._addresses.get(host, host)
        self._lanes.put(lane, (request, time.monotonic()), request.slow)

    def room(self, slow: bool = False) -> int:
        """How many more may be added before one only waits: of healthy ones, or of slow ones.

        What waits for others to the same address takes no room: it holds up nobody. `waiting` has
        it.
        """
        return self._lanes.room(slow)

    def waiting(self, slow: bool = False) -> int:
        """How many requests were added and are not on their way yet."""
        return self._lanes.waiting(slow)

    @property
    def active(self) -> int:
        """How many are on their way."""
        return self._lanes.active

    def withdraw(self, waited: float = 0.0) -> list[Hashable]:
        """Take back what has waited so many seconds and is not on its way; the keys of these."""
        before = time.monotonic() - waited
        return [request.key for request, _ in self._lanes.withdraw(lambda one: one[1] <= before)]

    def turn(self, seconds: float) -> list[Answer]:
        """Go on, until there are answers, `wake` is called or the time is over."""
        end = time.monotonic() + seconds
        woken = False
        while True:
            self._start()
            if self._answers or woken:
                break
            left = end - time.monotonic()
            woken = self._wait(max(0.0, left))
            self._collect()
            if left <= 0:
                break
        self._start()
        answers = list(self._answers)
        self._answers.clear()
        return answers

    def wake(self) -> None:
        """End the wait of `turn`, or of the next one, from any thread."""
        with suppress(OSError):  # full: it rings already; closed: there is nobody to wake
            self._ringer.send(b"!")

    def close(self) -> None:
        """Break off what is on its way; there are no answers to it."""
        for curl in self._active:
            self._multi.remove_handle(curl)
        for transfer in (*self._active.values(), *self._idle):
            transfer.curl.close()
        self._active.clear()
        self._idle.clear()
        self._multi.close()
        self._selector.close()
        self._bell.close()
        self._ringer.close()

    def _start(self) -> None:
        while (found := self._lanes.take()) is not None:
            lane, (request, added), slow = found
            transfer = self._idle.pop() if self._idle else Transfer(self._limits, self._admit)
            transfer.begin(request, lane, added, slow)
            wrong = transfer.load()
            if wrong:
                self._end(transfer, wrong)
                continue
            self._active[transfer.curl] = transfer
            self._multi.add_handle(transfer.curl)

    def _wait(self, seconds: float) -> bool:
        """Wait for sockets and timers, and let curl go on; whether `wake` was called."""
        if self._due is not None:
            seconds = min(seconds, max(0.0, self._due - time.monotonic()))
        woken = False
        for key, events in self._selector.select(seconds):
            if key.fileobj is self._bell:
                woken = True
                with suppress(BlockingIOError):
                    while self._bell.recv(4096):
                        pass
            else:
                self._multi.socket_action(key.fd, _READY[events])
        if self._due is not None and self._due <= time.monotonic():
            self._due = None
            self._multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
        return woken

    def _collect(self) -> None:
        more = 1
        while more:
            more, well, failed = self._multi.info_read()
            for curl in well:
                self._finish(curl, 0, "")
            for curl, code, text in failed:
                self._finish(curl, code, text)

    def _finish(self, curl: pycurl.Curl, code: int, text: str) -> None:
        transfer = self._active.pop(curl)
        self._multi.remove_handle(curl)
        if transfer.postponed and not transfer.connected_to():
            lane = transfer.postponed
            self._lanes.put(lane, (transfer.request, transfer.added), transfer.slow, first=True)
            self._free(transfer)
        else:
            if address := transfer.connected_to():
                self._remember(transfer.request.url, address)
            self._end(transfer, transfer.answer(code, text))

    def _end(self, transfer: Transfer, answer: Answer) -> None:
        self._answers.append(answer)
        self._free(transfer)

    def _free(self, transfer: Transfer) -> None:
        for lane in transfer.lanes:
            self._lanes.leave(lane)
        self._lanes.end(transfer.slow)
        transfer.unload()
        self._idle.append(transfer)

    def _admit(self, transfer: Transfer, address: str) -> bool:
        """Whether a socket may be opened to an address; counts it there."""
        if not self._allowed(address):
            transfer.refused = address
            return False
        if address not in transfer.lanes and self._lanes.is_full(address):
            transfer.postponed = address
            self._remember(transfer.request.url, address)
            return False
        if address not in transfer.lanes:
            self._lanes.enter(address)
            if not transfer.tried:  # until now it counted where its host was expected
                self._lanes.leave(transfer.lanes.pop())
                self._remember(transfer.request.url, address)
            transfer.lanes.append(address)
        transfer.tried = True
        return True

    def _remember(self, url: str, address: str) -> None:
        """Note to which address a host leads: what goes there stands in one lane."""
        host = _host(url)
        if self._addresses.get(host) != address:
            self._addresses.pop(host, None)
            self._addresses[host] = address
            self._lanes.join(host, address)
            if len(self._addresses) > _KNOWN_HOSTS:
                del self._addresses[next(iter(self._addresses))]

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
    """The host and port of an address, as its lane until it is known to which one it leads."""
    try:
        parts = urlsplit(as_uri(url))
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return f"{parts.hostname}:{port}"
    except ValueError:
        return url
