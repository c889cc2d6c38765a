"""Which feeds there are, what they are called, and where they stand.

A feed's name is its path without a slash at the front and without suffix: `feed`,
`category/world`, `tag/websub`, `author/protocol-desk`, and, of a search that site.toml names,
`search/storms`. The documents of its archive (RFC 5005 4) have names as well, `archive/3`,
`category/world/archive/3`, and so have the digests of everything and of categories:
`digest/daily`, `category/world/digest/weekly`.
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
NAMED_KINDS: tuple[Kind, ...] = (*PART_KINDS, "search")  # those with a name of their own
FORMATS: tuple[Format, ...] = ("atom", "rss", "json")
MEDIA_TYPES: dict[Format, str] = {
    "atom": "application/atom+xml",  # RFC 4287 7
    "rss": "application/rss+xml",
    "json": "application/feed+json",  # JSON Feed 1.1
}


_ARCHIVE = re.compile("(?:(.+)/)?archive/([1-9][0-9]{0,8})", re.DOTALL)
_DIGEST = re.compile("(?:(category/[^/]+)/)?digest/(daily|weekly)")


class DocumentName(NamedTuple):
    """What the name of a document says.

    Attributes:
        feed: the feed whose articles it shows, whether there is such a feed or not.
        archive: the number of the archive document; 0: it is none.
        digest: the kind of digest; empty: it is none.
    """

    feed: str
    archive: int = 0
    digest: DigestKind | Literal[""] = ""


class Feed(msgspec.Struct, frozen=True):
    """A feed as its documents present it.

    Attributes:
        name: such as `category/world`.
        kind: everything, or what its articles have in common.
        title, subtitle: plain text; subtitle may be empty.
        label: what it is called among the others of its kind.
        archive: the number of the archive document that is meant, from 1; 0: the feed itself.
        digest: whether its entries are days or weeks of another feed; empty: they are articles.
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
        """The name of the feed whose articles it shows: of a digest, another one."""
        return split_document(self.name).feed

    @property
    def document(self) -> str:
        """The name of the document that is meant."""
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
    """The feed that the name of a document is of, and which of its documents it means."""
    if found := _DIGEST.fullmatch(name):
        digest = next(kind for kind in DIGESTS if kind == found[2])
        return DocumentName(found[1] or EVERYTHING, digest=digest)
    if found := _ARCHIVE.fullmatch(name):
        return DocumentName(found[1] or EVERYTHING, archive=int(found[2]))
    return DocumentName(name)


def changing_with(name: str) -> str:
    """The feed with whose version a document of a name changes: a search's with everything."""
    return EVERYTHING if name.startswith("search/") else split_document(name).feed


def split_name(name: str) -> tuple[Kind, str]:
    """Kind and slug of a feed's name; the slug of `feed` is empty.

    Raises:
        ValueError: no feed could have this name.
    """
    if name == EVERYTHING:
        return "feed", ""
    kind, _, slug = name.partition("/")
    for known in NAMED_KINDS:
        if kind == known and slug and "/" not in slug:
            return known, slug
    raise ValueError(name)


def feed_path(name: str, suffix: str = "") -> str:
    """The URL path of a feed, percent-encoded; with a suffix, that of its document."""
    path = "/" + quote(name, safe="/")
    return f"{path}.{suffix}" if suffix else path
