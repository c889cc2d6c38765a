"""An article and its parts, as immutable values.

Nothing here knows of files, the store, feeds or the clock.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

import msgspec

Medium = Literal["audio", "video"]  # of episodes; a podcast has one

# Placeholders in stored content, for the parts of a URL that are known only at rendering.
# XML 1.0 forbids these characters and every reader removes them, so no article can hold one.
SITE = "\x01"  # base_url, without a slash at its end
PAGE = "\x02"  # the article's own page
ORIGIN = "\x03"  # scheme and host of base_url

LONGEST_ID = 1024  # characters of an entry id
LONGEST_LABEL = 200  # characters of a category, tag or author
MOST_LABELS = 100  # category, authors and tags of an article together; each has a feed

TOP = "top"  # anchor of the untitled section; HTML defines #top as the top of any page


class Author(msgspec.Struct, frozen=True):
    """A person or a desk (RFC 4287 3.2)."""

    name: str
    email: str = ""
    uri: str = ""


class Enclosure(msgspec.Struct, frozen=True):
    """A media file that belongs to an article (RFC 4287 4.2.7.2, RSS 2.0 `enclosure`).

    Attributes:
        url: its address; may begin with SITE or ORIGIN.
        type: media type such as `audio/mpeg`.
        length: size in bytes; None where it is not known.
        width, height: pixels; None where not known or not an image.
    """

    url: str
    type: str
    length: int | None = None
    width: int | None = None
    height: int | None = None

    @property
    def medium(self) -> Medium | None:
        """Whether it is heard or seen as time goes on; None: neither, such as a picture."""
        kind = self.type.partition("/")[0]
        return "audio" if kind == "audio" else "video" if kind == "video" else None


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody who is heard or seen in an episode (Podcasting 2.0, `podcast:person`).

    Attributes:
        name: plain text.
        role, group: as the Podcast Taxonomy names them, such as `guest`; or empty.
        image: URL of a picture, as in Enclosure; or empty.
        url: an absolute address that tells of the person; or empty.
    """

    name: str
    role: str = ""
    group: str = ""
    image: str = ""
    url: str = ""


class Episode(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a podcast says of an article that has audio or video.

    Attributes:
        number, season: from 1; None where not given.
        type: `full`, `trailer` or `bonus`; empty: not given.
        explicit: whether it is for adults; None: as the podcast is.
        seconds: how long it is, as its file or else its header says; None where not known.
        transcripts, chapters: files beside it.
        people: who is heard or seen.
    """

    number: int | None = None
    season: int | None = None
    type: str = ""
    explicit: bool | None = None
    seconds: int | None = None
    transcripts: tuple[Enclosure, ...] = ()
    chapters: Enclosure | None = None
    people: tuple[Person, ...] = ()

    @property
    def files(self) -> tuple[Enclosure, ...]:
        """The transcripts and chapters."""
        return self.transcripts + ((self.chapters,) if self.chapters else ())


class Section(msgspec.Struct, frozen=True):
    """A subheading and the text under it. A text without subheading is one untitled section.

    Attributes:
        id: its anchor in the article's page, unique in the article; TOP if untitled.
        heading: plain text; empty if untitled.
        level: 1 to 6, as in HTML; 0 if untitled.
        text: plain text, one line for each block (paragraph or list item).
        kinds: of each line, a letter (feedsvc.model.blocks); empty: all are prose.
    """

    id: str
    heading: str
    level: int
    text: str
    kinds: str = ""


class Correction(msgspec.Struct, frozen=True):
    """A material change that readers are told of.

    Attributes:
        text: what was wrong; plain text.
        time: when it was corrected; None if the file does not say.
    """

    text: str
    time: datetime | None = None


class Article(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One article, as its file says. Times have a time zone. Texts are plain unless said otherwise.

    Attributes:
        path: of the file; POSIX, NFC, relative to the newsroom's folder.
        headline: where `untitled`, the first words of its text.
        untitled: whether it has no headline, neither written nor by the name of its file.
        id: the entry id that the file asks for, or empty.
        slug: the URL name that the file asks for (in its front matter, else by its name).
        category: the label of its department, or empty.
        language: a BCP 47 tag; empty means the site's language.
        date, updated, embargo, expires: as in the file; None if not given.
        minor: whether the last edit is none that readers are told of.
        status: `withdrawn`, or empty.
        reason: why it was withdrawn, for readers; or empty.
        url: an absolute address of the article elsewhere, or empty.
        aliases: old URLs or paths of the article.
        image_alt, image_credit: what the image shows, and whose it is.
        episode: what a podcast says of its audio or video; None: nothing.
        content: sanitized HTML; its URLs are absolute or begin with SITE, PAGE or ORIGIN.
        media: files of the newsroom's folder that the article names; POSIX, relative to the folder.
        extra: front matter that has no meaning for feedsvc, kept as text.
        holding: the lines of its header that name a key that may hold it back, as written; None:
            not known.
        faulty: whether its file holds an error by now that may mean to hold it back.
    """

    path: str
    headline: str
    slug: str
    untitled: bool = False
    id: str = ""
    standfirst: str = ""
    authors: tuple[Author, ...] = ()
    category: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    date: datetime | None = None
    updated: datetime | None = None
    minor: bool = False
    embargo: datetime | None = None
    expires: datetime | None = None
    draft: bool = False
    status: str = ""
    reason: str = ""
    corrections: tuple[Correction, ...] = ()
    url: str = ""
    aliases: tuple[str, ...] = ()
    image: Enclosure | None = None
    image_alt: str = ""
    image_credit: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    episode: Episode | None = None
    content: str = ""
    sections: tuple[Section, ...] = ()
    media: tuple[str, ...] = ()
    extra: dict[str, str] = {}
    holding: tuple[str, ...] | None = None
    faulty: bool = False

    def loses(self, holding: Collection[str]) -> bool:
        """Whether a newer version, which cannot be read, may mean to hold it back by its header.

        Args:
            holding: the lines of that header that name a key that may do so.
        """
        return self.holding is not None and not set(holding) <= set(self.holding)

    @property
    def size(self) -> int:
        """Bytes of what an entry shows of it in full: the headline and the content."""
        return len(self.headline.encode()) + len(self.content.encode())
