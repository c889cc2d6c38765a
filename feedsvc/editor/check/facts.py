"""What is kept of an article for proofreading: small, never its text."""

import sys
from datetime import datetime

import msgspec

from feedsvc.editor.article_status import Standing, status_of
from feedsvc.editor.check.content import Content
from feedsvc.editor.check.site_urls import Site, last_part
from feedsvc.model.article import TOP
from feedsvc.model.characters import one_line
from feedsvc.model.entry import Entry
from feedsvc.model.problem import Problem
from feedsvc.settings import Settings
from feedsvc.store.addresses import alias_path


class Facts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One article.

    Attributes:
        path: its file.
        id: of its entry; `own_id` where the file itself asks for it.
        slug: the last part of its page's path.
        headline: headline_key of it.
        held: draft, private or withdrawn, where one of them keeps it from readers; else None.
        published, expires: when readers see it, if nothing else keeps it from them.
        aliases: paths of the site at which it once stood.
        feeds: names of those in which it stands.
        media: files that it names.
        anchors: ids in its page, a line each, with a line break at both ends.
        links: URLs of it that lead to addresses of the site, other than its own page.
        shown: the same of pictures, films and sounds.
        own: what was found in it alone.
        ahead: what is to be told until it is published.
        private: whether its category is private, be it a draft or not.
    """

    path: str
    id: str
    own_id: bool
    slug: str
    headline: str
    held: Standing | None
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
    private: bool = False

    def standing(self, moment: datetime) -> Standing:
        """Where it stands at a moment, as feedsvc.editor.article_status tells it."""
        if self.held:
            return self.held
        if self.published > moment:
            return "embargoed"
        return "expired" if self.expires and self.expires <= moment else "published"

    def shares_key(self, other: "Facts") -> bool:
        """Whether this is for key holders, and so is another article of its category."""
        both = self.held == "private" and other.private
        return both and self._category() == other._category()

    def _category(self) -> str:
        return next((feed for feed in self.feeds if feed.startswith("category/")), "")

    def has(self, anchor: str) -> bool:
        """Whether a link can lead to an anchor in it (HTML Standard 7.4.6.4, find the element)."""
        return not anchor or anchor.casefold() == TOP or f"\n{anchor}\n" in self.anchors

    def outward(self) -> tuple[object, ...]:
        """All of it that what is said of other articles depends on."""
        times = (self.held, self.published, self.expires)
        names = (self.id, self.slug, self.headline)
        return (*times, *names, self.aliases, self.feeds, self.media, self.anchors)

    def names(self) -> set[str]:
        """Last parts of all addresses that lead to it or are there because of it."""
        paths = (self.slug, self.path, *self.aliases, *self.feeds, *self.media)
        return {last_part(path) for path in paths}


def facts_of(
    entry: Entry, content: Content, site: Site, settings: Settings, now: datetime
) -> Facts:
    """The facts of an article, without what is found in it.

    Args:
        entry: as it stands in feeds.
        content: of its article.
        site, settings: the newsroom's.
        now: decides where it stands.
    """
    article = entry.article
    # Where it stands does not depend on its text, of which a card would take a digest.
    bare = msgspec.structs.replace(article, content="", sections=())
    card = status_of(msgspec.structs.replace(entry, article=bare), settings, now)
    paths = (alias_path(alias) for alias in article.aliases)
    return Facts(
        path=article.path,
        id=entry.id,
        own_id=bool(article.id),
        slug=entry.slug,
        headline=headline_key(article.headline),
        held=card.standing if card.standing in ("draft", "private", "withdrawn") else None,
        published=card.published,
        expires=card.expires,
        aliases=tuple(dict.fromkeys(path for path in paths if path)),
        feeds=tuple(map(sys.intern, card.feeds[1:])),
        media=article.media,
        anchors="\n".join(["", *sorted(content.anchors), ""]),
        links=_of_site(content.links, site),
        shown=_of_site(content.shown, site),
        private=entry.private,
    )


def headline_key(headline: str) -> str:
    """What makes two headlines the same: case and white space do not tell them apart."""
    return one_line(headline).casefold()


def _of_site(urls: tuple[str, ...], site: Site) -> tuple[str, ...]:
    found = ((url, site.address(url)) for url in urls)
    return tuple(url for url, it in found if it and it.kind not in ("self", "fixed"))
