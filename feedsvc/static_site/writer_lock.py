"""Lets one process alone write below a prefix of an object store: an object that expires.

No two clocks are compared. Whoever waits looks whether the lock changes; where it stays the same
for a lease, by the waiter's own clock, its holder is gone.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Protocol

import msgspec

from feedsvc.static_site.object_store import Kept, ObjectStoreError
from feedsvc.static_site.upload_plan import OWN

KEY = f"{OWN}writer.json"
LEASE = 60.0  # seconds for which a lock holds that is not renewed
_RENEWALS = 4  # in a lease
_LOOK = 1.0  # seconds between two looks at somebody else's
_LOGGER = logging.getLogger("feedsvc.build")


class LockedStore(Protocol):
    """What a lock needs of an object store, as ObjectStore has it."""

    def put_if(self, key: str, body: bytes, version: str | None) -> str | None:
        """Write where the object still has a version; its new version, or None."""

    def get(self, key: str) -> Kept | None:
        """An object, if it is there."""

    def delete(self, keys: list[str]) -> None:
        """Remove objects."""


class HeldElsewhere(ObjectStoreError):
    """Another process writes there."""


class LockLost(ObjectStoreError):
    """The lock could not be renewed in time, so that another process may write now."""


class Writer(msgspec.Struct, frozen=True):
    """What stands in the lock.

    Attributes:
        origin: of the releases that are brought; one process at a time has them.
        name: tells people who it is.
        turn: another one with each write, so that no two are the same.
    """

    origin: str
    name: str
    turn: str


def boot_clock() -> float:
    """Seconds of a clock that is never set, and goes on while the machine sleeps."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class WriterLock:
    """The lock of a prefix, held in a `with` block, and renewed as long as it lasts.

    Args:
        store: of the prefix.
        origin: of the releases, kept from run to run: its own lock from before is taken at once.
        name: tells people who holds it.
        patience: seconds to wait for somebody else, besides the lease of who is gone.
        lease: seconds for which it holds.
        clock: seconds of a clock that is never set.
        pause: waits for some seconds; true: it is to end.
    """

    def __init__(
        self,
        store: LockedStore,
        origin: str,
        name: str,
        *,
        patience: float = LEASE,
        lease: float = LEASE,
        clock: Callable[[], float] = boot_clock,
        pause: Callable[[float], bool] | None = None,
    ) -> None:
        self._store = store
        self._writer = Writer(origin, name, "")
        self._patience = patience
        self._lease = lease
        self._clock = clock
        self._pause = pause or threading.Event().wait
        self._version = ""
        self._until = 0.0
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> "WriterLock":
        """Take the lock.

        Raises:
            HeldElsewhere: somebody else holds it, and goes on.
            ObjectStoreError: the store does not answer.
        """
        self._take()
        self._ended.clear()
        self._thread = threading.Thread(target=self._keep, name="feedsvc-writer-lock", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
        # Where little time is left another one may take it before the request arrives.
        if self._clock() < self._until - self._lease / 2:
            with suppress(ObjectStoreError):
                self._store.delete([KEY])
        self._until = 0.0

    def check(self) -> None:
        """Make sure that it is held still; called before each write.

        Raises:
            LockLost: it is not.
        """
        if self._clock() >= self._until:
            raise LockLost(
                f"{self._store}: the lock could not be renewed, so another process may write there;"
                " begin again"
            )

    def _take(self) -> None:
        began = self._clock()
        held, since, said = self._store.get(KEY), began, False
        while True:
            mine = held is not None and _writer(held).origin == self._writer.origin
            gone = self._clock() - since >= self._lease
            if (held is None or mine or gone) and self._write(held.version if held else None):
                return
            seen = self._store.get(KEY)
            if (seen and seen.version) != (held and held.version):
                held, since = seen, self._clock()
                if held is None:
                    continue
            assert held is not None
            told = f"{self._store}: {_writer(held).name} writes there"
            if self._clock() - began > self._lease + self._patience and since > began:
                raise HeldElsewhere(f"{told}; try again when it is done")
            if not said:
                said = True
                _LOGGER.info("%s, or was killed; waiting for it", told)
            if self._pause(_LOOK):
                raise HeldElsewhere(told)

    def _write(self, version: str | None) -> bool:
        """Write the lock where it still has a version; whether it is ours now."""
        began = self._clock()
        writer = msgspec.structs.replace(self._writer, turn=uuid.uuid4().hex)
        body = msgspec.json.encode(writer)
        written = self._store.put_if(KEY, body, version)
        if written is None:
            # Or it was ours, and its answer was lost, so that it was sent once more.
            seen = self._store.get(KEY)
            if seen is None or seen.body != body:
                return False
            written = seen.version
        self._version, self._until = written, began + self._lease
        return True

    def _keep(self) -> None:
        while not self._ended.wait(self._lease / _RENEWALS):
            try:
                if not self._write(self._version):
                    self._until = 0.0
                    return
            except ObjectStoreError:
                continue  # as long as the lease lasts it may be tried again


def _writer(held: Kept) -> Writer:
    try:
        return msgspec.json.decode(held.body, type=Writer)
    except msgspec.DecodeError:
        return Writer("", "somebody else", "")
