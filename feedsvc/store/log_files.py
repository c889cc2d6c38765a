"""Keeps the log beside an open SQLite database, though somebody removes it.

SQLite keeps the last changes in a write-ahead log (`-wal`) and an index of it that all processes
share (`-shm`). Processes that have the database open go on with both though their names are gone,
but a process that opens the database then makes another log: each sees what the other does not,
and the last to end loses something. So the process that publishes keeps a second name of both.
"""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

Which: TypeAlias = tuple[int, int]  # device and inode
ENDS = ("-wal", "-shm")
_PATIENCE = 3.0  # seconds until whoever opens the store no longer waits for its log
_LOOK = 0.02  # seconds


def which(path: str | Path) -> Which | None:
    """The file that has a name now; None: there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _second_name(path: Path, end: str) -> Path:
    """Of one of the two files: no pattern that begins with the database's own name finds it."""
    return path.with_name(f".{path.name}{end}.held")


def await_log(path: Path, patience: float = _PATIENCE) -> None:
    """Wait until the log of a store that is in use is back, if somebody removed it.

    Args:
        path: of the database.
        patience: in seconds. Then nobody seems to have it open: a process was killed.
    """
    end = time.monotonic() + patience
    while any(
        _second_name(path, part).exists() and not Path(f"{path}{part}").exists() for part in ENDS
    ):
        if time.monotonic() >= end or not path.exists():
            return
        time.sleep(_LOOK)


class LogFiles:
    """The two files beside a database that this process has open.

    Args:
        path: of the database.
        keeps: whether this process keeps them at their places. One process is enough; the others
            only see that they are not.
    """

    def __init__(self, path: Path, *, keeps: bool) -> None:
        self._path, self._keeps = path, keeps
        self._are: dict[str, Which | None] = {}
        self._put_back: dict[str, Which] = {}

    def note(self) -> None:
        """See which files they are; to be called when a connection was opened."""
        if not self._are:
            self._are = {end: which(f"{self._path}{end}") for end in ENDS}
            self._name_again()

    def _name_again(self) -> None:
        """Give those that are at their places the second name."""
        for end, known in self._are.items():
            name, second = f"{self._path}{end}", _second_name(self._path, end)
            if self._keeps and known and which(name) == known != which(second):
                with suppress(OSError):  # a file system without second names
                    second.unlink(missing_ok=True)
                    os.link(name, second)

    def removed(self) -> list[str]:
        """The ends of those that are no longer at their places."""
        noted = self._are.items()
        return [end for end, known in noted if known and which(f"{self._path}{end}") != known]

    def mend(self) -> bool:
        """Put back what is not at its place; whether anything was."""
        if not self._keeps:
            return False
        put_back = False
        for end in self.removed():
            second, name = _second_name(self._path, end), f"{self._path}{end}"
            known = which(second)
            if known is None or known != self._are[end]:
                continue
            on_the_way = second.with_suffix(".back")
            with suppress(OSError):
                on_the_way.unlink(missing_ok=True)
                os.link(second, on_the_way)
                os.replace(on_the_way, name)
                self._put_back[end] = known
                put_back = True
        self._name_again()
        return put_back

    def withdraw(self) -> None:
        """Take away what was put back, for another database is to come into the place.

        SQLite would take it for the log of that one.
        """
        for end, known in self._put_back.items():
            self._remove(Path(f"{self._path}{end}"), known)
        self._put_back.clear()
        for end, noted in self._are.items():
            self._remove(_second_name(self._path, end), noted)

    def let_go(self) -> None:
        """Forget them: no connection is open any more."""
        for end, known in self._are.items():
            self._remove(_second_name(self._path, end), known)
        self._are.clear()
        self._put_back.clear()

    def _remove(self, name: Path, known: Which | None) -> None:
        """Take a name from a file, if it is the one that is known."""
        if self._keeps and known and which(name) == known:
            with suppress(OSError):
                name.unlink(missing_ok=True)
