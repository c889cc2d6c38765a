"""Reading many files with all cores: child processes read and parse, one process writes.

A child is a fresh interpreter that runs `serve`, so that neither threads nor a main module matter;
it ends when its standard input does, which is when its parent ends, however that happens.
"""

import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
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
from feedsvc.folder import Folder
from feedsvc.reading import ReadFile, read_file

Found: TypeAlias = "tuple[str, ReadFile | None]"  # a path, and the file there, if one is
FEW = 500  # files that are read sooner than a process starts
JOB = 50  # files that a child reads at a time
AHEAD = 3  # jobs a child, waiting or done
MOST = 8  # children; the one process that writes keeps no more busy
_LENGTH = 8  # bytes of the number before a message
_START = "import sys; sys.path[:] = sys.argv[1:]; from feedsvc.workers import serve; serve()"


class Task(msgspec.Struct, frozen=True):
    """What all jobs of a child have in common: the folder, the zone of times, the time."""

    root: str
    zone: str
    now: datetime


_answers = msgspec.msgpack.Decoder(list[ReadFile | None])


@contextmanager
def reading(
    folder: Folder, zone: ZoneInfo, now: datetime, paths: Iterable[str], total: int
) -> Iterator[Iterator[Found]]:
    """The files at some paths, read in their order, by child processes where it pays.

    Args:
        folder, zone, now: as read_file takes them.
        paths: any number.
        total: about how many.
    """
    alone = partial(read_file, folder, zone=zone, now=now)
    count = min(_cores(), MOST)
    if total <= FEW or count < 2:
        yield ((path, alone(path)) for path in paths)
        return
    team = _Team(Task(str(folder.root.absolute()), zone.key, now), count)
    try:
        yield team.read(paths, alone)
    finally:
        team.close()


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        return os.cpu_count() or 1


class _Team:
    """Child processes, each with a thread that hands it one job at a time."""

    def __init__(self, task: Task, count: int) -> None:
        self._task = task
        self._count = count
        self._own = threading.local()
        self._children: list[_Child] = []
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
            # Where a child is no more, nothing is lost: the job is done here.
            yield from zip(job, found or map(alone, job), strict=True)

    def _ask(self, job: list[str]) -> list[ReadFile | None] | None:
        """What a child answers; None where it cannot."""
        child: _Child | None = getattr(self._own, "child", None)
        try:
            if child is None:
                child = self._own.child = _Child(self._task)
                self._children.append(child)
            if self._closed:
                child.end()
                return None
            answer = _answers.decode(child.ask(msgspec.msgpack.encode(job)))
        except (OSError, ValueError, EOFError, msgspec.MsgspecError):
            return None
        return answer if len(answer) == len(job) else None

    def close(self) -> None:
        """End the children, whatever they are at."""
        self._closed = True
        for child in self._children:
            child.end()
        self._threads.shutdown(cancel_futures=True)
        for child in self._children:
            child.forget()


class _Child:
    def __init__(self, task: Task) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        _write(self._input, msgspec.msgpack.encode(task))

    @property
    def _input(self) -> BinaryIO:
        assert self._process.stdin is not None
        return self._process.stdin  # type: ignore[return-value]

    def ask(self, message: bytes) -> bytes:
        """The answer to a message.

        Raises:
            OSError, ValueError, EOFError: it ended.
        """
        assert self._process.stdout is not None
        _write(self._input, message)
        return _read(self._process.stdout)  # type: ignore[arg-type]

    def end(self) -> None:
        self._process.terminate()

    def forget(self) -> None:
        self._process.kill()
        with suppress(OSError), self._process:  # closes its pipes and waits for it
            pass  # what was to be written to it is lost, as it is


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
    """Be a child: do jobs from standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the parent too, which decides
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints gets between the answers
    try:
        task = msgspec.msgpack.decode(_read(source), type=Task)
        folder, zone = Folder(Path(task.root), sources.is_article), ZoneInfo(task.zone)
        while True:
            job = msgspec.msgpack.decode(_read(source), type=list[str])
            found = [read_file(folder, path, zone, task.now) for path in job]
            _write(answers, msgspec.msgpack.encode(found))
    except (EOFError, BrokenPipeError):
        os._exit(0)  # the parent is gone: nobody reads what is left in buffers
