"""Looks up articles: their pages and addresses, the files that they name, and all for editors."""

import posixpath
import sys
from collections.abc import Callable, Collection, Container, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import quote

import msgspec

from feedsvc import sources
from feedsvc.feeds.kinds.kind import At, everything
from feedsvc.feeds.looks import Looks
from feedsvc.feeds.reading_on import Abouts, Noted, ReadingOn, reading_on
from feedsvc.feeds.summaries import Summaries, summaries_of
from feedsvc.model.entry import Entry, Tombstone
from feedsvc.model.feed import Format
from feedsvc.render import EntryView, entry_view, feed_view, page_url, render_fragment, splice
from feedsvc.settings import Content, Settings
from feedsvc.sources import Folder, references
from feedsvc.store import (
    Connection,
    addresses,
    articles,
    due_times,
    feeds,
    ledger,
    tombstones,
)

PAGE = 200  # articles read at a time
A = TypeVar("A")
B = TypeVar("B")


class Moved(NamedTuple):
    """The answer for an article asked for by an old name: its slug now."""

    slug: str


class PageLine(NamedTuple):
    """A page of an article, as a sitemap lists it.

    Attributes:
        url: its address.
        updated: the time of the article's last visible change.
        media: addresses of the files of the newsroom that the article names.
    """

    url: str
    updated: datetime
    media: tuple[str, ...]


def led_to(
    name: str,
    connection: Connection,
    at_slug: Callable[[str], A | None],
    at_path: Callable[[str], B | None],
    of_id: Callable[[str], B | None],
) -> A | B | None:
    """The article that a name in an address leads to; None: to none.

    Args:
        name: a slug, an old slug, the path of a file, with its suffix or without, or a path that
            ends in a slug or in a file's name, as relative links such as ../other-story/ do.
        connection: open.
        at_slug, at_path, of_id: find an article by its slug, its file or its entry id, among those
            that may be shown.
    """
    if found := at_slug(name) or at_path(name):
        return found
    if owner := ledger.slug_owner(connection, name):
        # Where it may not be shown, as after a retraction, its address leads to no other article.
        return of_id(owner)
    for path in references.paths_of(name) if name.strip("/") else ():
        if there := at_path(path):
            return there
    last = posixpath.basename(name.strip("/"))
    for slug in dict.fromkeys((last, references.slug_of(name))):
        owner = ledger.slug_owner(connection, slug)
        if owner and (kept := of_id(owner)):
            return kept
    return None


class ArticleCatalog:
    """Looks up articles at the time of asking: those with a page, and all for whoever edits.

    Args:
        looks: look at what is published.
        moment: gives the time at which the answers are to be right.
        folder: where media files are.

    Attributes:
        abouts: remembers what articles are about, for who makes many pages; None: it is not.
    """

    def __init__(
        self,
        looks: Looks,
        moment: Callable[[], datetime],
        folder: Folder,
    ) -> None:
        self._folder = folder
        self._settings = looks.settings
        self._store = looks.store
        self._looks = looks
        self._moment = moment
        self.abouts: Abouts | None = None

    def moved_by_time(self, since: datetime) -> tuple[list[str], list[str]]:
        """The files of the articles that time brought and took away (store.due_times)."""
        with self._store.reading() as connection:
            return due_times.moved_by_time(connection, since, self._moment())

    def places(
        self, name: str, limit: int, hidden: Container[str] = ()
    ) -> list[tuple[datetime, str]]:
        """Publication time and id of the newest entries of a feed, newest first, ties by id.

        Args:
            name: of the feed.
            limit: how many at most.
            hidden: ids of entries that are left out.
        """
        found: list[tuple[datetime, str]] = []
        with self._store.reading() as connection:
            page = feeds.places(connection, name, self._moment(), max(limit, PAGE))
            while page and len(found) < limit:
                found += (place for place in page if place[1] not in hidden)
                page = feeds.places(connection, name, self._moment(), PAGE, page[-1])
        return found[:limit]

    def every(self) -> Iterator[Entry]:
        """All articles, published or not, by path; at most PAGE of them are in memory at a time."""
        after = ""
        while True:
            with self._store.reading() as connection:
                page = articles.entries_page(connection, after, PAGE)
            yield from page
            if len(page) < PAGE:
                return
            after = page[-1].article.path

    def at(self, paths: Collection[str]) -> list[Entry]:
        """The articles in these files, published or not."""
        with self._store.reading() as connection:
            return articles.entries_at(connection, paths)

    def copy(self, target: Path) -> None:
        """Copy all articles into a file of their own, a store, as they are at this moment.

        Raises:
            StoreError: it cannot be made.
        """
        self._store.copy(target)

    def digests(self) -> Iterator[dict[str, str]]:
        """Digests of all kept articles, published or not, PAGE at a time: id -> digest."""
        after = ""
        while True:
            with self._store.reading() as connection:
                page = articles.digests_page(connection, after, PAGE)
            yield page
            if len(page) < PAGE:
                return
            after = next(reversed(page))

    def digests_of(self, entry_ids: Collection[str]) -> dict[str, str]:
        """Digests of the kept articles with these ids: id -> digest."""
        with self._store.reading() as connection:
            return articles.digests_of(connection, entry_ids)

    def with_expiry(self, entry_ids: Collection[str]) -> list[tuple[Entry, datetime | None]]:
        """The kept articles with these ids, and when each expires; None: never."""
        with self._store.reading() as connection:
            return articles.entries_with_expiry(connection, entry_ids)

    def remembered(self, entry_ids: Collection[str]) -> set[str]:
        """Those of the ids whose articles have a file, readable or not."""
        with self._store.reading() as connection:
            records = ledger.records_of(connection, entry_ids)
        return {record.entry_id for record in records.values() if record.present}

    def article(self, name: str) -> EntryView | Moved | None:
        """The published article with a slug, with its full content; None: there is none.

        Args:
            name: a slug; an old slug, or the path of the article's file, gives Moved.
        """
        with self._looks.reading(self._moment()) as at:
            found: Entry | str | None = led_to(
                name,
                at.connection,
                lambda slug: articles.entry_at(at.connection, slug, at.now),
                lambda path: articles.slug_at_path(at.connection, path, at.now),
                lambda entry_id: articles.slug_of(at.connection, entry_id, at.now),
            )
            if isinstance(found, Entry):
                return entry_view(found, _summaries(found, at), in_full(self._settings))
            return Moved(found) if found else None

    def reading_on(self, entry_id: str) -> ReadingOn:
        """What a reader may read after a published article."""
        with self._looks.reading(self._moment()) as at:
            return reading_on(entry_id, at, self.abouts)

    def noted(self, entry_id: str) -> Noted | None:
        """What is noted of the page of a published article; None: it has none.

        `abouts` must be there.
        """
        assert self.abouts is not None
        self.abouts.noted = None
        self.reading_on(entry_id)
        return self.abouts.noted[1] if self.abouts.noted else None

    def retracted(self, name: str) -> Tombstone | None:
        """The tombstone of a retracted article; None: there is none.

        Args:
            name: the article's slug or the path of its file, for which `article` found nothing.
        """
        with self._store.reading() as connection:
            entry_id = ledger.slug_owner(connection, name)
            if entry_id is None:
                records = ledger.past_records_at(connection, [name])
                records |= ledger.records_at(connection, [name])
                entry_id = records[name].entry_id if name in records else None
            if entry_id is None:
                return None
            return tombstones.tombstone(connection, entry_id, self._moment())

    def alone(self, entry: Entry, format: Format, content: Content) -> tuple[bytes, bytes]:
        """The fragment of an entry, and a document of the feed of everything with it alone.

        Args:
            entry: with its text, published or not.
            format: of both.
            content: how much of the article to show, whatever the settings say.

        Raises:
            RenderError: the entry holds something that the format cannot express.
        """
        settings = _with_content(self._settings, content)
        with self._looks.reading(self._moment()) as at:
            fragment = render_fragment(entry, _summaries(entry, at), settings, format)
            feed = everything(settings)
            channel = feed_view(feed, at.id_base, entry.updated, settings, format)
        return fragment, splice(channel, [fragment], format)

    def alias(self, path: str) -> Moved | None:
        """The article whose old address, before it was published here, had a path; None: none."""
        with self._store.reading() as connection:
            slug = addresses.slug_of_alias(connection, path, self._moment())
        return Moved(slug) if slug else None

    def count_pages(self) -> int:
        """How many articles have a page."""
        with self._store.reading() as connection:
            return articles.count_articles(connection, self._moment())[1]

    def pages(self, start: int, limit: int) -> list[PageLine]:
        """The pages of articles, oldest first.

        Args:
            start: how many to skip.
            limit: how many to give at most.
        """
        with self._store.reading() as connection:
            rows = addresses.published_slugs(connection, self._moment(), start, limit)
        site = self._settings.site
        return [
            PageLine(
                page_url(site, one.slug), one.updated, tuple(_media_url(site, p) for p in one.media)
            )
            for one in rows
        ]

    def media(self, path: str) -> Path | None:
        """The file at a path that a published article names; None where there is none."""
        if sources.is_source(path):  # never media, whoever names them
            return None
        if path in self._settings.pictures:
            return self._folder.file(path)
        with self._store.reading() as connection:
            named = articles.names_media(connection, path, self._moment())
        return self._folder.file(self._folder.attached(path)) if named else None


def _media_url(site: str, path: str) -> str:
    return f"{site}/media/{quote(path)}"


def _summaries(entry: Entry, at: At) -> Summaries:
    return summaries_of(at.connection, {entry.id: entry}, at.settings, at.summaries)[entry.id]


def in_full(settings: Settings) -> Settings:
    """Settings with which an entry has the full text of its article, however long it is."""
    feeds = msgspec.structs.replace(settings.feeds, content="full", document_kilobytes=sys.maxsize)
    return msgspec.structs.replace(settings, feeds=feeds)


def _with_content(settings: Settings, content: Content) -> Settings:
    feeds = msgspec.structs.replace(settings.feeds, content=content)
    return msgspec.structs.replace(settings, feeds=feeds)
