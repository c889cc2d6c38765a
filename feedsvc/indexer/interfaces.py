"""Declares what the indexer needs of a newsroom."""

from datetime import datetime
from typing import Protocol

from feedsvc.indexer.index import Index
from feedsvc.indexer.problems import Problems
from feedsvc.indexer.report import Progress, ScanReport
from feedsvc.settings import Settings, Site
from feedsvc.store.in_force import InForce
from feedsvc.store.locks import LockName, StoreLock


class TimedArticles(Protocol):
    """The articles as time changes them."""

    def moved_by_time(self, since: datetime, /) -> tuple[list[str], list[str]]:
        """The files of the articles that time brought and took away from a moment until now.

        Raises:
            StoreError: the store cannot be read.
        """


class IndexedNewsroom(Protocol):
    """A newsroom as the indexer uses it: a store that follows a folder, and its documents.

    Attributes:
        articles: as time changes them.
        index: brings the store up to date with files.
        problems: what an editor should know.
        settings, site: what counts here, and what site.toml said of it.
        in_force: the settings in force for all processes.
    """

    index: Index
    problems: Problems
    settings: Settings
    site: Site | None
    in_force: InForce

    @property
    def articles(self) -> TimedArticles:
        """The articles."""

    def lock(self, name: LockName, /) -> StoreLock:
        """The lock that lets one process alone index or write the store."""

    def scan(self, progress: Progress, /) -> ScanReport:
        """Bring the store up to date with the whole folder.

        Raises:
            FolderMissing, StoreError: what was published stays published.
        """

    def read_site(self) -> Site:
        """What site.toml says now.

        Raises:
            FolderMissing, SettingsError: the text says what to do.
        """

    def waiting_for_restart(self, site: Site, /) -> list[str]:
        """The keys of settings that need a restart to count."""

    def follow(self) -> None:
        """Go on with settings that others put in force."""

    def adopt(self, site: Site, /) -> None:
        """Go on with other settings; a scan must follow."""

    def due(self) -> datetime | None:
        """When time alone next changes a feed; None: never."""

    def prerender(self, within: float, /) -> int:
        """Make the documents lately asked for that are out of date, for about `within` seconds.

        Returns how many were made.
        """

    def recompress(self) -> bool:
        """Compress one document lately asked for better; False: none is left to compress."""

    def mend_log(self) -> bool:
        """Put back the store's log, if somebody removed it; whether that was done."""
        ...

    def lost(self) -> bool:
        """Whether the store was replaced by another or is gone."""

    def reopen(self) -> None:
        """Open the store that is there now."""
