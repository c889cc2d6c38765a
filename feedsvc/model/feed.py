"""The kinds of feeds, their names and their URL paths.

A feed's name is its URL path without the slash at the front and without suffix: `feed`,
`category/world`, `tag/websub`, `author/protocol-desk`, or `search/storms` for a search that
site.toml names. The documents of its archive (RFC 5005 4) have names such as `archive/3` and
`category/world/archive/3`. The digests of everything and of categories have names such as
`digest/daily` and `category/world/digest/weekly`.
"""

import re
from typing import Literal, NamedTuple
from urllib.parse import quote

import msgspec

Kind = Literal["feed", "category", "tag", "author", "search"]
Format = Literal["atom", "rss", "json"]
DigestKind = Literal["daily", "weekly"]

EVERYTHING = "feed"
PART_KINDS: tuple[Kind, ...] = ("category", "tag", "author")
DIGESTS: tuple[DigestKind, ...] = ("daily", "weekly")
NAMED_KINDS: tuple[Kind, ...] = (*PART_KINDS, "search")  # in whose names a slug follows the kind
FORMATS: tuple[Format, ...] = ("atom", "rss", "json")
MEDIA_TYPES: dict[Format, str] = {
    "atom": "application/atom+xml",  # RFC 4287 7
    "rss": "application/rss+xml",
    "json": "application/feed+json",  # JSON Feed 1.1
}


_ARCHIVE = re.compile("(?:(.+)/)?archive/([1-9][0-9]{0,8})", re.DOTALL)
_DIGEST = re.compile("(?:(category/[^/]+)/)?digest/(daily|weekly)")


class DocumentName(NamedTuple):
    """The parts of a document's name.

    Attributes:
        feed: name of the feed whose articles it shows; there may be no such feed.
        archive: number of the archive document; 0 if it is none.
        digest: kind of the digest; empty if it is none.
    """

    feed: str
    archive: int = 0
    digest: DigestKind | Literal[""] = ""


class Feed(msgspec.Struct, frozen=True):
    """A feed, or one of its archive documents, as the document describes itself.

    Attributes:
        name: such as `category/world`.
        kind: what its articles have in common; `feed` for all articles.
        title, subtitle: plain text; subtitle may be empty.
        label: its short name in a list of feeds of its kind.
        archive: number of the archive document that is meant, from 1; 0 for the feed itself.
        digest: whether its entries are days or weeks; empty if they are articles.
    """

    name: str
    kind: Kind
    title: str
    subtitle: str = ""
    label: str = "Everything"
    archive: int = 0
    digest: DigestKind | Literal[""] = ""

    @property
    def source(self) -> str:
        """The name of the feed whose articles it shows; for a digest, that is another feed."""
        return split_document(self.name).feed

    @property
    def document(self) -> str:
        """The name of the document: the feed's own, or that of the archive document."""
        return archive_name(self.name, self.archive) if self.archive else self.name


def part_name(kind: Kind, slug: str) -> str:
    """The name of the feed of one category, tag or author."""
    return f"{kind}/{slug}"


def archive_name(name: str, archive: int) -> str:
    """The name of an archive document of a feed."""
    return f"archive/{archive}" if name == EVERYTHING else f"{name}/archive/{archive}"


def digest_name(name: str, digest: DigestKind) -> str:
    """The name of a digest of a feed."""
    return f"digest/{digest}" if name == EVERYTHING else f"{name}/digest/{digest}"


def split_document(name: str) -> DocumentName:
    """Split a document's name into the name of the feed and the archive number or digest."""
    if found := _DIGEST.fullmatch(name):
        digest = next(kind for kind in DIGESTS if kind == found[2])
        return DocumentName(found[1] or EVERYTHING, digest=digest)
    if found := _ARCHIVE.fullmatch(name):
        return DocumentName(found[1] or EVERYTHING, archive=int(found[2]))
    return DocumentName(name)


def changing_with(name: str) -> str:
    """The feed whose version decides whether a document is out of date.

    A search can find any article, so its document depends on the feed of everything.
    """
    return EVERYTHING if name.startswith("search/") else split_document(name).feed


def split_name(name: str) -> tuple[Kind, str]:
    """Split a feed's name into kind and slug; the slug of `feed` is empty.

    Raises:
        ValueError: no feed can have this name.
    """
    if name == EVERYTHING:
        return "feed", ""
    kind, _, slug = name.partition("/")
    for known in NAMED_KINDS:
        if kind == known and slug and "/" not in slug:
            return known, slug
    raise ValueError(name)


def feed_path(name: str, suffix: str = "") -> str:
    """The URL path of a feed's page, percent-encoded; with a suffix, that of its document."""
    path = "/" + quote(name, safe="/")
    return f"{path}.{suffix}" if suffix else path
