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
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypeAlias
from zoneinfo import ZoneInfo

import msgspec

from feedsvc import sources
from feedsvc.indexer.read_file import ReadFile, ReadLater, given_up, read_file
from feedsvc.settings import MEGA, LimitSettings
from feedsvc.sources import Folder

Found: TypeAlias = "tuple[str, ReadFile | None]"  # a path, and the file there, if one is
FEW = 500  # files; up to so many are read here faster than children start
JOB = 50  # files that a child reads at a time
AHEAD = 3  # jobs for each child that may wait or be done
MOST = 8  # children; the one writing process cannot keep more busy
_LENGTH = 8  # bytes of the number before a message
_START = (
    "import sys; sys.path[:] = sys.argv[1:]; from feedsvc.indexer.read_pool import serve; serve()"
)
_READY = b"ready"
# Exit codes of signals that reading a file can cause; any other may have come from outside.
_OF_READING = tuple(
    -number for number in (signal.SIGPROF, signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS)
)
_BROKEN = (OSError, ValueError, EOFError, msgspec.MsgspecError)


class Task(msgspec.Struct, frozen=True):
    """What all jobs of a child share: the folder, the time zone, the time, and the limits."""

    root: str
    zone: str
    now: datetime
    limits: LimitSettings


_answers = msgspec.msgpack.Decoder(ReadFile | None)


@contextmanager
def reading(
    folder: Folder,
    zone: ZoneInfo,
    now: datetime,
    limits: LimitSettings,
    paths: Iterable[str],
    total: int,
    larger: Callable[[str, bytes], ReadFile | None] | None = None,
) -> Iterator[Iterator[Found]]:
    """Read the files at some paths, in their order, in child processes where that is faster.

    A child reads a file that could be slow in any case; if the file ends the child, it becomes a
    problem.

    Args:
        folder, zone, now, limits: as read_file takes them.
        paths: any number.
        total: about how many.
        larger: reads files that could be slow; a file for which it raises ReadLater is left out.
    """
    alone = partial(read_file, folder, zone=zone, now=now, limits=limits)
    if larger is not None:
        yield _now_or_later(alone, paths, larger)
        return
    count = min(_cores(), MOST)
    task = Task(str(folder.root.absolute()), zone.key, now, limits)
    if total <= FEW or count < 2:
        reader = Reader(task, folder)

        def one(path: str, _: bytes) -> ReadFile | None:
            found = reader.read([path])
            return found[0] if found else alone(path)

        try:
            yield ((path, alone(path, larger=one)) for path in paths)
        finally:
            reader.close()
        return
    team = _Team(task, folder, count)
    try:
        yield team.read(paths, alone)
    finally:
        team.close()


def _now_or_later(
    alone: "partial[ReadFile | None]",
    paths: Iterable[str],
    larger: Callable[[str, bytes], ReadFile | None],
) -> Iterator[Found]:
    for path in paths:
        with suppress(ReadLater):
            yield path, alone(path, larger=larger)


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        return os.cpu_count() or 1


class _Team:
    """Several readers, each with a thread that hands it one job at a time."""

    def __init__(self, task: Task, folder: Folder, count: int) -> None:
        self._task = task
        self._folder = folder
        self._count = count
        self._own = threading.local()
        self._readers: list[Reader] = []
        self._closed = False
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="feedsvc-reading")

    def read(self, paths: Iterable[str], alone: "partial[ReadFile | None]") -> Iterator[Found]:
        left = iter(paths)
        waiting: deque[tuple[list[str], Future[list[ReadFile | None] | None]]] = deque()
        while True:
            while len(waiting) < self._count * AHEAD and (job := list(islice(left, JOB))):
                waiting.append((job, self._threads.submit(self._ask, job)))
            if not waiting:
                return
            job, answer = waiting.popleft()
            found = answer.result()
            # Where no child can be started, this process does the job.
            yield from zip(job, found or map(alone, job), strict=True)

    def _ask(self, job: list[str]) -> list[ReadFile | None] | None:
        reader: Reader | None = getattr(self._own, "reader", None)
        if reader is None:
            reader = self._own.reader = Reader(self._task, self._folder)
            self._readers.append(reader)
        return None if self._closed else reader.read(job)

    def close(self) -> None:
        """End the children, whatever they are doing."""
        self._closed = True
        for reader in self._readers:
            reader.end()
        self._threads.shutdown(cancel_futures=True)
        for reader in self._readers:
            reader.close()


class Reader:
    """Reads files in a child process, and starts another where a file ended the first."""

    def __init__(self, task: Task, folder: Folder) -> None:
        self._task = task
        self._folder = folder
        self._child: _Child | None = None
        self._closed = False

    def read(self, paths: list[str], now: datetime | None = None) -> list[ReadFile | None] | None:
        """Read the files at some paths; None where no child can be started.

        Args:
            paths: of files.
            now: the time of reading; None: that of the task.

        Returns:
            for each path the file, or None where there is none.
        """
        now = now or self._task.now
        found: list[ReadFile | None] = []
        once_more = False  # the next file ended a child, perhaps by chance
        while len(found) < len(paths):
            before = len(found)
            try:
                if self._child is None:
                    self._child = _Child(self._task)
            except OSError:
                return None
            if self._closed:
                return None
            child = self._child
            try:
                for answer in child.answers(paths[before:], now):
                    found.append(_answers.decode(answer))
            except _BROKEN:
                end = child.forget()
                self._child = None
                if self._closed or not child.was_ready:
                    return None
                certain = end in _OF_READING
                if certain or (once_more and len(found) == before):
                    seconds = self._task.limits.read_seconds if end == -signal.SIGPROF else None
                    path = paths[len(found)]
                    found.append(given_up(self._folder, path, now, seconds, certain=certain))
                    once_more = False
                else:
                    once_more = True
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

    def __init__(self, task: Task) -> None:
        self.was_ready = False
        self._task = task
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def answers(self, paths: list[str], now: datetime) -> Iterator[bytes]:
        """The encoded answer of the child for each path.

        Raises:
            OSError, ValueError, EOFError: the child ended.
        """
        source: BinaryIO = self._process.stdout  # type: ignore[assignment]
        if not self.was_ready:
            self._tell(msgspec.msgpack.encode(self._task))
            self.was_ready = _read(source) == _READY
        self._tell(msgspec.msgpack.encode((now, paths)))
        for _ in paths:
            yield _read(source)

    def _tell(self, message: bytes) -> None:
        assert self._process.stdin is not None
        _write(self._process.stdin, message)  # type: ignore[arg-type]

    def end(self) -> None:
        self._process.terminate()

    def forget(self) -> int:
        """End the child if it runs, wait for its end, and return its exit code."""
        self._process.kill()
        with suppress(OSError), self._process:  # closes its pipes and waits for it
            pass  # what could not be written to it is lost with it
        return self._process.returncode


def _write(file: BinaryIO, message: bytes) -> None:
    file.write(len(message).to_bytes(_LENGTH) + message)
    file.flush()


def _read(file: BinaryIO) -> bytes:
    """The next message.

    Raises:
        EOFError: there is none, or a part of one.
    """
    length = file.read(_LENGTH)
    message = file.read(int.from_bytes(length))
    if len(length) < _LENGTH or len(message) < int.from_bytes(length):
        raise EOFError
    return message


def serve() -> None:
    """Run as a child: do jobs from standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent too, which decides
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # ends this process, whatever it is doing
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    silence = os.open(os.devnull, os.O_WRONLY)
    try:
        task = msgspec.msgpack.decode(_read(source), type=Task)
        limits, zone = task.limits, ZoneInfo(task.zone)
        folder = Folder(Path(task.root), sources.is_article, limits)
        _bound(resource.RLIMIT_AS, limits.read_megabytes * MEGA)
        _bound(resource.RLIMIT_CORE, 0)
        _write(answers, _READY)
        os.dup2(silence, 1)  # from here on an error is reported as a problem of the file
        os.dup2(silence, 2)
        while True:
            now, paths = msgspec.msgpack.decode(_read(source), type=tuple[datetime, list[str]])
            for path in paths:
                signal.setitimer(signal.ITIMER_PROF, limits.read_seconds)
                found = read_file(folder, path, zone, now, limits)
                signal.setitimer(signal.ITIMER_PROF, 0)
                _write(answers, msgspec.msgpack.encode(found))
    except (EOFError, BrokenPipeError, MemoryError):
        os._exit(0)  # the parent is gone or ends this child: nobody reads the buffers


def _bound(limit: int, most: int) -> None:
    """Set a limit of this process, where the system has it and allows it."""
    with suppress(OSError, ValueError):
        resource.setrlimit(limit, (most, resource.getrlimit(limit)[1]))
