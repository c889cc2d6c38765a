"""Finds out which article of the ledger each file is, and which files are new articles."""

from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec

from feedsvc.indexer.identity import Names, TakenSlugs, match_moves, settle
from feedsvc.indexer.read_file import ReadFile
from feedsvc.indexer.updated import looks_the_same, published_at, visible_at
from feedsvc.model.article import Article
from feedsvc.model.entry import tag_uri
from feedsvc.model.hashing import digest
from feedsvc.model.ledger_record import Record, Sighting, SlugOwner
from feedsvc.model.problem import Problem
from feedsvc.model.slugs import unused
from feedsvc.model.status import holds_of
from feedsvc.settings import Settings
from feedsvc.store import Connection, ledger, tombstones
from feedsvc.store.missing import MissingArticles


class Recognition:
    """Recognizes the articles of the files of one transaction.

    Args:
        connection: in a writing transaction.
        settings: decide how ids are made.
        now: the time of reading, UTC, whole seconds.
        is_private: whether an article's category is private.

    Attributes:
        known: the earlier record of each file's article: path -> record.
        problems: of files whose id belongs to another file or whose date lies ahead.
        slugs: the owners of slugs, where these are new: slug -> owner.
        renamed: the records of other articles that had to yield their slugs, with new ones: entry
            id -> record.
    """

    def __init__(
        self,
        connection: Connection,
        settings: Settings,
        now: datetime,
        is_private: Callable[[Article], bool] = lambda _: False,
    ) -> None:
        self._is_private = is_private
        self._connection = connection
        self._settings = settings
        self._now = now
        self._stated: dict[str, str] = {}  # ids that do not count: path -> id
        self.known: dict[str, Record] = {}
        self.problems: list[Problem] = []
        self.slugs: dict[str, SlugOwner] = {}
        self.renamed: dict[str, Record] = {}
        self._moved: dict[str, Record] = {}
        self._yielding: list[tuple[str, SlugOwner]] = []  # of one slug there may be several

    def recognize(
        self, read: Mapping[str, ReadFile], there: Mapping[str, Record], vanished: MissingArticles
    ) -> list[tuple[ReadFile, Record]]:
        """The files with the new records of their articles, without the files that are refused.

        Args:
            read: files with an article, by path, in the order in which new ones get ids and slugs.
            there: the records of the articles that these paths held at the last look.
            vanished: articles whose files are missing; a new file may be one of them.
        """
        self.known = self._known(read, there, vanished)
        own: dict[str, ReadFile] = {}
        for path, file in read.items():
            assert file.article is not None
            record = self.known.get(path)
            if record and file.article.id not in ("", record.entry_id):
                self._stated[path] = file.article.id
                article = msgspec.structs.replace(file.article, id=record.entry_id)
                file = msgspec.structs.replace(file, article=article)
            own[path] = file
        return self._settle(own, vanished)

    def _known(
        self, read: Mapping[str, ReadFile], there: Mapping[str, Record], vanished: MissingArticles
    ) -> dict[str, Record]:
        """What the ledger remembers of each file's article: path -> record."""
        claimed = [f.article.id for f in read.values() if f.article and f.article.id]
        by_id = ledger.records_of(self._connection, claimed)
        if others := set(claimed) - by_id.keys():
            by_id |= ledger.records_stating(self._connection, others)
        self._moved = self._found_elsewhere(read, there, vanished)
        gone = {record.path for record in self._moved.values()} - self._moved.keys()
        known = {p: record for p, record in there.items() if p not in gone} | self._moved
        heirs: dict[str, str] = {}
        for path, file in read.items():
            assert file.article is not None
            if path in known and known[path].source == file.source:
                continue  # an id that was not read in these bytes before does not count
            if file.article.id in by_id:
                known[path] = by_id[file.article.id]
            elif file.article.id and (before := known.pop(path, None)) and _same(before, file):
                # The same text with an `id` in its header now: its page keeps its address, and old
                # addresses still lead there.
                known[path] = msgspec.structs.replace(before, entry_id=file.article.id)
                heirs[before.entry_id] = file.article.id
        if heirs:
            ledger.pass_slugs(self._connection, heirs)
        strangers = [
            Sighting(path, file.source, file.article.slug, file.article.date)
            for path, file in read.items()
            if file.article and not file.article.id and path not in known
        ]
        if strangers and (candidates := vanished.candidates(strangers)):
            used = {record.entry_id for record in known.values()}
            known |= match_moves(strangers, [r for r in candidates if r.entry_id not in used])
        if missing := [path for path in read if path not in known]:
            for path, record in ledger.past_records_at(self._connection, missing).items():
                # A file that comes back is the article that it was, unless it states another id.
                article = read[path].article
                if article is not None and article.id in ("", record.entry_id):
                    known[path] = record
        return known

    def _found_elsewhere(
        self, read: Mapping[str, ReadFile], there: Mapping[str, Record], vanished: MissingArticles
    ) -> dict[str, Record]:
        """Files with the very bytes that the file of another article had: path -> its record.

        That article's own file is gone, or has other bytes by now: files were renumbered, swapped,
        or one was put aside for the next under its name.
        """
        changed = [path for path, record in there.items() if read[path].source != record.source]
        if not changed:
            return {}
        asks = [Sighting(path, read[path].source, "", None) for path in changed]
        had = {one.source: one for one in vanished.candidates(asks)}
        had |= {there[path].source: there[path] for path in changed}
        moved: dict[str, Record] = {}
        for path, file in read.items():
            if path in there and there[path].source == file.source:
                continue
            if file.article and not file.article.id and file.source in had:
                moved[path] = had.pop(file.source)
        return _without_copies(moved, read)

    def _settle(
        self, read: Mapping[str, ReadFile], vanished: MissingArticles
    ) -> list[tuple[ReadFile, Record]]:
        known = self.known
        id_base = self._id_base()
        made = [tag_uri(id_base, path) for path in read if path not in known]
        taken_ids = ledger.KnownIds(self._connection, made)
        owners = ledger.SlugOwners(
            self._connection, {file.article.slug for file in read.values() if file.article}
        )
        entry_ids = [record.entry_id for record in known.values()]
        stones = tombstones.tombstones_of(self._connection, entry_ids).values()
        standing = (one for one in stones if one.until is None or one.until > self._now)
        retracted = {one.entry_id: one.deleted for one in standing}
        names = Names(id_base, taken_ids, owners)
        homeless = vanished.among(entry_ids)
        claims: dict[str, str] = {}
        records: list[tuple[ReadFile, Record]] = []
        for path, file in read.items():
            assert file.article is not None
            before = known.get(path)
            if file.article.updated and file.article.updated > self._now:
                self.problems.append(_updated_ahead(path))
            private = self._is_private(file.article)
            # A private article does not become public again.
            returns = before is not None and not private
            live = not holds_of(file.article, private=private)
            record = settle(
                file.article,
                before,
                source=file.source,
                now=self._now,
                names=names._replace(live=live),
                visible=file.visible,
                retracted=retracted.get(before.entry_id) if before and returns else None,
            )
            holder = claims.get(record.entry_id, "")
            elsewhere = before is not None and path not in self._moved
            if before is not None and elsewhere and before.entry_id not in homeless:
                holder = holder or _holder(before, path, read)
            if holder:
                self.problems.append(_same_id(path, holder, record.entry_id))
                continue
            record = msgspec.structs.replace(record, stated=self._stated.get(path))
            claims[record.entry_id] = path
            taken_ids.add(record.entry_id)
            since = published_at(file.article, record.first_seen) if live else None
            self._give(record.slug, SlugOwner(record.entry_id, since), owners)
            records.append((file, record))
        return self._rename(records, owners) if self._yielding else records

    def _give(self, slug: str, owner: SlugOwner, owners: ledger.SlugOwners) -> None:
        """Give a slug to an article, which may have it already."""
        before = owners.get(slug)
        if before and before.entry_id != owner.entry_id:
            self._yielding.append((slug, before))
        elif before and before.since is not None and before.since <= self._now:
            return  # it was public once
        if before != owner:
            self.slugs[slug] = owners[slug] = owner

    def _rename(
        self, records: list[tuple[ReadFile, Record]], owners: ledger.SlugOwners
    ) -> list[tuple[ReadFile, Record]]:
        """The records, with other slugs for those that had to yield theirs."""
        here = {record.entry_id: record for _, record in records}
        while self._yielding:  # who yields may take a name from one that is seen later still
            slug, owner = self._yielding.pop()
            entry_id = owner.entry_id
            record = here.get(entry_id) or self.renamed.get(entry_id)
            record = record or ledger.records_of(self._connection, [entry_id]).get(entry_id)
            if record and record.slug == slug:  # else it had that one before its present one
                taken = TakenSlugs(owners, entry_id, owner.since, self._now)
                record = msgspec.structs.replace(record, slug=unused(record.wanted, taken))
                self._give(record.slug, owner, owners)
                (here if entry_id in here else self.renamed)[entry_id] = record
        return [(file, here.get(record.entry_id, record)) for file, record in records]

    def _id_base(self) -> str:
        kept = ledger.recall(self._connection, "id_base")
        id_base = self._settings.id_base or ledger.id_base_of(self._connection, self._settings)
        if id_base != kept:
            ledger.keep(self._connection, "id_base", id_base)
        return id_base


def _without_copies(moved: Mapping[str, Record], read: Mapping[str, ReadFile]) -> dict[str, Record]:
    """Those that moved, without a copy of an article that was edited in its own file.

    An edited article still has its headline. One whose headline is not known counts as edited.
    """
    edited = set()
    for record in moved.values():
        if record.path not in read or record.path in moved:
            continue
        now = read[record.path].article
        if now is None or record.headline in (None, digest(now.headline)):
            edited.add(record.entry_id)
    return {path: one for path, one in moved.items() if one.entry_id not in edited}


def _same(before: Record, file: ReadFile) -> bool:
    """Whether a file is the same as its record but for its id."""
    assert file.article is not None
    published = published_at(file.article, before.first_seen)
    return looks_the_same(before, visible_at(file.visible, published), file.source)


def _updated_ahead(path: str) -> Problem:
    message = "the date of the last change lies ahead and does not count; write when it was"
    return Problem(path, 1, "warning", "updated-ahead", message)


def _same_id(path: str, holder: str, entry_id: str) -> Problem:
    message = f"{holder} already has the id {entry_id}; give this file one of its own"
    return Problem(path, 1, "error", "same-id", message)


def _holder(record: Record, path: str, read: Mapping[str, ReadFile]) -> str:
    """The path of the other file that has a record's id and keeps it; empty: there is none."""
    if not record.present or record.path == path:
        return ""
    if file := read.get(record.path):
        still = file.article is None or file.article.id in ("", record.entry_id)
        return record.path if still else ""
    return record.path
