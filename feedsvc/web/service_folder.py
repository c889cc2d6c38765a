"""The folder in memory that the processes of a service share; none outlives its service."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from feedsvc.audience import Spool
from feedsvc.web.last_look import LastLook
from feedsvc.web.needed import Needed

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_PREFIX = "feedsvc-serve-"


class ServiceFolder:
    """What lies in the folder of a service. Processes that are given it find the same.

    Args:
        path: of the folder.

    Attributes:
        spool: takes counts of polls from workers.
        last_look: of the indexer.
        needed: tells which processes are needed beside the workers.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.spool = Spool(path)
        self.last_look = LastLook(path / "last-look")
        self.needed = Needed(path)

    @property
    def metrics(self) -> Path:
        """The folder of the counts that workers add up; it is made here."""
        place = self.path / "metrics"
        place.mkdir(exist_ok=True)
        return place


def memory_folder() -> str | None:
    """A folder whose files are in memory, so that no full disk matters; None: there is none."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


@contextmanager
def shared_folder() -> Iterator[ServiceFolder]:
    """A folder that only this user sees into, and that is gone with its `with` block.

    What services left that were killed goes as well, once no worker of theirs is left. Who they are
    is told by a lock on the folder, which workers inherit: numbers of processes mean nothing in
    another container that shares this memory.
    """
    memory = memory_folder()
    with suppress(OSError):
        for left in Path(memory or tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            remove_left(left)
    path, lock = _make(memory)
    try:
        yield ServiceFolder(path)
    finally:
        shutil.rmtree(path, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def remove_left(path: Path, before: Callable[[], object] = lambda: None) -> bool:
    """Remove the folder of a service of which no process is left; whether it is gone.

    Args:
        path: of the folder.
        before: called once nobody is left, while all still lies there.
    """
    try:
        lock = _lock(path)
    except OSError:
        return not path.exists()
    if lock is None:
        return False
    try:
        if os.fstat(lock).st_uid == os.geteuid():
            before()
            shutil.rmtree(path, ignore_errors=True)
    finally:
        os.close(lock)
    return not path.exists()


def _make(memory: str | None) -> tuple[Path, int | None]:
    """A new folder, locked; where another service takes it for one that was left, another one."""
    while True:
        path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=memory))
        try:
            lock = _lock(path)
            if lock is None or os.path.samestat(os.fstat(lock), path.stat()):
                return path, lock
            os.close(lock)
        except OSError:
            shutil.rmtree(path, ignore_errors=True)


def _lock(path: Path) -> int | None:
    """Lock a folder; returns the file descriptor that holds the lock, None on other systems.

    Raises:
        OSError: another process has the lock, or the folder is gone, or is another's.
    """
    if fcntl is None:
        return None
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(folder)
        raise
    return folder
