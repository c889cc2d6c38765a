"""Decides the permanent id and slug of an article, and which moved file it is.

Pure: takes what the ledger remembers, and returns what it is to remember.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple, Protocol

from feedsvc.indexer.updated import (
    corrections_of,
    looks_the_same,
    published_at,
    updated_at,
    visible_at,
    visible_digest,
)
from feedsvc.model.article import Article
from feedsvc.model.entry import tag_uri
from feedsvc.model.ledger_record import Record, Sighting
from feedsvc.model.slugs import unused


class MissingArticles(Protocol):
    """Articles whose files are gone; a new file may be one of them."""

    def add(self, records: Collection[Record], /) -> None:
        """Add articles whose files are gone."""

    def found(self, entry_ids: Collection[str], /) -> None:
        """Forget these articles: their files were found."""

    def among(self, entry_ids: Collection[str], /) -> set[str]:
        """Those of the ids whose articles are missing."""

    def candidates(self, files: "Collection[Sighting]", /) -> Collection[Record]:
        """At least all missing articles that one of the files could be."""

    def close(self) -> None:
        """Forget all articles."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Record]: ...


class FewMissing:
    """Missing articles in memory, for a small number of them (MissingArticles)."""

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}

    def add(self, records: Collection[Record], /) -> None:
        """Add articles whose files are gone."""
        self._records |= {record.entry_id: record for record in records}

    def found(self, entry_ids: Collection[str], /) -> None:
        """Forget these articles: their files were found."""
        for entry_id in self.among(entry_ids):
            del self._records[entry_id]

    def among(self, entry_ids: Collection[str], /) -> set[str]:
        """Those of the ids whose articles are missing."""
        return self._records.keys() & set(entry_ids)

    def candidates(self, files: "Collection[Sighting]", /) -> Collection[Record]:
        """All missing articles, if there are files."""
        return list(self._records.values()) if files else []

    def close(self) -> None:
        """Forget all articles."""
        self._records.clear()

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Record]:
        return iter(sorted(self._records.values(), key=lambda record: record.path))


def match_moves(appeared: Iterable[Sighting], vanished: Iterable[Record]) -> dict[str, Record]:
    """Find the new files that are missing articles under another name: path -> record.

    The same bytes show a move; where these differ, the same slug and date do. Each record and each
    file is matched once, in the order of their paths.
    """
    left = {record.entry_id: record for record in sorted(vanished, key=lambda r: r.path)}
    files = sorted(appeared, key=lambda s: s.path)
    moves: dict[str, Record] = {}
    for by_bytes in (True, False):
        waiting: dict[object, list[Record]] = {}
        for record in left.values():
            if by_bytes or record.date is not None:
                key: object = record.source if by_bytes else (record.wanted, record.date)
                waiting.setdefault(key, []).append(record)
        for file in files:
            found = waiting.get(file.source if by_bytes else (file.slug, file.date))
            if file.path not in moves and found:
                moves[file.path] = found.pop(0)
                del left[moves[file.path].entry_id]
    return moves


class Names(NamedTuple):
    """Ids and slugs that a new article may not take from others.

    Attributes:
        id_base: the authority and date with which ids are made (RFC 4151).
        taken_ids: ids that are taken.
        slug_owners: slug -> the entry id that has or had it.
    """

    id_base: str
    taken_ids: Container[str]
    slug_owners: Mapping[str, str]


def settle(
    article: Article,
    known: Record | None,
    *,
    source: str,
    now: datetime,
    names: Names,
    visible: str = "",
    retracted: datetime | None = None,
) -> Record:
    """The new record of an article that was just read.

    Args:
        article: what its file says.
        known: the earlier record; None where the article is new.
        source: digest of the file's bytes.
        now: the time of reading, UTC, to the second.
        names: ids and slugs of other articles.
        visible: visible_digest of the whole article, where `article` is only a part of it.
        retracted: when it was retracted, if its tombstone still stands. An article that comes back
            gets a newer `updated`: readers that dropped it take only newer ones (RFC 6721 3).
    """
    entry_id = article.id or (known.entry_id if known else "")
    if not entry_id:
        entry_id = unused(tag_uri(names.id_base, article.path), names.taken_ids)
    if known and known.wanted == article.slug:
        slug = known.slug
    else:
        slug = unused(article.slug, _OfOthers(names.slug_owners, entry_id))
    first_seen = min(known.first_seen, now) if known else now  # the clock may have been ahead
    published = published_at(article, first_seen)
    visible = visible_at(visible or visible_digest(article), published)
    same = known is not None and looks_the_same(known, visible, source)
    updated = updated_at(article, known, published, now, same=same, retracted=retracted)
    corrected, corrections = corrections_of(article, known, now)
    return Record(
        entry_id=entry_id,
        path=article.path,
        slug=slug,
        wanted=article.slug,
        first_seen=first_seen,
        updated=updated,
        visible=visible,
        source=source,
        date=article.date,
        corrected=corrected,
        corrections=corrections,
        shown=updated if updated <= now else (known.shown if known else None),
    )


class _OfOthers:
    """The slugs that belong or belonged to other articles than this one."""

    def __init__(self, owners: Mapping[str, str], entry_id: str) -> None:
        self._owners = owners
        self._entry_id = entry_id

    def __contains__(self, slug: object) -> bool:
        return self._owners.get(str(slug), self._entry_id) != self._entry_id
