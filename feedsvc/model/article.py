"""What an article is, once read: frozen values, and the names made from them.

Nothing here knows of files, the store, feeds or the clock.
"""

from datetime import datetime

import msgspec

# What stands in stored content for the parts of a URL that are known only when it is rendered.
# Illegal in XML 1.0 and removed from every text that is read, so no article can hold one.
SITE = "\x01"  # base_url, without a slash at its end
PAGE = "\x02"  # the article's own page
ORIGIN = "\x03"  # scheme and host of base_url

LONGEST_ID = 1024  # characters of an entry id
LONGEST_LABEL = 200  # characters of a category, tag or author

TOP = "top"  # anchor of the untitled section: HTML defines #top as the top of any page


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
