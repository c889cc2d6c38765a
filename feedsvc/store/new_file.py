"""Makes the file of a new store: whole, or not at all. An empty file is no new store."""

import errno
import os
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from feedsvc.errors import StoreError

BESIDE = ("-wal", "-shm")  # what SQLite keeps beside a database
_ABANDONED = 3600  # seconds after which an unfinished file was left by a process that was killed


def make_folder(folder: Path) -> None:
    """Make the folder of a store; git is told to leave it out where it is the usual one.

    Raises:
        StoreError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder / ".gitignore"
        # An empty file was left by a process that was killed, or by a full disk.
        if folder.name == ".feedsvc" and not (ignore.exists() and ignore.stat().st_size):
            ignore.write_text("*\n")
    except OSError as error:
        raise StoreError(
            f"{folder}: cannot keep state here ({error.strerror}); set `store` in site.toml or"
            " FEEDSVC_STORE to a folder that can be written"
        ) from error


def refuse_empty(path: Path) -> None:
    """Refuse a store whose file is empty: what was in it is lost, and nobody may have noticed.

    Raises:
        StoreError: it is empty.
    """
    if _is_empty(path):
        raise StoreError(
            f"store {path}: the file is empty, so the ids, dates and keys that were in it are lost;"
            " put a backup in its place, or begin anew: feedsvc index --new-store"
        )


def remove_empty(path: Path) -> None:
    """Remove a store's file where it is empty, so that a new one can be made."""
    if _is_empty(path):
        _remove(path, *(path.with_name(path.name + end) for end in BESIDE))


def make_file(path: Path, fill: Callable[[Path], None]) -> bool:
    """Make the file of a new store under another name; it gets its own once it is complete.

    Where another process was first, its file stays. Returns whether this one is there.

    Args:
        path: where the store is to be; nothing is there.
        fill: makes the tables in a file at the path that it gets, and closes it.

    Raises:
        StoreError: the file cannot be made; the text says what to do.
    """
    try:
        for left in path.parent.glob(f"{path.name}.new-*"):
            if time.time() - left.stat().st_mtime > _ABANDONED:
                _remove(left)
        made = path.with_name(f"{path.name}.new-{uuid.uuid4().hex[:8]}")
        try:
            fill(made)
            if made.with_name(f"{made.name}-wal").exists():  # closing it could not write it all
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            if not path.exists():  # the log of a store that was removed is not this one's
                _remove(*(path.with_name(path.name + end) for end in BESIDE))
            return _name(made, path)
        finally:
            _remove(made, *(made.with_name(made.name + end) for end in BESIDE))
    except OSError as error:
        raise StoreError(
            f"store {path}: cannot be made ({error.strerror}); see that there is space and that"
            " the folder can be written"
        ) from error


def _name(made: Path, path: Path) -> bool:
    """Give a file its name, unless another one has it by now; whether it has it."""
    try:
        os.link(made, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        if path.exists():
            return False
        made.rename(path)
    return True


def _is_empty(path: Path) -> bool:
    try:
        return path.stat().st_size == 0
    except OSError:
        return False


def _remove(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
