"""Looks up what searches find: the named searches of site.toml, and queries that readers write."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from feedsvc.errors import StoreError, TooBusy
from feedsvc.feeds.cache import ByteBudgetCache, KeyLocks
from feedsvc.feeds.catalog import Catalog, OpenFeed
from feedsvc.feeds.definition import describe
from feedsvc.feeds.document import Document
from feedsvc.feeds.kinds.search import SearchBuilder, count, find, ids_of, query_of
from feedsvc.feeds.publisher import Publisher
from feedsvc.model.feed import EVERYTHING, Feed, Format, part_name
from feedsvc.render import EntryView
from feedsvc.search import Query
from feedsvc.settings import MEGA, Settings
from feedsvc.sources import Folder
from feedsvc.store import Store, articles, documents, feeds, ledger
from feedsvc.store.search_index import has_index

PATIENCE = 5.0  # seconds that a search waits for its turn
_KEEPING = 0.1  # seconds to wait for the write lock


class Searches(Catalog):
    """A catalog that also finds entries by their words.

    A query has one document for each format, however it was written. It is made once and held in
    memory until something is published. Where room is short, those not asked for are dropped first.

    Args:
        folder, settings, store, publication, moment: as for Catalog.
    """

    def __init__(
        self,
        folder: Folder,
        settings: Settings,
        store: Store,
        publication: Publisher,
        moment: Callable[[], datetime],
    ) -> None:
        super().__init__(folder, settings, store, publication, moment)
        self._cache: ByteBudgetCache[tuple[str, Format]] = ByteBudgetCache(
            settings.limits.search_megabytes * MEGA
        )
        self._turns = KeyLocks()
        self._places = threading.BoundedSemaphore(settings.limits.searches)

    @property
    def searchable(self) -> bool:
        """Whether the store has a full-text index, so that articles can be searched."""
        with self._store.reading() as connection:
            return has_index(connection)

    def feeds(self) -> list[OpenFeed]:
        """The feeds that can be subscribed to: everything, the others by name, searches last."""
        found = super().feeds()
        now, settings = self._moment(), self.settings
        with self._store.reading() as connection:
            for slug in sorted(settings.searches):
                name = part_name("search", slug)
                number = count(connection, query_of(name, settings), settings, now)
                found.append(OpenFeed(describe(name, "", settings), *number))
        return found

    def entries(self, name: str, limit: int) -> list[EntryView]:
        """The newest entries of a feed, as readers see them."""
        if name.startswith(part_name("search", "")):
            return self._look_up(query_of(name, self.settings))[:limit]
        return super().entries(name, limit)

    def shown(self, feed: Feed) -> list[EntryView]:
        """The entries that the documents of a feed show, or those of its archive, in their order.

        Raises:
            NoSuchFeed: it has no such archive, or the store has no full-text index.
        """
        if feed.kind == "search":
            return self._look_up(query_of(feed.name, self.settings))
        return super().shown(feed)

    def ids_found(self, name: str) -> set[str]:
        """Ids of all entries that a named search finds; none without a full-text index."""
        with self._store.reading() as connection:
            return ids_of(connection, query_of(name, self.settings), self.settings, self._moment())

    def found(self, query: Query) -> list[EntryView]:
        """The newest entries that a query finds, as readers see them.

        Raises:
            NoSuchFeed: the store has no full-text index.
            TooBusy: too many searches run already.
        """
        with self._place():
            return self._look_up(query)

    def _look_up(self, query: Query) -> list[EntryView]:
        with self._store.reading() as connection:
            selected = find(connection, query, self.settings, self._moment()).entries
            entries = articles.entries_of(connection, [one.entry_id for one in selected])
        return self._views(selected, entries)

    def search(self, query: Query, format: Format) -> Document:
        """The document of a query that a reader wrote.

        Raises:
            NoSuchFeed: the store has no full-text index.
            TooBusy: too many searches run already.
        """
        key = (query.text, format)
        ready = self._ready(key)
        if ready is not None:
            return ready
        with self._turns.of(key):  # one thread makes it, however many wait
            return self._ready(key) or self._make(query, format)

    def _ready(self, key: tuple[str, Format]) -> Document | None:
        held = self._cache.get(key)
        if held is None:
            return None
        return held if held.holds(self.version(), held.fingerprint, self._moment()) else None

    def _make(self, query: Query, format: Format) -> Document:
        with self._place(), self._store.reading() as connection:
            row = feeds.feed_row(connection, EVERYTHING)
            id_base = ledger.recall(connection, "id_base") or self.settings.tag_authority
            made = SearchBuilder(self.settings, id_base, connection, self._moment())
            document = made.made_up(query, format, row)
        if made.fragments:
            with contextlib.suppress(StoreError), self._store.keeping(_KEEPING) as connection:
                documents.put_summaries(connection, made.summaries)
                documents.put_fragments(connection, made.fragments, format)
        self._cache.put((query.text, format), document)
        return document

    @contextmanager
    def _place(self) -> Iterator[None]:
        """Wait for a turn to search, and hold it as long as the block runs."""
        if not self._places.acquire(timeout=PATIENCE):
            raise TooBusy("too many searches run at a time; try again in a few seconds")
        try:
            yield
        finally:
            self._places.release()
