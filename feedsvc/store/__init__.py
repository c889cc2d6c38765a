"""State that outlives a process: SQLite by default, PostgreSQL by URL."""

import weakref
from contextlib import AbstractContextManager

from sqlalchemy import Connection, Engine

from feedsvc.store import addresses, articles, documents, feeds, ledger
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
    "Connection",
    "Store",
    "addresses",
    "articles",
    "documents",
    "feeds",
    "has_ledger",
    "ledger",
    "locate",
    "sqlite_path",
]


class Store:
    """An open store. Connections are made when first needed, in the process that needs them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # One that nobody holds any more leaves no connection open.
        weakref.finalize(self, engine.dispose)

    @classmethod
    def open(cls, url: str, *, read_only: bool = False) -> "Store":
        """Open a store, making or upgrading its tables where needed.

        Args:
            url: a database URL, as `locate` gives it.
            read_only: change nothing, not even the tables.

        Raises:
            StoreError: it cannot be opened, or a newer feedsvc made it.
        """
        store = cls(make_engine(url, read_only=read_only))
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

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that holds the write lock from its start; all of it is kept, or nothing."""
        return transaction(self._engine, writing=True)

    def close(self) -> None:
        """Let all connections go; the next use makes new ones."""
        self._engine.dispose()
