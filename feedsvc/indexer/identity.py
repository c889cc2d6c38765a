"""Which article a file is, for ever: ids, slugs, and when `updated` moves.

Pure: what the ledger remembers goes in, what it is to remember comes out.
"""

import hashlib
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

import msgspec

from feedsvc.model.article import Article
from feedsvc.model.entry import tag_uri
from feedsvc.model.record import Record, Sighting
from feedsvc.model.slugs import unused


class MissingArticles(Protocol):
    """Articles whose files are gone; a new file may be one of them."""

    def add(self, records: Collection[Record], /) -> None:
        """These are gone too."""

    def found(self, entry_ids: Collection[str], /) -> None:
        """These are no longer sought."""

    def among(self, entry_ids: Collection[str], /) -> set[str]:
        """Those of the ids that are sought."""

    def candidates(self, files: "Collection[Sighting]", /) -> Collection[Record]:
        """At least all that one of the files could be."""

    def close(self) -> None:
        """Forget them."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Record]: ...


class FewMissing:
    """Vanished for as many articles as memory may hold."""

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}

    def add(self, records: Collection[Record], /) -> None:
        """These are gone too."""
        self._records |= {record.entry_id: record for record in records}

    def found(self, entry_ids: Collection[str], /) -> None:
        """These are no longer sought."""
        for entry_id in self.among(entry_ids):
            del self._records[entry_id]

    def among(self, entry_ids: Collection[str], /) -> set[str]:
        """Those of the ids that are sought."""
        return self._records.keys() & set(entry_ids)

    def candidates(self, files: "Collection[Sighting]", /) -> Collection[Record]:
        """All of them."""
        return list(self._records.values()) if files else []

    def close(self) -> None:
        """Forget them."""
        self._records.clear()

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Record]:
        return iter(sorted(self._records.values(), key=lambda record: record.path))


_HIDDEN = (
    *("path", "slug", "id", "date", "embargo", "updated", "expires", "aliases", "extra"),
    *("draft", "status", "reason"),
)
_DATED = "at:"  # what earlier digests, which took date and embargo as they were written, lack


def visible_digest(article: Article) -> str:
    """A digest of what readers see of an article but its date; where its file lies is no part."""
    seen = msgspec.structs.asdict(article)
    for name in _HIDDEN:
        del seen[name]
    return hashlib.sha256(msgspec.json.encode(seen)).hexdigest()


def visible_at(visible: str, published: datetime) -> str:
    """A digest of what readers see of an article, whatever its header says of its date.

    Args:
        visible: visible_digest of the article.
        published: when it is published.
    """
    whole = hashlib.sha256(f"{visible} {published.isoformat()}".encode()).hexdigest()
    return _DATED + whole[: -len(_DATED)]


def looks_the_same(record: Record, visible: str, source: str) -> bool:
    """Whether readers see no difference to what is remembered.

    Args:
        record: of the article.
        visible: visible_at, now.
        source: digest of the file's bytes, now.
    """
    if record.visible.startswith(_DATED):
        return record.visible == visible
    return record.source == source


def match_moves(appeared: Iterable[Sighting], vanished: Iterable[Record]) -> dict[str, Record]:
    """Which new files are vanished ones under another name: path -> record.

    The same bytes tell a move; where those differ too, slug and date together. Each record and
    each file is matched once, in the order of their paths.
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


def published_at(article: Article, first_seen: datetime) -> datetime:
    """When an article is to be published: the later of date and embargo, in UTC."""
    dated = article.date or first_seen
    return max(dated, article.embargo or dated).astimezone(UTC)


class Names(NamedTuple):
    """Ids and slugs that a new article may not take from others.

    Attributes:
        id_base: authority and date of ids that are made.
        taken_ids: ids that are taken.
        slug_owners: slugs given away, each with the entry id that has or had it.
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
    """What the ledger is to remember of an article that was just read.

    Args:
        article: what its file says.
        known: what the ledger remembers of it; None where it is new.
        source: digest of the file's bytes.
        now: the time of reading, UTC, to the second.
        names: what other articles have.
        visible: visible_digest of the whole article, where `article` is only a part of it.
        retracted: when it was, if readers are still told so. One that comes back has changed for
            them: those who dropped it take only what is newer (RFC 6721 3).
    """
    entry_id = article.id or (known.entry_id if known else "")
    if not entry_id:
        entry_id = unused(tag_uri(names.id_base, article.path), names.taken_ids)
    if known and known.wanted == article.slug:
        slug = known.slug
    else:
        slug = unused(article.slug, _OfOthers(names.slug_owners, entry_id))
    first_seen = min(known.first_seen, now) if known else now  # clocks were wrong before
    published = published_at(article, first_seen)
    visible = visible_at(visible or visible_digest(article), published)
    same = known is not None and looks_the_same(known, visible, source)
    updated = _updated(article, known, published, now, same=same, retracted=retracted)
    corrected, corrections = _corrections(article, known, now)
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


def _updated(
    article: Article,
    known: Record | None,
    published: datetime,
    now: datetime,
    *,
    same: bool,
    retracted: datetime | None,
) -> datetime:
    """The time of an article's last change that readers see.

    Args:
        article, known, now, retracted: as for `settle`.
        published: when the article is to be.
        same: whether it looks to readers as it did.
    """
    stated = article.updated.astimezone(UTC) if article.updated else published
    if stated > now:
        stated = published
    back = retracted is not None and not is_withheld(article)
    if known is None or (known.updated > now and not back):  # nobody has seen it: no stamp binds
        updated = max(stated, published)
        return max(updated, known.shown) if known and known.shown else updated
    if same and not back:
        return known.updated
    before = max(known.updated, retracted) if retracted and back else known.updated
    told = stated if article.updated and stated > before else now
    return max(told, published)


def is_withheld(article: Article) -> bool:
    """Whether its header keeps an article from readers, whatever the time."""
    return article.draft or article.status == "withdrawn"


def _corrections(
    article: Article, known: Record | None, now: datetime
) -> tuple[datetime | None, str]:
    """When an article was last corrected, and digests of its corrections' texts.

    A correction that is new since the last reading was made when it says, or else just now; of
    those that a new article brings along, only the times that they say are known.
    """
    told = {_short_digest(c.text): c.time for c in article.corrections}
    if not told:
        return None, ""
    before = set() if known is None or known.corrections is None else set(known.corrections.split())
    if known is None or known.corrections is None:
        times = [time for time in told.values() if time and time <= now]
    else:
        new = [time for text, time in told.items() if text not in before]
        times = [time if time and time <= now else now for time in new]
        times += [known.corrected] if known.corrected else []
    return max((time.astimezone(UTC) for time in times), default=None), " ".join(told)


def _short_digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class _OfOthers:
    """The slugs that belong, or belonged, to other articles than this one."""

    def __init__(self, owners: Mapping[str, str], entry_id: str) -> None:
        self._owners = owners
        self._entry_id = entry_id

    def __contains__(self, slug: object) -> bool:
        return self._owners.get(str(slug), self._entry_id) != self._entry_id
