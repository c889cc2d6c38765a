"""Decides the permanent id and slug of an article, and which moved file it is.

Pure: takes what the ledger remembers, and returns what it is to remember.
"""

from collections.abc import Container, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec

from feedsvc.indexer.clock_set import possible
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
from feedsvc.model.hashing import digest
from feedsvc.model.ledger_record import Record, Sighting, SlugOwner
from feedsvc.model.slugs import unused


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
        slug_owners: who has or had a slug.
        live: whether nothing but its times holds the article back that asks.
    """

    id_base: str
    taken_ids: Container[str]
    slug_owners: Mapping[str, SlugOwner]
    live: bool = True


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
        article: what its file says; its id is that of the record, or empty.
        known: the earlier record; None where the article is new.
        source: digest of the file's bytes.
        now: the time of reading, UTC, to the second.
        names: ids and slugs of other articles.
        visible: of the whole article, as visible_at wants it; empty: `article` is the whole.
        retracted: when it was retracted, if its tombstone still stands. An article that comes back
            gets a newer `updated`: readers that dropped it take only newer ones (RFC 6721 3).
    """
    known = known and possible(known, now)
    same_bytes = known is not None and known.source == source
    entry_id = known.entry_id if known else article.id
    if not entry_id:
        entry_id = unused(tag_uri(names.id_base, article.path), names.taken_ids)
    first_seen = known.first_seen if known else now
    published = published_at(article, first_seen)
    taken = TakenSlugs(names.slug_owners, entry_id, published if names.live else None, now)
    stays = same_bytes and known is not None and known.path == article.path
    same_name = stays or (known is not None and known.wanted == article.slug)
    if known and same_name and taken.seen(known.slug):
        slug = known.slug
    else:
        slug = unused(article.slug, taken)
    visible = visible or visible_digest(article)
    before = known and visible_at(visible, published_at(article, known.first_seen))
    same = known is not None and looks_the_same(known, before or "", source)
    updated = updated_at(article, known, published, now, same=same, retracted=retracted)
    corrected, corrections = corrections_of(article, known, now, same_bytes=same_bytes)
    return Record(
        entry_id=entry_id,
        path=article.path,
        slug=slug,
        wanted=article.slug,
        first_seen=first_seen,
        updated=updated,
        visible=visible_at(visible, published),
        source=source,
        date=article.date,
        corrected=corrected,
        corrections=corrections,
        shown=updated if updated <= now else (known.shown if known else None),
        ahead=known.ahead if known else None,
        returns=known.returns if known else None,
        headline=digest(article.headline),
    )


class TakenSlugs(msgspec.Struct, frozen=True):
    """The slugs that an article may not take, as others have or had them.

    Attributes:
        owners: of slugs.
        entry_id: of the article.
        since: from when on it is public; None: nobody knows when.
        now: the time, UTC.
    """

    owners: Mapping[str, SlugOwner]
    entry_id: str
    since: datetime | None
    now: datetime

    def __contains__(self, slug: object) -> bool:
        owner = self.owners.get(str(slug))
        if owner is None or owner.entry_id == self.entry_id:
            return False
        return owner.keeps(self.since, self.now)

    def seen(self, slug: str) -> bool:
        """Whether a slug is the article's own, and readers have seen it."""
        owner = self.owners.get(slug)
        if owner is None or owner.entry_id != self.entry_id:
            return False
        return owner.since is not None and owner.since <= self.now
