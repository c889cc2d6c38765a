"""Keeps the counts of polls in a file of its own beside the store, a row for a feed and a day."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import msgspec

from feedsvc.errors import StoreError
from feedsvc.model.audience import MOST_FEEDS, OTHER_FEEDS, FeedDay
from feedsvc.model.feed import EVERYTHING
from feedsvc.store.advice import file_advice
from feedsvc.store.new_file import make_folder

FILE_NAME = "readers.db"
DAYS_KEPT = 400
_VERSION = 1
_BUSY_SECONDS = 1.0  # to wait for another process; counts are offered again later
_TABLE = """
CREATE TABLE IF NOT EXISTS feed_days (
    day TEXT NOT NULL,
    feed TEXT NOT NULL,
    polls INTEGER NOT NULL,
    not_modified INTEGER NOT NULL,
    pollers INTEGER NOT NULL,
    more INTEGER NOT NULL,
    clients TEXT NOT NULL,
    subscribers TEXT NOT NULL,
    PRIMARY KEY (day, feed)
) WITHOUT ROWID
"""
_COLUMNS = "day, feed, polls, not_modified, pollers, more, clients, subscribers"
_Row = tuple[str, str, int, int, int, int, str, str]


def add_counts(path: Path, counts: Iterable[FeedDay], most_feeds: int = MOST_FEEDS) -> None:
    """Add counts to those that are kept, and drop what is older than DAYS_KEPT days.

    Args:
        path: of the file; it is made where it is missing.
        counts: are joined with what is kept of the same feed and day.
        most_feeds: that get a row of their own on a day; the others share one.

    Raises:
        StoreError: nothing of them is kept; the text says what to do.
    """
    make_folder(path.parent)
    with _opened(path, "rwc") as connection:
        connection.execute("BEGIN IMMEDIATE")
        _prepare(connection)
        for one in counts:
            _add(connection, one, most_feeds)
        newest = connection.execute("SELECT max(day) FROM feed_days").fetchone()[0]
        if newest:
            oldest = date.fromisoformat(newest) - timedelta(days=DAYS_KEPT - 1)
            connection.execute("DELETE FROM feed_days WHERE day < ?", (oldest.isoformat(),))
        connection.execute("COMMIT")


def counts_since(path: Path, day: str) -> list[FeedDay]:
    """The counts of a day and of all that follow, by day and feed; none where there is no file.

    Raises:
        StoreError: they cannot be read.
    """
    if not path.exists():
        return []
    with _opened(path, "rw") as connection:
        if not connection.execute("PRAGMA user_version").fetchone()[0]:
            return []
        _refuse_newer(connection)
        found = connection.execute(
            f"SELECT {_COLUMNS} FROM feed_days WHERE day >= ? ORDER BY day, feed", (day,)
        )
        return [_count_of(row) for row in found]


def _add(connection: sqlite3.Connection, one: FeedDay, most_feeds: int) -> None:
    kept = _kept(connection, one.day, one.feed)
    if kept is None and one.feed not in (EVERYTHING, OTHER_FEEDS):
        asked = "SELECT count(*) FROM feed_days WHERE day = ?"
        if connection.execute(asked, (one.day,)).fetchone()[0] >= most_feeds:
            one = msgspec.structs.replace(one, feed=OTHER_FEEDS)
            kept = _kept(connection, one.day, one.feed)
    made = one if kept is None else kept.joined(one)
    connection.execute(
        f"INSERT OR REPLACE INTO feed_days ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(made.day, made.feed, made.polls, made.not_modified, made.pollers, int(made.more)),
            msgspec.json.encode(made.clients, order="sorted").decode(),
            msgspec.json.encode(made.subscribers, order="sorted").decode(),
        ),
    )


def _kept(connection: sqlite3.Connection, day: str, feed: str) -> FeedDay | None:
    asked = f"SELECT {_COLUMNS} FROM feed_days WHERE day = ? AND feed = ?"
    row = connection.execute(asked, (day, feed)).fetchone()
    return None if row is None else _count_of(row)


def _count_of(row: _Row) -> FeedDay:
    day, feed, polls, not_modified, pollers, more, clients, subscribers = row
    return FeedDay(
        day,
        feed,
        polls,
        not_modified,
        pollers,
        bool(more),
        msgspec.json.decode(clients, type=dict[str, int]),
        msgspec.json.decode(subscribers, type=dict[str, dict[str, int]]),
    )


def _prepare(connection: sqlite3.Connection) -> None:
    _refuse_newer(connection)
    connection.execute(_TABLE)
    connection.execute(f"PRAGMA user_version = {_VERSION}")


def _refuse_newer(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA user_version").fetchone()[0] > _VERSION:
        raise sqlite3.DatabaseError("made by a newer feedsvc; upgrade this one to use it")


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """A connection that is closed again: no process keeps one that a later one could inherit."""
    connection = None
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
        )
        yield connection
    except (sqlite3.Error, msgspec.MsgspecError, ValueError) as error:
        reason = str(error)
        told = file_advice(reason, damaged="delete it to begin anew")
        raise StoreError(f"{path}: {reason}{told}") from error
    finally:
        if connection is not None:
            connection.close()
