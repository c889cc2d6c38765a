"""Keeps what the releases of a site hold that is kept as files, in a file of its own beside them.

A row says what something was from one release on, and until which. So what a release holds can be
read while the next one is written, and what differs between two releases is found by an index.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from feedsvc.errors import StoreError
from feedsvc.store.advice import file_advice

_VERSION = 2  # raised where an older feedsvc could not read what is kept
_BUSY_SECONDS = 10.0
_TABLES = """
CREATE TABLE IF NOT EXISTS things (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER,
    value BLOB NOT NULL,
    PRIMARY KEY (kind, key, since)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS coded_again (
    path TEXT PRIMARY KEY,
    modified INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS things_since ON things (since, kind);
CREATE INDEX IF NOT EXISTS things_until ON things (until, kind) WHERE until IS NOT NULL;
"""
_AT = "since <= ? AND (until IS NULL OR until > ?)"


class Change(NamedTuple):
    """What something is from a release on; `value` None: it is no more."""

    kind: str
    key: str
    value: bytes | None


class SiteState:
    """What the releases in a folder hold. One process writes it; others may read it meanwhile.

    Args:
        path: of the file; it is made where it is missing, but for readers.
        read_only: write nothing.

    Raises:
        StoreError: it cannot be opened; the text says what to do.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._path = path
        with self._told():
            mode = "ro" if read_only else "rwc"
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=_BUSY_SECONDS,
                isolation_level=None,
            )
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
            if version > _VERSION:
                raise sqlite3.DatabaseError("made by a newer feedsvc; upgrade this one to use it")
            if not read_only:
                self._connection.execute("PRAGMA journal_mode=WAL")
                self._connection.execute("PRAGMA synchronous=FULL")
                self._connection.executescript(_TABLES)
                self._connection.execute(f"PRAGMA user_version = {_VERSION}")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            told = file_advice(str(error), damaged="delete it, and the next build makes all anew")
            raise StoreError(f"{self._path}: {error}{told}") from error

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Read what is there now while the block runs, whatever is written meanwhile."""
        with self._told():
            self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("COMMIT")

    def value(self, kind: str, key: str, number: int) -> bytes | None:
        """What something is in a release; None: it is not there."""
        asked = f"SELECT value FROM things WHERE kind = ? AND key = ? AND {_AT}"
        with self._told():
            row = self._connection.execute(asked, (kind, key, number, number)).fetchone()
        return None if row is None else bytes(row[0])

    def values(self, kind: str, number: int, prefix: str = "") -> Iterator[tuple[str, bytes]]:
        """All of a kind in a release, by key: key and value.

        Args:
            kind: of what is asked for.
            number: of the release.
            prefix: with which the keys begin.
        """
        asked = f"SELECT key, value FROM things WHERE kind = ? AND {_AT}"
        given: list[str | int] = [kind, number, number]
        if prefix:
            asked += " AND key >= ? AND key < ?"
            given += [prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1)]
        with self._told():
            yield from self._connection.execute(f"{asked} ORDER BY key", given)

    def values_after(self, kind: str, number: int, key: str, limit: int) -> list[tuple[str, bytes]]:
        """The next ones of a kind in a release after a key, in the order of their keys.

        Args:
            kind, number: as for values.
            key: after which; empty: from the first on.
            limit: how many at most.
        """
        asked = f"SELECT key, value FROM things WHERE kind = ? AND {_AT} AND key > ?"
        given = (kind, number, number, key, limit)
        with self._told():
            return list(self._connection.execute(f"{asked} ORDER BY key LIMIT ?", given))

    def count(self, kind: str, number: int) -> int:
        """How many of a kind are in a release."""
        asked = f"SELECT count(*) FROM things WHERE kind = ? AND {_AT}"
        with self._told():
            return int(self._connection.execute(asked, (kind, number, number)).fetchone()[0])

    def changed(self, kind: str, before: int, after: int) -> list[str]:
        """The keys of what may differ between two releases, of which the second is later."""
        asked = (
            # Left to itself, SQLite looks through all of the kind.
            "SELECT key FROM things INDEXED BY things_since"
            " WHERE kind = ?1 AND since > ?2 AND since <= ?3"
            " UNION SELECT key FROM things INDEXED BY things_until"
            " WHERE kind = ?1 AND until > ?2 AND until <= ?3"
        )
        with self._told():
            return [row[0] for row in self._connection.execute(asked, (kind, before, after))]

    def stayed(
        self, kind: str, since: int, until: int, key: str, limit: int
    ) -> list[tuple[str, bytes]]:
        """The next ones of a kind that are what they became with one of some releases.

        Args:
            kind: of what is asked for.
            since: the release after which they became it; 0: whenever.
            until: the last release with which they may have become it.
            key: after which; empty: from the first on.
            limit: how many at most.
        """
        by = "INDEXED BY things_since" if since else ""  # left to itself, SQLite looks at all
        asked = (
            f"SELECT key, value FROM things {by} WHERE kind = ? AND since > ? AND since <= ?"
            " AND until IS NULL AND key > ? ORDER BY key LIMIT ?"
        )
        with self._told():
            return list(self._connection.execute(asked, (kind, since, until, key, limit)))

    def coded_again(self, path: str) -> int | None:
        """The time of the file of a path that was coded again; None: none was."""
        asked = "SELECT modified FROM coded_again WHERE path = ?"
        with self._told():
            row = self._connection.execute(asked, (path,)).fetchone()
        return None if row is None else int(row[0])

    def note_coded_again(self, files: Iterable[tuple[str, int]]) -> None:
        """Keep which files were coded again, by path and time."""
        with self._told():
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany("INSERT OR REPLACE INTO coded_again VALUES (?, ?)", files)
            self._connection.execute("COMMIT")

    def commit(self, number: int, changes: Iterable[Change], oldest: int) -> None:
        """Keep what changes with a release, all of it or nothing.

        Args:
            number: of the release, which is later than all that are kept.
            changes: what is something else from it on.
            oldest: of the releases that are still asked for; what was before it is forgotten.

        Raises:
            StoreError: nothing is kept.
        """
        ends, rows = [], []
        for kind, key, value in changes:
            ends.append((number, kind, key))
            if value is not None:
                rows.append((kind, key, number, value))
        with self._told():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                run = self._connection.executemany
                ending = "UPDATE things SET until = ? WHERE kind = ? AND key = ? AND until IS NULL"
                run(ending, ends)
                run("INSERT INTO things (kind, key, since, value) VALUES (?, ?, ?, ?)", rows)
                self._connection.execute("DELETE FROM things WHERE until <= ?", (oldest,))
                self._connection.execute("COMMIT")
            except sqlite3.Error:
                self._connection.execute("ROLLBACK")
                raise

    def go_back(self, number: int) -> None:
        """Forget what was kept for releases after one.

        Raises:
            StoreError: all is as it was.
        """
        with self._told():
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("DELETE FROM things WHERE since > ?", (number,))
            self._connection.execute("UPDATE things SET until = NULL WHERE until > ?", (number,))
            self._connection.execute("COMMIT")
