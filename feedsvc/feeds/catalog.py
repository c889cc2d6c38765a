"""Looks up what is published, for web pages, lists and the command line."""

import posixpath
from collections.abc import Callable, Collection, Container, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from feedsvc import sources
from feedsvc.errors import NoSuchFeed
from feedsvc.feeds.definition import describe
from feedsvc.feeds.document import Edition
from feedsvc.feeds.kinds import digest_periods
from feedsvc.feeds.kinds.digest_catalog import DigestCatalog
from feedsvc.feeds.publisher import Publisher
from feedsvc.model.entry import Entry, Tombstone
from feedsvc.model.feed import EVERYTHING, Feed, Format, split_document
from feedsvc.render import EntryView, entry_view, feed_view, page_url, render_fragment, splice
from feedsvc.settings import FILE_NAME, Content, Settings
from feedsvc.sources import Folder
from feedsvc.store import Store, addresses, archives, articles, due_times, feeds, ledger, tombstones
from feedsvc.store.feeds import Selected

PAGE = 200  # articles read at a time


class OpenFeed(NamedTuple):
    """A feed that can be subscribed to.

    Attributes:
        feed: its definition.
        entries: how many entries it holds.
        newest: the publication time of the newest; None: it holds none.
    """

    feed: Feed
    entries: int
    newest: datetime | None


class Moved(NamedTuple):
    """The answer for an article asked for by an old name: its slug now."""

    slug: str


class Catalog:
    """Looks up feeds, entries, pages and media that are published at the time of asking.

    Args:
        folder: where media files are.
        settings: checked.
        store: open.
        publication: gives feeds, and the section summaries of articles.
        moment: gives the time at which the answers are to be right.

    Attributes:
        periods: looks up what digests show.
    """

    def __init__(
        self,
        folder: Folder,
        settings: Settings,
        store: Store,
        publication: Publisher,
        moment: Callable[[], datetime],
    ) -> None:
        self.folder = folder
        self.settings = settings
        self._store = store
        self._publisher = publication
        self._moment = moment
        self.periods = DigestCatalog(settings, store, publication.summaries, moment)

    def feed(self, name: str) -> Feed:
        """The definition of a feed.

        Raises:
            NoSuchFeed: no published article was ever in it.
        """
        with self._store.reading() as connection:
            row = feeds.feed_row(connection, split_document(name).feed)
        return self._publisher.feed(name, row, self._moment())

    def feeds(self) -> list[OpenFeed]:
        """The feeds that can be subscribed to: everything, then the others by name."""
        with self._store.reading() as connection:
            rows = feeds.open_feeds(connection, self._moment())
        found = [
            OpenFeed(describe(row.name, row.label, self.settings), entries, newest)
            for row, entries, newest in rows
            if row.name not in self._publisher.hidden
        ]
        if not any(one.feed.name == EVERYTHING for one in found):
            found.append(OpenFeed(describe(EVERYTHING, "", self.settings), 0, None))
        return sorted(found, key=lambda one: (one.feed.name != EVERYTHING, one.feed.name))

    def edition(self) -> Edition:
        """The edition of all that is published; a page made at another may be out of date."""
        now, shows = self._moment(), self.settings.feeds
        with self._store.reading() as connection:
            row = feeds.feed_row(connection, EVERYTHING)
            left = due_times.last_due(connection, EVERYTHING, now, shows)
            entered = due_times.last_entry(connection, EVERYTHING, now)
            due = due_times.next_due(connection, EVERYTHING, now, shows)
            closed, closes = digest_periods.next_close(connection, now, self.settings)
        since = max(time for time in (left, entered, closed) if time)
        until = min((time for time in (due, closes) if time), default=None)
        return Edition(row.version if row else 0, since, until)

    def moment(self) -> datetime:
        """The time at which the answers are right; that of a preview is far ahead."""
        return self._moment()

    @property
    def opened(self) -> int:
        """A number raised whenever the store was replaced; versions mean something else then."""
        return self._store.opened

    def version(self) -> int:
        """The version of the edition, without its times: each request for a page asks for it."""
        with self._store.reading() as connection:
            row = feeds.feed_row(connection, EVERYTHING)
        return row.version if row else 0

    def categories(self) -> list[Feed]:
        """The categories that have, or have had, an article, by name."""
        with self._store.reading() as connection:
            rows = feeds.open_feeds_of(connection, "category", self._moment())
        shown = (row for row in rows if row.name not in self._publisher.hidden)
        return [describe(row.name, row.label, self.settings) for row in shown]

    def entries(self, name: str, limit: int) -> list[EntryView]:
        """The newest entries of a feed, as readers see them."""
        with self._store.reading() as connection:
            selected = feeds.select_entries(connection, name, self._moment(), limit)
            found = articles.entries_of(connection, [one.entry_id for one in selected])
        return self._views(selected, found)

    def shown(self, feed: Feed) -> list[EntryView]:
        """The entries that the documents of a feed show, or those of its archive, in their order.

        Raises:
            NoSuchFeed: it has no such archive.
        """
        now, shows = self._moment(), self.settings.feeds
        with self._store.reading() as connection:
            selected = feeds.shown_entries(connection, feed.name, now, shows)
            if feed.archive:
                ids = {one.entry_id for one in selected}
                older = archives.select_archive(connection, feed.name, feed.archive, now, ids)
                if older is None:
                    raise NoSuchFeed(f"{feed.name!r} has no archive {feed.archive}")
                selected = older
            found = articles.entries_of(connection, [one.entry_id for one in selected])
        return self._views(selected, found)

    def _views(self, selected: list[Selected], found: dict[str, Entry]) -> list[EntryView]:
        summaries = self._publisher.summaries(found)
        ids = [one.entry_id for one in selected]
        return [entry_view(found[i], summaries[i], self.settings) for i in ids]

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
        now = self._moment()
        with self._store.reading() as connection:
            entry = articles.entry_at(connection, name, now)
            if entry is None:
                slug = articles.slug_at_path(connection, name, now)
                # A relative link such as ../other-story/ ends in a slug.
                owner = (
                    None
                    if slug
                    else ledger.slug_owner(connection, posixpath.basename(name.strip("/")))
                )
                slug = slug or (articles.slug_of(connection, owner, now) if owner else None)
                return Moved(slug) if slug else None
        summaries = self._publisher.summaries({entry.id: entry})[entry.id]
        return entry_view(entry, summaries, _with_content(self.settings, "full"))

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
        settings = _with_content(self.settings, content)
        summaries = self._publisher.summaries({entry.id: entry})[entry.id]
        fragment = render_fragment(entry, summaries, settings, format)
        feed = describe(EVERYTHING, "", settings)
        channel = feed_view(feed, settings.tag_authority, entry.updated, settings, format)
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

    def pages(self, start: int, limit: int) -> list[tuple[str, datetime]]:
        """Addresses of articles' pages with the times of their last visible change, oldest first.

        Args:
            start: how many to skip.
            limit: how many to give at most.
        """
        with self._store.reading() as connection:
            rows = addresses.published_slugs(connection, self._moment(), start, limit)
        return [(page_url(self.settings.site, slug), updated) for slug, updated in rows]

    def media(self, path: str) -> Path | None:
        """The file at a path that a published article names; None where there is none."""
        if sources.is_article(path) or path == FILE_NAME:  # never media, whoever names them
            return None
        if path == self.settings.icon:
            return self.folder.file(path)
        with self._store.reading() as connection:
            named = articles.names_media(connection, path, self._moment())
        return self.folder.file(path) if named else None


def _with_content(settings: Settings, content: Content) -> Settings:
    feeds = msgspec.structs.replace(settings.feeds, content=content)
    return msgspec.structs.replace(settings, feeds=feeds)
