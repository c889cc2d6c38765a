"""The newsroom: one object that joins the folder of articles, the store and the documents."""

import logging
import math
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Self

import msgspec

from feedsvc import sources
from feedsvc.errors import NoSuchFeed, SettingsError, StoreError
from feedsvc.feeds import (
    ArticleCatalog,
    Document,
    DocumentCache,
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
from feedsvc.hooks import Hooks
from feedsvc.indexer import Index, Placement, Problems, Progress, ScanReport, quiet, retract_private
from feedsvc.model.clock import Clock, system_clock
from feedsvc.model.feed import EVERYTHING, FORMATS, Format
from feedsvc.settings import LimitSettings, MediaSettings, Settings, Site, as_began, limits_waiting
from feedsvc.sources import Folder
from feedsvc.store import BUSY_SECONDS, Store, ledger, locate
from feedsvc.store.in_force import InForce
from feedsvc.store.locks import LockName, StoreLock, lock_of
from feedsvc.store.opening import open_store, rehearse_on, site_in, site_to_publish, store_url
from feedsvc.store.theme_faults import ThemeFaults

_log = logging.getLogger("feedsvc")
_ALWAYS = datetime(9990, 1, 1, tzinfo=UTC)  # the time of a preview, which shows embargoed articles


class Newsroom:
    """A folder of articles, what is remembered of it, and the documents made of it: its parts.

    Args:
        folder: where the articles are.
        settings: checked.
        store: open.
        clock: gives the time, aware.
        preview: show drafts, embargoed and expired articles as well, marked as such.
        site: what site.toml said, where the settings of all processes on the store are to be the
            same; None: those of this newsroom are its own.
        environ: the environment variables, which go before site.toml.

    Attributes:
        settings, store: as given; `adopt` and `follow` change the settings, and all parts.
        site: as given, of the settings that are in force here.
        began: limits of which some stay, whatever is adopted (settings.restart).
        following: whether documents and scans `follow` first; not in the indexer, which leads.
        adopted: called after other settings were taken.
        in_force: the settings that are in force for all processes on the store.
        theme_faults: what is wrong with the theme, as was told.
        folder: of the articles.
        index: brings the store up to date with the folder.
        problems: what an editor should know.
        feeds: the feeds, what each shows, and their documents.
        articles: the articles, their pages, and the files that they name.
        private, keys: the private feeds that holders of keys see, and the keys.
        hooks: tells a hook what readers saw change.
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
        site: Site | None = None,
        environ: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.site, self._closing = site, ExitStack()
        self.following = self._led = False
        self.adopted: Callable[[], object] = lambda: None
        self.last_look: Callable[[], float | None] = lambda: None
        self._place, self._environ, self._url = folder, environ, ""
        self.began: LimitSettings = settings.limits
        self._clock, self.store, self._preview = clock, store, preview
        self.in_force, self.theme_faults = InForce(store, environ), ThemeFaults(store)
        self.hooks = Hooks(store, lambda: self.settings, self.now, folder)
        self._moment = (lambda: _ALWAYS) if preview else self.now
        self._memory = DocumentCache(store, (lambda: _ALWAYS) if preview else clock)
        self._adopting, self._unusable = threading.Lock(), ""  # the mark of settings not right here
        self._make_parts(settings)

    def _make_parts(self, settings: Settings) -> None:
        self.settings, store, preview = settings, self.store, self._preview
        self.folder = Folder(self._place, sources.is_listed, settings.limits)
        looks = Looks(settings, store, frozenset() if preview else hidden_feeds(settings))
        self._publisher = Publisher(looks, self._memory)
        placement = Placement(parts_of, placed_by(settings))
        self.index = Index(self.folder, settings, store, self.now, placement, preview=preview)
        self.keys = KeyRing(settings, store, self.now)
        self.problems = Problems(settings, store, self.keys.problems)
        self.articles = ArticleCatalog(looks, self._moment, self.folder)
        self.private = PrivateFeeds(looks, self.now, self.folder)
        # The last one: by it, whoever renders pages sees that all are new.
        self.feeds = FeedCatalog(looks, self._moment, self._publisher)

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
        as_in_force: bool = False,
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
            as_in_force: take the settings that are in force for all processes on the store, if
                there are any, whatever site.toml says now.

        Raises:
            FolderMissing, SettingsError, StoreError: the text says what to do.
        """
        store, site = open_store(
            folder,
            environ,
            as_in_force=as_in_force,
            ahead=ahead,
            glance=glance,
            patience=patience,
        )
        newsroom = cls(folder, site.settings, store, clock, site=site, environ=environ)
        newsroom._url = store_url(folder, environ)
        return newsroom

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
        settings = site_in(folder, environ).settings
        url = store_url(folder, environ)
        shown = msgspec.structs.replace(settings, media=MediaSettings())  # no proxy is in front
        if base_url:
            shown = shown.elsewhere(base_url)
        with tempfile.TemporaryDirectory(prefix="feedsvc-") as place:
            store = Store.open(locate(Path(place), place, environ))
            rehearse_on(store, url, settings.tag_authority)
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

    def read_site(self) -> Site:
        """What site.toml says now (store.opening.site_to_publish)."""
        return site_to_publish(self._place, self._environ)

    def waiting_for_restart(self, site: Site) -> list[str]:
        """The keys of settings that need a restart to count (settings.restart)."""
        other = self._url != locate(self._place, site.settings.store, self._environ)
        return limits_waiting(site.settings, self.began) + ["store"] * other

    def adopt(self, site: Site) -> None:
        """Go on with other settings; a scan must follow, which puts them in force for all.

        Args:
            site: checked. What needs a restart stays as it is (settings.restart).
        """
        self._make_parts(as_began(site.settings, self.began))
        self.site = site
        self.adopted()

    def follow(self) -> None:
        """Go on with the settings that another process put in force since."""
        if self.site is None:
            return
        mark = self._memory.look()
        if mark in (None, self.site.mark, self._unusable):
            return
        with self._adopting:
            if mark == self.site.mark:
                return
            try:
                if site := self.in_force.site():
                    self.adopt(site)
            except SettingsError as error:
                self._unusable = mark or ""
                _log.error("%s; the settings before stay in force in this process", error)
            except StoreError as error:  # the next request tries again
                _log.error("%s", error)

    def put_in_force(self) -> None:
        """Put the settings in force for all processes on the store, if others are.

        What they make private is hidden before.

        Raises:
            StoreError: the store cannot be written.
        """
        if self.site is not None and not self.in_force.are(self.site):
            if not self._preview:
                retract_private(self.store, self.settings, self.now())
            self.in_force.put(self.site)

    def close(self) -> None:
        """Close the store's connections; the next use opens new ones."""
        self._closing.close()
        self.store.close()

    def damaged(self) -> bool:
        """Whether the store is damaged, as far as a short look now and then tells."""
        return self.store.damaged()

    def lost(self) -> bool:
        """Whether the store was replaced by another or is gone."""
        return self.store.lost()

    def mend_log(self) -> bool:
        """Put back the store's log, if somebody removed it; whether that was done."""
        return self.store.mend_log()

    def reopen(self) -> None:
        """Open the store that is there now; a scan of the whole folder must follow.

        Raises:
            StoreError: it cannot be opened.
        """
        self.store.reopen()

    def now(self) -> datetime:
        """The time, in UTC, to the second."""
        return self._clock().astimezone(UTC).replace(microsecond=0)

    def lock(self, name: LockName) -> StoreLock:
        """The lock that lets one process alone follow the folder, or write the store just now."""
        with self.store.reading() as connection:
            return lock_of(connection, name)

    @property
    def indexed(self) -> bool:
        """Whether the whole folder was ever indexed."""
        with self.store.reading() as connection:
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
        if self.following and self._led:  # the first scan puts in force what was read at the start
            self.follow()
        self._led = True
        with self.store.held():
            self.put_in_force()
            keep_shown(self.store, self.settings)
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
            NoSuchFeed: no published article was ever in it, or there is no such format.
        """
        if format not in FORMATS:
            raise NoSuchFeed(f"no format is called {format!r}; there are {', '.join(FORMATS)}")
        if self.following:
            self.follow()
        return self.feeds.document(name, format)

    def prerender(self, within: float = math.inf) -> int:
        """Make the documents lately asked for that are out of date; returns how many were made.

        Args:
            within: seconds after which no other document is begun; at least one is made if any is
                out of date.
        """
        return prerender_requested(self._publisher, self.store, self.feeds.moment(), within)

    def recompress(self) -> bool:
        """Compress one document lately asked for better; False: none is left to compress."""
        return recompress(self.store, self.feeds.moment())

    def due(self) -> datetime | None:
        """When time alone next changes a feed, so that `prerender` has work; None: never."""
        return self.feeds.edition().valid_until
