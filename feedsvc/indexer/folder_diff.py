"""The folder beside what the store knows of it: which files to read, which are gone."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from feedsvc.model.file_stat import FileStat
from feedsvc.model.problem import Problem
from feedsvc.sources import Folder
from feedsvc.store import Store, files

PIECE = 500  # files looked at in one go


class Difference(NamedTuple):
    """A file that is not what the store knows of it.

    Attributes:
        path: relative, POSIX, NFC.
        gone: the store knows a file there, and none is there; else it is new, or looks changed.
    """

    path: str
    gone: bool


class FolderDiff:
    """One walk through a folder; what it finds besides differences is complete at its end.

    Args:
        folder, store: to compare.
        within: only what is in this folder of it, relative; empty for all.

    Attributes:
        problems: what is wrong with names and folders.
        files: how many could be articles.
    """

    def __init__(self, folder: Folder, store: Store, within: str = "") -> None:
        self._folder = folder
        self._store = store
        self._within = within
        self.problems: list[Problem] = []
        self.files = 0

    def pieces(self) -> Iterator[list[Difference]]:
        """The differences by path, PIECE files or so at a time.

        Each piece is a few milliseconds of work and may be empty, so that the caller can do other
        things in between.

        Raises:
            FolderMissing, StoreError: in the midst of it, too.
        """
        found: list[Difference] = []
        looked = 0
        for difference in self._compared():
            looked += 1
            if difference is not None:
                found.append(difference)
            if looked == PIECE:
                yield found
                found, looked = [], 0
        yield found

    def _compared(self) -> Iterator[Difference | None]:
        """One answer a path that is on either side, None where both agree."""
        known = self._known()
        before = next(known, None)
        for path, stat in self._there():
            self.files += 1
            while before is not None and before[0] < path:
                yield self._gone(before[0])
                before = next(known, None)
            if before is not None and before[0] == path:
                yield Difference(path, gone=False) if before[1] != stat else None
                before = next(known, None)
            else:
                yield Difference(path, gone=False)
        while before is not None:
            yield self._gone(before[0])
            before = next(known, None)

    def _there(self) -> Iterable[tuple[str, FileStat]]:
        if self._within and not self._folder.is_folder(self._within):
            self._folder.check()
            return ()
        return self._folder.files(self._within, self.problems)

    def _gone(self, path: str) -> Difference | None:
        """What is in a folder that cannot be listed is not gone; the walk has passed it by now."""
        closed = [p.path for p in self.problems if p.code == "unreadable-folder"]
        held = "." in closed or path.startswith(tuple(f"{folder}/" for folder in closed))
        return None if held else Difference(path, gone=True)

    def _known(self) -> Iterator[tuple[str, FileStat]]:
        files.adopt(self._store)
        after = ""
        while True:
            with self._store.reading() as connection:
                page = files.stats_page(connection, after, PIECE, within=self._within)
            yield from page
            if len(page) < PIECE:
                return
            after = page[-1][0]
