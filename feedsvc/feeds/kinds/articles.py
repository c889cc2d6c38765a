"""The feeds whose entries are articles: of everything, of a category, of a tag, of an author."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

import msgspec

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds.kinds.kind import (
    BEGINNING,
    At,
    EntryRef,
    Loaded,
    NamedKind,
    OpenFeed,
    Selection,
    everything,
    times_of,
)
from feedsvc.feeds.summaries import summaries_of
from feedsvc.model.entry import Entry, Term
from feedsvc.model.feed import EVERYTHING, Feed, FeedName, part_name
from feedsvc.model.hashing import digest
from feedsvc.render import entry_view
from feedsvc.settings import Settings, category_title
from feedsvc.store import archives, articles, feeds, tombstones
from feedsvc.store.feeds import FeedRow, Selected

MOST_LISTED = 1000  # feeds of a kind


class Articles(NamedKind):
    """Feeds of the articles that have something in common.

    Args:
        word, title, group: as in NamedKind.
        terms: gives what an entry has of it, such as its tags.
    """

    archives = True
    numbered = True

    def __init__(
        self, word: str, title: str, group: str, terms: Callable[[Entry, Settings], Sequence[Term]]
    ) -> None:
        self.word, self.title, self.group = word, title, group
        self._terms = terms

    def terms(self, entry: Entry, settings: Settings) -> Sequence[Term]:
        """The parts in whose feeds an entry stands (NamedKind.terms)."""
        return self._terms(entry, settings)

    def declared(self, slug: str, at: At) -> bool:
        """Whether a feed is there although no published article was ever in it."""
        return False

    def define(self, name: FeedName, row: FeedRow | None, at: At) -> Feed:
        """The definition of a feed that is open, or of its archive (NamedKind.define)."""
        declared = self.declared(name.slug, at)
        if not declared and not (row is not None and row.opened <= at.now):
            raise NoSuchFeed(f"no published article has the {self.word} {name.slug!r}")
        shown = name.source not in at.hidden
        shown = shown and feeds.has_entries(at.connection, name.source, at.now)
        if declared or shown:
            # Where nobody stands in it yet, only what nobody may see has used the label.
            label = row.label if row and shown else name.slug
            feed = self.describe(name.slug, label, at.settings)
        else:  # what it was called is part of articles that nobody may see any more
            feed = Feed(name.source, self.word, at.settings.title, "", at.settings.title)
        return msgspec.structs.replace(feed, archive=name.archive) if name.archive else feed

    def select(self, feed: Feed, row: FeedRow | None, at: At) -> Selection:
        """The newest entries and those corrected lately, or a range of older ones."""
        connection, shows, now, name = at.connection, at.settings.feeds, at.now, feed.name
        selected = feeds.shown_entries(connection, name, now, shows)
        shown = {one.entry_id for one in selected}
        last = archives.last_archive(connection, name, now, shown)
        deleted = tombstones.last_deletion(connection, name)
        if feed.archive:
            found = archives.select_archive(connection, name, feed.archive, now, shown)
            if found is None:
                raise NoSuchFeed(f"the archive of {name!r} ends at {last}")
            selected = found
        opened = row.opened if row and row.opened <= now else BEGINNING
        updated = max((one.updated for one in selected), default=opened)
        stones = []
        if not feed.archive:
            updated = max(updated, deleted or updated)
            after, most = now - shows.tombstones, at.settings.limits.tombstones
            stones = tombstones.tombstones_told(connection, name, after, now, most)
            # Where the clock was set back, an entry may be back before the time at which it was.
            back = self.superseded(feed, [one.entry_id for one in stones if one.until], at)
            stones = [one for one in stones if one.entry_id not in back]
        left, valid_from, valid_until = times_of(name, at)
        return Selection(
            refs_of(selected, at),
            updated,
            max(time for time in (updated, left, deleted) if time),
            valid_from,
            valid_until,
            stones,
            archives=last,
        )

    def newest(self, feed: Feed, limit: int, at: At) -> Sequence[EntryRef]:
        """The newest entries of a feed (NamedKind.newest)."""
        return refs_of(feeds.select_entries(at.connection, feed.name, at.now, limit), at)

    def load(self, feed: Feed, refs: Sequence[EntryRef], at: At) -> Iterator[Loaded]:
        """Load articles (FeedKind.load)."""
        return load_articles([ref.id for ref in refs], at)

    def listed(self, found: list[OpenFeed]) -> list[OpenFeed]:
        """The largest feeds, at most MOST_LISTED of them (NamedKind.listed)."""
        return sorted(found, key=lambda one: (-one.entries, one.feed.name))[:MOST_LISTED]

    def superseded(self, feed: Feed, ids: Collection[str], at: At) -> set[str]:
        """Those of the entries that the feed still holds (FeedKind.superseded)."""
        public = feeds.public_in(at.connection, ids, at.now)
        return {entry_id for entry_id in ids if feed.name in public.get(entry_id, ())}


class Everything(Articles):
    """The feed of all articles."""

    digests = True

    def __init__(self) -> None:
        super().__init__(EVERYTHING, "Everything", "", lambda entry, settings: ())

    def declared(self, slug: str, at: At) -> bool:
        """The feed of everything is always there."""
        return True

    def describe(self, slug: str, label: str, settings: Settings) -> Feed:
        """The definition of the feed, with the title of the site (NamedKind.describe)."""
        return everything(settings)


class Categories(Articles):
    """Feeds of a category each; site.toml may declare one before an article is in it."""

    unfolded = True
    digests = True

    def __init__(self) -> None:
        super().__init__("category", "Category", "Categories", _category)

    def declared(self, slug: str, at: At) -> bool:
        """Whether site.toml has the category, and it is not private (Articles.declared)."""
        return slug in at.settings.categories and part_name(self.word, slug) not in at.hidden

    def describe(self, slug: str, label: str, settings: Settings) -> Feed:
        """The definition of a category's feed, with what site.toml says of it."""
        category, title = settings.categories.get(slug), category_title(slug, label, settings)
        subtitle = category.description if category else ""
        feed = super().describe(slug, title, settings)
        return msgspec.structs.replace(feed, subtitle=subtitle)


def _category(entry: Entry, settings: Settings) -> Sequence[Term]:
    return (entry.category,) if entry.category else ()


def refs_of(selected: Iterable[Selected], at: At) -> list[EntryRef]:
    """References to selected articles; all feeds share the fragments of an article."""
    return [EntryRef(one.entry_id, digest(one.digest, at.made_with), None) for one in selected]


def load_articles(ids: Sequence[str], at: At) -> Iterator[Loaded]:
    """Load the articles with these ids, in this order."""
    entries = articles.entries_of(at.connection, ids)
    summaries = summaries_of(at.connection, entries, at.settings, at.summaries)
    for entry_id in ids:
        view = entry_view(entries[entry_id], summaries[entry_id], at.settings)
        yield Loaded(entry_id, view, entries[entry_id].article.path)
