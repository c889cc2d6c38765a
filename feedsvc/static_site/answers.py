"""By which rules a web server answers with the files of a release as `serve` would.

Rules are of kinds of addresses, not of single ones: so a file that comes later has them already,
and a server need not read its configuration again.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple, TypeAlias
from urllib.parse import quote, unquote, urlsplit

from feedsvc.model.feed import FORMATS
from feedsvc.model.media_types import TYPES
from feedsvc.pages import TEXT
from feedsvc.static_site.manifest import SiteFile
from feedsvc.static_site.upload_plan import SAFE

Headers: TypeAlias = tuple[tuple[str, str], ...]
Kind: TypeAlias = Literal["page", "text", "feed", "feed page", "media", "static", "single"]
_FOLDERS: tuple[Kind, ...] = ("media", "static")
LARGEST = 25 * 1024 * 1024  # bytes of a file that hosts of pages take (Cloudflare Pages)
ARTICLE_SUFFIXES = r"(?:\.(?:md|markdown|html?|txt|rst|mdx))?"
_NAMED = re.compile(rf"/articles/(?:.*/)?([^/]+?){ARTICLE_SUFFIXES}/*")
SELF = "{self}"  # stands for a feed's own URL in its header Link
# Of media, where there is none yet: nothing in a file may run.
MEDIA_HEADERS: Headers = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag"),
    ("Cache-Control", "public, max-age=300"),
    ("Content-Security-Policy", "default-src 'none'; sandbox"),
    ("X-Content-Type-Options", "nosniff"),
)
# What a file server says of each answer by itself, or what is nothing to those who read.
_OWN = {"accept-ranges", "content-disposition", "content-length", "content-type", "date", "etag"}


class Single(NamedTuple):
    """A file that is answered by a rule of its own."""

    address: str
    path: str
    media_type: str
    headers: Headers


class Answers(NamedTuple):
    """How the files of a release are answered.

    Attributes:
        site: its URL, without a slash at its end.
        origin: the URL without its path.
        base: the path of that URL, decoded; empty: it has none.
        headers: by kind; in a feed's Link, SELF stands for its URL.
        types: media types of feeds, media and static files: by kind and suffix.
        singles: files with other types or headers than their kind, and those of no kind; by path.
        self_urls: by the address of a feed, its URL, where that is written in another way.
        redirects: where old addresses lead.
        moved: those of them that do not lead to the article whose slug stands at their end.
        gone: the path of the page that tells why an address is gone.
        not_found: the path of the page for what is not there, and its headers.
        feeds: the addresses of feeds for which browsers get a page, the shortest first.
        files: how many there are.
        stored: the same, with compressed ones.
        large: paths of files that are larger than hosts of pages take.
    """

    site: str
    origin: str
    base: str
    headers: dict[Kind, Headers]
    types: dict[Kind, dict[str, str]]
    singles: tuple[Single, ...]
    self_urls: dict[str, str]
    redirects: dict[str, str]
    moved: dict[str, str]
    gone: dict[str, str]
    not_found: tuple[str, Headers]
    feeds: tuple[str, ...]
    files: int
    stored: int
    large: tuple[str, ...]


class Rules:
    """Finds the rules, also from what changes of a site: what stays is not looked at again.

    Args:
        site: its URL, without a slash at its end.
        not_found: the path of the page for what is not there.
    """

    def __init__(self, site: str, not_found: str) -> None:
        self.site = site
        self._not_found: tuple[str, Headers] = (not_found, ())
        self._headers: dict[Kind, Counter[Headers]] = defaultdict(Counter)
        self._types: dict[tuple[Kind, str], Counter[str]] = defaultdict(Counter)
        self._usual: tuple[dict[Kind, Headers], dict[Kind, dict[str, str]]] = ({}, {})
        self._singles: dict[str, Single] = {}
        self._self_urls: dict[str, str] = {}
        self._feeds: set[str] = set()
        self._redirects: dict[str, str] = {}
        self._moved: dict[str, str] = {}
        self._gone: dict[str, str] = {}
        self._gone_paths: Counter[str] = Counter()
        self._files = self._stored = 0
        self._large: set[str] = set()
        self._plain = "".join(_parted(site))

    def add(self, file: SiteFile, sign: int = 1) -> None:
        """Count a file in, or out again where `sign` is -1; `settle` must follow."""
        self._files += sign
        self._stored += sign * (1 + len(file.codings))
        _keep(self._large, file.path, there=sign > 0 and file.size > LARGEST)
        if file.path == self._not_found[0]:
            self._not_found = (file.path, _headers(file, self.site) if sign > 0 else ())
            return
        if self.is_gone(file.path):
            return
        kind = _kind(file)
        if kind == "feed page":
            _keep(self._feeds, file.address, there=sign > 0)
        self._headers[kind][_headers(file, self.site)] += sign
        self._types[kind, _suffix(file.path)][file.media_type] += sign
        if kind == "feed" and (url := _url(file.address, self.site)) != self._plain + file.address:
            _put(self._self_urls, file.address, url if sign > 0 else None)

    def change_redirect(self, address: str, target: str | None) -> None:
        """Let an address lead elsewhere; None: nowhere."""
        _put(self._redirects, address, target)
        own = target is None or led_by_its_name(address, target, self.site)
        _put(self._moved, address, None if own else target)

    def change_gone(self, address: str, before: str | None, after: str | None) -> None:
        """Let an address be gone, with the path of its page; its files must not be counted in."""
        _put(self._gone, address, after)
        for path, sign in ((before, -1), (after, 1)):
            if path is not None:
                self._gone_paths[path] += sign

    def is_gone(self, path: str) -> bool:
        """Whether a file is the page of what is gone."""
        return self._gone_paths[path] > 0 if path in self._gone_paths else False

    def settle(self, changed: Iterable[SiteFile], left: Iterable[str] = ()) -> bool:
        """Find the files that need rules of their own; False: all files must be given.

        Args:
            changed: files that were counted in.
            left: paths that are no more.
        """
        before, self._usual = self._usual, (self._usual_headers(), self._usual_types())
        for path in left:
            self._singles.pop(path, None)
        for file in changed:
            single = None if self._is_usual(file) else _single(file, self.site)
            _put(self._singles, file.path, single)
        return before == self._usual

    def answers(self) -> Answers:
        """The rules, which stay as they are whatever changes later."""
        headers, types = self._usual
        singles = tuple(one for _, one in sorted(self._singles.items()))
        return Answers(
            self.site,
            *_parted(self.site),
            headers,
            types,
            singles,
            dict(self._self_urls),
            dict(self._redirects),
            dict(self._moved),
            dict(self._gone),
            self._not_found,
            tuple(sorted(self._feeds, key=lambda one: (len(one), one))),
            self._files,
            self._stored,
            tuple(sorted(self._large)),
        )

    def _usual_headers(self) -> dict[Kind, Headers]:
        found: dict[Kind, Headers] = {"media": MEDIA_HEADERS}
        for kind, counted in sorted(self._headers.items()):
            if kind != "single" and counted.total():
                found[kind] = _most(counted)
        return found

    def _usual_types(self) -> dict[Kind, dict[str, str]]:
        """The type that most files of a suffix have."""
        found: dict[Kind, dict[str, str]] = {"media": _usual_types()}
        for (kind, suffix), counted in sorted(self._types.items()):
            if kind != "single" and counted.total():
                found.setdefault(kind, {})[suffix] = _most(counted)
        return found

    def _is_usual(self, file: SiteFile) -> bool:
        if file.path == self._not_found[0] or self.is_gone(file.path):
            return True
        kind = _kind(file)
        if kind == "single":
            return False
        headers, types = self._usual
        return kind == "feed page" or (
            (_headers(file, self.site), file.media_type)
            == (headers[kind], types[kind].get(_suffix(file.path)))
            and file.path == _usual_path(file.address, kind)
        )


def led_by_its_name(old: str, new: str, site: str) -> bool:
    """Whether the slug at the end of an address leads there, as for most paths of files."""
    found = _NAMED.fullmatch(old)
    return found is not None and new == f"{site}/articles/{quote(found[1])}"


def _kind(file: SiteFile) -> Kind:
    for kind in _FOLDERS:
        if file.address.startswith(f"/{kind}/"):
            return kind
    if file.address.startswith("/articles/") and file.address.endswith(TEXT):
        return "text"
    if _suffix(file.address) in FORMATS and not file.address.startswith("/articles/"):
        return "feed page" if file.media_type.startswith("text/html") else "feed"
    return "page" if file.path.endswith(".html") else "single"


def _usual_path(address: str, kind: Kind) -> str:
    if kind == "page":
        return "index.html" if address == "/" else f"{address[1:]}.html"
    return address[1:]


def _headers(file: SiteFile, site: str) -> Headers:
    own = f"<{_url(file.address, site)}>"
    found = {
        name: value.replace(own, f"<{SELF}>", 1) if name.casefold() == "link" else value
        for name, value in sorted(file.headers)
        if name.casefold() not in _OWN
    }
    if "Vary" in found:  # nothing chooses among files by Accept
        found["Vary"] = found["Vary"].replace(", Accept,", ",").removesuffix(", Accept")
    if file.address.startswith("/static/"):  # `serve` does not compress all of them
        found.setdefault("Vary", "Accept-Encoding")
    return tuple(found.items())


def _single(file: SiteFile, site: str) -> Single:
    return Single(file.address, file.path, file.media_type, _headers(file, site))


def _most(counted: Counter[Any]) -> Any:
    """What was counted most often; of several, always the same."""
    return max(counted.items(), key=lambda one: (one[1], one[0]))[0]


def _keep(some: set[str], one: str, *, there: bool) -> None:
    (some.add if there else some.discard)(one)


def _put(some: dict[str, Any], key: str, value: object) -> None:
    if value is None:
        some.pop(key, None)
    else:
        some[key] = value


def _usual_types() -> dict[str, str]:
    """Types of media that may come later."""
    return {
        suffix[1:]: f"{type}; charset=utf-8" if _has_charset(type) else type
        for suffix, type in TYPES.items()
    }


def _has_charset(type: str) -> bool:
    return type.startswith("text/") or type == "application/xml" or type.endswith("+xml")


def _suffix(path: str) -> str:
    """What stands behind the last dot of a file's name, as web servers look it up."""
    return path.rpartition("/")[2].rpartition(".")[2].lower() if "." in path else ""


def _parted(site: str) -> tuple[str, str]:
    path = urlsplit(site).path
    return site.removesuffix(path), unquote(path).rstrip("/")


def _url(address: str, site: str) -> str:
    return site + quote(address, safe=SAFE)
