"""By which rules a web server answers with the files of a release as `serve` would.

Rules are of kinds of addresses, not of single ones: so a file that comes later has them already,
and a server need not read its configuration again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import quote, unquote, urlsplit

from feedsvc.model.feed import FORMATS
from feedsvc.model.media_types import TYPES
from feedsvc.static_site.manifest import Manifest, SiteFile
from feedsvc.static_site.upload_plan import SAFE

Headers: TypeAlias = tuple[tuple[str, str], ...]
Kind: TypeAlias = Literal["page", "feed", "feed page", "media", "static", "single"]
_FOLDERS: tuple[Kind, ...] = ("media", "static")
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
        singles: files with other types or headers than their kind, and those of no kind.
        self_urls: by the address of a feed, its URL, where that is written in another way.
        redirects: where old addresses lead.
        gone: the path of the page that tells why an address is gone.
        not_found: the path of the page for what is not there, and its headers.
        searches: whether a page of searches is among the files.
    """

    site: str
    origin: str
    base: str
    headers: dict[Kind, Headers]
    types: dict[Kind, dict[str, str]]
    singles: tuple[Single, ...]
    self_urls: dict[str, str]
    redirects: dict[str, str]
    gone: dict[str, str]
    not_found: tuple[str, Headers]


def answers_of(manifest: Manifest) -> Answers:
    """The rules for a release."""
    by_kind: dict[Kind, list[SiteFile]] = defaultdict(list)
    pages, gone = set(manifest.feed_pages.values()), {one.path for one in manifest.gone}
    not_found: Headers = ()
    for file in manifest.files:
        if file.path == manifest.not_found:
            not_found = _headers(file, manifest.site)
        elif file.path not in gone:
            by_kind[_kind(file, pages)].append(file)
    headers: dict[Kind, Headers] = {"media": MEDIA_HEADERS}
    types: dict[Kind, dict[str, str]] = {"media": _usual_types()}
    singles: list[Single] = []
    for kind, files in by_kind.items():
        if kind == "single":
            singles += [_single(file, manifest.site) for file in files]
            continue
        headers[kind] = _most(_headers(file, manifest.site) for file in files)
        types[kind] = types.get(kind, {}) | _types(files)
        singles += [
            _single(file, manifest.site)
            for file in files
            if kind != "feed page"
            and (
                (_headers(file, manifest.site), file.media_type)
                != (headers[kind], types[kind].get(_suffix(file.path)))
                or file.path != _usual_path(file.address, kind)
            )
        ]
    return Answers(
        manifest.site,
        *_parted(manifest.site),
        headers,
        types,
        tuple(singles),
        _self_urls(by_kind["feed"], manifest.site),
        {one.address: one.target for one in manifest.redirects},
        {one.address: one.path for one in manifest.gone},
        (manifest.not_found, not_found),
    )


def _kind(file: SiteFile, feed_pages: set[str]) -> Kind:
    if file.path in feed_pages:
        return "feed page"
    for kind in _FOLDERS:
        if file.address.startswith(f"/{kind}/"):
            return kind
    if _suffix(file.address) in FORMATS and not file.address.startswith("/articles/"):
        return "feed"
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
    if file.address.startswith("/static/"):  # `serve` does not compress all of them
        found.setdefault("Vary", "Accept-Encoding")
    return tuple(found.items())


def _single(file: SiteFile, site: str) -> Single:
    return Single(file.address, file.path, file.media_type, _headers(file, site))


def _most(some: Iterable[Headers]) -> Headers:
    return Counter(some).most_common(1)[0][0]


def _types(files: list[SiteFile]) -> dict[str, str]:
    """The type that most files of a suffix have."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for file in files:
        counted[_suffix(file.path)][file.media_type] += 1
    return {suffix: types.most_common(1)[0][0] for suffix, types in counted.items()}


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


def _self_urls(feeds: list[SiteFile], site: str) -> dict[str, str]:
    urls = {file.address: _url(file.address, site) for file in feeds}
    plain = "".join(_parted(site))
    return {address: url for address, url in urls.items() if url != plain + address}


def _url(address: str, site: str) -> str:
    return site + quote(address, safe=SAFE)
