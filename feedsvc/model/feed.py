"""A feed: its definition, its name, and the formats of its documents.

A feed's name is its URL path without the slash at the front and without suffix: `feed`,
`category/world`, `tag/websub`, `author/protocol-desk`, or `search/storms` for a search that
site.toml names. The documents of its archive (RFC 5005 4) have names such as `archive/3` and
`category/world/archive/3`. The digests of everything and of categories have names such as
`digest/daily` and `category/world/digest/weekly`. Which kinds there are is said in feeds/kinds/.
"""

import re
from typing import Literal, NamedTuple
from urllib.parse import quote

import msgspec

Format = Literal["atom", "rss", "json"]
DigestKind = Literal["daily", "weekly"]

EVERYTHING = "feed"
DIGESTS: tuple[DigestKind, ...] = ("daily", "weekly")
FORMATS: tuple[Format, ...] = ("atom", "rss", "json")
MEDIA_TYPES: dict[Format, str] = {
    "atom": "application/atom+xml",  # RFC 4287 7
    "rss": "application/rss+xml",
    "json": "application/feed+json",  # JSON Feed 1.1
}
# What people try where they look for the feed, and what other publishers call theirs.
GUESSED = {
    "atom": "/feed.atom",
    "atom.xml": "/feed.atom",
    "feed": "/feed.atom",
    "feed.xml": "/feed.atom",  # Jekyll
    "index.xml": "/feed.rss",  # Hugo
    "rss": "/feed.rss",
    "rss.xml": "/feed.rss",
}
_PART = "([a-z]+)/([^/]+)"
_NAME = re.compile(
    f"{EVERYTHING}|(?:{_PART}/)?(?:archive/([1-9][0-9]{{0,8}})|digest/(daily|weekly))|{_PART}"
)


class FeedName(NamedTuple):
    """The name of a feed, of a digest of it, or of a document of its archive.

    Attributes:
        kind: what its articles have in common; `feed` for all articles.
        slug: of the category, tag or other part; empty for all articles.
        archive: number of the archive document, from 1; 0 if it is none.
        digest: kind of the digest; empty if it is none.
    """

    kind: str = EVERYTHING
    slug: str = ""
    archive: int = 0
    digest: DigestKind | Literal[""] = ""

    @classmethod
    def parse(cls, name: str) -> "FeedName":
        """Split a name into its parts; there may be no such kind of feed, and no such feed.

        Raises:
            ValueError: no feed can have this name.
        """
        found = _NAME.fullmatch(name)
        if found is None or EVERYTHING in (found[1], found[5]):
            raise ValueError(name)
        digest: DigestKind | Literal[""] = next((one for one in DIGESTS if one == found[4]), "")
        kind, slug = found[1] or found[5] or EVERYTHING, found[2] or found[6] or ""
        return cls(kind, slug, int(found[3] or 0), digest)

    @property
    def source(self) -> str:
        """The name of the feed whose articles it shows."""
        return f"{self.kind}/{self.slug}" if self.slug else self.kind

    def __str__(self) -> str:
        end = f"archive/{self.archive}" if self.archive else f"digest/{self.digest}"
        if not self.archive and not self.digest:
            return self.source
        return f"{self.source}/{end}" if self.slug else end


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
    kind: str
    title: str
    subtitle: str = ""
    label: str = "Everything"
    archive: int = 0
    digest: DigestKind | Literal[""] = ""

    @property
    def source(self) -> str:
        """The name of the feed whose articles it shows; for a digest, that is another feed."""
        return FeedName.parse(self.name).source

    @property
    def document(self) -> str:
        """The name of the document: the feed's own, or that of the archive document."""
        return archive_name(self.name, self.archive) if self.archive else self.name


def part_name(kind: str, slug: str) -> str:
    """The name of the feed of one category, tag or other part."""
    return f"{kind}/{slug}"


def archive_name(name: str, archive: int) -> str:
    """The name of an archive document of a feed."""
    return f"archive/{archive}" if name == EVERYTHING else f"{name}/archive/{archive}"


def page_name(name: str, number: int | str) -> str:
    """The name of a page of a feed's articles, which are numbered from the oldest."""
    return f"page/{number}" if name == EVERYTHING else f"{name}/page/{number}"


def digest_name(name: str, digest: DigestKind) -> str:
    """The name of a digest of a feed."""
    return f"digest/{digest}" if name == EVERYTHING else f"{name}/digest/{digest}"


def feed_path(name: str, suffix: str = "") -> str:
    """The URL path of a feed's page, percent-encoded; with a suffix, that of its document."""
    path = "/" + quote(name, safe="/")
    return f"{path}.{suffix}" if suffix else path
