"""Checks links of articles to the site itself, by what feedsvc.web would answer."""

import posixpath
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from feedsvc import sources
from feedsvc.editor.check.article_index import ArticleIndex
from feedsvc.editor.check.facts import Facts
from feedsvc.editor.check.lookups import FolderLookups
from feedsvc.editor.check.rules import nearest
from feedsvc.editor.check.site_urls import Address, Site
from feedsvc.feeds import KINDS
from feedsvc.model.article import SITE
from feedsvc.model.feed import part_name
from feedsvc.model.problem import Severity
from feedsvc.settings import FILE_NAME, Settings
from feedsvc.sources import references
from feedsvc.store.addresses import alias_path

_OURS = frozenset({"articles", "media", "category", "tag", "author", "search"})


class Fault(NamedTuple):
    """What is wrong with a link; `{}` in the message stands for the link as it is written."""

    severity: Severity
    code: str
    message: str


# The message does not repeat the address, because problems may be kept or passed on.
_TOLD = Fault(
    "warning",
    "private-address",
    "a private address stands here, so everybody who reads the article gets the key in it; write"
    " the public one, and revoke the key (feedsvc key revoke)",
)


class LinkChecker:
    """Checks the links, pictures and other media of articles.

    Args:
        settings, site: the newsroom's.
        index: the articles that there are.
        desk: knows files and old slugs.
    """

    def __init__(
        self, settings: Settings, site: Site, index: ArticleIndex, desk: FolderLookups
    ) -> None:
        self._settings = settings
        self._site = site
        self._index = index
        self._desk = desk
        self._redirects = {alias_path(old) for old in settings.redirects}

    def link(self, url: str, by: Facts, now: datetime) -> Fault | None:
        """What is wrong with a link; None where it leads somewhere.

        Args:
            url: as in Article.content.
            by: the article that has it.
            now: when readers follow it; where the article is published later, that counts.
        """
        address = self._site.address(url)
        if address is None:
            return None
        if address.kind == "private":
            return _TOLD
        moment = max(now, by.published)
        meant = self._candidates(address) if address.kind == "article" else []
        if page := _seen(meant, by, moment):
            return self._anchor(address, page, by)
        if self._is_there(url, address, by, moment):
            return None
        path = address.path.strip("/")
        if path in self._redirects:
            return None
        if page := _seen(self._index.aliased(path), by, moment):
            return self._anchor(address, page, by)
        return self._unseen(meant[0], moment) if meant else self._nowhere(address, by)

    def shown(self, url: str, by: Facts, now: datetime) -> Fault | None:
        """What is wrong with the URL of a picture, video or audio file; None where it is there.

        Args:
            url, by, now: as for `link`.
        """
        fault, address = self.link(url, by, now), self._site.address(url)
        if fault is None or address is None:
            return None
        if address.kind == "private":
            return fault
        if address.kind == "media":
            return fault._replace(code="missing-file")
        message = "{} is nothing that feedsvc has; put the file beside the article, and write"
        return Fault("warning", "missing-file", f"{message} its path as seen from there")

    def _candidates(self, address: Address) -> list[Facts]:
        """The articles that may be meant, in the order in which the site tries them."""
        name = address.name
        paths = (name, *(references.paths_of(name) if name.strip("/") else ()))
        found = [
            *self._index.called(name),
            *(self._index.articles[path] for path in paths if path in self._index.articles),
            *self._index.called(address.last),
            *(self._index.called(references.slug_of(name)) if address.last else ()),
        ]
        if not found and (slug := self._desk.moved(address.name)):
            return self._index.called(slug)
        return found

    def _is_there(self, url: str, address: Address, by: Facts, moment: datetime) -> bool:
        """Whether something other than an article's page stands at an address."""
        name = address.name
        if address.kind == "media":
            named = url.startswith(SITE) or name in by.media or name in self._settings.pictures
            served = named or self._index.names(name, moment)
            return served and not sources.is_source(name) and self._desk.has(name)
        if address.kind == "feed":
            kind, _, slug = name.partition("/")
            declared = kind == "category" and slug in self._settings.categories
            declared &= slug not in self._settings.private_categories
            declared |= kind == "search" and slug in self._settings.searches
            own = name in by.feeds and "private" not in by.holds
            return declared or own or self._index.opens(name, moment)
        return address.kind == "fixed"

    def _anchor(self, address: Address, page: Facts, by: Facts) -> Fault | None:
        if page.has(address.fragment):
            return None
        place = "this article" if page is by else _braced(page.path)
        fragment, near = _braced(address.fragment), _braced(nearest(address.fragment, page))
        message = f"{{}} leads to no place in {place}, where nothing has the id #{fragment}"
        return _broken(f"{message}; mend the link{near}")

    def _unseen(self, page: Facts, moment: datetime) -> Fault:
        """The fault of a link to an article that readers do not see."""
        zone, standing = self._settings.zone, page.standing(moment)
        past = standing in ("expired", "withdrawn")
        why = {
            "draft": "it is a draft",
            "withdrawn": "it is withdrawn",
            "faulty": "an error in its file holds it back",
        }.get(standing, "")
        if standing == "embargoed":
            time = f"{page.published.astimezone(zone):%Y-%m-%d %H:%M}"
            why = f"it is held back until {time} ({self._settings.timezone})"
        elif standing == "expired" and page.expires:
            why = f"its expiry date is {page.expires.astimezone(zone):%Y-%m-%d}"
        advice = "take the link out" if past else "publish it first, or take the link out"
        if standing == "private":
            why = "its category is private"
            advice = "take the link out, or put it into another category"
        sight = "can no longer see" if past else "cannot see yet"
        path = _braced(page.path)
        return _broken(f"{{}} leads to {path}, which readers {sight}: {why}; {advice}")

    def _nowhere(self, address: Address, by: Facts) -> Fault:
        """The fault of a link to an address at which nothing is."""
        name = _braced(address.name)
        if address.kind == "media":
            return self._no_file(address, by)
        if address.kind == "feed":
            kind, _, slug = name.partition("/")
            message = f"{{}} leads nowhere, for no published article has the {kind} “{slug}”"
            if kind == "search":
                message = f"{{}} leads nowhere, for {FILE_NAME} has no [searches.{slug}]"
            return _broken(f"{message}; mend the link")
        if address.kind == "article":
            if self._desk.has(address.name):
                message = f"{{}} leads to {name}, which is no article that can be published"
                return _broken(f"{message}; mend that file, or the link")
            return _broken(f"{{}} leads to no article{self._hint(address, by)}; mend the link")
        message = f"{{}} leads to nothing that feedsvc has{self._hint(address, by)}; mend the link"
        if address.path.partition("/")[0] in _OURS:
            return _broken(message)
        if meant := self._meant(address):
            message += f", or write that old address into the `aliases` of {_braced(meant)}"
        else:
            message += f", or say in [redirects] of {FILE_NAME} where that went"
        # Another program may serve this address on the same host, so it is no warning.
        return Fault("info", "broken-link", message)

    def _no_file(self, address: Address, by: Facts) -> Fault:
        path = address.name
        if not self._desk.has(path):
            return _broken(f"{_braced(path)} is not there; put the file there, or mend its name")
        if sources.is_source(path):
            message = "{} is a file that readers do not get; link to an article or a media file"
            return _broken(message)
        relative = posixpath.relpath(path, posixpath.dirname(by.path) or ".")
        message = f"{{}} is not served, for no article names that file; write {_braced(relative)}"
        return _broken(message)

    def _hint(self, address: Address, by: Facts) -> str:
        """A guess at what is meant instead, to end a sentence; empty where there is none."""
        if "(http" in address.path:
            return ", for a bracket too many stands before the address"
        if meant := self._meant(address):
            return f"; perhaps {_braced(meant)} is meant"
        for kind in KINDS:
            feed = part_name(kind, address.names[2])
            if self._index.opens(feed, by.published):
                return f"; perhaps /{feed} is meant"
        return ""

    def _meant(self, address: Address) -> str:
        """The file of an article whose slug an address ends in, with or without a suffix."""
        for name in address.names[:2]:
            for facts in self._index.called(name):
                return facts.path
        return ""


def _seen(pages: Iterable[Facts], by: Facts, moment: datetime) -> Facts | None:
    """The first article that readers of the linking one see at a moment; that may be itself."""
    return next(
        (p for p in pages if p is by or p.standing(moment) == "published" or p.shares_key(by)), None
    )


def _broken(message: str) -> Fault:
    return Fault("warning", "broken-link", message)


def _braced(text: str) -> str:
    """A text with its braces doubled, so that `str.format` gives it back as it is."""
    return text.replace("{", "{{").replace("}", "}}")
