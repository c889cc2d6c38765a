"""An article as an entry of feeds, and the tombstone that stays when it is retracted."""

import unicodedata
from datetime import datetime
from urllib.parse import quote, unquote

import msgspec

from feedsvc.model.article import Article


class Tombstone(msgspec.Struct, frozen=True):
    """An entry that was public and no longer is (RFC 6721 3).

    Attributes:
        entry_id: the id of the entry.
        deleted: when it was retracted, in UTC.
        reason: why, as readers are told; plain text, may be empty.
        until: when the entry becomes public again; None if it does not.
    """

    entry_id: str
    deleted: datetime
    reason: str = ""
    until: datetime | None = None


def tag_uri(id_base: str, path: str) -> str:
    """The entry id of an article whose file gives none: a `tag:` URI (RFC 4151).

    Args:
        id_base: authority and date, such as `example.org,2026`.
        path: of the article's file when it was first seen.
    """
    specific = quote(unicodedata.normalize("NFC", path), safe="/-._~!$'()*+,;=@")
    return f"tag:{id_base}:{specific}"


def path_in_id(entry_id: str) -> str:
    """The path of which tag_uri made an entry id; empty for other ids."""
    scheme, _, specific = entry_id.partition(":")
    return unquote(specific.partition(":")[2]) if scheme == "tag" else ""


class Term(msgspec.Struct, frozen=True):
    """A category, tag or author of an article.

    Attributes:
        slug: of its feed.
        label: its name as the article writes it.
    """

    slug: str
    label: str


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An article as an entry of feeds, with its permanent id, its slug and its times (in UTC).

    Attributes:
        id: the same for ever (RFC 4287 4.2.6).
        slug: the last part of its page's path, unique in the newsroom.
        published: the later of date and embargo (RFC 4287 4.2.9).
        updated: the time of its last change that readers see (RFC 4287 4.2.15).
        corrected: when it was last corrected; None if never.
        state: draft, private, embargoed or expired, as the preview marks it; empty if published.
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
