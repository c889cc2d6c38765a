"""Holds the articles whose files are gone, because a new file may be one of them.

They lie in a temporary database, so a renamed folder of a million articles needs no memory.
"""

import sqlite3
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

import msgspec

from feedsvc.errors import FeedsvcError
from feedsvc.model.ledger_record import Record, Sighting
from feedsvc.store import Connection, Store, files, ledger
from feedsvc.store.bulk import CHUNK, chunks

# An article is spared, or leaves, or is spared and leaves if its file is not. `renamed` is slug and
# date: by them a renamed and edited file is recognized.
_TABLE = """
    CREATE TABLE missing (entry_id TEXT PRIMARY KEY, path TEXT, source TEXT, renamed TEXT,
        record BLOB, spared INTEGER, leaves INTEGER);
    CREATE INDEX missing_path ON missing (path, entry_id);
    CREATE INDEX missing_source ON missing (source);
    CREATE INDEX missing_renamed ON missing (renamed);
"""
_PUT = """
    INSERT INTO missing VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (entry_id) DO UPDATE SET
        path = excluded.path, source = excluded.source, renamed = excluded.renamed,
        record = excluded.record, spared = max(spared, excluded.spared),
        leaves = max(leaves, excluded.leaves)
"""
_PAGE = """
    SELECT record FROM missing WHERE leaves >= ? AND (path, entry_id) > (?, ?)
        ORDER BY path, entry_id LIMIT ?
"""
_BY_SOURCE = "SELECT record, leaves FROM missing WHERE source = ?"
_BY_NAME = "SELECT record, leaves FROM missing WHERE renamed = ?"
_decoder = msgspec.msgpack.Decoder(Record)


class MissingArticles:
    """Articles whose files are gone: those that are to leave, and those that are spared for now.

    Spared ones are kept from one update to the next, and each is looked up once, however many
    updates it takes to find the files of a renamed folder. What is kept of them only says which
    articles to look at; their current records are read when asked for.

    Args:
        store: where articles are looked up.
        lacks: whether it is certain that there is no file at a path (Folder.lacks).

    Attributes:
        spared: paths of gone files and folders whose articles are spared.
    """

    def __init__(self, store: Store, lacks: Callable[[str], bool]) -> None:
        self._store = store
        self._lacks = lacks
        self._database: sqlite3.Connection | None = None  # made for the first article
        self.spared: frozenset[str] = frozenset()

    def spare(self, paths: Collection[str]) -> None:
        """Spare the articles at these paths, and no others from now on.

        Raises:
            FeedsvcError: a temporary file cannot be written.
        """
        before, now = self.spared, frozenset(paths)
        if not now:
            self.spared = now
            self.settle()
            return
        if before - now:
            lost = (one.entry_id for one in self._all(0) if not is_within(one.path, now))
            for some in chunks(lost):
                self.found(some)
        if now - before:
            with self._store.reading() as connection:
                self._look_up(connection, sorted(now - before))
        self.spared = now

    def _look_up(self, connection: Connection, paths: Collection[str]) -> None:
        for some in chunks(paths):
            there = ledger.records_at(connection, some)
            self._put(there.values(), spared=True)
            for path in some:
                after = "" if path not in there else None
                while after is not None:
                    page = files.stats_page(connection, after, CHUNK, within=path)
                    inside = [one for one, _ in page]
                    self._put(ledger.records_at(connection, inside).values(), spared=True)
                    after = inside[-1] if len(inside) == CHUNK else None

    def add(self, records: Collection[Record]) -> None:
        """Add articles that are to leave, unless their files are found.

        Raises:
            FeedsvcError: a temporary file cannot be written.
        """
        self._put(records, spared=False)

    def _put(self, records: Collection[Record], *, spared: bool) -> None:
        if not records:
            return
        if self._database is None:
            # An empty name is a private file, which SQLite deletes when the connection closes.
            self._database = sqlite3.connect("", check_same_thread=False)
            self._database.executescript(_TABLE)
            weakref.finalize(self, self._database.close)
        rows = [
            (
                one.entry_id,
                one.path,
                one.source,
                _renamed(one.wanted, one.date),
                msgspec.msgpack.encode(one),
                spared,
                not spared,
            )
            for one in records
        ]
        try:
            self._database.executemany(_PUT, rows)
        except sqlite3.Error as error:
            raise FeedsvcError(
                f"temporary files cannot be written ({error}); make room in the system's folder"
                " for them, or set TMPDIR to another"
            ) from error

    def found(self, entry_ids: Iterable[str]) -> None:
        """Forget these articles: their files were found."""
        if self._database is not None:
            ids = ((entry_id,) for entry_id in entry_ids)
            self._database.executemany("DELETE FROM missing WHERE entry_id = ?", ids)

    def among(self, entry_ids: Iterable[str]) -> set[str]:
        """Those of the ids whose articles are still missing."""
        if self._database is None:
            return set()
        query = "SELECT record, leaves FROM missing WHERE entry_id = ?"
        return {one.entry_id for one in self._still(self._rows(query, entry_ids))}

    def candidates(self, sightings: Collection[Sighting]) -> list[Record]:
        """All missing articles that one of the files could be."""
        if self._database is None:
            return []
        renamed = {_renamed(one.slug, one.date) for one in sightings}
        rows = self._rows(_BY_SOURCE, {one.source for one in sightings})
        return self._still(rows + self._rows(_BY_NAME, renamed))

    def _still(self, rows: Iterable[tuple[Record, bool]]) -> list[Record]:
        """The records of those that leave, and current ones of the spared whose files lack."""
        leaving: dict[str, Record] = {}
        spared: set[str] = set()
        for record, leaves in rows:
            if leaves:
                leaving[record.entry_id] = record
            else:
                spared.add(record.entry_id)
        found = list(leaving.values())
        if spared:
            with self._store.reading() as connection:
                current = ledger.records_of(connection, spared).values()
            found += [one for one in current if one.present and self._lacks(one.path)]
        return found

    def _rows(self, query: str, values: Iterable[str | None]) -> list[tuple[Record, bool]]:
        assert self._database is not None
        rows: list[tuple[Any, Any]] = []
        for value in values:
            rows += self._database.execute(query, (value,))
        return [(_decoder.decode(record), bool(leaves)) for record, leaves in rows]

    def left(self) -> Iterator[Record]:
        """The articles that are to leave, by path, without those at spared paths."""
        return (one for one in self._all(1) if not is_within(one.path, self.spared))

    def _all(self, leaves: int) -> Iterator[Record]:
        """All articles by path; where `leaves` is 1, those that are to leave."""
        after = ("", "")
        while self._database is not None:
            rows = self._database.execute(_PAGE, (leaves, *after, CHUNK)).fetchall()
            page = [_decoder.decode(record) for (record,) in rows]
            yield from page
            if len(page) < CHUNK:
                return
            after = (page[-1].path, page[-1].entry_id)

    def count(self) -> int:
        """How many articles are to leave, those at spared paths among them."""
        if self._database is None:
            return 0
        (count,) = self._database.execute("SELECT count(*) FROM missing WHERE leaves").fetchone()
        return int(count)

    def settle(self) -> None:
        """Forget the articles that were to leave, at the end of a scan or update."""
        if self._database is None:
            return
        if self.spared:
            self._database.execute("DELETE FROM missing WHERE NOT spared")
            self._database.execute("UPDATE missing SET leaves = 0")
        else:
            self._database.close()
            self._database = None


def is_within(path: str, places: Collection[str]) -> bool:
    """Whether a path is one of `places`, or in a folder that is one."""
    if not places:
        return False
    parts = path.split("/")
    return any("/".join(parts[:end]) in places for end in range(1, len(parts) + 1))


def _renamed(slug: str, date: object) -> str | None:
    return None if date is None else f"{date} {slug}"
