"""A post of another publisher, as plain values that know nothing of its format."""

from datetime import datetime

import msgspec

from feedsvc.model.article import Author, Correction


class Attachment(msgspec.Struct, frozen=True):
    """A media file that belongs to a post.

    Attributes:
        url: its address.
        type: media type, or empty.
        length: bytes; 0: not known.
    """

    url: str
    type: str = ""
    length: int = 0


class ImportedPost(msgspec.Struct, frozen=True, kw_only=True):
    """One post. A value that its source does not have is empty.

    Attributes:
        source: what names it in its source, for ever, such as `wxr:old.example/?p=12`.
        file, line: where it stands in the source; line from 1.
        id: its guid or id, verbatim.
        title, standfirst: one line of inline HTML.
        html: its text; URLs are absolute where the source tells against what.
        date, updated: naive where the source does not tell the zone.
        slug: the last part of its address, decoded.
        aliases: paths at which it stood.
        image: the address of its picture.
        image_alt, image_credit: plain text.
        draft: whether it is held back.
        embargo, expires: not before, and not after this time.
        status: `withdrawn`, or empty.
        reason: why it was withdrawn.
        version: of an item that its source sends again when it changes; 0: not known.
    """

    source: str
    file: str
    line: int
    id: str = ""
    version: int = 0
    title: str = ""
    standfirst: str = ""
    html: str = ""
    date: datetime | None = None
    updated: datetime | None = None
    authors: tuple[Author, ...] = ()
    category: str = ""
    tags: tuple[str, ...] = ()
    slug: str = ""
    aliases: tuple[str, ...] = ()
    image: str = ""
    image_alt: str = ""
    image_credit: str = ""
    enclosures: tuple[Attachment, ...] = ()
    language: str = ""
    draft: bool = False
    embargo: datetime | None = None
    expires: datetime | None = None
    status: str = ""
    reason: str = ""
    corrections: tuple[Correction, ...] = ()
