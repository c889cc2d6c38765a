"""Stores a batch of read files in one transaction: articles, feeds, tombstones and problems.

A file that cannot be read keeps its last good version and gets a problem; but nobody sees that
version where the file may mean to hold it back.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from feedsvc.indexer import upgrade
from feedsvc.indexer.joint_authors import authors_apart
from feedsvc.indexer.match_files import Recognition
from feedsvc.indexer.read_file import ReadFile
from feedsvc.indexer.remove import let_go
from feedsvc.indexer.report import Seen
from feedsvc.indexer.retract import Visibility, retract
from feedsvc.indexer.updated import published_at
from feedsvc.indexer.visible_changes import Marks, visible_changes
from feedsvc.model.article import Article
from feedsvc.model.entry import Entry, Term
from feedsvc.model.feed import EVERYTHING, part_name
from feedsvc.model.file_stat import FileStat
from feedsvc.model.hashing import digest
from feedsvc.model.key import access_group_of
from feedsvc.model.ledger_record import Record
from feedsvc.model.problem import Problem
from feedsvc.model.status import holds_of, reasons_at
from feedsvc.settings import Settings
from feedsvc.store import (
    Connection,
    addresses,
    archives,
    articles,
    digests,
    feeds,
    files,
    ledger,
)
from feedsvc.store.codec import Text, pack_entry, pack_text
from feedsvc.store.labels import Labels
from feedsvc.store.missing import MissingArticles


class Placement(NamedTuple):
    """In which feeds articles stand beside the feed of everything.

    Attributes:
        parts_of: gives the parts of an entry, such as its tags, that have feeds: the word of their
            kind, and the part.
        version: where it changes, all articles are placed anew.
    """

    parts_of: Callable[[Entry, Settings], Iterable[tuple[str, Term]]]
    version: str


class TransactionReport(NamedTuple):
    """The result of one transaction.

    Attributes:
        new, changed, moved: paths of articles.
        untold: paths of articles that left the feeds although their files are the same.
        seen: what readers see of the changes.
        found: the entry ids of the articles in the files.
        freed: whether an id became free that another file may want.
        problems: of the files.
    """

    new: Sequence[str]
    changed: Sequence[str]
    moved: Sequence[str]
    untold: Sequence[str]
    seen: Seen
    found: Sequence[str]
    freed: bool
    problems: Sequence[Problem]


class _Compared(NamedTuple):
    """Files compared with what the store keeps of their articles.

    Attributes:
        rows: articles that are new to the store or differ from what it keeps.
        new, changed, moved: paths of articles.
        marks: what else is known of them.
    """

    rows: list[articles.StoredArticle]
    new: list[str]
    changed: list[str]
    moved: list[str]
    marks: Marks


class IndexTransaction:
    """Stores the files of one transaction.

    Args:
        connection: in a writing transaction.
        settings: decide ids and what is published.
        now: the time of reading, UTC, whole seconds.
        labels: the kept labels of categories, tags and authors.
        placement: says in which feeds articles stand.
        preview: publish drafts, embargoed and expired articles too, marked as such.
    """

    def __init__(
        self,
        connection: Connection,
        settings: Settings,
        now: datetime,
        labels: Labels,
        placement: Placement,
        *,
        preview: bool,
    ) -> None:
        self._connection = connection
        self._settings = settings
        self._preview = preview
        self._now = now
        self._labels = labels
        self._placement = placement
        self._problems: list[Problem] = []

    def take(self, read: Sequence[ReadFile], vanished: MissingArticles) -> TransactionReport:
        """Keep what the files say.

        Args:
            read: in the order in which new articles get ids and slugs.
            vanished: articles whose files are missing; a new file may be one of them.
        """
        connection = self._connection
        known_paths = (stats := files.stats_at(connection, [file.path for file in read])).keys()
        self._problems += [problem for file in read for problem in file.problems]
        no_articles = {file.path for file in read if file.left_out} & known_paths
        left_out = let_go(connection, no_articles, self._now) if no_articles else []
        readable = {file.path: file for file in read if file.article is not None}
        there = ledger.records_at(connection, readable.keys() & known_paths)
        if refused_before := (readable.keys() & known_paths) - there.keys():
            self._let_wait(readable, refused_before, stats)
        recognition = Recognition(connection, self._settings, self._now, self._is_private)
        records = recognition.recognize(readable, there, vanished)
        self._problems += recognition.problems
        known, ids = recognition.known, [record.entry_id for _, record in records]
        unknown = {r.entry_id for f, r in records if f.path not in known}
        kept = articles.digests_of(connection, [i for i in ids if i not in unknown])
        with self._labels.together(file.article for file, _ in records if file.article):
            rows, new, changed, moved, marks = self._compared(records, known, kept, stats)
        refused = readable.keys() - {file.path for file, _ in records}
        faulty = self._faulty(read, refused, known_paths, ids, recognition.renamed)
        replaced = _replaced(records, there)
        gone = replaced + (out := [one.entry_id for one in left_out])
        edited = [row.entry.id for row in rows if row.entry.id in kept]
        unread = {row.entry.id: row.entry.article.path for row in faulty}
        touched = feeds.feeds_holding(connection, edited + (faults := [*unread]) + gone)
        # Of these nothing is told: no editor has said that they are to leave.
        silent = {one.entry_id: one.path for one in left_out} | unread
        told, away, untold, seen = visible_changes(connection, rows, marks, silent, self._now)
        quiet = [*out, *faults, *(row.entry.id for row in rows if row.entry.id in marks.same)]
        before = digests.places_of(connection, quiet) if quiet else set()
        if not self._preview:
            told += map(Visibility, replaced)
            touched |= retract(connection, told, self._now, [*away, *map(Visibility, out + faults)])
        if gone:
            articles.delete_articles(connection, gone)
        fresh = {r.entry_id for file, r in records if file.path not in there} - kept.keys()
        rows += faulty
        rows += self._renamed(recognition.renamed, faults) if recognition.renamed else ()
        articles.put_articles(connection, rows, new=fresh, again=marks.again)
        if not self._preview:
            archives.number_new(connection, [row.entry.id for row in rows], self._now)
        addresses.put_aliases(connection, [row.entry for row in rows if row.live])
        remembered = [record for _, record in records] + [*recognition.renamed.values()]
        ledger.remember(connection, remembered, recognition.slugs, new=unknown)
        if replaced:
            ledger.give_up(connection, replaced)
        if quiet:
            digests.leave_untold(connection, quiet, before, self._now)
        self._keep_stats(read, refused, known_paths)
        articles.put_problems(connection, known_paths, self._problems)
        feeds.touch_feeds(connection, touched.union(*(row.feeds for row in rows)), self._now)
        changed += unread.values()
        return TransactionReport(new, changed, moved, untold, seen, ids, bool(gone), self._problems)

    def _let_wait(
        self, readable: dict[str, ReadFile], known: Collection[str], stats: Mapping[str, FileStat]
    ) -> None:
        """Take out of `readable` those of some known files that wait to be accepted."""
        again = [readable[path] for path in sorted(known)]
        for problem in upgrade.waiting(self._connection, again, stats, self._is_private):
            self._problems.append(problem)
            del readable[problem.path]

    def _keep_stats(
        self, read: Sequence[ReadFile], refused: Collection[str], known_paths: Collection[str]
    ) -> None:
        """Keep what the files looked like, and the media files that were measured for them.

        Those refused for their ids are read again each time: an id may become free.
        """
        stats = {f.path: f.stat.doubted() if f.path in refused else f.stat for f in read}
        files.put_files(self._connection, stats, known_paths)
        media = {path: stat for file in read for path, stat in file.media.items()}
        files.put_files(self._connection, media, files.known_paths(self._connection, media))

    def _compared(
        self,
        records: Sequence[tuple[ReadFile, Record]],
        known: Mapping[str, Record],
        kept: Mapping[str, str],
        stats: Mapping[str, FileStat],
    ) -> _Compared:
        """Compare the files with what the store keeps of their articles.

        Args:
            records: the files with the new records of their articles.
            known: the earlier records: path -> record.
            kept: digests of the articles that the store keeps: entry id -> digest.
            stats: the states in which the files were read before: path -> state.
        """
        found = _Compared([], [], [], [], Marks())
        for file, record in records:
            assert file.article is not None
            row = self._row(file.article, file.text, record)
            before = known.get(file.path)
            moved = before is not None and before.path != file.path
            if moved:
                found.moved.append(file.path)
            if before and before.present and not moved and before.source == file.source:
                found.marks.same.add(record.entry_id)
            if any(p.code == "folder-file" for p in file.problems) and not file.article.status:
                found.marks.ruled.add(record.entry_id)
            if before is None or not (before.present or moved):
                found.new.append(file.path)  # new, or back after it was gone
            if kept.get(record.entry_id) == row.digest:
                if file.media or stats.get(file.path) == file.stat:
                    found.marks.again.add(record.entry_id)
                continue
            found.rows.append(row._replace(words=file.words))
            if before is not None and record.entry_id in kept:
                found.changed.append(file.path)
                if record.corrected and record.corrected != before.corrected:
                    found.marks.corrected.add(record.entry_id)
        return found

    def _faulty(
        self,
        read: Sequence[ReadFile],
        refused: Collection[str],
        known_paths: Collection[str],
        found_ids: Collection[str],
        renamed: Mapping[str, Record],
    ) -> list[articles.StoredArticle]:
        """The articles whose files may mean to hold them back by now, so that nobody sees them.

        Any other file that cannot be read, or is refused for its id, keeps its last good version.
        An article that another file has by now is in `found_ids`.
        """
        unread = {f.path: f for f in read if f.article is None or f.path in refused}
        if not (there := ledger.records_at(self._connection, unread.keys() & known_paths)):
            return []
        kept = articles.entries_of(self._connection, [one.entry_id for one in there.values()])
        found = []
        for path, record in there.items():
            entry = kept.get(record.entry_id)
            if entry is None or record.entry_id in found_ids:
                continue
            if entry.article.faulty or entry.article.status:
                continue
            file = unread[path]
            holding = (file.article.holding if file.article else file.holding) or ()
            if file.holds_back or entry.article.loses(holding):
                article = msgspec.structs.replace(entry.article, faulty=True)
                record = renamed.get(record.entry_id, record)
                found.append(self._row(*pack_text(article), record))
        return found

    def _renamed(
        self, renamed: Mapping[str, Record], but: Collection[str]
    ) -> list[articles.StoredArticle]:
        """The articles that had to yield their slugs to articles of this transaction."""
        kept = articles.entries_of(self._connection, renamed.keys() - but)
        return [self._row(*pack_text(one.article), renamed[i]) for i, one in kept.items()]

    def _row(self, article: Article, text: Text, record: Record) -> articles.StoredArticle:
        published = published_at(article, record.first_seen)
        expires = None if self._settings.ignore_expiry else article.expires
        category = self._labels.term("category", article.category) if article.category else None
        article = authors_apart(article, self._labels.are_authors)
        tags = tuple(self._labels.term("tag", tag) for tag in article.tags)
        authors = tuple(self._labels.term("author", author.name) for author in article.authors)
        private = self._is_private(article)
        holds = holds_of(article, private=private)
        state, live = "", not holds
        if self._preview:
            reasons = reasons_at(self._now, holds, published, expires)
            state = next((reason for reason in reasons if reason != "withdrawn"), "")
            live = "withdrawn" not in holds
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
            private=private,
        )
        packed = pack_entry(entry, text)
        named = {EVERYTHING: ""}
        for word, term in self._placement.parts_of(entry, self._settings):
            named.setdefault(part_name(word, term.slug), term.label)
        return articles.StoredArticle(
            entry,
            digest(packed.digest, str(expires)),
            packed.weight,
            packed.encoded,
            live,
            expires,
            named,
            "" if live else access_group_of(entry),
        )

    def _is_private(self, article: Article) -> bool:
        """Whether an article's category is private."""
        private = self._settings.private_categories
        if not private or not article.category:
            return False
        return self._labels.term("category", article.category).slug in private


def _replaced(records: list[tuple[ReadFile, Record]], there: Mapping[str, Record]) -> list[str]:
    """The earlier ids of files that now state another id."""
    now = {file.path: record.entry_id for file, record in records}
    still = set(now.values())
    return [
        before.entry_id
        for path, entry_id in now.items()
        if (before := there.get(path)) and before.entry_id not in still
    ]
