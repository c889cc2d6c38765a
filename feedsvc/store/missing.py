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
_BY_ID = "SELECT record, leaves FROM missing WHERE entry_id = ?"
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
        self._close: Callable[[], object] = lambda: None
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
            self._close = weakref.finalize(self, self._database.close)
        rows = (
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
        )
        self._run(_PUT, rows)

    def _run(self, statement: str, rows: Iterable[tuple[Any, ...]] = ((),)) -> list[Any]:
        """Run a statement with each row of values; all that it gives.

        Raises:
            FeedsvcError: a temporary file cannot be written.
        """
        if (database := self._database) is None:
            return []
        try:
            return [one for values in rows for one in database.execute(statement, values)]
        except sqlite3.Error as error:
            raise FeedsvcError(
                f"temporary files cannot be written ({error}); make room in the system's folder"
                " for them, or set TMPDIR to another"
            ) from error

    def found(self, entry_ids: Iterable[str]) -> None:
        """Forget these articles: their files were found."""
        self._run("DELETE FROM missing WHERE entry_id = ?", zip(entry_ids))

    def among(self, entry_ids: Iterable[str]) -> set[str]:
        """Those of the ids whose articles are still missing."""
        return {one.entry_id for one in self._still(self._run(_BY_ID, zip(entry_ids)))}

    def candidates(self, sightings: Collection[Sighting]) -> list[Record]:
        """All missing articles that one of the files could be."""
        rows = self._run(_BY_SOURCE, zip({one.source for one in sightings}))
        renamed = {_renamed(one.slug, one.date) for one in sightings}
        return self._still(rows + self._run(_BY_NAME, zip(renamed)))

    def _still(self, rows: Iterable[tuple[bytes, int]]) -> list[Record]:
        """The records of those that leave, and current ones of the spared whose files lack."""
        found: dict[str, Record] = {}
        spared: set[str] = set()
        for packed, leaves in rows:
            record = _decoder.decode(packed)
            if leaves:
                found[record.entry_id] = record
            else:
                spared.add(record.entry_id)
        if spared:
            with self._store.reading() as connection:
                for entry_id, record in ledger.records_of(connection, spared).items():
                    if record.present and self._lacks(record.path):
                        found[entry_id] = record
        return list(found.values())

    def left(self) -> Iterator[Record]:
        """The articles that are to leave, by path, without those at spared paths."""
        return (one for one in self._all(1) if not is_within(one.path, self.spared))

    def _all(self, leaves: int) -> Iterator[Record]:
        """All articles by path; where `leaves` is 1, those that are to leave."""
        after = ("", "")
        while rows := self._run(_PAGE, [(leaves, *after, CHUNK)]):
            for (packed,) in rows:
                record = _decoder.decode(packed)
                yield record
            after = (record.path, record.entry_id)

    def count(self) -> int:
        """How many articles are to leave, those at spared paths among them."""
        return sum(count for (count,) in self._run("SELECT sum(leaves) FROM missing") if count)

    def settle(self) -> None:
        """Forget the articles that were to leave, at the end of a scan or update."""
        if self.spared:
            self._run("DELETE FROM missing WHERE NOT spared")
            self._run("UPDATE missing SET leaves = 0")
        else:
            self._close()
            self._database = None


def is_within(path: str, places: Collection[str]) -> bool:
    """Whether a path is one of `places`, or in a folder that is one."""
    parts = path.split("/")
    return any("/".join(parts[:end]) in places for end in range(1, len(parts) + 1))


def _renamed(slug: str, date: object) -> str | None:
    return None if date is None else f"{date} {slug}"
