"""The status of an article without its text: whether readers see it, when, and in which feeds."""

from datetime import datetime

import msgspec

from feedsvc.feeds import parts_of
from feedsvc.model.entry import Entry
from feedsvc.model.feed import EVERYTHING, part_name
from feedsvc.model.hashing import digest
from feedsvc.model.status import Status, holds_of, status_at
from feedsvc.render import entry_view
from feedsvc.settings import Settings


class ArticleStatus(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one article at one moment.

    Attributes:
        id, slug: of its entry.
        path: its file, POSIX, relative to the newsroom's folder.
        headline: plain text.
        standing: whether subscribers see it, or why not.
        published: the later of date and embargo.
        updated: when it last changed visibly for readers.
        expires: when it leaves the feeds; None: never.
        corrected: whether a recent correction keeps it in feeds however old it is.
        feeds: names of those that it belongs to, the feed of everything first.
        seen: hash of all that any document says of it.
    """

    id: str
    slug: str
    path: str
    headline: str
    standing: Status
    published: datetime
    updated: datetime
    expires: datetime | None
    feeds: tuple[str, ...]
    seen: str
    corrected: bool = False

    @property
    def public(self) -> bool:
        """Whether subscribers see it, if it is among the newest entries of a feed."""
        return self.standing == "published"


def status_of(entry: Entry, settings: Settings, now: datetime) -> ArticleStatus:
    """The status of an article.

    Args:
        entry: with its text.
        settings: decide what documents say, and whether expiry counts.
        now: aware; decides its standing.
    """
    article = entry.article
    expires = None if settings.ignore_expiry else article.expires
    holds = holds_of(article, private=entry.private)
    standing = status_at(now, holds, entry.published, expires)
    return ArticleStatus(
        id=entry.id,
        slug=entry.slug,
        path=article.path,
        headline=article.headline,
        standing=standing,
        published=entry.published,
        updated=entry.updated,
        expires=expires,
        corrected=bool(entry.corrected and entry.corrected > now - settings.feeds.corrections),
        feeds=feeds_of(entry, settings),
        seen=_seen(entry, settings, public=standing == "published"),
    )


def feeds_of(entry: Entry, settings: Settings) -> tuple[str, ...]:
    """The names of the feeds that an entry belongs to, the feed of everything first."""
    parts = (part_name(word, term.slug) for word, term in parts_of(entry, settings))
    return tuple(dict.fromkeys((EVERYTHING, *parts)))


def _seen(entry: Entry, settings: Settings, *, public: bool) -> str:
    """A hash of what readers are shown; whole sections stand for the summaries made of them.

    The slug that an article wants stands for the one that it has, as long as readers do not see it:
    it may yield that to another article.
    """
    slug = entry.slug if public else entry.article.slug
    bare = msgspec.structs.replace(entry, state="", slug=slug)
    texts = tuple(section.text for section in entry.article.sections)
    return digest(msgspec.json.encode(entry_view(bare, texts, settings)))
