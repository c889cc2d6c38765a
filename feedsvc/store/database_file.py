"""Notices when the database file is replaced or removed while a process has it open.

A process keeps an open file even after another file took its name. It would go on with data that
nobody else sees, and its next connection would open the other file. So all connections go to one
file, and the next file is opened only after all of them are closed.
"""

import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from feedsvc.store.log_files import LogFiles, Which, which

GONE_SECONDS = 2.0  # without a file until it counts as gone: another may be on its way
_FILE = "feedsvc_file"
_HEAD = 32  # bytes at the start of an SQLite file up to the number of its pages, and with it


class Elsewhere(sqlite3.OperationalError):
    """A new connection would open another file, or log, than the connections before.

    Attributes:
        others: whether any of those is still open.
    """

    others = False


class DatabaseFile:
    """The file that an engine's connections are open on.

    Args:
        path: of the file.
        every: the least number of seconds between two looks at the file.
        keeps_log: whether this process keeps the log beside it (LogFiles).
        monotonic: a clock that is never set, in seconds.

    Attributes:
        next: when to look again, by that clock.
        cut: whether the file was found shorter than its own first page says. SQLite reads what it
            has in memory on, and would not notice before it needs another page.
    """

    def __init__(
        self,
        path: Path,
        every: float,
        monotonic: Callable[[], float] = time.monotonic,
        *,
        keeps_log: bool = False,
    ) -> None:
        self._path = path
        self._every = every
        self.monotonic = monotonic
        self._which: Which | None = None
        self._open: set[int] = set()  # the ids of the open connections
        self._log: Which | None = None  # the write-ahead log that belongs to it
        self._log_files = LogFiles(path, keeps=keeps_log)
        self._gone_since: float | None = None
        self._size = 0
        self.cut = False
        self.next = 0.0

    def watch(self, engine: Engine) -> None:
        """Let the engine open connections to one file only."""
        event.listen(engine, "do_connect", self._admit)
        event.listen(engine, "connect", self._connected)
        event.listen(engine, "close", self._left)
        event.listen(engine, "detach", self._left)

    def _admit(self, *_: Any) -> None:
        found = which(self._path)
        if self._which is None:
            self._which = found
        elif found != self._which:
            refused = Elsewhere("its file is gone, or another one is in its place")
            refused.others = bool(self._open)
            raise refused
        if self._open and self._log_files.removed():
            refused = Elsewhere("somebody removed the log beside its file; it may come back")
            refused.others = True
            raise refused

    def _left(self, connection: Any, _: Any) -> None:
        self._open.discard(id(connection))
        if not self._open:
            self._log_files.let_go()

    def _connected(self, connection: Any, record: Any) -> None:
        self._open.add(id(connection))
        if self._which is None:  # SQLite made the file for this connection
            self._which = which(self._path)
        record.info[_FILE] = self._which
        self._log_files.note()

    def mend_log(self) -> bool:
        """Put the log back beside the file, if somebody removed it; whether that was done."""
        if self._which is not None and which(self._path) == self._which:
            return self._log_files.mend()
        self._log_files.withdraw()
        return False

    def _whole(self) -> int:
        """The size in bytes that the file's first page tells; 1 where it tells none."""
        with open(self._path, "rb") as file:
            head = file.read(_HEAD)
        if len(head) < _HEAD:
            return 1
        page = int.from_bytes(head[16:18], "big")
        return (65536 if page == 1 else page) * int.from_bytes(head[28:32], "big")

    def another(self) -> bool:
        """Whether another file is in the place of the one that the connections are open on.

        False while the write-ahead log of the earlier file lies beside the new one: SQLite would
        take it for the new file's own.
        """
        self.next = self.monotonic() + self._every
        found = which(self._path)
        if found == self._which:
            self._log = which(f"{self._path}-wal")
            with suppress(OSError):  # it may go at any time
                size, before = self._path.stat().st_size, self._size
                if size != before:
                    # The store never gives pages back, so only harm makes it shorter.
                    self.cut = size < before and size < self._whole()
                    self._size = size
        if self._which is None or found is None or found == self._which:
            return False
        return self._log is None or which(f"{self._path}-wal") != self._log

    def lost(self) -> bool:
        """Whether another file is there, or there has been none for GONE_SECONDS."""
        another, now = self.another(), self.monotonic()
        if self._which is None or another or which(self._path) == self._which:
            self._gone_since = None
            return another
        self._gone_since = now if self._gone_since is None else self._gone_since
        return now - self._gone_since >= GONE_SECONDS

    def wait(self, seconds: float) -> None:
        """Look again after so many seconds."""
        self.next = self.monotonic() + seconds

    def forget(self) -> None:
        """Let the next connection open whatever file is there."""
        self._which = self._gone_since = None
        self._size, self.cut = 0, False


def file_of(connection: Connection) -> Which | None:
    """The file that a connection is open on, so that data of one file is not written to another."""
    which: Which | None = connection.info.get(_FILE)
    return which
