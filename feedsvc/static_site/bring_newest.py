"""Brings releases to an object store as they come: the newest, where several came meanwhile."""

import logging
import os
import socket
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType

import msgspec

from feedsvc.errors import FeedsvcError
from feedsvc.static_site.object_store import ObjectStore, Place
from feedsvc.static_site.purge import Purge
from feedsvc.static_site.upload import Brought, Progress, ReleaseFolder, Replaced, bring
from feedsvc.static_site.writer_lock import LEASE, WriterLock

WAITS = (1.0, 5.0, 15.0, 60.0)  # seconds until a try after one that failed
_RETRY_SECONDS = 10.0  # of a single request; then the whole is tried again
_LOGGER = logging.getLogger("feedsvc.build")


class Destination(msgspec.Struct, frozen=True):
    """Where releases are brought.

    Attributes:
        place: bucket and prefix.
        origin: of the releases, kept from run to run (writer_lock).
        purge: who is told what changed.
        folder: in which a command runs.
        lease: seconds for which the lock of the prefix holds.
    """

    place: Place
    origin: str
    purge: Purge
    folder: Path
    lease: float = LEASE

    def bring(
        self,
        release: ReleaseFolder,
        environ: Mapping[str, str],
        pause: Callable[[float], bool] | None = None,
        progress: Progress = lambda done, total: None,
    ) -> Brought:
        """Bring a release.

        Args:
            release: on the disk.
            environ: environment variables, with keys and endpoint.
            pause: waits for some seconds; true: it is to end.
            progress: gets how many of how many steps are done.

        Raises:
            ObjectStoreError: the store does not take it; what was brought is not brought again.
        """
        store = ObjectStore(self.place, environ, _RETRY_SECONDS)
        name = f"process {os.getpid()} on {socket.gethostname()}"
        site = release.manifest.site

        def tell(urls: list[str]) -> None:
            self.purge.tell(site, urls, self.folder, environ)

        with WriterLock(store, self.origin, name, lease=self.lease, pause=pause) as lock:
            return bring(release, store, lock, tell, progress)


class BringNewest:
    """Brings each release that it is given, in a thread, as long as the `with` block runs.

    Where the store is away it is tried again and again; nobody waits for it.

    Args:
        destination: where to.
        environ: as for Destination.bring.
    """

    def __init__(self, destination: Destination, environ: Mapping[str, str]) -> None:
        self._destination = destination
        self._environ = environ
        self._changed = threading.Condition()
        self._waiting: ReleaseFolder | None = None
        self._ends = False
        self._failures = 0
        self._thread = threading.Thread(target=self._run, name="feedsvc-upload", daemon=True)

    def __enter__(self) -> "BringNewest":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._changed:
            self._ends = True
            self._changed.notify_all()
        self._thread.join()

    def offer(self, release: ReleaseFolder) -> None:
        """Bring a release, in place of those that wait."""
        with self._changed:
            self._waiting = release
            self._changed.notify_all()

    def _run(self) -> None:
        while (release := self._next()) is not None:
            if not self._brought(release):
                with self._changed:
                    if self._waiting is None:
                        self._waiting = release
                self._pause(WAITS[min(self._failures, len(WAITS)) - 1])

    def _next(self) -> ReleaseFolder | None:
        """The newest release, as soon as there is one; None: the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._ends or self._waiting is not None)
            if self._ends:
                return None
            release, self._waiting = self._waiting, None
            return release

    def _pause(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._ends, seconds)

    def _brought(self, release: ReleaseFolder) -> bool:
        """Whether a release is there now, or no more is to be tried with it."""
        try:
            done = self._destination.bring(release, self._environ, self._pause)
        except Replaced as error:
            with self._changed:
                newer = self._waiting is not None
            return newer or self._failed(str(error))
        except FeedsvcError as error:
            return self._failed(str(error))
        except Exception:
            self._failures += 1
            if self._failures == 1:
                _LOGGER.exception("%s: a fault; it is tried again", self._destination.place)
            return False
        if done.untold:
            return self._failed(done.untold)
        if self._failures:
            _LOGGER.info("%s takes releases again", self._destination.place)
        self._failures = 0
        number = release.manifest.number
        told = (self._destination.place, number, done.sent, done.removed)
        _LOGGER.info("%s has release %d: %d files sent, %d removed", *told)
        return True

    def _failed(self, why: str) -> bool:
        self._failures += 1
        if self._failures == 1:
            _LOGGER.warning("%s; it is tried again and again", why)
        return False
