"""Copies a store that may be in use, and judges whether a store is whole."""

import os
import shlex
import sqlite3
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from feedsvc.errors import StoreError
from feedsvc.store.advice import is_damage
from feedsvc.store.engine import (
    LEDGER_REVISION,
    advice,
    ledger_revision,
    make_engine,
    shown_url,
    sqlite_path,
    transaction,
)
from feedsvc.store.new_file import BESIDE, refuse_empty
from feedsvc.store.schema import keys, ledger, rebuildable_tables

_STEPS = 10_000  # of SQLite's machine between two looks at the clock
QUICK = 1.0  # seconds that a look at a store may take before it is used
_PAGES = 1000  # copied at a time; those who write wait meanwhile
_ROWS = 1000  # read at a time
_DAMAGED = ("XX001", "XX002")  # a page, or an index, that PostgreSQL finds broken
_SIZE = text(
    "SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
)


class Judgement(NamedTuple):
    """What a store is like.

    Attributes:
        damage: what is wrong with its file, as SQLite says it; nothing where it is whole.
        revision: the version of its ledger; None: there is none.
        articles: how many articles the ledger remembers.
        present: how many of them have a file.
        keys: how many keys were made.
        size: of the file, in bytes.
    """

    damage: list[str]
    revision: str | None = None
    articles: int = 0
    present: int = 0
    keys: int = 0
    size: int = 0


def find_damage(url: str) -> None:
    """Refuse a store that a quick look finds damaged; what takes longer is not looked at.

    Args:
        url: of a store that is there; of PostgreSQL nothing is asked.

    Raises:
        StoreError: it is damaged, or empty.
    """
    path = sqlite_path(url)
    if path is None or not path.exists():
        return
    refuse_empty(path)
    if damage := damage_in(url, "quick_check", QUICK):
        raise StoreError(
            f"store {path}: {damage[0]}; put a backup in its place, or delete it to begin anew"
            " with other ids"
        )


def judge(url: str) -> Judgement:
    """Look at every page of a store in SQLite; in PostgreSQL, read each row of the ledger.

    Raises:
        StoreError: there is none, or it is no store of feedsvc that this version can read.
    """
    if sqlite_path(url) is None:
        return _judge_server(url)
    path = _file_of(url)
    refuse_empty(path)
    size = path.stat().st_size
    if damage := damage_in(url, "integrity_check", float("inf")):
        return Judgement(damage, size=size)
    engine = make_engine(url, read_only=True)
    try:
        with transaction(engine, writing=False) as connection:
            return _counted(connection, size)
    finally:
        engine.dispose()


def back_up(url: str, target: Path, tell: Callable[[int, int], None]) -> None:
    """Copy a store into a file, as it is at one moment; those who use it go on.

    Args:
        url: of the store.
        target: the file to make; it is there once it is complete.
        tell: is told how many of how many pages are copied.

    Raises:
        StoreError: there is no store, it is damaged, or the file cannot be made.
    """
    path = _file_of(url)
    refuse_empty(path)

    def fill(made: Path) -> None:
        # Beside a running service the log is there; without it the file alone is the store.
        engine = make_engine(url, read_only=True)
        try:
            with closing(engine.raw_connection()) as source:
                _copy(source.driver_connection, made, tell)
        finally:
            engine.dispose()

    replace_whole(target, fill)


def replace_whole(target: Path, fill: Callable[[Path], None]) -> None:
    """Make the file of a backup under another name; it gets its own once it is complete.

    Args:
        target: the file to make or to replace.
        fill: makes a store in a file at the path that it gets, and closes it.

    Raises:
        StoreError: the file cannot be made; the one before is still there.
    """
    made = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}")
    try:
        fill(made)
        _finish(made)
        os.replace(made, target)
    except (OSError, sqlite3.Error, SQLAlchemyError, UnicodeDecodeError) as error:
        raise StoreError(f"{target}: no backup was made ({error}); nothing else changed") from error
    finally:
        for end in ("", *BESIDE):
            made.with_name(f"{made.name}{end}").unlink(missing_ok=True)


def _finish(made: Path) -> None:
    """Leave one file, without a log beside it, that is whole and on the disk."""
    with closing(sqlite3.connect(made)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
        found = [str(row[0]) for row in copy.execute("PRAGMA quick_check")]
    if found != ["ok"]:
        raise sqlite3.DatabaseError(f"the store is damaged: {found[0]}")
    with made.open("rb") as written:
        os.fsync(written.fileno())


def _copy(source: Any, made: Path, tell: Callable[[int, int], None]) -> None:
    with closing(sqlite3.connect(made)) as copy:
        source.backup(copy, pages=_PAGES, progress=lambda _, left, all_: tell(all_ - left, all_))


def _file_of(url: str) -> Path:
    path = sqlite_path(url)
    if path is None:
        raise StoreError("this store is PostgreSQL's; copy it: feedsvc store copy")
    if not path.is_file():
        raise StoreError(f"{path}: no store is there; feedsvc index makes one")
    return path


def damage_in(url: str, how: str, seconds: float) -> list[str]:
    """What SQLite finds wrong, with a connection of its own; nothing where it takes longer.

    Args:
        url: of a store of SQLite that is there.
        how: a PRAGMA, quick_check or integrity_check.
        seconds: that it may take.

    Raises:
        StoreError: it cannot be looked at, on a full disk, say; that tells nothing of damage.
    """
    engine = make_engine(url, read_only=True)
    end = time.monotonic() + seconds
    try:
        with closing(engine.raw_connection()) as connection:
            database: Any = connection.driver_connection
            database.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
            found = [str(row[0]) for row in database.execute(f"PRAGMA {how}(10)")]
            database.set_progress_handler(None, 0)
    except UnicodeDecodeError as error:
        found = [str(error)]
    except (sqlite3.Error, SQLAlchemyError) as error:
        reason = str(getattr(error, "orig", None) or error)
        if not is_damage(reason) and reason != "interrupted":
            raise StoreError(f"store {sqlite_path(url)}: {reason}{advice(reason)}") from error
        found = [] if reason == "interrupted" else [reason]
    finally:
        engine.dispose()
    return [line for line in found if line != "ok"]


def _judge_server(url: str) -> Judgement:
    engine = make_engine(url, read_only=True)
    try:
        with transaction(engine, writing=False) as connection:
            if ledger_revision(connection) is None:
                raise StoreError(f"store {shown_url(engine.url)}: no store is there")
            size = connection.scalar(_SIZE) or 0
            try:
                for table in inspect(connection).get_table_names():
                    if table not in rebuildable_tables.tables:
                        _read_all(connection, f'SELECT * FROM "{table}"')
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in _DAMAGED:
                    raise
                return Judgement([str(error.orig).splitlines()[0]], size=size)
            return _counted(connection, size)
    finally:
        engine.dispose()


def _read_all(connection: Connection, query: str) -> None:
    found = connection.execute(text(query), execution_options={"yield_per": _ROWS})
    for _ in found.partitions():
        pass


def own_check(url: str) -> str:
    """The command by which PostgreSQL looks at each page of a store; empty: it is in SQLite.

    It names no password: libpq finds that in PGPASSWORD or ~/.pgpass.
    """
    if sqlite_path(url) is not None:
        return ""
    shown = make_url(url).set(drivername="postgresql", password=None).render_as_string()
    return f"pg_amcheck --install-missing --heapallindexed {shlex.quote(shown)}"


def _counted(connection: Connection, size: int) -> Judgement:
    revision = ledger_revision(connection)
    if revision is None:
        return Judgement(["it has no ledger, so it is no store of feedsvc"], size=size)
    if revision > LEDGER_REVISION:
        raise StoreError("the store was made by a newer feedsvc; upgrade this one to judge it")
    count = select(func.count())
    every = connection.execute(count.select_from(ledger)).scalar_one()
    present = connection.execute(count.select_from(ledger).where(ledger.c.present)).scalar_one()
    made = 0
    if revision >= "0005":
        made = connection.execute(count.select_from(keys)).scalar_one()
    return Judgement([], revision, every, present, made, size)
