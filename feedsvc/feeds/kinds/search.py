"""Searches: feeds of the articles that a query finds, named in site.toml or asked by a reader."""

from collections.abc import Collection, Iterator, Sequence
from urllib.parse import quote

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds.fingerprint import search_fingerprint
from feedsvc.feeds.kinds.articles import load_articles, refs_of
from feedsvc.feeds.kinds.kind import (
    BEGINNING,
    At,
    EntryRef,
    Keeps,
    Loaded,
    NamedKind,
    OpenFeed,
    Selection,
    times_of,
)
from feedsvc.model.feed import EVERYTHING, Feed, FeedName, Format, part_name
from feedsvc.render import FeedView
from feedsvc.search import Query, parse
from feedsvc.settings import Settings
from feedsvc.store import feeds, search, tombstones
from feedsvc.store.feeds import FeedRow, Selected
from feedsvc.store.search_index import has_index

NO_INDEX = "nothing can be searched here: this SQLite has no full-text index (FTS5)"
_WORD = "search"
_NEXT = 200  # entries looked at after those that are shown
_ALL = 1_000_000_000  # more entries than there are


def asked_feed(query: Query, settings: Settings) -> Feed:
    """The definition of the feed of a query that a reader wrote."""
    return Feed(_WORD, _WORD, f"{settings.title}: search for {query.text}", "", query.text)


def search_url(query: str, site: str, suffix: str = "", page: int = 1) -> str:
    """The address of a search: of its page, of a later page, or with a suffix of its document."""
    path = f"{site}/{_WORD}.{suffix}" if suffix else f"{site}/{_WORD}"
    end = f"&page={page}" if page > 1 else ""
    return f"{path}?q={quote(query, safe='')}{end}"


class Search(NamedKind):
    """Feeds of what a query finds. Any article can be found, so they follow all that is published.

    A feed of an asked query has the query as its label, and `search` as its name.
    """

    word = _WORD
    title = "Search"
    group = "Searches"
    unfolded = True

    def keeps(self, feed: Feed) -> Keeps:
        """Documents of asked queries are held in memory alone: there may be any number of them."""
        return "memory" if feed.name == _WORD else "store"

    def follows(self, name: FeedName) -> str:
        """The feed of everything."""
        return EVERYTHING

    def describe(self, slug: str, label: str, settings: Settings) -> Feed:
        """The definition of a named search, with what site.toml says of it."""
        own = settings.searches[slug]
        label = own.title or own.query
        title = f"{settings.title}: {label}"
        return Feed(part_name(_WORD, slug), _WORD, title, own.description, label)

    def define(self, name: FeedName, row: FeedRow | None, at: At) -> Feed:
        """The definition of a named search (NamedKind.define)."""
        if name.slug not in at.settings.searches:
            raise NoSuchFeed(f"no search is called {name.slug!r}")
        return self.describe(name.slug, "", at.settings)

    def made_with(self, feed: Feed, at: At) -> str:
        """A digest of the settings; a named search has words of its own (FeedKind.made_with)."""
        if feed.name == _WORD:
            return super().made_with(feed, at)
        own = at.settings.searches[FeedName.parse(feed.name).slug]
        return search_fingerprint(own, super().made_with(feed, at))

    def select(self, feed: Feed, row: FeedRow | None, at: At) -> Selection:
        """The newest articles that the query finds, as many as fit.

        Raises:
            NoSuchFeed: the store has no full-text index.
        """
        if not has_index(at.connection):
            raise NoSuchFeed(NO_INDEX)
        shows = at.settings.feeds
        found = _find(feed, shows.entries + 1, at)
        shown = found[: feeds.count_fitting(found, shows)]
        # What finds nothing has nothing that changes, whatever the newsroom publishes meanwhile.
        updated = max((one.updated for one in shown), default=BEGINNING)
        left, valid_from, valid_until = times_of(EVERYTHING, at)
        changed = None
        # What was served before is not kept of an asked query, so no time would be certain.
        if self.keeps(feed) == "store":
            deleted = tombstones.last_deletion(at.connection, EVERYTHING)
            changed = max(time for time in (updated, left, deleted) if time)
        refs = refs_of(shown, at)
        cut = len(found) > len(shown)
        return Selection(refs, updated, changed, valid_from, valid_until, cut=cut)

    def load(self, feed: Feed, refs: Sequence[EntryRef], at: At) -> Iterator[Loaded]:
        """Load articles (FeedKind.load)."""
        return load_articles([ref.id for ref in refs], at)

    def superseded(self, feed: Feed, ids: Collection[str], at: At) -> set[str]:
        """Those of the entries that the query still finds (FeedKind.superseded)."""
        if not ids:
            return set()
        found = _find(feed, at.settings.feeds.entries + _NEXT, at)
        return {one.entry_id for one in found} & set(ids)

    def view(self, feed: Feed, made: FeedView, format: Format, at: At) -> FeedView:
        """The values of a feed; one of an asked query has the query in its addresses."""
        if self.keeps(feed) == "store":
            return made
        site, query = at.settings.site, feed.label
        return made._replace(
            id=f"tag:{at.id_base}:{_WORD}?q={quote(query, safe='')}",
            home=search_url(query, site),
            self_url=search_url(query, site, format),
        )

    def also_open(self, at: At) -> list[OpenFeed]:
        """The searches of site.toml, by name, and how many entries each finds."""
        found, indexed = [], has_index(at.connection)
        for slug in sorted(at.settings.searches):
            feed, number = self.describe(slug, "", at.settings), search.Count(0, None)
            if indexed:
                root = query_of(feed, at.settings).root
                number = search.count_found(at.connection, root, _titles(at.settings), at.now)
            found.append(OpenFeed(feed, *number))
        return found


def query_of(feed: Feed, settings: Settings) -> Query:
    """The query of a search: named in site.toml, or asked."""
    if feed.name == _WORD:
        return parse(feed.label)
    return parse(settings.searches[FeedName.parse(feed.name).slug].query)


def select_results(feed: Feed, page: int, at: At) -> list[Selected]:
    """A page of what a search finds, the newest first, and one more where a page comes after it.

    Args:
        feed: of the search.
        page: its number, from 1; each has `feeds.entries` articles.
        at: the moment.

    Raises:
        NoSuchFeed: the store has no full-text index, or there is no such page.
    """
    if not has_index(at.connection):
        raise NoSuchFeed(NO_INDEX)
    size = at.settings.feeds.entries
    found = _find(feed, size + 1, at, (page - 1) * size)
    if not found and page > 1:
        raise NoSuchFeed(f"the search finds nothing for a page {page}")
    return found


def ids_of(feed: Feed, at: At) -> set[str]:
    """Ids of all entries that a search finds; none where the store has no index."""
    if not has_index(at.connection):
        return set()
    return {one.entry_id for one in _find(feed, _ALL, at)}


def _find(feed: Feed, limit: int, at: At, skip: int = 0) -> list[Selected]:
    root, titles = query_of(feed, at.settings).root, _titles(at.settings)
    return search.find_entries(at.connection, root, titles, at.now, limit, skip)


def _titles(settings: Settings) -> dict[str, str]:
    return {slug: category.title for slug, category in settings.categories.items()}
