"""What a feed says, whatever its format, with the line of each part. Pure values."""

from typing import Literal, NamedTuple

Format = Literal["Atom", "RSS", "JSON Feed"]


class Said(NamedTuple):
    """A text of the document, its line, and the element or member that has it."""

    value: str
    line: int
    where: str


class Link(NamedTuple):
    """An address that the document has.

    Attributes:
        based: whether an xml:base says from where a relative one goes.
    """

    rel: str
    href: str
    line: int
    where: str
    based: bool = False


class Content(NamedTuple):
    """HTML of an entry.

    Attributes:
        based: whether an xml:base says from where relative addresses go.
    """

    html: str
    line: int
    where: str
    based: bool = False


class Entry(NamedTuple):
    """One entry.

    Attributes:
        number: its place in the feed, from 1.
        line: at which it begins.
        size: bytes in the document.
        id: None: it has none.
        permalink: what RSS says of a guid: that it is an address, that it is none, or (None)
            nothing, so that it is one.
        id_is_text: whether JSON has a text there, as it should.
        links: rel `alternate` is that of its page.
        enclosures: addresses of media.
        published, updated: as they are written; for RSS the pubDate is both.
        text: whether there is any text or title for readers.
        content: HTML of content and summary.
    """

    number: int
    line: int
    size: int
    id: Said | None
    permalink: bool | None
    id_is_text: bool
    title: Said | None
    links: tuple[Link, ...]
    enclosures: tuple[Link, ...]
    published: Said | None
    updated: Said | None
    has_text: bool
    content: tuple[Content, ...]

    @property
    def page(self) -> str:
        """The address of its page; empty: it has none."""
        return next((link.href for link in self.links if link.rel == "alternate"), "")


class Feed(NamedTuple):
    """One document.

    Attributes:
        version: of the format, as the document says; empty: it does not.
        title, language, id, updated, description: None: there is none.
        links: those of the feed itself, such as self, hub, prev-archive.
        complete, archive: whether it says so (RFC 5005 2 and 4).
        has_author: of Atom: whether the feed or each entry has one.
        strange: what is not as the format has it: an attribute of a guid that is spelt otherwise,
            an attribute that an enclosure lacks, items of JSON Feed that are no list.
    """

    format: Format
    version: str
    title: Said | None
    description: Said | None
    language: Said | None
    id: Said | None
    updated: Said | None
    links: tuple[Link, ...]
    complete: bool
    archive: bool
    has_author: bool
    entries: tuple[Entry, ...]
    strange: tuple[Said, ...] = ()

    def links_to(self, rel: str) -> list[Link]:
        """The feed's links of a relation."""
        return [link for link in self.links if link.rel == rel]

    def seen(self) -> tuple[tuple[object, ...], ...]:
        """What a subscriber sees of the entries; equal where nothing changed for them."""
        return tuple(
            (
                one.id.value if one.id else "",
                one.page,
                one.title.value if one.title else "",
                one.published.value if one.published else "",
                one.updated.value if one.updated else "",
                tuple(part.html for part in one.content),
            )
            for one in self.entries
        )


class Flaw(NamedTuple):
    """Why a document, or a part of it, cannot be read as it stands.

    Attributes:
        code: of the rule that it breaks.
    """

    code: str
    message: str
    line: int


class Reading(NamedTuple):
    """What was read of a document; feed is None where it is none that can be read."""

    feed: Feed | None
    flaws: tuple[Flaw, ...] = ()
