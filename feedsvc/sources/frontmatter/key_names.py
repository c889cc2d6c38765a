"""The keys of front matter that have a meaning, and the names for them in other publishers.

The names are those of Hugo, Jekyll, Pelican, Zola, Eleventy, Nikola, Hexo, Docusaurus and Obsidian.
Of several names for the same meaning in one header, the one that is earlier in its row counts.
"""

import unicodedata
from functools import lru_cache

from feedsvc.sources.frontmatter.split import Field

ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("id",),
    "headline": ("title", "headline"),
    "standfirst": (
        *("standfirst", "summary", "description", "excerpt", "deck", "dek", "subtitle"),
    ),
    "date": ("date", "created", "created_at", "date_created", "date created", "createdat"),
    "publish_date": (
        *("publishdate", "pubdate", "published_at", "publishedat", "date_published"),
        *("datepublished", "published_date", "publish_date"),
    ),
    "updated": (
        *("updated", "lastmod", "modified", "last_modified_at", "last_modified", "lastmodified"),
        *("updated_at", "updatedat", "last_updated", "lastupdated", "last_update", "date_updated"),
        *("date_modified", "datemodified", "modified_at", "date modified", "date updated"),
    ),
    "minor": ("minor",),
    "authors": ("author", "authors", "byline"),
    "category": ("category", "categories"),
    "tags": ("tags", "topics", "keywords"),
    "slug": ("slug",),
    "url": ("url",),
    "aliases": ("aliases", "redirect_from", "redirectfrom", "alias"),
    "image": (
        *("image", "images", "cover", "featured_image", "featuredimage", "feature_image"),
        *("cover_image", "coverimage", "previewimage", "preview_image", "thumbnail", "banner"),
        *("hero", "hero_image", "heroimage", "header", "og_image", "ogimage"),
    ),
    "image_alt": (
        *("image_alt", "imagealt", "image-alt", "cover_alt", "coveralt", "featured_image_alt"),
        *("cover_image_alt", "thumbnail_alt", "hero_image_alt"),
    ),
    "image_credit": ("image_credit",),
    "enclosure": ("enclosure", "enclosures"),
    "language": ("language", "lang", "locale"),
    "embargo": ("embargo",),
    "expires": ("expires", "expirydate", "unpublishdate"),
    "draft": ("draft", "isdraft", "is_draft"),
    "published": ("published",),
    "publish": ("publish",),
    "status": ("status",),
    "hidden": ("hidden", "private", "unlisted", "headless", "eleventyexcludefromcollections"),
    "password": ("password",),
    "build": ("build", "_build"),
    "permalink": ("permalink",),
    "reason": ("reason",),
    "correction": ("correction",),
}
_MEANINGS = {alias: (key, rank) for key, row in ALIASES.items() for rank, alias in enumerate(row)}
# The meanings that may hold an article back whatever else the header says, and their names.
HOLDING = frozenset(
    {"draft", "published", "publish", "embargo", "expires", "status", "publish_date"}
    | {"hidden", "password", "build", "permalink"}
)
_HOLDING_NAMES = frozenset(alias for key in HOLDING for alias in ALIASES[key])
# Names that mean something else to other publishers and are near one of ours. They are slips all
# the same where their value is one that only ours has, such as `stats: draft`.
_OTHERS = frozenset(
    {"data", "desk", "ids", "publisher", "season", "stats", "tag", "topic", "update", "uri"}
)
# Names of other publishers that are ordinary words: no text begins with one of them as its header,
# and no other word is a slip for one.
_ORDINARY = frozenset(
    {"created", "dek", "excerpt", "subtitle", "alias", "cover", "thumbnail", "banner"}
    | {"hero", "header", "locale", "hidden", "private", "unlisted", "headless", "password", "build"}
    | {"permalink"}
)
_UNLIKE = _ORDINARY - _HOLDING_NAMES | {"build", "permalink"}
# Characters that nobody sees, such as a soft hyphen or a space of no width.
UNSEEN = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF])
# How other forms of names that hold back begin, and the names.
_STEMS = (
    *(("embargo", "embargo"), ("expir", "expires"), ("unpublish", "unpublishdate")),
    *(("withdr", "status"), ("retract", "status")),
)
_SHORTEST = 4  # characters of a name that others can be nearly
# Tables of Zola and Hugo. What is in them belongs to the theme, so an id or a draft there is not
# the article's; but a theme may well hide what says `hidden`.
_OF_THEMES = frozenset(
    alias
    for key in (
        *("standfirst", "updated", "authors", "category", "tags", "language", "hidden"),
        *("image", "image_alt", "image_credit", "enclosure"),
    )
    for alias in ALIASES[key]
)
_TABLES = {
    "taxonomies": frozenset(ALIASES["tags"] + ALIASES["category"] + ALIASES["authors"]),
    "extra": _OF_THEMES,
    "params": _OF_THEMES,
}
_INNER = 100  # ranks behind what stands outside of tables


class Keyed:
    """The fields of one front matter, by meaning.

    Attributes:
        known: by meaning, the key as written and the field. Of several names for a meaning, the
            first in its row that has a value is taken.
        rest: all other fields, by key as written.
    """

    def __init__(self, fields: dict[str, Field]) -> None:
        self.known: dict[str, tuple[str, Field]] = {}
        self.rest: dict[str, Field] = {}
        self._all: dict[str, list[tuple[str, Field]]] = {}
        ranked: dict[str, list[tuple[int, str, Field]]] = {}
        for key, field in _flattened(fields).items():
            meaning, rank = _MEANINGS.get(_folded(key.rpartition("\0")[2]), ("", 0))
            name = key.rpartition("\0")[2]
            if not meaning or field.value is None:
                if field.value is not None:
                    self.rest.setdefault(name, field)
            else:
                # A value in a table counts only if there is none outside tables.
                rank += _INNER * key.count("\0")
                ranked.setdefault(meaning, []).append((rank, name, field))
        for meaning, found in ranked.items():
            found.sort(key=lambda entry: entry[0])
            filled = [entry for entry in found if entry[2].value not in ("", [], {})]
            first, *others = filled or found
            self.known[meaning] = first[1:]
            self._all[meaning] = [entry[1:] for entry in filled]
            for _, name, field in others:
                self.rest.setdefault(name, field)

    def every(self, meaning: str) -> list[tuple[str, Field]]:
        """The fields under all names of a meaning that have a value, those that count first."""
        return self._all.get(meaning, [])


def may_begin(name: str) -> bool:
    """Whether a key, in any case of letters, may begin a header.

    `reason` may not: many sentences begin with it, and it has no meaning without a status.
    """
    return meaning(name) not in ("", "reason") and _folded(name) not in _ORDINARY


@lru_cache(4096)
def nearly(name: str, *, everywhere: bool = False) -> tuple[str, ...]:
    """The known names from which a name that has no meaning is one edit or transposition away.

    Those that hold back come first. Where there is none, one that holds back and of which it is
    another form (form_of).

    Args:
        name: in any case of letters.
        everywhere: also for a name that other publishers use; otherwise it is near none.
    """
    folded = _folded(name)
    if folded in _MEANINGS or (folded in _OTHERS and not everywhere):
        return ()
    found = [
        known
        for known in _MEANINGS
        if len(known) >= _SHORTEST
        and -1 <= len(known) - len(folded) <= 1  # one edit; most names are told apart by this
        and known not in _UNLIKE
        and is_near(folded, known)
    ]
    if not found and (form := form_of(folded)):
        return (form,)
    return tuple(sorted(found, key=lambda known: known not in _HOLDING_NAMES))


def form_of(name: str) -> str:
    """The name that holds back of which an unknown one is another form; or empty.

    `embargoed`, `embargo-until` and `expiration_date` are, and `withdrawn` and `retracted` of
    `status`.
    """
    folded = _folded(name)
    if folded in _MEANINGS:
        return ""
    return next((known for stem, known in _STEMS if folded.startswith(stem)), "")


def is_near(one: str, other: str) -> bool:
    """Whether two different words are one edit or transposition apart."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) == 1 or (len(one) == 2 and one == other[::-1])


def meaning(name: str) -> str:
    """The meaning of a key, in any case of letters, such as `date` for `pubDate`; or empty.

    It is a key of ALIASES.
    """
    return _MEANINGS.get(_folded(name), ("", 0))[0]


def _folded(name: str) -> str:
    if not name.isascii():
        name = unicodedata.normalize("NFKC", name).translate(UNSEEN)
    return name.strip().casefold()


def _flattened(fields: dict[str, Field]) -> dict[str, Field]:
    """The fields, and those of Zola's tables with keys that contain "\\0"."""
    flat: dict[str, Field] = {}
    for key, field in fields.items():
        inside = _TABLES.get(key)
        if inside is None or not isinstance(field.value, dict):
            flat[key] = field
            continue
        for inner, value in field.value.items():
            mark = f"{key}\0" if _folded(inner) in inside else f"{key}\0\0"
            if _folded(inner) in inside or _folded(inner) not in _MEANINGS:
                flat[mark + inner] = Field(value, field.line)
            else:
                flat.setdefault(f"{key}.{inner}", Field(value, field.line))
    return flat
