"""Builds the documents of searches: a feed of the entries that a query finds, newest first."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds.build import DocumentBuilder
from feedsvc.feeds.document import Document, Edition
from feedsvc.feeds.fingerprint import site_fingerprint
from feedsvc.model.feed import EVERYTHING, MEDIA_TYPES, Feed, Format, split_name
from feedsvc.render import FeedView, feed_view
from feedsvc.search import Query, parse
from feedsvc.settings import Settings
from feedsvc.store import Connection, due_times, feeds, search, tombstones
from feedsvc.store.feeds import FeedRow, Selected
from feedsvc.store.search_index import has_index

_NEXT = 200  # entries looked at after those that are shown
_ALL = 1_000_000_000  # more entries than there are
NO_INDEX = "nothing can be searched here: the store has no full-text index (SQLite's FTS5 is one)"


class Found(NamedTuple):
    """The newest entries that a query finds, and whether these are all of them."""

    entries: list[Selected]
    complete: bool


def find(connection: Connection, query: Query, settings: Settings, now: datetime) -> Found:
    """The entries that a document of a query shows.

    Raises:
        NoSuchFeed: the store has no index.
    """
    _need_index(connection)
    shows = settings.feeds
    titles = _titles(settings)
    found = search.find_entries(connection, query.root, titles, now, shows.entries + 1)
    fitting = feeds.count_fitting(found, shows)
    return Found(found[:fitting], len(found) <= fitting)


def count(connection: Connection, query: Query, settings: Settings, now: datetime) -> search.Count:
    """How many entries a query finds; none where the store has no index."""
    if not has_index(connection):
        return search.Count(0, None)
    return search.count_found(connection, query.root, _titles(settings), now)


def ids_of(connection: Connection, query: Query, settings: Settings, now: datetime) -> set[str]:
    """Ids of all entries that a query finds; none where the store has no index."""
    if not has_index(connection):
        return set()
    found = search.find_entries(connection, query.root, _titles(settings), now, _ALL)
    return {one.entry_id for one in found}


def _need_index(connection: Connection) -> None:
    if not has_index(connection):
        raise NoSuchFeed(NO_INDEX)


def _titles(settings: Settings) -> dict[str, str]:
    return {slug: category.title for slug, category in settings.categories.items()}


def query_of(name: str, settings: Settings) -> Query:
    """The query of a named search.

    Args:
        name: of its feed, such as `search/storms`; site.toml must have the search.
        settings: checked.
    """
    return parse(settings.searches[split_name(name)[1]].query)


def search_feed(query: Query, settings: Settings) -> Feed:
    """The definition of the feed of a query that a reader wrote."""
    return Feed("search", "search", f"{settings.title}: search for {query.text}", "", query.text)


def search_url(query: Query, site: str, suffix: str = "") -> str:
    """The address of a search: of its page, or with a suffix of its document."""
    path = f"{site}/search.{suffix}" if suffix else f"{site}/search"
    return f"{path}?q={quote(query.text, safe='')}"


class SearchBuilder(DocumentBuilder):
    """Builds the document of a search."""

    def document(
        self, feed: Feed, format: Format, row: FeedRow | None, fingerprint: str
    ) -> Document:
        """The document of a named search (DocumentBuilder.document).

        Args:
            feed, format, fingerprint: as for DocumentBuilder.document.
            row: what the store knows of the feed of everything.

        Raises:
            NoSuchFeed: the store has no full-text index, or an archive was asked for.
        """
        if feed.archive:
            raise NoSuchFeed(f"{feed.name!r} has no archive")
        document = self._of(
            query_of(feed.name, self._settings),
            format,
            row,
            lambda updated: feed_view(feed, self._id_base, updated, self._settings, format),
        )
        document.fingerprint = fingerprint
        document.last_modified = min(max(self._changed(document), self._built), self.now)
        return document

    def made_up(self, query: Query, format: Format, row: FeedRow | None) -> Document:
        """The document of a query that a reader wrote.

        It has no Last-Modified: what was served before is not kept, so no time would be certain.

        Raises:
            NoSuchFeed: the store has no full-text index.
        """

        def channel(updated: datetime) -> FeedView:
            feed, settings, site = search_feed(query, self._settings), self._settings, self._site
            found = feed_view(feed, self._id_base, updated, settings, format)
            return found._replace(
                id=f"tag:{self._id_base}:search?q={quote(query.text, safe='')}",
                home=search_url(query, site),
                self_url=search_url(query, site, format),
            )

        document = self._of(query, format, row, channel)
        document.last_modified = None
        return document

    @property
    def _site(self) -> str:
        return self._settings.site

    def _of(
        self,
        query: Query,
        format: Format,
        row: FeedRow | None,
        channel_at: Callable[[datetime], FeedView],
    ) -> Document:
        connection, shows, now = self._connection, self._settings.feeds, self.now
        found = find(connection, query, self._settings, now)
        # What finds nothing has nothing that changes, whatever the newsroom publishes meanwhile.
        updated = max((one.updated for one in found.entries), default=self.beginning)
        channel = channel_at(updated)
        channel = channel._replace(chain=channel.chain._replace(cut=not found.complete))
        fingerprint = site_fingerprint(self._settings, self._id_base)
        left = due_times.last_due(connection, EVERYTHING, now, shows)
        entered = due_times.last_entry(connection, EVERYTHING, now)
        return Document(
            self._body(channel, self._fragments(found.entries, format, fingerprint), format),
            MEDIA_TYPES[format],
            updated,
            edition=Edition(
                row.version if row else 0,
                max((time for time in (left, entered) if time), default=None),
                due_times.next_due(connection, EVERYTHING, now, shows),
            ),
            fingerprint=fingerprint,
        )

    def _still_there(self, connection: Connection, entry_ids: Collection[str]) -> set[str]:
        """Those of the entries that the query still finds and that only gave way to newer ones."""
        if not entry_ids:
            return set()
        query, titles = query_of(self._feed, self._settings), _titles(self._settings)
        limit = self._settings.feeds.entries + _NEXT
        found = search.find_entries(connection, query.root, titles, self.now, limit)
        return {one.entry_id for one in found} & set(entry_ids)

    def _changed(self, document: Document) -> datetime:
        """When what a document shows last changed; departures count from the whole newsroom."""
        left = due_times.last_due(self._connection, EVERYTHING, self.now, self._settings.feeds)
        deleted = tombstones.last_deletion(self._connection, EVERYTHING)
        times = (document.last_modified, left, deleted)
        return max(time for time in times if time is not None)
