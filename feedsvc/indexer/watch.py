"""Listens to file events of the newsroom's folder, and looks at its files."""

import errno
import os
import queue
import re
import signal
import stat
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from watchfiles._rust_notify import RustNotify

from feedsvc.indexer.debounce import Look
from feedsvc.sources import is_text

try:
    import fcntl
except ImportError:  # not POSIX
    fcntl = None  # type: ignore[assignment]

DEBOUNCE, STEP = 20, 2  # milliseconds; a rename is reported within 6
_OPEN_CHECK = 250  # milliseconds between two checks whether to stop
_BURST = 1.0  # seconds in which changes are counted
_SAFE = 250  # changes within _BURST; of more, watchfiles may lose some while it hands them over
_QUEUE = Path("/proc/sys/fs/inotify/max_queued_events")
# Files that editors and downloads make for a moment. None of them could be an article.
_PASSING = re.compile(r"^\.|~$|^#.*#$|^4913$|\.(tmp|temp|part|partial|swp|swx|crdownload)$")

Happening = Literal["made", "changed", "gone"]
_HAPPENINGS: dict[int, Happening] = {1: "made", 2: "changed", 3: "gone"}


class Event(NamedTuple):
    """Something happened at a path (relative, POSIX, NFC); `made` is also a file moved there."""

    path: str
    what: Happening


class Heard(NamedTuple):
    """The file events of a while.

    Attributes:
        events: those of vanished paths first, otherwise in no order.
        failure: why no more events will come; empty where all is well.
        lost: whether other events may have been lost.
    """

    events: list[Event]
    failure: str = ""
    lost: bool = False


class Listening(Protocol):
    """A source of file events (Watch; tests have others)."""

    def start(self) -> str:
        """Listen from now on; returns why that fails, or an empty text."""

    def stop(self) -> None:
        """Stop listening."""

    def wait(self, seconds: float) -> Heard:
        """The file events within some seconds."""

    def wake(self) -> None:
        """End a wait."""


class Watch:
    """Listens to a folder in a thread of its own and puts file events in a queue.

    It may lose events, and reports no files in folders that were just made. So the caller must scan
    the whole folder now and then, and walk new folders.

    Args:
        root: the folder.
        safe: the most changes within a second of which none can be lost.
    """

    def __init__(self, root: Path, safe: int | None = None) -> None:
        self._root = os.path.abspath(root)
        self._safe = _safe() if safe is None else safe
        self._heard: queue.SimpleQueue[Heard] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> str:
        """Listen from now on.

        Watching that ignores folders without permission is tried second, because it also hides
        that the system allows no more watches.

        Returns:
            why it fails, wholly or in part; empty where all is well.
        """
        self.stop()
        reason = ""
        for lenient in (False, True):
            try:
                notify = RustNotify([self._root], False, False, 300, True, lenient)
                break
            except PermissionError:
                continue
            except FileNotFoundError as error:
                return str(error)
            except (OSError, RuntimeError) as error:
                reason = str(error)
        else:
            return reason or "no permission"
        self._stop = threading.Event()
        thread = threading.Thread(
            target=self._listen, args=(notify, self._stop), name="feedsvc-watch", daemon=True
        )
        thread.start()
        self._thread = thread
        return reason

    def stop(self) -> None:
        """Stop listening, and drop the events in the queue."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        while not self._heard.empty():
            self._heard.get()

    def wake(self) -> None:
        """End a `wait` at once; may be called in a signal handler."""
        self._heard.put(Heard([]))

    def wait(self, seconds: float) -> Heard:
        """The file events within some seconds; returns as soon as there is one."""
        try:
            heard = [self._heard.get(timeout=max(0.0, seconds))]
        except queue.Empty:
            return Heard([])
        while not self._heard.empty():
            heard.append(self._heard.get())
        events = [event for one in heard for event in one.events]
        failure = next((one.failure for one in heard if one.failure), "")
        lost = any(one.lost for one in heard)
        return Heard(sorted(events, key=lambda event: event.what != "gone"), failure, lost)

    def _listen(self, notify: RustNotify, stop: threading.Event) -> None:
        burst, began = 0, 0.0
        with notify:
            while not stop.is_set():
                try:
                    changes = notify.watch(DEBOUNCE, STEP, _OPEN_CHECK, stop)
                except (OSError, RuntimeError) as error:
                    self._heard.put(Heard([], str(error) or type(error).__name__, lost=True))
                    return
                if not isinstance(changes, set):
                    continue
                now = time.monotonic()
                if now - began > _BURST:
                    burst, began = 0, now
                burst += len(changes)
                events, lost = self._events(changes), burst > self._safe
                if events or lost:
                    self._heard.put(Heard(events, lost=lost))

    def _events(self, changes: set[tuple[int, str]]) -> list[Event]:
        found = []
        start = len(self._root) + 1
        for change, whole in changes:
            path = whole[start:].replace(os.sep, "/")
            if path and not is_passing(path) and is_text(path):
                found.append(Event(unicodedata.normalize("NFC", path), _HAPPENINGS[change]))
        return found


def _safe() -> int:
    """The most changes that lose nothing: at most a quarter of the system's queue, if known."""
    try:
        return min(_SAFE, int(_QUEUE.read_text()) // 4)
    except (OSError, ValueError):
        return _SAFE


def is_passing(path: str) -> bool:
    """Whether a path is hidden, or a temporary file of a program."""
    *folders, name = path.split("/")
    return any(part.startswith(".") for part in folders) or bool(_PASSING.search(name))


class FolderEyes:
    """Looks at the files of a folder.

    Args:
        root: the folder.
        find: finds the file of a path when its name is written in other code points (not NFC).
    """

    def __init__(self, root: Path, find: Callable[[str], Path | None]) -> None:
        self._root = os.path.abspath(root)
        self._find = find

    def _place(self, path: str) -> str:
        whole = f"{self._root}/{path}"
        if path.isascii() or os.path.lexists(whole):
            return whole
        return str(self._find(path) or whole)

    def look(self, path: str) -> Look | None:
        """What is at a path: a file or a folder; None for anything else."""
        place = self._place(path)
        try:
            status = os.stat(place)
            linked = os.path.islink(place)
        except ValueError:
            return None
        except OSError as error:
            # A file without permission is not gone; reading it will report the problem.
            gone = error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)
            return None if gone else Look(0, 0, 0, 0)
        folder = stat.S_ISDIR(status.st_mode)
        if folder and linked:  # walks do not follow links to folders
            return None
        if not folder and not stat.S_ISREG(status.st_mode):
            return None
        return Look(status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino, folder)

    def real(self, path: str) -> str | None:
        """The path by which a walk reaches a file, with links to folders resolved.

        None where the file is outside the folder.
        """
        folder, _, name = path.rpartition("/")
        if not folder:
            return path
        root = os.path.realpath(self._root)
        whole = os.path.realpath(f"{self._root}/{folder}")
        if whole == root:
            return name
        if not whole.startswith(root + os.sep):
            return None
        inside = whole[len(root) + 1 :].replace(os.sep, "/")
        return unicodedata.normalize("NFC", f"{inside}/{name}")

    def closed(self, path: str) -> bool | None:
        """Whether no program has the file open for writing.

        Linux grants a lease for reading only on such a file. Whoever opens it meanwhile waits
        for the microseconds that the lease is held.
        """
        if fcntl is None or not hasattr(fcntl, "F_SETLEASE"):
            return None
        try:
            file = os.open(self._place(path), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except (OSError, ValueError):
            return None
        try:
            # Sent when another program waits; the default signal, SIGIO, would end this process.
            fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        except OSError as error:
            return False if error.errno == errno.EAGAIN else None
        finally:
            os.close(file)
        return True

    def wall(self) -> int:
        """The wall clock's time, in nanoseconds since 1970."""
        return time.time_ns()

    def walk(self, folder: str) -> Iterator[str]:
        """The files in a folder and below it, without hidden ones; links are not followed."""
        try:
            with os.scandir(f"{self._root}/{folder}") as entries:
                found = list(entries)
        except OSError:
            return
        for entry in found:
            path = f"{folder}/{entry.name}"
            if is_passing(path) or not is_text(path):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from self.walk(path)
            else:
                yield unicodedata.normalize("NFC", path)

    def content(self, path: str) -> bytes:
        """A file's bytes; empty where it cannot be read."""
        try:
            return Path(self._place(path)).read_bytes()
        except OSError:
            return b""

    def identity(self) -> tuple[int, int] | None:
        """Device and inode of the folder; None where it is missing.

        They change when another folder takes its place, which must then be watched anew.
        """
        try:
            status = os.stat(self._root)
            os.scandir(self._root).close()
        except OSError:
            return None
        return (status.st_dev, status.st_ino)
