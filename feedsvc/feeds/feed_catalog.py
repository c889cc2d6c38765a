"""Looks up feeds for pages, lists and readers: which there are, what each shows, its documents."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import NamedTuple

from feedsvc.errors import NoSuchFeed, StoreError, TooBusy
from feedsvc.feeds.build import build
from feedsvc.feeds.cache import Cache
from feedsvc.feeds.document import Document, Edition
from feedsvc.feeds.kinds import (
    KINDS,
    define,
    document_kind,
    followed,
    kind_of,
    open_feeds,
    parse_name,
)
from feedsvc.feeds.kinds.articles import load_articles
from feedsvc.feeds.kinds.digest import period_url
from feedsvc.feeds.kinds.digest_periods import closed_periods, next_close, read_period_of
from feedsvc.feeds.kinds.kind import At, EntryRef, OpenFeed, times_of
from feedsvc.feeds.kinds.search import asked_feed, ids_of, select_results
from feedsvc.feeds.list_catalog import ListCatalog, load_heads
from feedsvc.feeds.looks import PATIENCE as WRITE_PATIENCE
from feedsvc.feeds.looks import Looks
from feedsvc.feeds.publisher import Publisher
from feedsvc.model.feed import EVERYTHING, Feed, FeedName, Format
from feedsvc.model.period import Period, read_period
from feedsvc.render import EntryView
from feedsvc.search import Query
from feedsvc.settings import MEGA
from feedsvc.store import archives, documents, feeds
from feedsvc.store.search_index import has_index

PATIENCE = 5.0  # seconds that a search waits for its turn
MOST_ARTICLES = 1000  # on the page of a period


class PeriodLine(NamedTuple):
    """A closed period in a list: its title, the address of its page, how many articles it has."""

    title: str
    url: str
    total: int


class PeriodPage(NamedTuple):
    """What the page of a closed period shows: its newest articles, and how many it has in all."""

    period: Period
    articles: list[EntryView]
    total: int


class Shown(NamedTuple):
    """The entries that a feed's documents show, and how many documents its archive has."""

    entries: list[EntryView]
    archives: int


class Standing(NamedTuple):
    """Ids of the entries that a feed's documents show, and how many its archive has."""

    shown: tuple[str, ...]
    archives: int


class Results(NamedTuple):
    """A page of what a search finds, the newest first; `more`: whether there are older ones."""

    entries: list[EntryView]
    more: bool


class FeedCatalog:
    """Looks up feeds at the time of asking.

    A query that a reader wrote has one document for each format, however it was written. It is made
    once and held in memory until something is published.

    Args:
        looks: look at what is published.
        moment: gives the time at which the answers are to be right.
        publisher: gives documents.

    Attributes:
        settings: with which the answers are made.
        ready_document: gives a document if it is ready in memory, for callers that ask very often
            (DocumentCache.ready_document).
        seen: what the documents that are given from now on show at least (DocumentCache.seen).
        lists: the lists by which every article can be reached.
    """

    def __init__(
        self,
        looks: Looks,
        moment: Callable[[], datetime],
        publisher: Publisher,
    ) -> None:
        self.settings = looks.settings
        self._store = looks.store
        self._publisher = publisher
        self._looks = looks
        self.moment = moment
        self.ready_document, self.seen = publisher.ready_document, publisher.seen
        self.lists = ListCatalog(looks, moment)
        limits = looks.settings.limits
        self._cache: Cache[tuple[str, Format]] = Cache(limits.search_megabytes * MEGA)
        self._shown: tuple[tuple[object, ...], Shown] | None = None
        self._places = threading.BoundedSemaphore(limits.searches)

    def document(self, name: str, format: Format) -> Document:
        """The document of a feed, as it is now.

        Raises:
            NoSuchFeed: no published article was ever in it.
        """
        return self._publisher.document(name, format, self.moment())

    def feed(self, name: str) -> Feed:
        """The definition of a feed.

        Raises:
            NoSuchFeed: no published article was ever in it.
        """
        with self._looks.reading(self.moment()) as at:
            return define(name, feeds.feed_row(at.connection, followed(name)), at)

    def all(self) -> list[OpenFeed]:
        """The feeds that can be subscribed to: everything, the others by name, searches last."""
        with self._looks.reading(self.moment()) as at:
            return open_feeds(at)

    def categories(self) -> list[Feed]:
        """The categories that have an article, by name."""
        with self._looks.reading(self.moment()) as at:
            rows = feeds.open_feeds_of(at.connection, "category", at.now)
            return [
                KINDS["category"].describe(FeedName.parse(row.name).slug, row.label, at.settings)
                for row in rows
                if row.name not in at.hidden
            ]

    def entries(self, name: str, limit: int) -> list[EntryView]:
        """The newest entries of a feed, as readers see them; none where it is not open.

        Raises:
            NoSuchFeed: no feed can have this name.
        """
        found = parse_name(name)
        kind = KINDS[found.kind]
        feed = kind.describe(found.slug, found.slug, self.settings)
        with self._looks.reading(self.moment()) as at:
            return _views(feed, kind.newest(feed, limit, at), at)

    def shown(self, feed: Feed, format: Format = "atom") -> Shown:
        """What the documents of a feed show, the entries in their order.

        Args:
            feed: its definition.
            format: the RSS of a podcast shows its episodes alone.

        Raises:
            NoSuchFeed: it has no such archive, or the store has no full-text index.
        """
        kind = document_kind(feed, format, self.settings)
        key = (feed, type(kind), self.opened, self.version(), now := self.moment())
        last = self._shown
        if last is not None and last[0] == key:  # it is asked for in each format
            return last[1]
        with self._looks.reading(now) as at:
            chosen = kind.select(feed, None, at)
            views = [one.view for one in kind.load(feed, chosen.entries, at)]
        views = views if chosen.room is None else _fitting(views, chosen.room)
        self._shown = (key, shown := Shown(views, chosen.archives))
        return shown

    def standing(self, name: str) -> Standing:
        """What the documents of a feed of articles show; its entries are numbered where they lack.

        Raises:
            StoreError: the store cannot be read.
        """
        now = self.moment()
        self._publisher.number(name, now)
        with self._looks.reading(now) as at:
            shown = feeds.shown_entries(at.connection, name, now, at.settings.feeds)
            ids = tuple(one.entry_id for one in shown)
            return Standing(ids, archives.last_archive(at.connection, name, now, ids))

    def edition(self) -> Edition:
        """The edition of all that is published; a page made at another may be out of date."""
        with self._looks.reading(self.moment()) as at:
            row = feeds.feed_row(at.connection, EVERYTHING)
            _, since, until = times_of(EVERYTHING, at)
            closed, closes = next_close(at.connection, at.now, at.settings)
        first = max(time for time in (since, closed) if time)
        last = min((time for time in (until, closes) if time), default=None)
        return Edition(row.version if row else 0, first, last)

    @property
    def opened(self) -> int:
        """A number raised whenever the store was replaced; versions mean something else then."""
        return self._store.opened

    def version(self) -> int:
        """The version of the edition, without its times: each request for a page asks for it."""
        with self._store.reading() as connection:
            row = feeds.feed_row(connection, EVERYTHING)
        return row.version if row else 0

    def periods(self, feed: Feed) -> list[PeriodLine]:
        """The newest closed periods of a digest, newest first."""
        with self._looks.reading(self.moment()) as at:
            found = closed_periods(at.connection, feed.name, at.now, at.settings)
        return [
            PeriodLine(period.title, period_url(feed.name, period, self.settings), total)
            for period, _, total in found
        ]

    def listed_periods(self, feed: Feed) -> list[Period]:
        """The periods that `periods` gives, by name and span."""
        with self._looks.reading(self.moment()) as at:
            found = closed_periods(at.connection, feed.name, at.now, at.settings)
        return [period for period, *_ in found]

    def period(self, feed: Feed, name: str) -> PeriodPage:
        """The page of a closed period of a digest, also of one that its documents no longer show.

        Raises:
            NoSuchFeed: there is no such period, it is not over, or it has no article.
        """
        assert feed.digest
        period, now = read_period(feed.digest, name, self.settings.zone), self.moment()
        if period is not None and period.end <= now:
            with self._looks.reading(now) as at:
                selected, total = read_period_of(
                    at.connection, feed.name, period, now, MOST_ARTICLES
                )
                views = [one.view for one in load_articles([s.entry_id for s in selected], at)]
            if views:
                return PeriodPage(period, views, total)
        raise NoSuchFeed(f"the {feed.digest} digest has nothing of {name!r}")

    @property
    def searchable(self) -> bool:
        """Whether the store has a full-text index, so that articles can be searched."""
        with self._store.reading() as connection:
            return has_index(connection)

    def ids_found(self, feed: Feed) -> set[str]:
        """Ids of all entries that a named search finds; none without a full-text index."""
        with self._looks.reading(self.moment()) as at:
            return ids_of(feed, at)

    def found(self, query: Query, page: int = 1) -> Results:
        """A page of what a query of a reader finds.

        Raises:
            NoSuchFeed: the store has no full-text index, or there is no such page.
            TooBusy: too many searches run already.
        """
        with self._place():
            return self.results(asked_feed(query, self.settings), page)

    def results(self, feed: Feed, page: int = 1) -> Results:
        """A page of what a search finds.

        Args:
            feed: of the search.
            page: its number, from 1.

        Raises:
            NoSuchFeed: the store has no full-text index, or there is no such page.
        """
        with self._looks.reading(self.moment()) as at:
            found, size = select_results(feed, page, at), at.settings.feeds.entries
            views = load_heads([one.entry_id for one in found[:size]], at)
        return Results(views, len(found) > size)

    def search(self, query: Query, format: Format) -> Document:
        """The document of a query that a reader wrote.

        Raises:
            NoSuchFeed: the store has no full-text index.
            TooBusy: too many searches run already.
        """
        return self._cache.get_or_make(
            (query.text, format),
            lambda held: held.holds(self.version(), held.fingerprint, self.moment()),
            lambda: self._searched(query, format),
        )

    def _searched(self, query: Query, format: Format) -> Document:
        feed = asked_feed(query, self.settings)
        with self._place(), self._looks.reading(self.moment()) as at:
            row = feeds.feed_row(at.connection, EVERYTHING)
            built = build(kind_of(feed), feed, format, row, at)
        if built.fragments:
            with suppress(StoreError), self._store.keeping(WRITE_PATIENCE) as connection:
                documents.put_fragments(connection, built.fragments, format)
        return built.document

    @contextmanager
    def _place(self) -> Iterator[None]:
        """Wait for a turn to search, and hold it as long as the block runs."""
        if not self._places.acquire(timeout=PATIENCE):
            raise TooBusy("too many searches run at a time; try again in a few seconds")
        try:
            yield
        finally:
            self._places.release()


def _views(feed: Feed, refs: Sequence[EntryRef], at: At) -> list[EntryView]:
    return [one.view for one in kind_of(feed).load(feed, refs, at)]


def _fitting(views: Sequence[EntryView], room: int) -> list[EntryView]:
    """About those of a digest's entries that fit in a document; a page is in no one format."""
    found: list[EntryView] = []
    for view in views:
        room -= len(view.content)
        room -= 2 * sum(len(section.heading + section.summary) for section in view.sections)
        if len(found) >= feeds.LEAST_SHOWN and room < 0:
            break
        found.append(view)
    return found
