"""An article as it stands in feeds, and what stays where it stood."""

import unicodedata
from datetime import datetime
from urllib.parse import quote

import msgspec

from feedsvc.model.article import Article


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
