"""Declares what the indexer needs of a newsroom."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from typing import Protocol

from feedsvc.indexer.folder_diff import Difference
from feedsvc.indexer.read_pool import ReadPool
from feedsvc.indexer.report import Progress, ScanReport, UpdateReport
from feedsvc.store.locks import LockName, StoreLock


class IndexedNewsroom(Protocol):
    """A newsroom as the indexer uses it: a store that follows a folder, and its documents."""

    def lock(self, name: LockName, /) -> StoreLock:
        """The lock that lets one process alone index or write the store."""

    def scan(self, progress: Progress, /) -> ScanReport:
        """Bring the store up to date with the whole folder.

        Raises:
            FolderMissing, StoreError: what was published stays published.
        """

    def update(
        self, paths: Collection[str], /, *, spare: Collection[str], aside: ReadPool | None
    ) -> UpdateReport:
        """Bring the store up to date with a few files.

        Raises:
            FolderMissing, StoreError: what was published stays published.
        """

    def survey(self) -> Iterator[list[Difference]]:
        """The differences between folder and store, a piece at a time."""

    def aside(self, tell: Callable[[], None], /) -> ReadPool:
        """A reader for slow files, which calls `tell` when it has read one."""

    def count_problems(self) -> Mapping[str, int]:
        """How many problems files have, by severity."""

    def due(self) -> datetime | None:
        """When time alone next changes a feed; None: never."""

    def prerender(self, within: float, /) -> int:
        """Make the documents lately asked for that are out of date, for about `within` seconds.

        Returns how many were made.
        """

    def recompress(self) -> bool:
        """Compress one document lately asked for better; False: none is left to compress."""

    def lost(self) -> bool:
        """Whether the store was replaced by another or is gone."""

    def reopen(self) -> None:
        """Open the store that is there now."""
