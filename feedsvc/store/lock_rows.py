"""Locks of a store on PostgreSQL: rows with a deadline, which the session of their holder renews.

A lock is free when its holder lets go, when the holder's session has ended, and when nothing was
heard of the holder until the deadline: a machine may be lost without a word. Each holder gets a
number higher than the one before. Whoever holds a lock no more, and does not know it yet, cannot
write: the number is compared in each writing transaction (store.postgresql). A lock that is held
is taken only in such a transaction, so none begins before and ends after.
"""

import contextlib
import os
import platform

from sqlalchemy import BigInteger, Engine, String, bindparam, text
from sqlalchemy.exc import SQLAlchemyError

from feedsvc.errors import StoreAway, StoreError
from feedsvc.store.engine import transaction
from feedsvc.store.locks import StoreLock
from feedsvc.store.postgresql import READ_ONLY, code_of, watch_of
from feedsvc.store.server_watch import LEASE, LOCKED, LOST, NOW

_PATIENCE = 0.5  # seconds that whoever wants a lock waits for a transaction that writes
# A deadline that is farther ahead than any lease is of a clock that was set back since.
_HELD = f"""(
    locks.until > {NOW} AND locks.until <= {NOW} + {LEASE * 1000:.0f}
    AND EXISTS (
        SELECT FROM pg_locks AS session
        WHERE session.locktype = 'advisory' AND session.granted AND session.objsubid = 1
        AND session.classid::bigint = locks.life >> 32
        AND session.objid::bigint = locks.life & 4294967295
        AND session.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    )
)"""
_HOLDER = text(f"SELECT holder FROM locks WHERE name = :name AND {_HELD}")
_TAKE = text(f"""
    INSERT INTO locks (name, fence, life, until, holder)
    VALUES (:name, 1, :life, {NOW} + {LEASE * 1000:.0f}, :holder)
    ON CONFLICT (name) DO UPDATE
    SET fence = locks.fence + 1, life = excluded.life, until = excluded.until,
        holder = excluded.holder
    WHERE NOT {_HELD}
    RETURNING fence
""").bindparams(bindparam("life", type_=BigInteger()), bindparam("name", type_=String()))
_LET_GO = text("UPDATE locks SET until = 0 WHERE name = :name AND fence = :fence")


class LockRow(StoreLock):
    """A lock of a store on PostgreSQL.

    Args:
        engine: of the store.
        name: of the lock.
    """

    poll = 0.25  # each try asks the server
    comes_back = True

    def __init__(self, engine: Engine, name: str) -> None:
        # Also who only reads a store may keep others from writing it.
        self._engine = engine.execution_options(**{READ_ONLY: False})
        self._name = name
        self._watch = watch_of(engine)
        self._fence = 0
        self._refused = False

    def take(self) -> bool:
        """Take the lock; False: another process has it, or writes just now.

        Raises:
            StoreError: the database cannot be asked.
        """
        self.let_go()
        if self._refused and self.holder():
            return False
        life = self._watch.session()
        if not life:
            raise StoreAway(f"the store cannot be locked: {self._watch.away or 'it is away'}")
        holder = f"process {os.getpid()} on {platform.node()}"
        asked = {"name": self._name, "life": life, "holder": holder}
        try:
            with transaction(self._engine, writing=True, patience=_PATIENCE) as connection:
                fence = connection.scalar(_TAKE, asked)
        except StoreError as error:
            if code_of(error.__cause__) != LOCKED:
                raise
            fence = None  # somebody writes, and needs long
        self._refused = fence is None
        if fence is None:
            return False
        self._fence = fence
        self._watch.held[self._name] = fence
        return True

    def let_go(self) -> None:
        """Release the lock; does nothing where it is not held."""
        fence, self._fence = self._fence, 0
        if not fence or self._watch.held.get(self._name) not in (fence, LOST):
            return
        if self._watch.held.pop(self._name) == LOST:
            return
        with contextlib.suppress(SQLAlchemyError):  # it ends with the session, or its deadline
            if not self._watch.gives_up():
                with self._engine.connect().execution_options(
                    isolation_level="AUTOCOMMIT"
                ) as connection:
                    connection.execute(_LET_GO, {"name": self._name, "fence": fence})

    def lasts(self) -> bool:
        """Whether it is still held, as far as the server said when it was last heard."""
        return bool(self._fence) and self._watch.held.get(self._name) == self._fence

    def holder(self) -> str:
        """The process that holds the lock, on which machine; empty: nobody does."""
        with transaction(self._engine, writing=False) as connection:
            return str(connection.scalar(_HOLDER, {"name": self._name}) or "")

    def exists(self) -> bool:
        """Always True: the database has it."""
        return True
