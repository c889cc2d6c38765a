"""Makes private feeds, which holders of keys see, anew for each request.

Documents and fragments are kept neither in the store nor in memory, because every address in them
contains the token. Section summaries are kept, because they contain no address.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from feedsvc import sources
from feedsvc.errors import NoSuchFeed, StoreError
from feedsvc.feeds.article_catalog import Moved, in_full, led_to
from feedsvc.feeds.build import build
from feedsvc.feeds.document import Document
from feedsvc.feeds.kinds.kind import At, EntryRef, FeedKind, Keeps, Loaded, Selection
from feedsvc.feeds.looks import PATIENCE, Looks
from feedsvc.feeds.summaries import summaries_of
from feedsvc.model.entry import Entry
from feedsvc.model.feed import EVERYTHING, Feed, FeedName, Format, feed_path, part_name
from feedsvc.model.hashing import digest
from feedsvc.model.key import AccessGroup, Key, access_groups_of, marked, opens
from feedsvc.model.token import token_digest
from feedsvc.render import EntryView, FeedView, private_settings, private_view
from feedsvc.settings import Settings, category_title
from feedsvc.sources import Folder
from feedsvc.store import Connection, articles, keys, withheld
from feedsvc.store.feeds import FeedRow, count_fitting
from feedsvc.store.withheld import WithheldArticle

PRIVATE = "private"  # what the paths of private addresses begin with
_ADVICE = "Not public: whoever has this address can read it."


class PrivateSession(NamedTuple):
    """A request with a key that is in force: the key, and the address that its token makes."""

    key: Key
    place: str


def private_url(site: str, token: str) -> str:
    """The address below which everything for a token is found, without a slash at its end."""
    return f"{site}/{PRIVATE}/{token}"


def scope(key: Key, settings: Settings) -> list[str]:
    """What a key opens, in words for people: `Drafts` and the titles of categories."""
    titles = (category_title(slug, slug, settings) for slug in key.categories)
    return ["Drafts"] * key.drafts + list(titles)


class Private(FeedKind):
    """The feeds of one key. What a key opens has tables of its own, in which no other kind looks.

    Args:
        session: of the holder.
    """

    def __init__(self, session: PrivateSession) -> None:
        self._session = session

    def keeps(self, feed: Feed) -> Keeps:
        """Nowhere: every address in a document contains the token."""
        return "no"

    def select(self, feed: Feed, row: FeedRow | None, at: At) -> Selection:
        """The newest entries that the key opens, drafts and embargoed ones marked as such."""
        key, shows = self._session.key, at.settings.feeds
        category = FeedName.parse(feed.name).slug
        groups = list(access_groups_of(key, category))
        embargoed = key.drafts and not category
        limit = shows.entries + 1  # one more tells whether it is all
        found = withheld.newest(at.connection, groups, at.now, limit, embargoed=embargoed)
        shown = found[: count_fitting(found, shows)]
        # An embargoed entry has a time that lies ahead; the feed itself must not.
        times = (one.updated for one in shown if one.updated <= at.now)
        refs = [EntryRef(one.entry_id, "", None) for one in shown]
        return Selection(refs, max(times, default=key.made), cut=len(found) > len(shown))

    def load(self, feed: Feed, refs: Sequence[EntryRef], at: At) -> Iterator[Loaded]:
        """Load entries with addresses that only the holder knows (FeedKind.load)."""
        entries = articles.entries_of(at.connection, [ref.id for ref in refs])
        views = self.views([entries[ref.id] for ref in refs], at.settings, at)
        for ref, view in zip(refs, views, strict=True):
            yield Loaded(ref.id, view, entries[ref.id].article.path)

    def views(self, entries: Sequence[Entry], settings: Settings, at: At) -> list[EntryView]:
        """The values of entries as the holder sees them.

        Args:
            entries: with their texts.
            settings: say how much of its text an entry has.
            at: the moment.
        """
        by_id = {entry.id: entry for entry in entries}
        summaries = summaries_of(at.connection, by_id, at.settings, at.summaries)
        return [
            private_view(marked(one, at.now), summaries[one.id], settings, self._session.place)
            for one in entries
        ]

    def view(self, feed: Feed, made: FeedView, format: Format, at: At) -> FeedView:
        """The values of a feed. Each key has feeds with ids of their own.

        An id tells nothing of the token.
        """
        key, place = self._session
        settings = private_settings(at.settings, place)
        own = digest(key.digest, feed.name)[:32]
        return made._replace(
            id=f"tag:{at.id_base}:feeds/{PRIVATE}/{own}",
            home=f"{place}/",
            self_url=settings.site + feed_path(feed.name, format),
        )


class PrivateFeeds:
    """Shows holders of keys what they may see at the time of asking.

    Args:
        looks: look at the store.
        moment: gives the time.
        folder: where media files are.
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

    def visit(self, token: str) -> PrivateSession | None:
        """The key of a token, as it counts now; None where none is in force.

        A category that is no longer private is left out: all of it is public.
        """
        with self._store.reading() as connection:
            key = keys.key_of(connection, token_digest(token))
        if key is None:
            return None
        day = self._moment().replace(hour=0, minute=0, second=0, microsecond=0)
        if key.used != day:
            with suppress(StoreError), self._store.keeping(PATIENCE) as connection:
                keys.note_used(connection, key.digest, day)
        private = self._settings.private_categories
        counting = tuple(slug for slug in key.categories if slug in private)
        key = msgspec.structs.replace(key, categories=counting)
        return PrivateSession(key, private_url(self._settings.site, token))

    def feed(self, visit: PrivateSession, category: str = "") -> Feed:
        """The definition of a private feed.

        Args:
            visit: the request with a key.
            category: the slug of a private category; empty: all that the key opens.

        Raises:
            NoSuchFeed: the key is not for that category.
        """
        settings = self._settings
        if not category:
            title = f"{settings.title}: {', '.join(scope(visit.key, settings)) or 'Private'}"
            return Feed(EVERYTHING, "feed", title, _ADVICE)
        if category not in visit.key.categories:
            raise NoSuchFeed("This key is for no such category.")
        label = category_title(category, category, settings)
        subtitle = settings.categories[category].description or _ADVICE
        name = part_name("category", category)
        return Feed(name, "category", f"{settings.title}: {label}", subtitle, label)

    def feeds(self, visit: PrivateSession) -> list[Feed]:
        """The feeds that a key opens: one with all, and one for each category if it opens more.

        Drafts have no feed of their own.
        """
        key = visit.key
        parts = key.categories if key.drafts or len(key.categories) > 1 else ()
        return [self.feed(visit), *(self.feed(visit, slug) for slug in parts)]

    def document(self, visit: PrivateSession, format: Format, category: str = "") -> Document:
        """A private feed in one format: the newest entries, no archive, no Last-Modified.

        Args:
            visit: the request with a key.
            format: of the document.
            category: as for `feed`.

        Raises:
            NoSuchFeed: the key is not for that category.
        """
        feed = self.feed(visit, category)
        with self._looks.reading(self._moment()) as at:
            return build(Private(visit), feed, format, None, at).document

    def entries(self, visit: PrivateSession) -> list[EntryView]:
        """The entries of the feed with all that a key opens, as its page shows them."""
        kind, feed = Private(visit), self.feed(visit)
        with self._looks.reading(self._moment()) as at:
            refs = kind.select(feed, None, at).entries
            return [one.view for one in kind.load(feed, refs, at)]

    def article(self, visit: PrivateSession, name: str) -> EntryView | Moved | None:
        """The article with a slug, in full, if the key opens it and it is not public; else None.

        Args:
            visit: the request with a key.
            name: a slug; an old slug, or the path of the article's file, gives Moved.
        """
        with self._looks.reading(self._moment()) as at:
            found = self._kept(at.connection, visit.key, name, at.now)
            if found is None:
                return None
            if found.entry.slug != name:
                return Moved(found.entry.slug)
            return Private(visit).views([found.entry], in_full(at.settings), at)[0]

    def _kept(
        self, connection: Connection, key: Key, name: str, now: datetime
    ) -> WithheldArticle | None:
        def opened(
            find: Callable[[Connection, str], WithheldArticle | None], name: str
        ) -> WithheldArticle | None:
            kept = find(connection, name)
            return kept if kept and opens(key, kept.entry, kept.expires, now) else None

        finders = (withheld.at_slug, withheld.at_path, withheld.of_id)
        return led_to(name, connection, *(partial(opened, find) for find in finders))

    def media(self, visit: PrivateSession, path: str) -> Path | None:
        """The media file at a path that an article names which the key opens and is not public."""
        if sources.is_source(path):
            return None
        key = visit.key
        shelves: list[AccessGroup] = list(access_groups_of(key))
        with self._store.reading() as connection:
            named = withheld.names_media(
                connection, path, shelves, self._moment(), embargoed=key.drafts
            )
        return self._folder.file(self._folder.attached(path)) if named else None
