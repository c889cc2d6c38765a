"""An open store: its transactions, and which file or database it is in."""

import os
import sqlite3
import threading
import time
import uuid
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from feedsvc.errors import StoreDamaged, StoreError
from feedsvc.store import ledger
from feedsvc.store.backup import back_up, damage_in
from feedsvc.store.changes import Hint
from feedsvc.store.database_file import DatabaseFile
from feedsvc.store.engine import (
    BUSY_SECONDS,
    empty_store,
    is_prepared,
    make_engine,
    prepare,
    sqlite_path,
    transaction,
)
from feedsvc.store.new_file import make_file, refuse_empty

_DAMAGE_SECONDS = 60.0  # that a store counts as damaged after an answer found it so
_LOOK_FOR_DAMAGE = 10.0  # seconds between looks at the pages of the store
_SHORT_LOOK = 0.1  # seconds that such a look may take
_LOOK_AGAIN = 0.5  # seconds between looks at a new store whose first index is not complete yet


class Store:
    """An open store. Connections are made when first needed, in the process that needs them.

    Args:
        engine: of the database.
        ahead: whoever publishes through this store also makes the documents lately asked for at
            once, so other processes may wait for them.
        glance: the least number of seconds between two questions to the database whether anything
            changed. What this process writes itself is known at once.
        url: of an SQLite store whose file may be replaced by another; empty for any other.

    Attributes:
        holder: the name of this open store in claims.
        hint: says whether anything was written since it was last asked.
        opened: a number that is raised whenever another file was opened in place of the one
            before. What was learned from the earlier file does not hold for the new one.
    """

    def __init__(
        self, engine: Engine, *, ahead: bool = False, glance: float = 0.0, url: str = ""
    ) -> None:
        self._engine = engine
        self._ahead = ahead
        self.holder = uuid.uuid4().hex
        self.hint = Hint(engine, glance)
        self.opened = 0
        self._url = url
        self._following = threading.Lock()
        self._damaged: float | None = None
        self._look_for_damage = 0.0
        self._held = 0
        self._place: DatabaseFile | None = None
        if path := sqlite_path(url):
            self._place = DatabaseFile(path, glance, keeps_log=ahead)
            self._place.watch(engine)
        # A store that is garbage collected leaves no connection open.
        weakref.finalize(self, _let_go, engine, self.hint)

    @classmethod
    def open(
        cls,
        url: str,
        *,
        read_only: bool = False,
        ahead: bool = False,
        glance: float = 0.0,
        patience: float = BUSY_SECONDS,
    ) -> "Store":
        """Open a store, making or upgrading its tables where needed.

        Args:
            url: a database URL, as `locate` gives it.
            read_only: change nothing, not even the tables.
            ahead, glance: as for the class.
            patience: seconds to wait for a lock, where nothing else is said.

        Raises:
            StoreError: it cannot be opened, or a newer feedsvc made it.
        """
        if path := sqlite_path(url):
            refuse_empty(path)
        engine = make_engine(url, read_only=read_only, patience=patience)
        store = cls(engine, ahead=ahead, glance=glance, url="" if read_only else url)
        if not read_only:
            store._prepare()
        return store

    def _prepare(self) -> None:
        if (path := sqlite_path(self._url)) and not path.exists():
            make_file(path, _fill)
        with transaction(self._engine, writing=False) as connection:
            ready = is_prepared(connection)
        if not ready:
            with self.writing() as connection:
                prepare(connection)

    def another_hint(self, every: float) -> Hint:
        """A hint like the store's own, for one who looks by himself; he must close it.

        Args:
            every: the least number of seconds between two questions.
        """
        return Hint(self._engine, every)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store throughout.

        Raises:
            StoreError: it cannot be read. StoreDamaged: what it keeps is not what was written.
        """
        self.follow()
        try:
            with transaction(self._engine, writing=False) as connection:
                if self._place is not None and self._place.cut:
                    raise sqlite3.DatabaseError("malformed: its file was cut short")
                yield connection
        except StoreDamaged:
            self._damaged = time.monotonic()
            raise

    def damaged(self) -> bool:
        """Whether the store was found damaged in the last minute, or is now, at a short look.

        Raises:
            StoreError: it cannot be looked at.
        """
        found, now = self._damaged, time.monotonic()
        if found is not None and now - found < _DAMAGE_SECONDS:
            return True
        if not self._url or self._place is None or now < self._look_for_damage:
            return False
        self._look_for_damage = now + _LOOK_FOR_DAMAGE
        if damage_in(self._url, "quick_check", _SHORT_LOOK):
            self._damaged = now
        return self._damaged == now

    def follow(self) -> None:
        """Open the file that replaced the store's file, once the new one is completely indexed.

        A process that publishes does not do so here: it chooses when, with `lost` and `reopen`.
        """
        place = self._place
        if place is None or self._ahead or self._held or place.monotonic() < place.next:
            return
        if place.another() and self._following.acquire(blocking=False):
            try:
                if place.another():
                    if self._is_overtaken():
                        self._let_go()
                    else:
                        place.wait(_LOOK_AGAIN)
            finally:
                self._following.release()

    def _is_overtaken(self) -> bool:
        """Whether the store in place of this one has indexed the whole folder since.

        A store that was never indexed is still being made. A backup shows articles that were
        retracted since, until it has been indexed in its new place.
        """
        engine = make_engine(self._url, existing=True)
        try:
            with transaction(engine, writing=False) as connection:
                found = _last_scan(connection)
        except StoreError:
            return False
        finally:
            engine.dispose()
        if found is None:
            return False
        try:
            with transaction(self._engine, writing=False) as connection:
                own = _last_scan(connection)
        except StoreError:  # no connection to the earlier file is left
            return True
        return own is None or (found[0] >= own[0] and found[1] != own[1])

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep to the database file that is there now, as long as the block runs."""
        self.follow()
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1

    def lost(self) -> bool:
        """Whether the store's file was replaced by another or is gone."""
        return self._place is not None and self._place.lost()

    def mend_log(self) -> bool:
        """Put back SQLite's log beside the store, if somebody removed it; whether that was done."""
        return self._place is not None and self._place.mend_log()

    def reopen(self) -> None:
        """Open the file that is in the store's place now, and make the tables that it lacks.

        Raises:
            StoreError: it cannot be opened, or a newer feedsvc made it.
        """
        self._let_go()
        self._prepare()

    def _let_go(self) -> None:
        assert self._place is not None
        self._place.forget()
        self._damaged = None
        _let_go(self._engine, self.hint)
        self.opened += 1
        self.hint.expect()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its start; all of it is kept, or nothing.

        Raises:
            StoreError: the lock was not free within 30 seconds, or the database refused.
        """
        holder = self.holder if self._ahead else ""
        with transaction(self._engine, writing=True, holder=holder) as connection:
            yield connection
        self.hint.expect()

    def keeping(self, patience: float) -> AbstractContextManager[Connection]:
        """Like `writing`, for what readers write: it publishes nothing and does not wait long.

        Args:
            patience: seconds to wait for the write lock.

        Raises:
            StoreError: the lock was not free in that time, or the database refused.
        """
        return transaction(self._engine, writing=True, patience=patience)

    def copy(self, target: Path) -> None:
        """Copy an SQLite store that is open for writing into a file, as it is at this moment.

        Raises:
            StoreError: the file cannot be made.
        """
        back_up(self._url, target, lambda *_: None)

    def close(self) -> None:
        """Close all connections; the next use makes new ones."""
        _let_go(self._engine, self.hint)


def _fill(path: Path) -> None:
    """Make the file of a new store, as it is to be after a power failure as well."""
    with path.open("xb") as file:
        file.write(empty_store())
        file.flush()
        os.fsync(file.fileno())


def _last_scan(connection: Connection) -> tuple[str, str] | None:
    """The time and the id of the last scan of the whole folder; None where there was none."""
    if not is_prepared(connection):
        return None
    indexed = ledger.state_of(connection, "indexed")
    return (indexed, ledger.state_of(connection, "scan") or "") if indexed else None


def _let_go(engine: Engine, hint: Hint) -> None:
    hint.close()
    engine.dispose()
