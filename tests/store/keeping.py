"""Entries as the bytes and rows that a store keeps of them."""

from datetime import UTC, datetime

import msgspec

from feedsvc.model.article import Article
from feedsvc.model.entry import Entry
from feedsvc.model.hashing import digest
from feedsvc.model.ledger_record import Record
from feedsvc.store.articles import StoredArticle
from feedsvc.store.codec import pack_entry, pack_text

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def kept(entry: Entry) -> bytes:
    """A whole entry as the bytes that are kept of it."""
    article, text = pack_text(entry.article)
    return pack_entry(msgspec.structs.replace(entry, article=article), text).encoded


def row(
    name: str, published: datetime, *, expires: datetime | None = None, live: bool = True
) -> StoredArticle:
    article = Article(path=f"{name}.txt", headline=name, slug=name)
    entry = Entry(id=name, slug=name, published=published, updated=published, article=article)
    return StoredArticle(entry, digest(name), 100, kept(entry), live, expires, {"tag/x": "X"})


def record(name: str, *, slug: str = "", present: bool = True) -> Record:
    return Record(
        entry_id=f"id:{name}",
        path=f"{name}.txt",
        slug=slug or name,
        wanted=slug or name,
        first_seen=NOW,
        updated=NOW.replace(microsecond=7),
        visible=digest("v"),
        source=digest("s"),
        date=datetime(1066, 10, 14, tzinfo=UTC),
        present=present,
    )
