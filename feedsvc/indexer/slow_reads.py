"""Reads slow files in processes of their own, while the indexer goes on with the others."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from zoneinfo import ZoneInfo

from feedsvc.indexer.read_file import ReadFile, ReadLater, read_file
from feedsvc.indexer.read_pool import Reader, Task
from feedsvc.model.hashing import digest
from feedsvc.settings import LimitSettings
from feedsvc.sources import Folder

AT_ONCE = 2  # files; one that takes all its time must not hold up the next


class _Job:
    """A file that is being read, and the result.

    Attributes:
        path: of the file.
        held: digest of the bytes that the file had when it was asked for.
        now: the time of reading.
        found: the result.
        ended: whether the reading has ended, so that `found` is set.
        told: whether `done` has named it.
        dropped: whether nobody wants it any more.
    """

    def __init__(self, path: str, held: str, now: datetime) -> None:
        self.path, self.held, self.now = path, held, now
        self.found: list[ReadFile | None] | None = None  # None: no process could read it
        self.reader: Reader | None = None
        self.ended = self.told = self.dropped = False


class SlowReads:
    """Reads files in processes of their own, and tells when one has been read.

    Args:
        folder, zone, limits: as read_file takes them.
        tell: called, in another thread, whenever the reading of a file has ended.
    """

    def __init__(
        self, folder: Folder, zone: ZoneInfo, limits: LimitSettings, tell: Callable[[], None]
    ) -> None:
        self._folder, self._zone, self._limits, self._tell = folder, zone, limits, tell
        self._jobs: dict[str, _Job] = {}
        self._guard = threading.Lock()
        self._waiting = 0  # jobs that no thread has begun
        self._closed = False
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="feedsvc-aside")
        self._own = threading.local()

    def read(self, path: str, data: bytes, now: datetime) -> ReadFile | None:
        """The file, if it has been read already; None: it is gone.

        Args:
            path: of the file.
            data: the bytes that it has now.
            now: the time of reading.

        Raises:
            ReadLater: it is being read from now on; ask again when `done` names it.
        """
        held = digest(data)
        with self._guard:
            job = self._jobs.get(path)
            if job is not None and job.held == held and not job.ended:
                raise ReadLater
            job = self._jobs.pop(path, None)
            if job is None or job.held != held or _is_of_other_bytes(job):
                if job is not None:
                    self._drop(job)
                self._begin(_Job(path, held, now))
                raise ReadLater
        if job.found is None:
            return read_file(self._folder, path, self._zone, now, self._limits)
        return job.found[0]

    def _begin(self, job: _Job) -> None:
        self._jobs[job.path] = job
        self._waiting += 1
        self._threads.submit(self._run, job)

    def _drop(self, job: _Job) -> None:
        job.dropped = True
        if job.reader is not None:
            job.reader.end()

    def _run(self, job: _Job) -> None:
        reader: Reader | None = getattr(self._own, "reader", None)
        if reader is None:
            root = str(self._folder.root.absolute())
            task = Task(root, self._zone.key, job.now, self._limits)
            reader = Reader(task, self._folder)
        with self._guard:
            self._waiting -= 1
            if not (job.dropped or self._closed):
                job.reader = reader
        try:
            if job.reader is not None:
                job.found = reader.read([job.path], job.now)
        finally:
            with self._guard:
                job.reader, job.ended = None, True
                spent = job.dropped or not self._waiting or self._closed
            self._own.reader = None if spent else reader
            if spent:
                reader.close()
            self._tell()

    def done(self) -> list[str]:
        """The paths of files whose reading has ended since the last call; `read` gives them now.

        A file that nobody reads before the next call is forgotten.
        """
        with self._guard:
            for path in [path for path, job in self._jobs.items() if job.told]:
                del self._jobs[path]
            ended = [job for job in self._jobs.values() if job.ended]
            for job in ended:
                job.told = True
        return [job.path for job in ended]

    @property
    def busy(self) -> bool:
        """Whether there are files that `done` has not named yet."""
        with self._guard:
            return any(not job.told for job in self._jobs.values())

    def close(self) -> None:
        """End all reading."""
        with self._guard:
            self._closed = True
            for job in self._jobs.values():
                self._drop(job)
        self._threads.shutdown(cancel_futures=True)


def _is_of_other_bytes(job: _Job) -> bool:
    """Whether the file had other bytes, or was gone, when it was read."""
    if job.found is None:
        return False
    return job.found[0] is None or job.found[0].source not in ("", job.held)
