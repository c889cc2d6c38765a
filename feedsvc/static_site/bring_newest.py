"""Brings releases to an object store: the newest, where several came meanwhile."""

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
Pause = Callable[[float], bool]
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
        pause: Pause | None = None,
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


class Newest:
    """Does something for the newest release, in a thread, as long as the `with` block runs.

    Where several came meanwhile, it is done for the last of them. What fails is tried again and
    again, and nobody waits for it.

    Args:
        do: gets a function that waits for some seconds, and says whether it is to end.
    """

    def __init__(self, do: Callable[[Pause], object]) -> None:
        self._do = do
        self._changed = threading.Condition()
        self._waiting = False
        self._ends = False
        self._failures = 0
        self._thread = threading.Thread(target=self._run, name="feedsvc-upload", daemon=True)

    def __enter__(self) -> "Newest":
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

    def came(self) -> None:
        """Tell that there is a new release."""
        with self._changed:
            self._waiting = True
            self._changed.notify_all()

    def _run(self) -> None:
        while self._next():
            if not self._done():
                with self._changed:
                    self._waiting = True
                self._pause(WAITS[min(self._failures, len(WAITS)) - 1])

    def _next(self) -> bool:
        """Wait for a release; false: the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._ends or self._waiting)
            self._waiting = False
            return not self._ends

    def _pause(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._ends, seconds)

    def _done(self) -> bool:
        try:
            self._do(self._pause)
        except Replaced as error:
            with self._changed:
                newer = self._waiting
            return newer or self._failed(str(error))
        except FeedsvcError as error:
            return self._failed(str(error))
        except Exception:
            self._failures += 1
            if self._failures == 1:
                _LOGGER.exception("what follows a release failed; it is tried again and again")
            return False
        if self._failures:
            _LOGGER.info("what follows a release is done again")
        self._failures = 0
        return True

    def _failed(self, why: str) -> bool:
        self._failures += 1
        if self._failures == 1:
            _LOGGER.warning("%s; it is tried again and again", why)
        return False
