"""The newsroom: one object that joins the folder of articles, the store and the documents."""

import math
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import msgspec

from feedsvc import sources
from feedsvc.errors import FolderMissing
from feedsvc.feeds import (
    ArticleCatalog,
    Document,
    FeedCatalog,
    KeyRing,
    Looks,
    PrivateFeeds,
    Publisher,
    hidden_feeds,
    keep_shown,
    parts_of,
    placed_by,
    prerender_requested,
    recompress,
)
from feedsvc.indexer import Index, Placement, Problems, Progress, ScanReport, quiet
from feedsvc.model.clock import Clock, system_clock
from feedsvc.model.feed import EVERYTHING, Format
from feedsvc.settings import MediaSettings, Settings, kept, load_settings
from feedsvc.sources import Folder
from feedsvc.store import (
    BUSY_SECONDS,
    Store,
    has_ledger,
    ledger,
    locate,
    sqlite_path,
)
from feedsvc.store.locks import LockName, StoreLock, lock_of

_ALWAYS = datetime(9990, 1, 1, tzinfo=UTC)  # the time of a preview, which shows embargoed articles


class Newsroom:
    """A folder of articles, what is remembered of it, and the documents made of it: its parts.

    Args:
        folder: where the articles are.
        settings: checked.
        store: open.
        clock: gives the time, aware.
        preview: show drafts, embargoed and expired articles as well, marked as such.

    Attributes:
        settings: checked.
        folder: of the articles.
        index: brings the store up to date with the folder.
        problems: what an editor should know.
        feeds: the feeds, what each shows, and their documents.
        articles: the articles, their pages, and the files that they name.
        private: the private feeds that holders of keys see.
        keys: the keys of private feeds.
        last_look: the seconds since the indexer of this newsroom last showed that it goes on, where
            the process that runs it tells; None: not known here.
    """

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        store: Store,
        clock: Clock = system_clock,
        *,
        preview: bool = False,
    ) -> None:
        self.settings = settings
        self.last_look: Callable[[], float | None] = lambda: None
        self._closing = ExitStack()
        self.folder = Folder(folder, sources.is_listed, settings.limits)
        self._clock = clock
        self._store = store
        shown = (lambda: _ALWAYS) if preview else None
        looks = Looks(settings, store, frozenset() if preview else hidden_feeds(settings))
        self._publisher = Publisher(looks, shown or clock)
        moment = shown or self.now
        placement = Placement(parts_of, placed_by(settings))
        self.index = Index(self.folder, settings, store, self.now, placement, preview=preview)
        self.keys = KeyRing(settings, store, self.now)
        self.problems = Problems(settings, store, self.keys.problems)
        self.feeds = FeedCatalog(looks, moment, self._publisher)
        self.articles = ArticleCatalog(looks, moment, self.folder)
        self.private = PrivateFeeds(looks, self.now, self.folder)

    @classmethod
    def open(
        cls,
        folder: Path,
        environ: Mapping[str, str],
        clock: Clock = system_clock,
        *,
        ahead: bool = False,
        glance: float = 0.0,
        patience: float = BUSY_SECONDS,
    ) -> "Newsroom":
        """Open a newsroom with the settings and the store that its folder and environment name.

        Args:
            folder, clock: as for the class.
            environ: the environment variables.
            ahead: the caller runs `prerender` each time something is published, so other processes
                may wait for the documents.
            glance: the least number of seconds between two questions to the store for what others
                published.
            patience: seconds to wait for another process that keeps the store to itself.

        Raises:
            FolderMissing, SettingsError, StoreError: the text says what to do.
        """
        settings = _settings_of(folder, environ)
        url = locate(folder, settings.store, environ)
        store = Store.open(url, ahead=ahead, glance=glance, patience=patience)
        return cls(folder, settings, store, clock)

    @classmethod
    @contextmanager
    def rehearsal(
        cls,
        folder: Path,
        environ: Mapping[str, str],
        clock: Clock = system_clock,
        *,
        base_url: str = "",
        preview: bool = False,
    ) -> Iterator["Newsroom"]:
        """A newsroom on a copy of the ledger in a temporary store, which is deleted afterwards.

        Args:
            folder, environ, clock: as for `open`.
            base_url: an address in place of that of the settings; empty: that of the settings.
            preview: show what is not published as well.

        Raises:
            FolderMissing, SettingsError, StoreError: the text says what to do.
        """
        settings = _settings_of(folder, environ)
        url = locate(folder, settings.store, environ)
        shown = msgspec.structs.replace(settings, media=MediaSettings())  # no proxy is in front
        if base_url:
            shown = msgspec.structs.replace(shown, base_url=base_url)
        with tempfile.TemporaryDirectory(prefix="feedsvc-") as place:
            store = Store.open(locate(Path(place), place, environ))
            _copy_ledger(url, store, settings.tag_authority)
            newsroom = cls(folder, shown, store, clock, preview=preview)
            try:
                yield newsroom
            finally:
                newsroom.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def on_close(self, stop: Callable[[], object]) -> None:
        """Stop something of this newsroom's when it is closed."""
        self._closing.callback(stop)

    def close(self) -> None:
        """Close the store's connections; the next use opens new ones."""
        self._closing.close()
        self._store.close()

    def damaged(self) -> bool:
        """Whether the store is damaged, as far as a short look now and then tells."""
        return self._store.damaged()

    def lost(self) -> bool:
        """Whether the store was replaced by another or is gone."""
        return self._store.lost()

    def mend_log(self) -> bool:
        """Put back the store's log, if somebody removed it; whether that was done."""
        return self._store.mend_log()

    def reopen(self) -> None:
        """Open the store that is there now; a scan of the whole folder must follow.

        Raises:
            StoreError: it cannot be opened.
        """
        self._store.reopen()

    def now(self) -> datetime:
        """The time, in UTC, to the second."""
        return self._clock().astimezone(UTC).replace(microsecond=0)

    def lock(self, name: LockName) -> StoreLock:
        """The lock that lets one process alone follow the folder, or write the store just now."""
        with self._store.reading() as connection:
            return lock_of(connection, name)

    @property
    def indexed(self) -> bool:
        """Whether the whole folder was ever indexed."""
        with self._store.reading() as connection:
            return ledger.state_of(connection, "indexed") is not None

    def scan(
        self,
        progress: Progress = quiet,
        *,
        accept_deletions: bool = False,
        accept_new: bool = False,
    ) -> ScanReport:
        """Bring the store up to date with the whole folder (Index.scan).

        Raises:
            FolderMissing, StoreError: what was published stays published.
        """
        with self._store.held():
            keep_shown(self._store, self.settings)
            found = self.index.scan(
                progress, accept_deletions=accept_deletions, accept_new=accept_new
            )
        # The entries of the largest feeds are numbered now, so that no reader waits for it.
        for name in (EVERYTHING, *(feed.name for feed in self.feeds.categories())):
            self._publisher.number(name, self.feeds.moment())
        return found

    def document(self, name: str, format: Format) -> Document:
        """The document of a feed, as it is now (FeedCatalog.document).

        Raises:
            NoSuchFeed: no published article was ever in it.
        """
        return self.feeds.document(name, format)

    def prerender(self, within: float = math.inf) -> int:
        """Make the documents lately asked for that are out of date; returns how many were made.

        Args:
            within: seconds after which no other document is begun; at least one is made if any is
                out of date.
        """
        return prerender_requested(self._publisher, self._store, self.feeds.moment(), within)

    def recompress(self) -> bool:
        """Compress one document lately asked for better; False: none is left to compress."""
        return recompress(self._store, self.feeds.moment())

    def due(self) -> datetime | None:
        """When time alone next changes a feed, so that `prerender` has work; None: never."""
        return self.feeds.edition().valid_until


def store_url(folder: Path, environ: Mapping[str, str]) -> str:
    """The database URL of the store that a newsroom's folder and environment name.

    Raises:
        FolderMissing, SettingsError: the text says what to do.
    """
    return locate(folder, _settings_of(folder, environ).store, environ)


def _settings_of(folder: Path, environ: Mapping[str, str]) -> Settings:
    if not folder.is_dir():
        raise FolderMissing(f"{folder}: no such folder; name the one that holds your articles")
    return kept(environ) or load_settings(folder, environ)


def _copy_ledger(url: str, target: Store, id_base: str) -> None:
    """Copy the ledger of the store at a URL, if there is one; keep `id_base` where it has none."""
    path = sqlite_path(url)
    if path is None or path.exists():
        source = Store.open(url, read_only=True)
        try:
            with source.reading() as old, target.writing() as new:
                if has_ledger(old):
                    ledger.copy_ledger(old, new)
        finally:
            source.close()
    with target.writing() as new:
        if ledger.recall(new, "id_base") is None:
            ledger.keep(new, "id_base", id_base)
