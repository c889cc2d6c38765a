"""Compares the folder with what the store knows of it: which files to read, which are gone."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from feedsvc.model.file_stat import NO_FILE, FileStat
from feedsvc.model.problem import Problem
from feedsvc.sources import Folder, is_article
from feedsvc.store import Store, files

PIECE = 500  # files looked at in one piece


class Difference(NamedTuple):
    """A path at which the folder and the store differ.

    Attributes:
        path: relative, POSIX, NFC.
        gone: whether the store knows a file that is gone; else the file is new or looks changed.
        media: whether it is a media file that an article names, there or not.
    """

    path: str
    gone: bool
    media: bool = False


class FolderDiff:
    """One walk through a folder; its attributes are complete when the walk has ended.

    Args:
        folder, store: to compare.
        within: only files in this folder of it, relative; empty for all.

    Attributes:
        problems: of file names and folders.
        files: how many files could be articles.
        moved: whether one of them may have been renamed: there are others, and one is new or gone.
    """

    def __init__(self, folder: Folder, store: Store, within: str = "") -> None:
        self._folder = folder
        self._store = store
        self._within = within
        self.problems: list[Problem] = []
        self.files = 0
        self.moved = False

    def pieces(self) -> Iterator[list[Difference]]:
        """The differences by path, about PIECE files at a time.

        Each piece is a few milliseconds of work and may be empty, so that the caller can do other
        things in between.

        Raises:
            FolderMissing, StoreError: at the start or at a later piece.
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
        """One answer for each path in the folder or the store; None where both agree."""
        known = self._known()
        before = next(known, None)
        others = before is not None
        for path, stat in self._there():
            self.files += is_article(path)
            while before is not None and before[0] < path:
                yield self._unmet(*before)
                before = next(known, None)
            if before is not None and before[0] == path:
                yield Difference(path, gone=False) if before[1] != stat else None
                before = next(known, None)
            else:
                self.moved = others
                yield Difference(path, gone=False)
        while before is not None:
            yield self._unmet(*before)
            before = next(known, None)

    def _there(self) -> Iterable[tuple[str, FileStat]]:
        if self._within and not self._folder.is_folder(self._within):
            self._folder.check()
            return ()
        return self._folder.files(self._within, self.problems)

    def _unmet(self, path: str, stat: FileStat) -> Difference | None:
        """A known file that the walk did not meet: an article that is gone, or a media file."""
        if self._folder.wants(path):
            return self._gone(path)
        now = self._folder.stat(path) or NO_FILE
        return Difference(path, gone=False, media=True) if now != stat else None

    def _gone(self, path: str) -> Difference | None:
        """A file that is gone; None where the walk could not list its folder."""
        closed = [p.path for p in self.problems if p.code == "unreadable-folder"]
        held = "." in closed or path.startswith(tuple(f"{folder}/" for folder in closed))
        self.moved = self.moved or not held
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
