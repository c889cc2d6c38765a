"""Runs the pusher: exchanges with subscribers in one thread, the work on the store in another."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable

from feedsvc.errors import FeedsvcError
from feedsvc.newsroom import Newsroom
from feedsvc.push.addresses import is_global, is_unicast
from feedsvc.push.exchange import Request
from feedsvc.push.pusher import Pusher
from feedsvc.push.transfers import SOCKETS, Transfers
from feedsvc.store import Store

LOGGER = logging.getLogger("feedsvc.push")
_AGAIN = 1.0  # seconds until a turn is tried again that failed
_WAIT = 1.0  # seconds that exchanges wait for something to happen
_PATIENCE = 20.0  # seconds after which what waits for its address is given back
_END = 5.0  # seconds to keep what was answered, when the process ends


class PushProcess:
    """Pushes until it is stopped.

    The store may keep a thread waiting for seconds, and curl would take that for subscribers that
    do not answer. So each has a thread.

    Args:
        newsroom: whose documents are pushed.
        store: of the newsroom.
        alone: whether only one process on the store may deliver.
        sockets: how many exchanges are on their way at once.
        beat: called while the work on the store goes on.
    """

    def __init__(
        self,
        newsroom: Newsroom,
        store: Store,
        *,
        alone: bool,
        sockets: int = SOCKETS,
        beat: Callable[[], object] = lambda: None,
    ) -> None:
        self._newsroom = newsroom
        self._beat = beat
        self._lock = newsroom.lock("push")
        self._transfers = Transfers(self._is_allowed, sockets)
        self._requests: deque[Request] = deque()
        self._withdrawn: deque[Hashable] = deque()
        self._stop = threading.Event()
        self._said = ""
        self._pusher = Pusher(newsroom, store, self._send, self._leads, alone=alone)
        self._thread = threading.Thread(target=self._work, name="feedsvc-push", daemon=True)

    def stop(self) -> None:
        """End soon; may be called in a signal handler."""
        self._stop.set()
        self._transfers.wake()

    def run(self) -> None:
        """Push until stopped."""
        self._thread.start()
        look_at = time.monotonic() + _PATIENCE
        try:
            while not self._stop.is_set():
                while self._requests:
                    self._transfers.add(self._requests.popleft())
                for answer in self._transfers.turn(_WAIT):
                    self._pusher.answered(answer)
                if time.monotonic() >= look_at:
                    look_at = time.monotonic() + _PATIENCE / 4
                    self._withdrawn.extend(self._transfers.withdraw(_PATIENCE))
        finally:
            self._stop.set()
            self._thread.join(_END)
            self._transfers.close()

    def _send(self, request: Request) -> None:
        self._requests.append(request)
        self._transfers.wake()

    def _is_allowed(self, address: str) -> bool:
        private = self._newsroom.settings.websub.allow_private
        return is_unicast(address) if private else is_global(address)

    def _leads(self) -> bool:
        return self._lock.lasts() or self._lock.take()

    def _work(self) -> None:
        """Turn after turn, until stopped."""
        wait = 0.0
        while not self._stop.wait(wait):
            self._beat()
            wait = self._attempt(self._turn)
        self._attempt(self._end)

    def _turn(self) -> float:
        now = self._newsroom.now()
        given_back = len(self._withdrawn)
        if given_back:
            self._pusher.withdrawn([self._withdrawn[n] for n in range(given_back)], now)
            for _ in range(given_back):
                self._withdrawn.popleft()
        return self._pusher.turn(now)

    def _end(self) -> float:
        self._pusher.end(self._newsroom.now())
        self._lock.let_go()
        return 0.0

    def _attempt(self, work: Callable[[], float]) -> float:
        """Do something; where the store does not allow it, say so once, and wait a while."""
        try:
            wait = work()
        except FeedsvcError as error:
            if self._said != str(error):
                self._said = str(error)
                LOGGER.error("nothing can be pushed: %s", error)
            return _AGAIN
        except Exception:
            if self._said != "fault":
                self._said = "fault"
                LOGGER.exception("nothing can be pushed")
            return _AGAIN
        if self._said:
            self._said = ""
            LOGGER.info("pushing goes on")
        return wait
