"""What a batch of read files changes in the store, in one transaction.

A file that cannot be read leaves its last good version in place and becomes a problem.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from feedsvc.documents import digest
from feedsvc.feeds import EVERYTHING, part_name
from feedsvc.identity import (
    Record,
    Sighting,
    Vanished,
    is_withheld,
    looks_the_same,
    match_moves,
    published_at,
    settle,
    visible_at,
)
from feedsvc.model import Article, Entry, FileStat, Problem, Tombstone, tag_uri
from feedsvc.reading import ReadFile
from feedsvc.retracting import Standing, retract
from feedsvc.settings import Settings
from feedsvc.store import (
    Connection,
    addresses,
    archives,
    articles,
    feeds,
    files,
    ledger,
    tombstones,
)
from feedsvc.store.packing import Text, pack_entry


class Kept(NamedTuple):
    """What a batch came to.

    Attributes:
        new, changed, moved: paths of articles.
        found: entry ids of all articles that the files are.
        freed: whether an id became free that another file may want.
        problems: of the files.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    moved: tuple[str, ...]
    found: tuple[str, ...]
    freed: bool
    problems: tuple[Problem, ...]


class Batch:
    """One transaction's worth of files.

    Args:
        connection: in a writing transaction.
        settings: decide ids and what is published.
        now: the time of reading, UTC, whole seconds.
        labels: categories, tags and authors, as they are kept.
        preview: drafts, embargoed and expired articles are taken in too, marked as such.
    """

    def __init__(
        self,
        connection: Connection,
        settings: Settings,
        now: datetime,
        labels: ledger.Labels,
        *,
        preview: bool,
    ) -> None:
        self._connection = connection
        self._settings = settings
        self._preview = preview
        self._now = now
        self._labels = labels
        self._feed_labels: dict[str, str] = {}
        self._problems: list[Problem] = []
        self._owned: set[str] = set()  # slugs that their articles had before
        self._retracted: dict[str, Tombstone] = {}

    def take(self, read: Sequence[ReadFile], vanished: Vanished) -> Kept:
        """Keep what the files say.

        Args:
            read: in the order in which new ones get their names.
            vanished: articles whose files are gone: a new file may be one of them.
        """
        connection = self._connection
        known_paths = files.known_paths(connection, [file.path for file in read])
        for file in read:
            self._problems += file.problems
        readable = {file.path: file for file in read if file.article is not None}
        there = ledger.records_at(connection, readable.keys() & known_paths)
        known = self._known(readable, there, vanished)
        self._retracted = tombstones.tombstones_of(
            connection, [record.entry_id for record in known.values()]
        )
        records = self._settle(readable, known, vanished)
        ids = [record.entry_id for _, record in records]
        unknown = {r.entry_id for file, r in records if file.path not in known}
        kept = articles.digests_of(connection, [i for i in ids if i not in unknown])
        rows, new, changed, moved = [], [], [], []
        for file, record in records:
            assert file.article is not None
            row = self._row(file.article, file.text, record)
            before = known.get(file.path)
            if before is not None and before.path != file.path:
                moved.append(file.path)
            if before is None or not (before.present or file.path in moved):
                new.append(file.path)  # or back again
            if kept.get(record.entry_id) == row.digest:
                continue
            rows.append(row)
            if before is not None and record.entry_id in kept:
                changed.append(file.path)
        replaced = _replaced(records, there)
        edited = [row.entry.id for row in rows if row.entry.id in kept]
        touched = feeds.feeds_holding(connection, edited + replaced)
        if not self._preview:
            found = [_standing(row, self._now) for row in rows]
            standings = [one for one in found if one] + [Standing(i) for i in replaced]
            touched |= retract(connection, standings, self._now)
        articles.delete_articles(connection, replaced)
        ledger.mark_gone(connection, replaced)
        fresh = {
            i for file, r in records if (i := r.entry_id) not in kept and file.path not in there
        }
        articles.put_articles(connection, rows, new=fresh)
        if not self._preview:
            archives.number_new(connection, [row.entry.id for row in rows], self._now)
        addresses.put_aliases(connection, [row.entry for row in rows if row.live])
        ledger.remember(
            connection, [record for _, record in records], new=unknown, owned=self._owned
        )
        refused = readable.keys() - {file.path for file, _ in records}
        files.put_files(
            connection,
            # What is refused for its id is looked at again each time: the id may become free.
            {f.path: FileStat(-1, f.stat.size) if f.path in refused else f.stat for f in read},
            known_paths,
        )
        articles.put_problems(connection, known_paths, self._problems)
        labels = dict.fromkeys(touched, "")
        labels.update((name, self._feed_labels[name]) for row in rows for name in row.feeds)
        if labels:
            feeds.touch_feeds(connection, labels, self._now)
        return Kept(
            tuple(new),
            tuple(changed),
            tuple(moved),
            tuple(ids),
            bool(replaced),
            tuple(self._problems),
        )

    def _known(
        self, read: Mapping[str, ReadFile], there: Mapping[str, Record], vanished: Vanished
    ) -> dict[str, Record]:
        """What the ledger remembers of each file's article: path -> record."""
        claimed = [f.article.id for f in read.values() if f.article and f.article.id]
        by_id = ledger.records_of(self._connection, claimed)
        known = dict(there)
        heirs: dict[str, str] = {}
        for path, file in read.items():
            assert file.article is not None
            if file.article.id in by_id:
                known[path] = by_id[file.article.id]
            elif file.article.id and (before := known.pop(path, None)) and _same(before, file):
                # The same text under an id of its own: its page stays where it is, as do others
                # that lead there.
                known[path] = msgspec.structs.replace(before, entry_id=file.article.id)
                heirs[before.entry_id] = file.article.id
        ledger.pass_slugs(self._connection, heirs)
        strangers = [
            Sighting(path, file.source, file.article.slug, file.article.date)
            for path, file in read.items()
            if file.article and not file.article.id and path not in known
        ]
        if strangers and (candidates := vanished.candidates(strangers)):
            used = {record.entry_id for record in known.values()}
            known |= match_moves(strangers, [r for r in candidates if r.entry_id not in used])
        missing = [path for path in read if path not in known]
        for path, record in ledger.past_records_at(self._connection, missing).items():
            # A file that comes back is the article that it was, unless that one lives elsewhere.
            article = read[path].article
            if article is not None and article.id in ("", record.entry_id):
                known[path] = record
        return known

    def _settle(
        self, read: Mapping[str, ReadFile], known: Mapping[str, Record], vanished: Vanished
    ) -> list[tuple[ReadFile, Record]]:
        id_base = self._id_base()
        made = [tag_uri(id_base, path) for path in read if path not in known]
        taken_ids = ledger.KnownIds(self._connection, made)
        owners = ledger.SlugOwners(
            self._connection, {file.article.slug for file in read.values() if file.article}
        )
        homeless = vanished.among([record.entry_id for record in known.values()])
        claims: dict[str, str] = {}
        records: list[tuple[ReadFile, Record]] = []
        for path, file in read.items():
            assert file.article is not None
            before = known.get(path)
            if file.article.updated and file.article.updated > self._now:
                self._problems.append(_updated_ahead(path))
            record = settle(
                file.article,
                before,
                source=file.source,
                now=self._now,
                id_base=id_base,
                taken_ids=taken_ids,
                slug_owners=owners,
                visible=file.visible,
                retracted=self._retracted_at(before),
            )
            holder = claims.get(record.entry_id, "")
            if before is not None and before.entry_id not in homeless:
                holder = holder or _holder(before, path, read)
            if holder:
                self._problems.append(_same_id(path, holder, record.entry_id))
                continue
            claims[record.entry_id] = path
            taken_ids.add(record.entry_id)
            if owners.get(record.slug) == record.entry_id:
                self._owned.add(record.slug)
            owners[record.slug] = record.entry_id
            records.append((file, record))
        return records

    def _retracted_at(self, before: Record | None) -> datetime | None:
        """When the article of a record was retracted, if readers are still told so."""
        stone = self._retracted.get(before.entry_id) if before else None
        return stone.deleted if stone and (not stone.until or stone.until > self._now) else None

    def _id_base(self) -> str:
        kept = ledger.recall(self._connection, "id_base")
        id_base = self._settings.id_base or kept or self._settings.tag_authority
        if id_base != kept:
            ledger.keep(self._connection, "id_base", id_base)
        return id_base

    def _row(self, article: Article, text: Text, record: Record) -> articles.StoredArticle:
        published = published_at(article, record.first_seen)
        expires = None if self._settings.ignore_expiry else article.expires
        category = self._labels.term("category", article.category) if article.category else None
        tags = tuple(self._labels.term("tag", tag) for tag in article.tags)
        authors = tuple(self._labels.term("author", author.name) for author in article.authors)
        state = ""
        if self._preview:
            state = _state(article, published, expires, self._now)
            expires = None
        entry = Entry(
            id=record.entry_id,
            slug=record.slug,
            published=published,
            updated=record.updated,
            article=article,
            category=category,
            tags=tags,
            authors=authors,
            corrected=record.corrected,
            state=state,
        )
        packed = pack_entry(entry, text)
        named = {EVERYTHING: self._settings.title}
        if category:
            named[part_name("category", category.slug)] = self._labels.first("category", category)
        named |= {part_name("tag", t.slug): self._labels.first("tag", t) for t in tags}
        named |= {part_name("author", a.slug): self._labels.first("author", a) for a in authors}
        self._feed_labels |= named
        withheld = is_withheld(article) and (not self._preview or article.status == "withdrawn")
        return articles.StoredArticle(
            entry,
            digest(packed.digest, str(expires)),
            packed.weight,
            packed.encoded,
            not withheld,
            expires,
            tuple(named),
        )


def _same(before: Record, file: ReadFile) -> bool:
    """Whether a file says what is remembered of its article, but for its id."""
    assert file.article is not None
    published = published_at(file.article, before.first_seen)
    return looks_the_same(before, visible_at(file.visible, published), file.source)


def _standing(row: articles.StoredArticle, now: datetime) -> Standing | None:
    """Where an article stands from now on; None: its time is over, which is no retraction."""
    published, article = row.entry.published, row.entry.article
    if not row.live:
        return Standing(row.entry.id, None, article.reason if article.status else "")
    if row.expires is not None and row.expires <= now:
        return None
    never = row.expires is not None and row.expires <= published
    return Standing(row.entry.id, None if never else published, "")


def _state(article: Article, published: datetime, expires: datetime | None, now: datetime) -> str:
    if article.draft:
        return "draft"
    if published > now:
        return "embargoed"
    return "expired" if expires and expires <= now else ""


def _updated_ahead(path: str) -> Problem:
    message = "the date of the last change lies ahead and does not count; write when it was"
    return Problem(path, 1, "warning", "updated-ahead", message)


def _same_id(path: str, holder: str, entry_id: str) -> Problem:
    message = f"{holder} already has the id {entry_id}; give this file one of its own"
    return Problem(path, 1, "error", "same-id", message)


def _replaced(records: list[tuple[ReadFile, Record]], there: Mapping[str, Record]) -> list[str]:
    """Ids that their files no longer have, because they now name another."""
    now = {file.path: record.entry_id for file, record in records}
    still = set(now.values())
    return [
        before.entry_id
        for path, entry_id in now.items()
        if (before := there.get(path)) and before.entry_id not in still
    ]


def _holder(record: Record, path: str, read: Mapping[str, ReadFile]) -> str:
    """The other file that has a record's id, and still says so; empty where none does."""
    if not record.present or record.path == path:
        return ""
    if file := read.get(record.path):
        still = file.article is None or file.article.id in ("", record.entry_id)
        return record.path if still else ""
    return record.path
