"""Hands batches from workers to the process that keeps them, through files in memory."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from feedsvc.audience.salts import SUFFIX, Salts
from feedsvc.audience.tally import Batch

_POLLERS = ".pollers"


class Spool:
    """A folder with one file for each worker that has something to tell.

    A file gets its name once it is whole, so a worker that is killed leaves nothing half-written.

    Who keeps the batches notes there which pollers it knows, for the one that takes its place if it
    is killed. The folder is in memory, and gone with its service.

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

    def waits(self) -> bool:
        """Whether any batch lies there."""
        return any(self.folder.glob("*.batch"))

    def take(self) -> Iterator[Batch]:
        """All batches that lie there; each is gone once the next one is asked for."""
        try:
            found = sorted(self.folder.glob("*.batch"))
        except OSError:
            return
        for path in found:
            with suppress(OSError, msgspec.MsgspecError):
                batch = msgspec.json.decode(path.read_bytes(), type=Batch)
                yield batch
            with suppress(OSError):
                path.unlink()

    def note_pollers(self, day: str, feed: str, pollers: Iterable[int]) -> None:
        """Note pollers of a feed on a day, beside those that were noted before."""
        with suppress(OSError), (self.folder / f"{day}{_POLLERS}").open("ab") as file:
            # The line before may have been cut off with its writer.
            file.write(b"\n" + msgspec.json.encode((feed, list(pollers))))

    def noted_pollers(self) -> Iterator[tuple[str, str, list[int]]]:
        """Day, feed and pollers, as they were noted; what was cut off is left out."""
        with suppress(OSError):
            for path in sorted(self.folder.glob(f"*{_POLLERS}")):
                for line in path.read_bytes().splitlines():
                    with suppress(msgspec.MsgspecError):
                        feed, pollers = msgspec.json.decode(line, type=tuple[str, list[int]])
                        yield path.name.removesuffix(_POLLERS), feed, pollers

    def forget_before(self, day: str) -> None:
        """Throw away the salts and the pollers of earlier days."""
        with suppress(OSError):
            for ending in (SUFFIX, _POLLERS):
                for path in self.folder.glob(f"*{ending}"):
                    if path.name < day:
                        path.unlink(missing_ok=True)
