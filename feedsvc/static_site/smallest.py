"""Codes files again at Brotli's highest level, once they have stayed since an earlier release.

That takes a hundred times as long as the level at which they are coded first, and is worth it only
for what stays. A file's time says when its document changed, and does not move. Its size does, so
tags that servers make of both differ: who has the file of before gets the one of now, once.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import brotli

from feedsvc.static_site.manifest import SiteFile
from feedsvc.static_site.memory import Memory
from feedsvc.static_site.trees import Releases, told

SUFFIX = ".br"
_QUALITY = 11
_PIECE = 1 << 18  # bytes that are coded before it is asked whether to end
_AHEAD = 20  # files for each core that are given to it at a time
_LOOKS = 5  # of some files each, so that a save does not wait while all are looked through


class Smallest:
    """Codes files again, beside what else goes on.

    Args:
        memory: of the site; it knows what was coded again.
        releases: whose files they are.
        cores: on which files are coded.
    """

    def __init__(self, memory: Memory, releases: Releases, cores: int = 1) -> None:
        self._memory, self._releases, self._cores = memory, releases, cores
        self._ends = threading.Event()
        self._pool: ThreadPoolExecutor | None = None
        self._given: list[tuple[SiteFile, Future[bytes | None]]] = []
        self._place = (0, 0, "")  # releases after which and up to which files stay; the last path

    def go_on(self, until: int) -> int | None:
        """Put in place what is coded, and give the cores more; nobody waits for a core.

        Args:
            until: the release since which files must have stayed.

        Returns:
            how many files were put in place or found small enough; None: nothing is left to do.
        """
        given, self._given = self._given, []
        done: list[tuple[SiteFile, Future[bytes | None]]] = []
        for one in given:
            (done if one[1].done() else self._given).append(one)
        self._take(done)
        room = self._cores * _AHEAD - len(self._given)
        for file in self._next(until, room):
            path = self._releases.out / "current" / file.path
            self._given.append((file, self._workers().submit(coded, path, self._ends.is_set)))
        return len(done) if done or self._given or self._place[0] < until else None

    def finish(self, until: int, show: Callable[[int, int], None]) -> int:
        """Code all that has stayed; returns how many files.

        Args:
            until: as for go_on.
            show: is told how many are done, of how many.
        """
        total, done = sum(1 for _ in self._waiting(until)), 0
        try:
            while (more := self.go_on(until)) is not None:
                done += more
                show(done, total)
                if self._given:
                    with suppress(TimeoutError):
                        self._given[0][1].exception(timeout=1.0)
        finally:
            self.interrupt()
        return done

    def interrupt(self) -> None:
        """Let go of what is not done; it is taken up again later."""
        self._ends.set()
        self._ends = threading.Event()
        self._place = (0 if self._given else self._place[0], 0, "")
        self._given.clear()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _workers(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._cores, "feedsvc-brotli", _be_modest)
        return self._pool

    def _waiting(self, until: int) -> Iterator[SiteFile]:
        """All files that have stayed and were not coded again."""
        last = ""
        while some := self._memory.stayed(0, until, last):
            yield from (one for one in some if self._memory.is_coarse(one, SUFFIX))
            last = some[-1].path

    def _next(self, until: int, most: int) -> list[SiteFile]:
        """The next files to be coded. What was looked through is not looked through again."""
        found: list[SiteFile] = []
        since, to, last = self._place
        if to != until:
            to, last = until, ""
        for _ in range(_LOOKS):
            if since >= to or len(found) >= most:
                break
            some = self._memory.stayed(since, to, last)
            if not some:
                since = to  # only what comes to stay later is looked at from now on
            for one in some:
                last = one.path
                if self._memory.is_coarse(one, SUFFIX):
                    found.append(one)
                if len(found) == most:
                    break
        self._place = (since, to, last)
        return found

    def _take(self, done: list[tuple[SiteFile, Future[bytes | None]]]) -> None:
        """Put files in place that are smaller than those before."""
        fine = []
        for file, future in done:
            now = self._memory.before("file", file.path)
            body = future.result()
            if body is None or now is None or now.modified != file.modified:
                continue
            with told(self._releases.out):
                if self._is_better(file, body):
                    self._releases.exchange(file, SUFFIX, body, self._has(file))
            fine.append(file)
        if fine:
            self._memory.note_fine(fine)

    def _has(self, file: SiteFile) -> Callable[[int], bool]:
        """Whether a release has the same file."""

        def has(number: int) -> bool:
            other = self._memory.at("file", file.path, number)
            same = other is not None and (other.digest, other.modified) == (
                file.digest,
                file.modified,
            )
            return same and SUFFIX in other.codings

        return has

    def _is_better(self, file: SiteFile, body: bytes) -> bool:
        """Whether it is smaller, and of another size than the others that have the same time.

        Servers make a tag of time and size. Files of two codings must not have the same one.
        """
        path = self._releases.out / "current" / file.path
        sizes = {suffix: Path(f"{path}{suffix}").stat().st_size for suffix in file.codings}
        before = sizes.pop(SUFFIX)
        return len(body) < before and len(body) not in sizes.values()


def coded(path: Path, ends: Callable[[], bool]) -> bytes | None:
    """A file's bytes, coded at the highest level; None: it was to end, or the file is gone.

    Args:
        path: of the file.
        ends: says whether to end.
    """
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        return None
    made, coder = [], brotli.Compressor(quality=_QUALITY)
    for start in range(0, len(body), _PIECE):
        if ends():
            return None
        made.append(coder.process(body[start : start + _PIECE]))
    return None if ends() else b"".join((*made, coder.finish()))


def _be_modest() -> None:
    """Let all others that want the core go before this thread."""
    if sys.platform == "linux":  # elsewhere it would be the whole process
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)
