"""What a batch of read files changes in the store, in one transaction.

A file that cannot be read leaves its last good version in place and becomes a problem.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec

from feedsvc.documents import digest
from feedsvc.feeds import EVERYTHING, part_name
from feedsvc.identity import Record, Sighting, match_moves, published_at, settle, visible_digest
from feedsvc.model import Article, Entry, FileStat, Problem, tag_uri
from feedsvc.settings import Settings
from feedsvc.store import Connection, addresses, articles, feeds, ledger


class ReadFile(NamedTuple):
    """A file as it was found: its bytes' digest and what was read from it."""

    path: str
    stat: FileStat
    source: str
    article: Article | None
    problems: tuple[Problem, ...]


class Taken(NamedTuple):
    """What a batch came to: files read, articles new, changed, moved; those that vanished."""

    read: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    moved: tuple[str, ...]
    vanished: frozenset[str]


class Batch:
    """One transaction's worth of files.

    Args:
        connection: in a writing transaction.
        settings: decide ids and what is published.
        now: the time of reading, UTC, whole seconds.
        preview: drafts, embargoed and expired articles are taken in too, marked as such.
    """

    def __init__(
        self, connection: Connection, settings: Settings, now: datetime, *, preview: bool
    ) -> None:
        self._connection = connection
        self._settings = settings
        self._preview = preview
        self._now = now
        self._labels = ledger.Labels(connection)
        self._feed_labels: dict[str, str] = {}
        self._problems: list[Problem] = []

    def take(
        self, files: list[ReadFile], vanished: Mapping[str, Record], lost: Collection[str]
    ) -> Taken:
        """Keep what the files say.

        Args:
            files: in the order in which new ones get their names.
            vanished: articles whose files are gone, by id: a new file may be one of them.
            lost: paths at which no file is any more.
        """
        connection = self._connection
        gone = ledger.records_at(connection, lost)
        vanished = dict(vanished) | {record.entry_id: record for record in gone.values()}
        for file in files:
            self._problems += file.problems
        readable = [file for file in files if file.article is not None]
        known = self._known(readable, vanished)
        records = self._settle(readable, known, vanished)
        kept = articles.digests_of(connection, [r.entry_id for _, r in records])
        rows, new, changed, moved = [], [], [], []
        for file, record in records:
            assert file.article is not None
            row = self._row(file.article, record)
            before = known.get(file.path)
            if before is not None and before.path != file.path:
                moved.append(file.path)
            if before is None:
                new.append(file.path)
            if kept.get(record.entry_id) == row.digest:
                continue
            rows.append(row)
            if before is not None and record.entry_id in kept:
                changed.append(file.path)
        replaced = self._replaced(records, known)
        ids = [row.entry.id for row in rows] + replaced
        touched = feeds.feeds_holding(connection, ids)
        articles.delete_articles(connection, replaced)
        ledger.mark_gone(connection, replaced)
        articles.put_articles(connection, rows)
        addresses.put_aliases(connection, [row.entry for row in rows if row.live])
        ledger.remember(connection, [record for _, record in records])
        refused = {file.path for file in readable} - {file.path for file, _ in records}
        articles.put_files(
            connection,
            # What is refused for its id is looked at again each time: the id may become free.
            {f.path: FileStat(-1, f.stat.size) if f.path in refused else f.stat for f in files},
        )
        articles.put_problems(connection, [file.path for file in files], self._problems)
        labels = dict.fromkeys(touched, "")
        labels.update((name, self._feed_labels[name]) for row in rows for name in row.feeds)
        feeds.touch_feeds(connection, labels, self._now)
        matched = frozenset(record.entry_id for _, record in records)
        left = {record.entry_id for record in gone.values()} - matched
        return Taken(len(files), tuple(new), tuple(changed), tuple(moved), frozenset(left))

    def _known(self, files: list[ReadFile], vanished: Mapping[str, Record]) -> dict[str, Record]:
        """What the ledger remembers of each file's article: path -> record."""
        paths = [file.path for file in files]
        claimed = [f.article.id for f in files if f.article and f.article.id]
        by_id = ledger.records_of(self._connection, claimed)
        known = ledger.records_at(self._connection, paths)
        for file in files:
            assert file.article is not None
            if file.article.id in by_id:
                known[file.path] = by_id[file.article.id]
            elif (
                file.article.id
                and (before := known.pop(file.path, None))
                and before.visible == visible_digest(file.article)
            ):
                # The same text under an id of its own: its page stays where it is.
                known[file.path] = msgspec.structs.replace(before, entry_id=file.article.id)
        strangers = [
            Sighting(file.path, file.source, file.article.slug, file.article.date)
            for file in files
            if file.article and not file.article.id and file.path not in known
        ]
        used = {record.entry_id for record in known.values()}
        left = [record for record in vanished.values() if record.entry_id not in used]
        known |= match_moves(strangers, left)
        missing = [file.path for file in files if file.path not in known]
        for path, record in ledger.past_records_at(self._connection, missing).items():
            # A file that comes back is the article that it was, unless that one lives elsewhere.
            article = next(f.article for f in files if f.path == path)
            if article is not None and article.id in ("", record.entry_id):
                known[path] = record
        return known

    def _settle(
        self,
        files: list[ReadFile],
        known: Mapping[str, Record],
        vanished: Mapping[str, Record],
    ) -> list[tuple[ReadFile, Record]]:
        id_base = self._id_base()
        made = [tag_uri(id_base, file.path) for file in files if file.path not in known]
        taken_ids = ledger.KnownIds(self._connection, made)
        owners = ledger.SlugOwners(
            self._connection, {file.article.slug for file in files if file.article}
        )
        claims: dict[str, str] = {}
        records: list[tuple[ReadFile, Record]] = []
        for file in files:
            assert file.article is not None
            before = known.get(file.path)
            if file.article.updated and file.article.updated > self._now:
                self._problems.append(_updated_ahead(file.path))
            record = settle(
                file.article,
                before,
                source=file.source,
                now=self._now,
                id_base=id_base,
                taken_ids=taken_ids,
                slug_owners=owners,
            )
            holder = claims.get(record.entry_id, "")
            if before is not None and before.entry_id not in vanished:
                holder = holder or _holder(before, file.path, files)
            if holder:
                self._problems.append(_same_id(file.path, holder, record.entry_id))
                continue
            claims[record.entry_id] = file.path
            taken_ids.add(record.entry_id)
            owners[record.slug] = record.entry_id
            records.append((file, record))
        return records

    def _id_base(self) -> str:
        kept = ledger.recall(self._connection, "id_base")
        id_base = self._settings.id_base or kept or self._settings.tag_authority
        if id_base != kept:
            ledger.keep(self._connection, "id_base", id_base)
        return id_base

    def _replaced(
        self, records: list[tuple[ReadFile, Record]], known: Mapping[str, Record]
    ) -> list[str]:
        """Ids that their files no longer have, because they now name another."""
        paths = [file.path for file, _ in records]
        before = ledger.records_at(self._connection, paths)
        now = {file.path: record.entry_id for file, record in records}
        still = set(now.values())
        return [
            record.entry_id
            for path, record in before.items()
            if record.entry_id != now[path] and record.entry_id not in still
        ]

    def _row(self, article: Article, record: Record) -> articles.StoredArticle:
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
            state=state,
        )
        encoded = articles.encode_entry(entry)
        named = {EVERYTHING: self._settings.title}
        if category:
            named[part_name("category", category.slug)] = self._labels.first("category", category)
        named |= {part_name("tag", t.slug): self._labels.first("tag", t) for t in tags}
        named |= {part_name("author", a.slug): self._labels.first("author", a) for a in authors}
        self._feed_labels |= named
        withheld = article.status == "withdrawn" or (article.draft and not self._preview)
        return articles.StoredArticle(
            entry, digest(encoded, str(expires)), encoded, not withheld, expires, tuple(named)
        )


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


def _holder(record: Record, path: str, files: list[ReadFile]) -> str:
    """The other file that has a record's id, and still says so; empty where none does."""
    if not record.present or record.path == path:
        return ""
    for file in files:
        if file.path == record.path:
            still = file.article is None or file.article.id in ("", record.entry_id)
            return record.path if still else ""
    return record.path
