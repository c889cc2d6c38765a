"""The facts of an article that checks keep in memory: small, and without its text."""

import sys
from datetime import datetime

import msgspec

from feedsvc.editor.article_status import feeds_of
from feedsvc.editor.check.content import Content
from feedsvc.editor.check.site_urls import Site, last_part
from feedsvc.model.article import TOP
from feedsvc.model.characters import one_line
from feedsvc.model.entry import Entry
from feedsvc.model.problem import Problem
from feedsvc.model.slugs import slugify
from feedsvc.model.status import Hold, Status, holds_of, status_at
from feedsvc.settings import Settings
from feedsvc.sources import HeadingSlugs, references
from feedsvc.store.addresses import alias_path


class Facts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What checks need to know of one article.

    Attributes:
        path: its file.
        id: of its entry.
        own_id: whether the file itself gives the id.
        slug: the last part of its page's path.
        headline: its headline_key.
        holds: what keeps it from readers whatever the time.
        published, expires: from when until when readers see it, unless it is held.
        aliases: paths of the site at which it once stood.
        feeds: names of those that it belongs to, without the feed of everything.
        media: paths of the media files that it names.
        anchors: ids in its page, a line each, with a line break at both ends.
        links: URLs of its links to the site, but for those to its own page or to fixed addresses.
        shown: the same of pictures, videos and audio.
        own: problems that depend on it alone.
        ahead: the problem to tell until it is published.
    """

    path: str
    id: str
    own_id: bool
    slug: str
    headline: str
    holds: tuple[Hold, ...]
    published: datetime
    expires: datetime | None
    aliases: tuple[str, ...]
    feeds: tuple[str, ...]
    media: tuple[str, ...]
    anchors: str
    links: tuple[str, ...]
    shown: tuple[str, ...]
    own: tuple[Problem, ...] = ()
    ahead: Problem | None = None

    def standing(self, moment: datetime) -> Status:
        """Its status at a moment."""
        return status_at(moment, self.holds, self.published, self.expires)

    def shares_key(self, other: "Facts") -> bool:
        """Whether this one and another belong to the same private category."""
        both = self.holds == ("private",) and "private" in other.holds
        return both and self._category() == other._category()

    def _category(self) -> str:
        return next((feed for feed in self.feeds if feed.startswith("category/")), "")

    def has(self, anchor: str) -> bool:
        """Whether a link can lead to an anchor in it (HTML Standard 7.4.6.4, find the element)."""
        return not anchor or anchor.casefold() == TOP or f"\n{anchor}\n" in self.anchors

    def outward(self) -> tuple[object, ...]:
        """The facts on which problems of other articles depend."""
        times = (self.holds, self.published, self.expires)
        names = (self.id, self.slug, self.headline)
        return (*times, *names, self.aliases, self.feeds, self.media, self.anchors)

    def names(self) -> set[str]:
        """The last parts of all addresses that lead to it, or exist because of it."""
        paths = (self.slug, self.path, *self.aliases, *self.feeds, *self.media)
        return {last_part(path) for path in paths} | {references.slug_of(self.path)}


def facts_of(entry: Entry, content: Content, site: Site, settings: Settings) -> Facts:
    """The facts of an article, without its problems.

    Args:
        entry: as it stands in feeds.
        content: of its article.
        site, settings: the newsroom's.
    """
    article = entry.article
    paths = (alias_path(alias) for alias in article.aliases)
    return Facts(
        path=article.path,
        id=entry.id,
        own_id=bool(article.id),
        slug=entry.slug,
        headline=headline_key(article.headline, article.language or settings.language),
        holds=holds_of(article, private=entry.private),
        published=entry.published,
        expires=None if settings.ignore_expiry else article.expires,
        aliases=tuple(dict.fromkeys(path for path in paths if path)),
        feeds=tuple(map(sys.intern, feeds_of(entry, settings)[1:])),
        media=article.media,
        anchors="\n".join(["", *sorted(content.anchors | _of_headline(article.headline)), ""]),
        links=_of_site(content.links, site),
        shown=_of_site(content.shown, site),
    )


def headline_key(headline: str, language: str) -> str:
    """A headline to compare with others of its language, without differences of case and space."""
    return f"{language.casefold().partition('-')[0]}:{one_line(headline).casefold()}"


def _of_headline(headline: str) -> set[str]:
    """The anchors by which links lead to the headline: to the top of the page."""
    return {slugify(headline), *HeadingSlugs().of(headline)}


def _of_site(urls: tuple[str, ...], site: Site) -> tuple[str, ...]:
    found = ((url, site.address(url)) for url in urls)
    return tuple(url for url, it in found if it and it.kind not in ("self", "fixed"))
