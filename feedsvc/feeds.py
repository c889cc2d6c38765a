"""Which feeds there are, what they are called, and where they stand.

A feed's name is its path without a slash at the front and without suffix: `feed`,
`category/world`, `tag/websub`, `author/protocol-desk`, and, of a search that site.toml names,
`search/storms`. The documents of its archive (RFC 5005 4) have names as well: `archive/3`,
`category/world/archive/3`.
"""

import re
from typing import Literal
from urllib.parse import quote

import msgspec

from feedsvc.settings import Settings

Kind = Literal["feed", "category", "tag", "author", "search"]
Format = Literal["atom", "rss", "json"]

EVERYTHING = "feed"
PART_KINDS: tuple[Kind, ...] = ("category", "tag", "author")
NAMED_KINDS: tuple[Kind, ...] = (*PART_KINDS, "search")  # those with a name of their own
FORMATS: tuple[Format, ...] = ("atom", "rss", "json")
MEDIA_TYPES: dict[Format, str] = {
    "atom": "application/atom+xml",  # RFC 4287 7
    "rss": "application/rss+xml",
    "json": "application/feed+json",  # JSON Feed 1.1
}


_ARCHIVE = re.compile("(?:(.+)/)?archive/([1-9][0-9]{0,8})", re.DOTALL)


class Feed(msgspec.Struct, frozen=True):
    """A feed as its documents present it.

    Attributes:
        name: such as `category/world`.
        kind: everything, or what its articles have in common.
        title, subtitle: plain text; subtitle may be empty.
        label: what it is called among the others of its kind.
        archive: the number of the archive document that is meant, from 1; 0: the feed itself.
    """

    name: str
    kind: Kind
    title: str
    subtitle: str = ""
    label: str = "Everything"
    archive: int = 0

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


def split_archive(name: str) -> tuple[str, int]:
    """The feed that the name of a document is of, and the number of the archive document; or 0."""
    found = _ARCHIVE.fullmatch(name)
    return (found[1] or EVERYTHING, int(found[2])) if found else (name, 0)


def changing_with(name: str) -> str:
    """The feed with whose version a document of a name changes: a search's with everything."""
    return EVERYTHING if name.startswith("search/") else split_archive(name)[0]


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


def describe(name: str, label: str, settings: Settings) -> Feed:
    """The feed of that name.

    Args:
        name: a valid feed name.
        label: how articles call the category, tag or author; not used for others.
        settings: title, subtitle, and what `[categories]` or `[searches]` says of this one.
    """
    kind, slug = split_name(name)
    if kind == "feed":
        return Feed(name, kind, settings.title, settings.subtitle)
    if kind == "category":
        category = settings.categories.get(slug)
        title = category_title(slug, label, settings)
        subtitle = category.description if category else ""
        return Feed(name, kind, f"{settings.title}: {title}", subtitle, title)
    if kind == "search":
        search = settings.searches[slug]
        label = search.title or search.query
        return Feed(name, kind, f"{settings.title}: {label}", search.description, label)
    return Feed(name, kind, f"{settings.title}: {label}", "", label)


def category_title(slug: str, label: str, settings: Settings) -> str:
    """What a category is called: by site.toml, else by its articles."""
    category = settings.categories.get(slug)
    return (category.title if category else "") or label
