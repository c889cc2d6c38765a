"""Looks names of hosts up, each in a thread of its own, so that none waits for one that hangs.

libcurl has twenty threads for that, which names whose servers never answer can hold for as long as
they like, and nobody else's would be found meanwhile.
"""

import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from queue import Empty, SimpleQueue

_IDLE_SECONDS = 10.0  # after which a thread ends that has nothing to look up
_KEPT_SECONDS = 30.0  # that an answer is good for: of many callbacks on a host, one asks
_KEPT_NAMES = 20_000
_MOST_THREADS = 1_000  # one that a name holds costs 30 kB; further names wait for one
_MOST_ADDRESSES = 2  # of a host, that are tried one after the other

Resolve = Callable[[str], tuple[str, ...]]


def resolve(host: str) -> tuple[str, ...]:
    """The addresses of a host, as this machine finds them; none: its name is not known.

    IPv4 goes first: where IPv6 is set up and leads nowhere, only a time limit would tell.
    """
    try:
        found = socket.getaddrinfo(host.encode("ascii"), None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    found.sort(key=lambda one: one[0] != socket.AF_INET)
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


def is_address(host: str) -> bool:
    """Whether a host is an IP address itself, as URLs have it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.inet_pton(family, host)
    except (OSError, ValueError):
        return False
    return True


class Names:
    """Names that are being looked up, and what was found lately.

    All but the lookups themselves is for one thread.

    Args:
        resolve: gives the addresses of a host; may take long.
        wake: is called in another thread when there is something for `found`.
    """

    def __init__(self, resolve: Resolve, wake: Callable[[], None]) -> None:
        self._resolve = resolve
        self._wake = wake
        self._wanted: SimpleQueue[str] = SimpleQueue()
        self._found: deque[tuple[str, tuple[str, ...]]] = deque()
        self._asked: set[str] = set()
        self._threads = 0  # that live, and those of them that look something up
        self._busy = 0
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[tuple[str, ...], float]] = {}

    def known(self, host: str) -> tuple[str, ...]:
        """The addresses of a host, if it is one itself or they were found lately."""
        if is_address(host):
            return (host,)
        kept = self._kept.get(host)
        return kept[0] if kept is not None and kept[1] > time.monotonic() else ()

    def ask(self, host: str) -> None:
        """Look a host up, unless that is done already."""
        if host in self._asked:
            return
        self._asked.add(host)
        with self._lock:
            self._busy += 1
            spawn = self._threads < min(self._busy, _MOST_THREADS)
            self._threads += spawn
        self._wanted.put(host)
        if spawn:
            threading.Thread(target=self._work, name="feedsvc-names", daemon=True).start()

    def found(self) -> list[tuple[str, tuple[str, ...]]]:
        """What was found since the last time: hosts and their addresses, or none."""
        until = time.monotonic() + _KEPT_SECONDS
        answers = []
        while self._found:
            host, addresses = self._found.popleft()
            self._asked.discard(host)
            self._kept.pop(host, None)
            if addresses:
                self._kept[host] = (addresses, until)
                if len(self._kept) > _KEPT_NAMES:
                    del self._kept[next(iter(self._kept))]
            answers.append((host, addresses))
        return answers

    def prefer(self, host: str, address: str) -> None:
        """Let one of a host's addresses be the first: others did not answer."""
        if host in self._kept:
            addresses, until = self._kept[host]
            others = (one for one in addresses if one != address)
            self._kept[host] = ((address, *others), until)

    def forget(self, host: str) -> None:
        """Look a host up anew the next time: nothing answered at its addresses."""
        self._kept.pop(host, None)

    def close(self) -> None:
        """End the threads; one that still looks something up ends when that is over."""
        with self._lock:
            for _ in range(self._threads):
                self._wanted.put("")

    def _work(self) -> None:
        while True:
            try:
                host = self._wanted.get(timeout=_IDLE_SECONDS)
            except Empty:
                with self._lock:
                    if self._busy < self._threads:
                        self._threads -= 1
                        return
                continue
            if not host:
                return
            try:
                addresses = self._resolve(host)[:_MOST_ADDRESSES]
            except Exception:  # whatever a resolver of this machine may raise
                addresses = ()
            with self._lock:
                self._busy -= 1
            self._found.append((host, addresses))
            self._wake()
