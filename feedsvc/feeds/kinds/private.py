"""Makes private feeds, which holders of keys see, anew for each request.

Documents and fragments are kept neither in the store nor in memory, because every address in them
contains the token. Section summaries are kept, because they contain no address.
"""

import logging
import posixpath
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from feedsvc import sources
from feedsvc.errors import NoSuchFeed, RenderError, StoreError
from feedsvc.feeds.catalog import Moved
from feedsvc.feeds.document import Document
from feedsvc.feeds.publisher import PATIENCE, Publisher
from feedsvc.model.entry import Entry
from feedsvc.model.feed import EVERYTHING, MEDIA_TYPES, Feed, Format, part_name
from feedsvc.model.hashing import digest
from feedsvc.model.key import AccessGroup, Key, access_groups_of, marked, opens
from feedsvc.model.token import token_digest
from feedsvc.render import (
    EntryView,
    FeedView,
    feed_view,
    private_settings,
    private_view,
    render_view,
    site_url,
    splice,
)
from feedsvc.settings import FILE_NAME, Settings, category_title
from feedsvc.sources import Folder
from feedsvc.store import Connection, Store, articles, keys, ledger, withheld
from feedsvc.store.feeds import Selected, count_fitting
from feedsvc.store.withheld import WithheldArticle

PRIVATE = "private"  # what the paths of private addresses begin with
_log = logging.getLogger("feedsvc")
_ADVICE = "Not public: whoever has this address can read it."


class PrivateSession(NamedTuple):
    """A request with a key that is in force: the key, and the address that its token makes."""

    key: Key
    place: str


class Chosen(NamedTuple):
    """The entries of a private feed, newest first, as its holder sees them.

    Attributes:
        entries: marked as drafts or embargoed.
        cut: whether there are more.
    """

    entries: list[Entry]
    cut: bool


def private_url(site: str, token: str) -> str:
    """The address below which everything for a token is found, without a slash at its end."""
    return f"{site}/{PRIVATE}/{token}"


def scope(key: Key, settings: Settings) -> list[str]:
    """What a key opens, in words for people: `Drafts` and the titles of categories."""
    titles = (category_title(slug, slug, settings) for slug in key.categories)
    return ["Drafts"] * key.drafts + list(titles)


class PrivateFeeds:
    """Shows holders of keys what they may see at the time of asking.

    Args:
        folder: where media files are.
        settings: checked.
        store: open.
        publication: gives the section summaries of articles.
        moment: gives the time.
    """

    def __init__(
        self,
        folder: Folder,
        settings: Settings,
        store: Store,
        publication: Publisher,
        moment: Callable[[], datetime],
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._store = store
        self._publisher = publication
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
        feed, now = self.feed(visit, category), self._moment()
        with self._store.reading() as connection:
            chosen = self._chosen(connection, visit.key, category, now)
            id_base = ledger.recall(connection, "id_base") or self._settings.tag_authority
        times = (entry.updated for entry in chosen.entries)
        # An embargoed entry has a time that lies ahead; the feed itself must not.
        updated = max((time for time in times if time <= now), default=visit.key.made)
        channel = self._channel(visit, feed, id_base, updated, format, cut=chosen.cut)
        fragments: list[bytes] = []
        for entry, view in zip(chosen.entries, self._views(visit, chosen.entries), strict=True):
            try:
                fragments.append(render_view(view, entry.article.path, format))
            except RenderError as error:
                _log.error("left out: %s", error)
        return Document(splice(channel, fragments, format), MEDIA_TYPES[format], None)

    def _channel(
        self,
        visit: PrivateSession,
        feed: Feed,
        id_base: str,
        updated: datetime,
        format: Format,
        *,
        cut: bool,
    ) -> FeedView:
        settings = private_settings(self._settings, visit.place)
        made = feed_view(feed, id_base, updated, settings, format)
        # Each key has feeds with ids of their own, and an id tells nothing of the token.
        own = digest(visit.key.digest, feed.name)[:32]
        return made._replace(
            id=f"tag:{id_base}:feeds/{PRIVATE}/{own}",
            home=f"{visit.place}/",
            icon=site_url(settings.icon, self._settings.site),
            chain=made.chain._replace(cut=cut),
        )

    def entries(self, visit: PrivateSession) -> list[EntryView]:
        """The entries of the feed with all that a key opens, as its page shows them."""
        with self._store.reading() as connection:
            chosen = self._chosen(connection, visit.key, "", self._moment())
        return self._views(visit, chosen.entries)

    def _chosen(self, connection: Connection, key: Key, category: str, now: datetime) -> Chosen:
        shows, shelves = self._settings.feeds, list(access_groups_of(key, category))
        embargoed = key.drafts and not category
        limit = shows.entries + 1  # one more tells whether it is all
        found = withheld.newest(connection, shelves, now, limit, embargoed=embargoed)
        shown: list[Selected] = found[: count_fitting(found, shows)]
        kept = articles.entries_of(connection, [one.entry_id for one in shown])
        entries = [marked(kept[one.entry_id], now) for one in shown]
        return Chosen(entries, len(found) > len(shown))

    def _views(
        self, visit: PrivateSession, entries: Collection[Entry], settings: Settings | None = None
    ) -> list[EntryView]:
        summaries = self._publisher.summaries({entry.id: entry for entry in entries})
        shown = settings or self._settings
        return [private_view(entry, summaries[entry.id], shown, visit.place) for entry in entries]

    def article(self, visit: PrivateSession, name: str) -> EntryView | Moved | None:
        """The article with a slug, in full, if the key opens it and it is not public; else None.

        Args:
            visit: the request with a key.
            name: a slug; an old slug, or the path of the article's file, gives Moved.
        """
        now = self._moment()
        with self._store.reading() as connection:
            found = self._kept(connection, visit.key, name, now)
        if found is None:
            return None
        if found.entry.slug != name:
            return Moved(found.entry.slug)
        full = msgspec.structs.replace(self._settings.feeds, content="full")
        settings = msgspec.structs.replace(self._settings, feeds=full)
        return self._views(visit, [marked(found.entry, now)], settings)[0]

    def _kept(
        self, connection: Connection, key: Key, name: str, now: datetime
    ) -> WithheldArticle | None:
        kept = withheld.at_slug(connection, name) or withheld.at_path(connection, name)
        if kept is None:
            # A relative link such as ../other-story/ ends in a slug.
            owner = ledger.slug_owner(connection, posixpath.basename(name.strip("/")))
            kept = withheld.of_id(connection, owner) if owner else None
        return kept if kept and opens(key, kept.entry, kept.expires, now) else None

    def media(self, visit: PrivateSession, path: str) -> Path | None:
        """The media file at a path that an article names which the key opens and is not public."""
        if sources.is_article(path) or path == FILE_NAME:
            return None
        key = visit.key
        shelves: list[AccessGroup] = list(access_groups_of(key))
        with self._store.reading() as connection:
            named = withheld.names_media(
                connection, path, shelves, self._moment(), embargoed=key.drafts
            )
        return self._folder.file(path) if named else None
