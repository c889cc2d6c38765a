"""Tells which address of the site a URL leads to, if any, and of what kind it is. Pure.

Whether anything is at that address is not decided here.
"""

import re
from posixpath import splitext
from typing import Literal, NamedTuple
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from feedsvc.feeds import KINDS
from feedsvc.model.article import ORIGIN, PAGE, SITE
from feedsvc.model.feed import DIGESTS, EVERYTHING, FORMATS, GUESSED
from feedsvc.model.slugs import slugify
from feedsvc.settings import Settings

Kind = Literal["self", "article", "media", "feed", "fixed", "private", "other"]

_FORMAT = rf"\.(?:{'|'.join(FORMATS)})"
_ARTICLE = re.compile(r"articles/([^/].*)", re.DOTALL)
_MEDIA = re.compile(r"media/([^/].*)", re.DOTALL)
_ARCHIVE = rf"archive/\d+{_FORMAT}"  # only feeds link to archives, to those that there are
_DIGEST = rf"digest/(?:{'|'.join(DIGESTS)})(?:{_FORMAT}|/[^/]+)?"  # of any period, over or not
_NUMBERED = r"page/[^/]+"  # a number that is not there is left to the page itself
_MONTHS = r"archive(?:/[^/]+){0,2}"
_PART = re.compile(
    r"(?!(?!category/)[^/]+/[^/]+/digest/)"
    rf"((?:{'|'.join(word for word in KINDS if word != EVERYTHING)})/[^/]+?)"
    rf"(?:/{_ARCHIVE}|/{_DIGEST}|/{_NUMBERED}|{_FORMAT})?"
)
# Addresses that exist whatever the articles are; the modules of feedsvc.web add them.
_FIXED = re.compile(
    rf"|{EVERYTHING}{_FORMAT}|{_ARCHIVE}|{_DIGEST}|feeds\.opml|(?:news-)?sitemap(?:-\d+)?\.xml"
    rf"|robots\.txt"
    rf"|healthz|readyz|metrics|static/.+|favicon\.ico|search(?:{_FORMAT})?|opensearch\.xml|hub"
    rf"|{_NUMBERED}|{_MONTHS}"
)
_PRIVATE = re.compile(r"private/.+", re.DOTALL)
_OWN_PORTS = frozenset({80, 443})


class Address(NamedTuple):
    """An address of the site.

    Attributes:
        kind: `self` is the page of the article that has the link; `other` is an address of no
            known kind, which may be an alias or a redirect.
        path: decoded, without the slash at its front.
        name: of an article, the slug or path asked for; of media, the file's path; of a feed, its
            name; else empty.
        fragment: decoded, without "#"; empty for the whole.
    """

    kind: Kind
    path: str
    name: str
    fragment: str

    @property
    def last(self) -> str:
        """The last part of the path, which names the thing there."""
        return last_part(self.name or self.path)

    @property
    def names(self) -> tuple[str, str, str]:
        """The names that the thing there may have: the last part, without suffix, and as a slug."""
        last = self.last
        return last, splitext(last)[0], slugify(last or "-")


def last_part(path: str) -> str:
    """The last part of a path, without slashes."""
    return path.strip("/").rpartition("/")[2]


class Site:
    """Tells addresses of the site from others.

    Args:
        settings: say where the site is.
    """

    def __init__(self, settings: Settings) -> None:
        parts = urlsplit(settings.site)
        self._host = _host(parts)
        self._prefix = parts.path.rstrip("/") + "/"

    def address(self, url: str) -> Address | None:
        """The address of a URL; None where it is not known to be of the site.

        Args:
            url: as in Article.content, it may begin with SITE, PAGE or ORIGIN.
        """
        if url.startswith(PAGE):
            return Address("self", "", "", _fragment(url))
        if url.startswith(SITE):
            return _address(url.removeprefix(SITE).lstrip("/"), _fragment(url))
        if url.startswith(ORIGIN):
            return self._below(url.removeprefix(ORIGIN), _fragment(url))
        if url[:4].lower() == "http" and self._host[0] in url.lower():
            try:
                parts = urlsplit(url)
                ours = _host(parts) == self._host
            except ValueError:  # such as a port that is no number
                return None
            if ours:
                return self._below(parts.path or "/", _fragment(url))
        return None

    def _below(self, path: str, fragment: str) -> Address | None:
        """The address of a path of the host; None where the path is outside the site."""
        path = re.split(r"[?#]", path, maxsplit=1)[0]
        if "/." in path:
            path = urlsplit(urljoin("http://host", path)).path
        if path + "/" == self._prefix:
            return _address("", fragment)
        if not path.startswith(self._prefix):
            return None
        return _address(path.removeprefix(self._prefix), fragment)


def _address(path: str, fragment: str) -> Address:
    path = unquote(re.split(r"[?#]", path, maxsplit=1)[0])
    if found := _ARTICLE.fullmatch(path):
        return Address("article", path, found[1], fragment)
    if found := _MEDIA.fullmatch(path):
        return Address("media", path, found[1], fragment)
    bare = path.removesuffix("/")  # a slash at the end leads to the same
    if found := _PART.fullmatch(bare):
        return Address("feed", path, found[1], fragment)
    if _PRIVATE.fullmatch(path):
        return Address("private", path, "", fragment)
    return Address(
        "fixed" if _FIXED.fullmatch(bare) or bare in GUESSED else "other", path, "", fragment
    )


def _fragment(url: str) -> str:
    """The part behind "#", decoded, without a text directive (URL Fragment Text Directives 2.2)."""
    return unquote(url.partition("#")[2].partition(":~:")[0])


def _host(parts: SplitResult) -> tuple[str, int]:
    """Host and port; 80 and 443 both count as 0, because a site answers under both schemes."""
    port = parts.port or 0
    return parts.hostname or "", 0 if port in _OWN_PORTS else port
