"""Reads files in child processes: many on all cores, and slow ones with a limit of time and memory.

A child is a fresh interpreter that runs `serve`, so neither threads nor the main module matter. It
ends when its standard input ends, which happens whenever its parent ends. A file that takes more
time or memory than the limits allow also ends the child, whichever library reads it. That file
becomes a problem, and another child reads the others.
"""

import os
import resource
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import TypeAlias

import msgspec

from feedsvc import sources
from feedsvc.indexer.read_file import ReadFile, ReadLater, given_up, read_file
from feedsvc.settings import MEGA, Settings
from feedsvc.sources import DiskList, Folder
from feedsvc.store.bulk import chunks

Found: TypeAlias = "tuple[str, ReadFile | None]"  # a path, and the file there, if one is
FEW = 500  # files; up to so many are read here faster than children start
JOB = 50  # files that a child reads at a time
AHEAD = 3  # jobs for each child that may wait or be done
MOST = 8  # children; the one writing process cannot keep more busy
ASIDE = 2  # children for slow files; one that takes all its time must not hold up the next
_START = (
    "import sys; sys.path[:] = sys.argv[1:]; from feedsvc.indexer.read_pool import serve; serve()"
)
_READY = b"ready"
# Exit codes of signals that reading a file can cause; any other may have come from outside.
_OF_READING = (-signal.SIGPROF, -signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS)
_BROKEN = (OSError, ValueError, EOFError, msgspec.MsgspecError)
_Task: TypeAlias = tuple[str, Settings]  # folder and settings of a child
_answers = msgspec.msgpack.Decoder(ReadFile | None)


def read_files(
    folder: Folder,
    settings: Settings,
    now: datetime,
    paths: "DiskList[str] | list[str]",
    aside: "ReadPool | None",
    later: list[str],
) -> Generator[Found, None, None]:
    """Read the files at some paths, in their order, in child processes where that is faster.

    A child reads a file that could be slow in any case; if the file ends the child, it becomes a
    problem. To break the reading off, close the generator.

    Args:
        folder, settings, now: as read_file takes them.
        paths: of the files.
        aside: reads slow files, and `later` gets those it still reads; None: they are waited for.
    """
    if len(paths) > 1:
        folder.noted.clear()
    if aside is None and len(paths) > FEW and (count := min(usable_cores(), MOST)) > 1:
        with closing(ReadPool(folder, settings, count)) as pool:
            yield from pool.read(paths, now)
        return
    alone = partial(read_file, folder, settings=settings, now=now)
    with closing(Reader(folder, settings)) as reader:

        def larger(path: str, source: str, mark: str) -> ReadFile | None:
            if aside is not None:
                return aside.aside(path, source, mark, now)
            found = reader.read([path], now)
            return found[0] if found else alone(path)

        for path in paths:
            try:
                yield path, alone(path, larger=larger)
            except ReadLater:
                later.append(path)


def usable_cores() -> int:
    """How many processor cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        return os.cpu_count() or 1


@dataclass(eq=False)
class _Job:
    """Files that one child is to read."""

    paths: list[str]
    now: datetime
    held: str = ""  # source and mark that a file read aside had when it was asked for
    found: Future[list[ReadFile | None] | None] = field(init=False)  # what Reader.read gives
    reader: "Reader | None" = None  # None before it begins
    dropped: bool = False  # nobody wants them any more


class ReadPool:
    """Reads files in several children, each with a thread that hands it one job at a time.

    There are two ways to ask: `read` waits for the files; `aside` begins with a file, goes on, and
    `tell` is called when the file has been read.

    Args:
        folder, settings: as read_file takes them.
        count: of children.
        tell: called, in another thread, whenever the reading of a file aside has ended.
    """

    def __init__(
        self,
        folder: Folder,
        settings: Settings,
        count: int = ASIDE,
        tell: Callable[[], None] = lambda: None,
    ) -> None:
        self._alone = partial(read_file, folder, settings=settings)
        self._new_reader = partial(Reader, folder, settings)
        self._ahead = count * AHEAD
        self._tell = tell
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="feedsvc-reading")
        self._guard = threading.Lock()  # of the jobs and the readers
        self._jobs: set[_Job] = set()  # that have not ended
        self._idle: list[Reader] = []
        self._aside: dict[str, _Job] = {}  # that `done` has not named
        self._named: dict[str, _Job] = {}  # by the last call of `done`

    def read(self, paths: Iterable[str], now: datetime) -> Iterator[Found]:
        """Read the files at some paths, in their order."""
        jobs = (self._begin(_Job(some, now)) for some in chunks(paths, JOB))
        waiting = deque(islice(jobs, self._ahead))
        while waiting:
            job = waiting.popleft()
            yield from zip(job.paths, self._result(job, now), strict=True)
            waiting.extend(islice(jobs, 1))

    def aside(self, path: str, source: str, mark: str, now: datetime) -> ReadFile:
        """The file, if it has been read already as it is now; `source` and `mark` are to be so.

        Raises:
            ReadLater: it is being read from now on; ask again when `done` names it.
        """
        held = source + mark
        job = self._aside.pop(path, None) or self._named.pop(path, None)
        if job is not None and job.held == held:
            if not job.found.done():
                self._aside[path] = job
                raise ReadLater
            (found,) = self._result(job, now)
            if found is not None and found.source + found.mark in ("", held):
                return found  # otherwise it was another, or gone, when it was read
        elif job is not None:
            self._drop(job)
        self._aside[path] = self._begin(_Job([path], now, held))
        raise ReadLater

    def done(self) -> list[str]:
        """The paths of files whose reading aside has ended since the last call.

        A file that nobody reads before the next call is forgotten.
        """
        self._named = {path: job for path, job in self._aside.items() if job.found.done()}
        for path in self._named:
            del self._aside[path]
        return list(self._named)

    @property
    def busy(self) -> bool:
        """Whether there are files aside that `done` has not named yet."""
        return bool(self._aside)

    def close(self) -> None:
        """End all reading."""
        with self._guard:
            jobs = list(self._jobs)
        for job in jobs:
            self._drop(job)
        self._threads.shutdown(cancel_futures=True)
        for reader in self._idle:
            reader.close()

    def _begin(self, job: _Job) -> _Job:
        with self._guard:
            self._jobs.add(job)
        job.found = self._threads.submit(self._run, job)
        if job.held:
            job.found.add_done_callback(lambda _: self._tell())
        return job

    def _drop(self, job: _Job) -> None:
        with self._guard:
            job.dropped = True
            if job.reader is not None:
                job.reader.end()

    def _run(self, job: _Job) -> list[ReadFile | None] | None:
        with self._guard:
            job.reader = reader = self._idle.pop() if self._idle else self._new_reader()
        try:
            return None if job.dropped else reader.read(job.paths, job.now)
        finally:
            with self._guard:
                self._jobs.remove(job)
                # For files that may be saved some day, no child waits.
                wanted = not job.held or any(one.reader is None for one in self._jobs)
                stays = wanted and not job.dropped
                if stays:
                    self._idle.append(reader)
            if not stays:
                reader.close()

    def _result(self, job: _Job, now: datetime) -> Iterable[ReadFile | None]:
        """What a job found; where no child could be started, this process reads the files."""
        found = None if job.found.exception() else job.found.result()
        return map(partial(self._alone, now=now), job.paths) if found is None else found


class Reader:
    """Reads files in a child process, and starts another where a file ended the first.

    Args:
        folder, settings: as read_file takes them.
    """

    def __init__(self, folder: Folder, settings: Settings) -> None:
        self._folder, self._settings = folder, settings
        self._task: _Task = (str(folder.root.absolute()), settings)
        self._child: _Child | None = None
        self._closed = False

    def read(self, paths: list[str], now: datetime) -> list[ReadFile | None] | None:
        """Read files: for each path what read_file gives; None where no child can be started."""
        found: list[ReadFile | None] = []
        once_more = False  # the next file ended a child, perhaps by chance
        while len(found) < len(paths):
            before = len(found)
            try:
                child = self._child = self._child or _Child(self._task)
            except OSError:
                return None
            if self._closed:
                return None
            try:
                for answer in child.answers(paths[before:], now):
                    found.append(_answers.decode(answer))
            except _BROKEN:
                end = child.forget()
                self._child = None
                if self._closed or not child.was_ready:
                    return None
                certain = end in _OF_READING
                once_more = not (certain or (once_more and len(found) == before))
                if not once_more:
                    limit = self._settings.limits.read_seconds
                    seconds = limit if end == -signal.SIGPROF else None
                    lost = (self._folder, paths[len(found)], self._settings, now, seconds)
                    found.append(given_up(*lost, certain=certain))
        return found

    def end(self) -> None:
        """End the child from another thread; `close` must follow."""
        self._closed = True
        if child := self._child:
            child.end()

    def close(self) -> None:
        """End the child, and wait until it has ended."""
        self._closed = True
        if self._child is not None:
            self._child.forget()


class _Child:
    """A process that reads files for its parent.

    Raises:
        OSError: no process can be started.
    """

    def __init__(self, task: _Task) -> None:
        self.was_ready = False
        self._task = task
        self._pipe, theirs = Pipe()
        with theirs:
            command, at = [sys.executable, "-c", _START, *sys.path], theirs.fileno()
            self._process = subprocess.Popen(command, stdin=at, stdout=subprocess.DEVNULL)

    def answers(self, paths: list[str], now: datetime) -> Iterator[bytes]:
        """The encoded answer of the child for each path.

        Raises:
            OSError, ValueError, EOFError: the child ended.
        """
        if not self.was_ready:
            self._pipe.send_bytes(msgspec.msgpack.encode(self._task))
            self.was_ready = self._pipe.recv_bytes() == _READY
        self._pipe.send_bytes(msgspec.msgpack.encode((now, paths)))
        for _ in paths:
            yield self._pipe.recv_bytes()

    def end(self) -> None:
        self._process.terminate()

    def forget(self) -> int:
        """End the child if it runs, wait for its end, and return its exit code."""
        self._process.kill()
        self._pipe.close()
        return self._process.wait()


def serve() -> None:
    """Run as a child: do jobs from standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent too, which decides
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # ends this process, whatever it is doing
    pipe = Connection(os.dup(0))
    try:
        root, settings = msgspec.msgpack.decode(pipe.recv_bytes(), type=_Task)
        limits = settings.limits
        folder = Folder(Path(root), sources.is_listed, limits)
        bounds = {resource.RLIMIT_AS: limits.read_megabytes * MEGA, resource.RLIMIT_CORE: 0}
        for limit, most in bounds.items():
            with suppress(OSError, ValueError):  # a system may not have it or not allow it
                resource.setrlimit(limit, (most, resource.getrlimit(limit)[1]))
        pipe.send_bytes(_READY)
        os.dup2(1, 2)  # from here on an error is reported as a problem of the file
        while True:
            now, paths = msgspec.msgpack.decode(pipe.recv_bytes(), type=tuple[datetime, list[str]])
            folder.noted.clear()
            for path in paths:
                signal.setitimer(signal.ITIMER_PROF, limits.read_seconds)
                found = read_file(folder, path, settings, now)
                signal.setitimer(signal.ITIMER_PROF, 0)
                pipe.send_bytes(msgspec.msgpack.encode(found))
    except (EOFError, ConnectionError, MemoryError):
        os._exit(0)  # the parent is gone or ends this child: nobody reads the buffers
