"""State that outlives a process: SQLite by default, PostgreSQL by URL."""

import uuid
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection, Engine

from feedsvc.store import (
    addresses,
    archives,
    articles,
    claims,
    documents,
    dues,
    feeds,
    ledger,
    search,
    tombstones,
)
from feedsvc.store.changes import Changed, Hint, changed_since
from feedsvc.store.engine import (
    has_ledger,
    is_prepared,
    locate,
    make_engine,
    prepare,
    sqlite_path,
    transaction,
)

__all__ = [
    "Changed",
    "Connection",
    "Store",
    "addresses",
    "archives",
    "articles",
    "changed_since",
    "claims",
    "documents",
    "dues",
    "feeds",
    "has_ledger",
    "ledger",
    "locate",
    "search",
    "sqlite_path",
    "tombstones",
]


class Store:
    """An open store. Connections are made when first needed, in the process that needs them.

    Args:
        engine: of the database.
        ahead: whoever publishes through it also makes the documents lately asked for, at once, so
            that others may wait for them.
        glance: seconds in which the store is asked at most once whether anything changed; what
            this process writes itself is known at once.
    """

    def __init__(self, engine: Engine, *, ahead: bool = False, glance: float = 0.0) -> None:
        self._engine = engine
        self._ahead = ahead
        self.holder = uuid.uuid4().hex  # in claims: this store, of all that are open
        self.hint = Hint(engine, glance)
        # One that nobody holds any more leaves no connection open.
        weakref.finalize(self, _let_go, engine, self.hint)

    @classmethod
    def open(
        cls, url: str, *, read_only: bool = False, ahead: bool = False, glance: float = 0.0
    ) -> "Store":
        """Open a store, making or upgrading its tables where needed.

        Args:
            url: a database URL, as `locate` gives it.
            read_only: change nothing, not even the tables.
            ahead, glance: as for the class.

        Raises:
            StoreError: it cannot be opened, or a newer feedsvc made it.
        """
        store = cls(make_engine(url, read_only=read_only), ahead=ahead, glance=glance)
        if not read_only:
            with store.reading() as connection:
                ready = is_prepared(connection)
            if not ready:
                with store.writing() as connection:
                    prepare(connection)
        return store

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that sees one state of the store throughout."""
        return transaction(self._engine, writing=False)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its start; all of it is kept, or nothing.

        Raises:
            StoreError: the lock could not be had in half a minute, or the database refused.
        """
        holder = self.holder if self._ahead else ""
        with transaction(self._engine, writing=True, holder=holder) as connection:
            yield connection
        self.hint.expect()

    def keeping(self, patience: float) -> AbstractContextManager[Connection]:
        """Like `writing`, for what readers do: it publishes nothing, and waits for nobody long.

        Args:
            patience: seconds to wait for the write lock.

        Raises:
            StoreError: the lock could not be had in that time, or the database refused.
        """
        return transaction(self._engine, writing=True, patience=patience)

    def close(self) -> None:
        """Let all connections go; the next use makes new ones."""
        _let_go(self._engine, self.hint)


def _let_go(engine: Engine, hint: Hint) -> None:
    hint.close()
    engine.dispose()
