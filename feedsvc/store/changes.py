"""Tells readers of the store what was published since they last looked.

A cheap hint saves them from asking the database each time.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import SQLAlchemyError

from feedsvc.store.feeds import EDITION
from feedsvc.store.ledger import recall, state_of
from feedsvc.store.postgresql import watch_of
from feedsvc.store.schema import codings, feeds
from feedsvc.store.server_watch import DEAF_SECONDS

SETTINGS = "settings"  # the name of the state that holds the mark of the settings in force
MANY = 1000  # changed feeds; where there are more, all feeds count as changed


class Changed(NamedTuple):
    """What was published since an edition.

    Attributes:
        edition: the number that each publishing transaction raises; 0: nothing was ever published.
        id_base: what ids are made with.
        feeds: names of the feeds that changed; None: too many to name, or not known.
        coded: feeds and formats of the documents that got a better coding.
        settings: the mark of the settings in force (store.in_force).
    """

    edition: int
    id_base: str | None
    feeds: frozenset[str] | None
    coded: frozenset[tuple[str, str]]
    settings: str | None = None


def changed_since(connection: Connection, edition: int) -> Changed:
    """What was published after an edition; after -1, everything counts as changed."""
    now, id_base = int(state_of(connection, EDITION) or 0), recall(connection, "id_base")
    settings = state_of(connection, SETTINGS)
    if not 0 <= edition <= now:  # the store was rebuilt, or this is the first look
        return Changed(now, id_base, None, frozenset(), settings)
    names = select(feeds.c.name).where(feeds.c.version > edition).limit(MANY + 1)
    found = frozenset(connection.scalars(names))
    better = select(codings.c.feed, codings.c.format).where(codings.c.version > edition).distinct()
    coded = frozenset((row.feed, row.format) for row in connection.execute(better))
    return Changed(now, id_base, found if len(found) <= MANY else None, coded, settings)


class Hint:
    """Says whether anything was written since it was last asked.

    SQLite's `PRAGMA data_version` costs microseconds. It changes when another connection commits,
    and never when its own does, so the hint has a connection of its own that never writes.
    PostgreSQL tells what is committed (store.server_watch). While it cannot, or where the time
    between two questions is none, the answer is always yes.

    Args:
        engine: the store's.
        every: the least number of seconds between two questions.
        monotonic: a clock that never goes back, in seconds.

    Attributes:
        next: when to ask again, by that clock.
    """

    def __init__(
        self, engine: Engine, every: float = 0.0, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine = engine
        self._every = every
        self.monotonic = monotonic
        self._lock = threading.Lock()
        self._connection: Any = None
        self._process = 0
        self._seen = -1
        self.next = 0.0

    def moved(self) -> bool:
        """Whether something may have been written since it was last asked."""
        if self._engine.dialect.name != "sqlite":
            return self._moved_on_server()
        with self._lock:
            try:
                seen = self._data_version()
            except (sqlite3.Error, SQLAlchemyError):
                self._drop()
                return True  # the caller then reads the store, and learns what is wrong
            finally:
                self.next = self.monotonic() + self._every
            before, self._seen = self._seen, seen
        return seen != before

    def _moved_on_server(self) -> bool:
        if not self._every:
            return True
        watch = watch_of(self._engine)
        moved = watch.moved()
        self.next = self.monotonic() + (self._every if watch.told else DEAF_SECONDS)
        return moved

    def _data_version(self) -> int:
        if self._connection is None or self._process != os.getpid():
            # A connection made before a fork must not be used, nor closed, by the child.
            self._seen = -1
            found = self._engine.raw_connection()
            self._connection, self._process = found.driver_connection, os.getpid()
            found.detach()  # the pool must not give it to anybody else
        row = self._connection.execute("PRAGMA data_version").fetchone()
        return int(row[0])

    def expect(self) -> None:
        """Let the next question be asked at once: something was written just now."""
        if self._engine.dialect.name != "sqlite":
            watch_of(self._engine).expect()
        self.next = 0.0

    def forget(self) -> None:
        """Answer yes next time: nobody could read what the last answer told of."""
        if self._engine.dialect.name != "sqlite":
            watch_of(self._engine).expect()
        with self._lock:
            self._seen = -1

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        self._seen = -1
        if connection is not None and self._process == os.getpid():
            connection.close()
