"""Hands batches from workers to the process that keeps them, through files in memory."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from feedsvc.audience.salts import SUFFIX, Salts
from feedsvc.audience.tally import Batch

_PREFIX = "feedsvc-readers-"
_ABANDONED = 3600  # seconds after which the folder of a service that was killed is removed


class Spool:
    """A folder with one file for each worker that has something to tell.

    A file gets its name once it is whole, so a worker that is killed leaves nothing half-written.

    Args:
        folder: only this user can look into it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.salts = Salts(folder)

    def put(self, batch: Batch) -> None:
        """Hand a batch over, unless the last one of this process still lies there.

        Raises:
            OSError: it does, or there is no room.
        """
        place = self.folder / f"{os.getpid()}-{batch.day}.batch"
        if place.exists():
            raise BlockingIOError(f"{place.name} was not taken yet")
        part = place.with_suffix(".part")
        try:
            part.write_bytes(msgspec.json.encode(batch))
            part.rename(place)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise

    def take(self) -> Iterator[Batch]:
        """All batches that lie there; they are gone afterwards."""
        try:
            found = sorted(self.folder.glob("*.batch"))
        except OSError:
            return
        for path in found:
            with suppress(OSError, msgspec.MsgspecError):
                data = path.read_bytes()
                path.unlink()
                yield msgspec.json.decode(data, type=Batch)

    def forget_before(self, day: str) -> None:
        """Throw away the salts of earlier days."""
        with suppress(OSError):
            for path in self.folder.glob(f"*{SUFFIX}"):
                if path.name < day:
                    path.unlink(missing_ok=True)


@contextmanager
def open_spool(memory: str | None) -> Iterator[Spool]:
    """A spool that is gone with its `with` block.

    Args:
        memory: a folder whose files are in memory; None: the usual one for temporary files.
    """
    _remove_abandoned(Path(memory or tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", dir=memory) as place:
        yield Spool(Path(place))


def _remove_abandoned(memory: Path) -> None:
    """Remove what services left that were killed: no salt is to outlive its service by long."""
    with suppress(OSError):
        for path in memory.glob(f"{_PREFIX}*-*"):
            pid = path.name.removeprefix(_PREFIX).partition("-")[0]
            if time.time() - path.stat().st_mtime > _ABANDONED and not _runs(pid):
                shutil.rmtree(path, ignore_errors=True)


def _runs(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except (OSError, ValueError, OverflowError):
        return True
    return True
