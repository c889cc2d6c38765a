"""What an indexer is handed: the newsroom as the one writer needs it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from typing import Protocol

from feedsvc.indexer.folder_diff import Difference
from feedsvc.indexer.report import Progress, ScanReport, UpdateReport
from feedsvc.indexer.slow_reads import SlowReads
from feedsvc.store.locks import LockName, StoreLock


class IndexedNewsroom(Protocol):
    """A store that follows a folder, and the documents that readers are to find ready."""

    def lock(self, name: LockName, /) -> StoreLock:
        """What one process alone may do with the store."""

    def scan(self, progress: Progress, /) -> ScanReport:
        """Bring the store up to the whole folder.

        Raises:
            FolderMissing, StoreError: what was published stays so.
        """

    def update(
        self, paths: Collection[str], /, *, spare: Collection[str], aside: SlowReads | None
    ) -> UpdateReport:
        """Bring the store up to a few files.

        Raises:
            FolderMissing, StoreError: what was published stays so.
        """

    def survey(self) -> Iterator[list[Difference]]:
        """Where the folder and the store differ, a piece at a time."""

    def aside(self, tell: Callable[[], None], /) -> SlowReads:
        """Reads what could take long; calls `tell` when it is through with a file."""

    def count_problems(self) -> Mapping[str, int]:
        """How many problems files have, by severity."""

    def due(self) -> datetime | None:
        """When something is due next, by time alone."""

    def prerender(self, within: float, /) -> int:
        """Make the documents lately asked for that no longer hold, for about so many seconds."""

    def recompress(self) -> bool:
        """Code one document lately asked for in fewer bytes; False: there is nothing to gain."""

    def lost(self) -> bool:
        """Whether another store is in the place of this one's, or none is any more."""

    def reopen(self) -> None:
        """Open the store that is there now."""
