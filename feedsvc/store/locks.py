"""Locks that let one process at a time index or write, until it releases them or dies."""

import errno
import os
import platform
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, text

from feedsvc.errors import StoreError

try:
    import fcntl
except ImportError:  # not POSIX
    fcntl = None  # type: ignore[assignment]

LockName = Literal["indexer", "writing", "hooks", "push"]
POLL = 0.05  # seconds between two tries to take a lock
_SUFFIX = ".lock"
_LONGEST = 1000  # bytes that say who holds a lock


class StoreLock(ABC):
    """A lock of the store that the system releases when its process dies.

    Attributes:
        poll: seconds between two tries to take it.
        comes_back: whether a lock that was lost can be taken again, when it is free.
    """

    poll = POLL
    comes_back = False

    @abstractmethod
    def take(self) -> bool:
        """Take the lock; False: another process has it.

        Raises:
            StoreError: nobody can take it.
        """

    @abstractmethod
    def let_go(self) -> None:
        """Release the lock; does nothing where it is not held."""

    @abstractmethod
    def lasts(self) -> bool:
        """Whether this object still holds the lock: not after its file or connection was lost."""

    @abstractmethod
    def exists(self) -> bool:
        """Whether anybody could hold the lock: not where its file is gone."""

    @abstractmethod
    def holder(self) -> str:
        """Who holds the lock, as far as is known; empty: nobody does.

        Raises:
            StoreError: it cannot be told.
        """

    @contextmanager
    def held(
        self,
        stopped: Callable[[], bool] = lambda: False,
        waiting: Callable[[], None] = lambda: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> Iterator[bool]:
        """Wait for the lock and hold it as long as the block runs.

        Args:
            stopped: asked while waiting; True ends the wait, and the block gets False.
            waiting: called once where the lock is not free at once.
            sleep: waits the given number of seconds.
        """
        told = taken = False
        try:
            while not (stopped() or (taken := self.take())):
                if not told:
                    told = True
                    waiting()
                sleep(self.poll)
            yield taken
        finally:
            self.let_go()


class FileLock(StoreLock):
    """A lock on a file of its own; the file stays.

    Args:
        path: of the file; its folder must be there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = -1

    def take(self) -> bool:
        """Take the lock; False: another process has it.

        Raises:
            StoreError: the file cannot be made or locked.
        """
        self.let_go()
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
            if fcntl is None:
                return True
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.let_go()
            return False
        except OSError as error:
            self.let_go()
            raise StoreError(
                f"{self._path}: cannot be locked ({error.strerror}); {_advice(error)}"
            ) from error
        if self.lasts():
            with suppress(OSError):  # nothing but `holder` reads it
                os.ftruncate(self._file, 0)
                os.write(self._file, f"process {os.getpid()} on {platform.node()}".encode())
            return True
        self.let_go()  # somebody removed the file between opening and locking
        return False

    def let_go(self) -> None:
        """Release the lock; does nothing where it is not held."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def lasts(self) -> bool:
        """Whether it is still held: not after the file was removed, for others make a new one."""
        try:
            return self._file >= 0 and os.path.samestat(os.fstat(self._file), os.stat(self._path))
        except OSError:
            return False

    def holder(self) -> str:
        """The process that holds the lock, on which machine; empty: nobody does."""
        try:
            file = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise StoreError(f"{self._path}: cannot be read ({error.strerror})") from error
        try:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return ""
        except OSError:
            return os.read(file, _LONGEST).decode(errors="replace") or "a process"
        finally:
            os.close(file)

    def exists(self) -> bool:
        """Whether the file is there."""
        return os.path.exists(self._path)


def lock_of(connection: Connection, name: LockName) -> StoreLock:
    """A lock of the store that a connection leads to; it is not taken yet."""
    engine = connection.engine
    if engine.dialect.name == "sqlite":
        row = connection.execute(text("PRAGMA database_list")).first()
        assert row is not None
        return FileLock(Path(row[2]).parent / f"{name}{_SUFFIX}")
    from feedsvc.store.lock_rows import LockRow  # it needs this module

    return LockRow(engine, name)


def _advice(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
        return "see that there is space and that the disk is well"
    return "run feedsvc as the user who made the store"
