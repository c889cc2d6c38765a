"""What an article is, once read: frozen values, and the names made from them.

Nothing here knows of files, the store, feeds or the clock.
"""

import re
import unicodedata
from collections.abc import Container, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import quote

import msgspec

Severity = Literal["error", "warning", "info"]

# What stands in stored content for the parts of a URL that are known only when it is rendered.
# Illegal in XML 1.0 and removed from every text that is read, so no article can hold one.
SITE = "\x01"  # base_url, without a slash at its end
PAGE = "\x02"  # the article's own page
ORIGIN = "\x03"  # scheme and host of base_url

LONGEST_ID = 1024  # characters of an entry id
LONGEST_LABEL = 200  # characters of a category, tag or author
LONGEST_SLUG = 200

TOP = "top"  # anchor of the untitled section: HTML defines #top as the top of any page


class FileStat(NamedTuple):
    """What a file looked like: nanoseconds of its last change, bytes."""

    modified: int
    size: int


class Problem(msgspec.Struct, frozen=True, order=True):
    """Something that an editor should know of one file.

    Attributes:
        path: the file, POSIX, relative to the newsroom's folder.
        line: from 1.
        severity: error (not published as it stands), warning, or info.
        code: a short name for the kind of problem, such as `date-incomplete`.
        message: what is wrong and what to do.
    """

    path: str
    line: int
    severity: Severity
    code: str
    message: str


class Author(msgspec.Struct, frozen=True):
    """A person or a desk (RFC 4287 3.2)."""

    name: str
    email: str = ""
    uri: str = ""


class Enclosure(msgspec.Struct, frozen=True):
    """A media file that belongs to an article (RFC 4287 4.2.7.2, RSS 2.0 `enclosure`).

    Attributes:
        url: where it is; may begin with SITE or ORIGIN.
        type: media type such as `audio/mpeg`.
        length: size in bytes; None where it is not known.
        width, height: pixels; None where not known or not an image.
    """

    url: str
    type: str
    length: int | None = None
    width: int | None = None
    height: int | None = None


class Section(msgspec.Struct, frozen=True):
    """A subheading and the text under it; a text without subheading is one untitled section.

    Attributes:
        id: its anchor in the article's page, unique in the article; TOP where untitled.
        heading: plain text, empty where untitled.
        level: 1 to 6 as in HTML; 0 where untitled.
        text: plain text, a block (paragraph, list item) a line.
    """

    id: str
    heading: str
    level: int
    text: str


class Correction(msgspec.Struct, frozen=True):
    """A material change that is told to readers."""

    text: str
    time: datetime | None = None


class Tombstone(msgspec.Struct, frozen=True):
    """An entry that was public and no longer is (RFC 6721 3).

    Attributes:
        entry_id: of the entry.
        deleted: when it was retracted, UTC.
        reason: what readers are told, plain text; may be empty.
        until: from when on the entry is public again; None: it is not.
    """

    entry_id: str
    deleted: datetime
    reason: str = ""
    until: datetime | None = None


class Article(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one article file says. Times are aware; texts are plain unless said otherwise.

    Attributes:
        path: the file, POSIX, NFC, relative to the newsroom's folder.
        id: the entry id that the file asks for, or empty.
        slug: the URL name that the file asks for (its front matter, else its name).
        category: the department's label, or empty.
        language: BCP 47; empty means the site's.
        date, updated, embargo, expires: as the file says; None where it does not.
        status: `withdrawn`, or empty; reason: what readers are told of that, or empty.
        url: an absolute address of the article elsewhere, or empty.
        aliases: old URLs or paths of the article.
        content: sanitised HTML; its URLs are absolute or begin with SITE, PAGE or ORIGIN.
        media: files beside the articles that this one names, POSIX, relative to the folder.
        extra: front matter that feedsvc gives no meaning, kept as text.
    """

    path: str
    headline: str
    slug: str
    id: str = ""
    standfirst: str = ""
    authors: tuple[Author, ...] = ()
    category: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    date: datetime | None = None
    updated: datetime | None = None
    embargo: datetime | None = None
    expires: datetime | None = None
    draft: bool = False
    status: str = ""
    reason: str = ""
    corrections: tuple[Correction, ...] = ()
    url: str = ""
    aliases: tuple[str, ...] = ()
    image: Enclosure | None = None
    enclosures: tuple[Enclosure, ...] = ()
    content: str = ""
    sections: tuple[Section, ...] = ()
    media: tuple[str, ...] = ()
    extra: dict[str, str] = {}


# The complement of Char in XML 1.0 section 2.2, and the lone surrogates that Python can hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


_ILLEGAL_ASCII = bytes(code for code in range(0x20) if chr(code) not in "\t\n\r")


def _is_plainly_legal(text: str) -> bool:
    """Whether a text is ASCII without characters that XML forbids: ten times sooner told."""
    return text.isascii() and len(text.encode().translate(None, _ILLEGAL_ASCII)) == len(text)


def legal(text: str) -> str:
    """The text without the characters that XML 1.0 (2.2, Char) forbids."""
    return text if _is_plainly_legal(text) else _ILLEGAL.sub("", text)


def first_illegal(text: str) -> int:
    """Index of the first character that XML 1.0 forbids, or -1."""
    found = None if _is_plainly_legal(text) else _ILLEGAL.search(text)
    return found.start() if found else -1


def one_line(text: str) -> str:
    """The text with every run of white space folded to one space, none at its ends."""
    return " ".join(text.split())


_ASCII_WORD = re.compile("[a-z0-9]+")


def _is_of_slug(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def slugify(text: str) -> str:
    """A URL name: NFC, casefolded, every run of other than letters, marks and digits a hyphen.

    At most LONGEST_SLUG characters. Never empty: a text of symbols alone becomes their code
    points (`🙂` -> `u1f642`).
    """
    if text.isascii():
        parts = _ASCII_WORD.findall(text.lower())
    else:
        folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
        parts = "".join(c if _is_of_slug(c) else " " for c in folded).split()
    slug = "-".join(parts)[:LONGEST_SLUG].rstrip("-")
    if slug:
        return slug
    return "-".join(f"u{ord(c):x}" for c in one_line(text)[:8]) or "untitled"


@lru_cache(maxsize=10_000)
def label_key(label: str) -> str:
    """What makes two labels the same tag, category or author.

    Case, spaces, hyphens and underscores do not tell labels apart; other signs do (C++, C#).
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", label).casefold())
    return "-".join(re.split(r"[\s_-]+", folded.strip())).strip("-") or folded.strip()


def distinct(labels: Iterable[str]) -> tuple[str, ...]:
    """The labels in their order, folded to one line, each key once, empty ones left out."""
    seen: dict[str, str] = {}
    for label in labels:
        label = one_line(label)
        if label:
            seen.setdefault(label_key(label), label)
    return tuple(seen.values())


def unused(name: str, taken: Container[str]) -> str:
    """The name itself, or with the lowest of -2, -3, … that nothing in `taken` has."""
    if name not in taken:
        return name
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


def tag_uri(id_base: str, path: str) -> str:
    """The entry id of an article that names none: a `tag:` URI (RFC 4151).

    Args:
        id_base: authority and date, such as `example.org,2026`.
        path: the article's path at first sight.
    """
    specific = quote(unicodedata.normalize("NFC", path), safe="/-._~!$'()*+,;=@")
    return f"tag:{id_base}:{specific}"


class Term(msgspec.Struct, frozen=True):
    """A category, tag or author of an article: its feed's slug, and how the article calls it."""

    slug: str
    label: str


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An article as it stands in feeds: with its lasting id, its URL name and its times (UTC).

    Attributes:
        id: RFC 4287 4.2.6.
        slug: the last part of its page's path, unique in the newsroom.
        published: the later of date and embargo (RFC 4287 4.2.9).
        updated: when a reader last would have seen a difference (RFC 4287 4.2.15).
        corrected: when it was last corrected; None: never.
        state: empty where published; else what the preview marks it as: draft, private, embargoed,
            expired.
        private: whether its category is private, so that only holders of a key see it.
    """

    id: str
    slug: str
    published: datetime
    updated: datetime
    article: Article
    category: Term | None = None
    tags: tuple[Term, ...] = ()
    authors: tuple[Term, ...] = ()
    corrected: datetime | None = None
    state: str = ""
    private: bool = False
