"""Copies the ledger of a store into another store, whichever databases they are in.

What the articles tell is not copied: an index of the folder makes it anew. What an upgrade carries
over (store.rebuild) comes along, and so do the settings in force.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, Table, func, inspect, select, text

from feedsvc.errors import StoreError
from feedsvc.store import Store, hook_events, hub_schema, ledger, schema
from feedsvc.store.backup import back_up, replace_whole
from feedsvc.store.bulk import insert_rows
from feedsvc.store.engine import (
    LEDGER_REVISION,
    REBUILDABLE,
    REFUSALS,
    has_ledger,
    ledger_revision,
    make_engine,
    prepare,
    shown_url,
    sqlite_path,
    sqlite_url,
    told,
    transaction,
)
from feedsvc.store.in_force import IN_FORCE
from feedsvc.store.locks import LockName, lock_of
from feedsvc.store.new_file import make_file, make_folder
from feedsvc.store.rebuild import UNREAD, carried

Tell = Callable[[int, int], None]  # called with rows copied and rows in all
# The tables of the ledger, which are copied. All others are made anew; a test names each of them.
LEDGER: tuple[Table, ...] = tuple(schema.kept_tables.sorted_tables)
assert {hook_events.hook_seen, hub_schema.hub_topics} <= {*LEDGER}
# What a newsroom begins with that is only rehearsed; archives and digests begin anew there.
REHEARSED = (
    schema.ledger,
    schema.slugs,
    schema.labels,
    schema.tombstones,
    schema.tombstone_feeds,
    schema.left_untold,
)
_ROWS = 1000  # read at a time
_FOLLOWED: tuple[LockName, ...] = ("indexer", "writing")


def copy_store(source: str, target: str, tell: Tell) -> None:
    """Copy the ledger of a store into a new or empty one, as it is at one moment.

    Who answers from the source goes on. Nobody may follow the folder from it meanwhile: what is
    published after that moment is not in the copy.

    Args:
        source, target: URLs of databases.
        tell: is told how many of how many rows are copied.

    Raises:
        StoreError: there is no source, somebody follows the folder from it, it is damaged, or the
            target is in use or cannot be written. The target is then as it was.
    """
    if source == target:
        raise StoreError("FROM and TO are the same store; name another one to copy it to")
    with _found(source) as engine, _unfollowed(engine), transaction(engine, writing=False) as old:
        _into(target, partial(_fill, old, tell))


def back_up_store(url: str, file: Path, tell: Tell) -> None:
    """Copy a store into a file of SQLite, as it is at one moment; all who use it go on.

    A store of SQLite is copied as it is; of PostgreSQL, the ledger.

    Args:
        url: of the store.
        file: to make or to replace; it is there once it is complete.
        tell: is told how much of how much is copied.

    Raises:
        StoreError: there is no store, it is damaged, or the file cannot be made.
    """
    if sqlite_path(url) is not None:
        back_up(url, file, tell)
        return
    with _found(url) as engine, transaction(engine, writing=False) as old:

        def fill(made: Path) -> None:
            _write(sqlite_url(made), partial(_fill, old, tell))

        replace_whole(file, fill)


@contextmanager
def _found(url: str) -> Iterator[Engine]:
    """An engine for a store that is there, with a ledger of this version.

    A file of an earlier version, such as an old backup, is upgraded in a copy.
    """
    path = sqlite_path(url)
    if path is not None and not path.is_file():
        raise StoreError(f"{path}: no store is there to be copied")
    engine = make_engine(url, read_only=True)
    with ExitStack() as opened:
        opened.callback(engine.dispose)
        with transaction(engine, writing=False) as connection:
            revision = ledger_revision(connection)
        if revision is None:
            raise StoreError(f"store {shown_url(engine.url)}: it has no ledger to be copied")
        if path is not None and revision < LEDGER_REVISION:
            place = opened.enter_context(tempfile.TemporaryDirectory(prefix="feedsvc-"))
            upgraded = Path(place) / path.name
            back_up(url, upgraded, lambda *_: None)
            Store.open(sqlite_url(upgraded)).close()
            engine = make_engine(sqlite_url(upgraded), read_only=True)
            opened.callback(engine.dispose)
        with transaction(engine, writing=False) as connection:
            has_ledger(connection)
        yield engine


@contextmanager
def _unfollowed(engine: Engine) -> Iterator[None]:
    """Keep others from following the folder, or writing the store, while the block runs."""
    with transaction(engine, writing=False) as connection:
        locks = [lock_of(connection, name) for name in _FOLLOWED]
    with ExitStack() as held:
        for lock in locks:
            if not lock.exists():
                continue
            if not lock.take():
                raise StoreError(
                    f"store {shown_url(engine.url)}: {lock.holder() or 'a process'} follows the"
                    " folder and would publish what the copy has not; end it first (feedsvc serve"
                    " --no-index answers meanwhile), or copy a backup: feedsvc store backup"
                )
            held.callback(lock.let_go)
        yield


def _into(url: str, fill: Callable[[Connection], None]) -> None:
    path = sqlite_path(url)
    if path is None:
        _write(url, fill)
        return
    if path.exists():
        _write(url, fill)
        return
    make_folder(path.parent)
    if not make_file(path, lambda made: _write(sqlite_url(made), fill)):
        raise StoreError(f"store {path}: another process made it meanwhile; look what is in it")


def _write(url: str, fill: Callable[[Connection], None]) -> None:
    """Fill a store in one transaction; refuse one that is in use."""
    engine = make_engine(url)
    try:
        with transaction(engine, writing=True) as connection:
            prepare(connection)
            if any(connection.execute(_copied(table).limit(1)).first() for table in LEDGER):
                raise StoreError(f"store {shown_url(engine.url)}: {_advice(engine)}")
            fill(connection)
    finally:
        engine.dispose()


def _advice(engine: Engine) -> str:
    if engine.dialect.name == "sqlite":
        return "it is in use; name another file, or move this one away first"
    return (
        "it is in use; name another schema (?options=-csearch_path%3DNAME), or empty this one:"
        " DROP SCHEMA, CREATE SCHEMA"
    )


def _fill(source: Connection, tell: Tell, target: Connection) -> None:
    copy_rows(source, target, LEDGER, tell)
    for table in LEDGER:
        if table.dialect_options["sqlite"]["autoincrement"]:
            _go_on_numbering(source, target, table)
    _carry_over(source, target)


def copy_rows(
    source: Connection,
    target: Connection,
    tables: Sequence[Table],
    tell: Tell = lambda *_: None,
) -> None:
    """Copy all rows of tables into empty ones.

    Args:
        source, target: the latter in a writing transaction.
        tables: of the ledger.
        tell: is told how many of how many rows are copied.

    Raises:
        StoreError: the source cannot be read, or the target has other rows afterwards.
    """
    counts = {table: _count(source, table) for table in tables}
    done, total = 0, sum(counts.values())
    for table in tables:
        for rows in _read(source, _copied(table)):
            insert_rows(target, table, rows)
            done += len(rows)
            tell(done, total)
        if (found := _count(target, table)) != counts[table]:
            raise StoreError(
                f"store {shown_url(target.engine.url)}: {found:,} of {counts[table]:,} rows of"
                f" {table.name} arrived, so nothing was copied; try again"
            )


def _copied(table: Table) -> Select[Any]:
    """The rows of a table that are copied: not which version the rest of a store has."""
    query = select(table)
    return query.where(table.c.name != REBUILDABLE) if table is schema.kept else query


def _count(connection: Connection, table: Table) -> int:
    count = select(func.count()).select_from(_copied(table).subquery())
    (found,) = _read(connection, count)
    return int(found[0][0])


def _read(source: Connection, query: Any) -> Iterator[Sequence[Any]]:
    """The rows that a query finds, some at a time; errors name the store that is read."""
    try:
        found = source.execute(query, execution_options={"yield_per": _ROWS})
        yield from found.partitions()
    except REFUSALS as error:
        raise told(source.engine, error) from error


def _carry_over(source: Connection, target: Connection) -> None:
    """Let the target know what a store knows whose tables were made anew by an upgrade."""
    if before := carried(source):
        for rows in _read(source, text(before.files)):
            insert_rows(target, schema.files, ((*row, UNREAD, UNREAD) for row in rows))
        for rows in _read(source, text(before.public).columns(*schema.were_public.c)):
            insert_rows(target, schema.were_public, rows)
        for rows in _read(source, text(before.feeds).columns(*schema.feeds.c)):
            insert_rows(target, schema.feeds, rows)
    if inspect(source).has_table(schema.state.name):
        for name in IN_FORCE:
            if value := ledger.state_of(source, name):
                ledger.set_state(target, name, value)


def _go_on_numbering(source: Connection, target: Connection, table: Table) -> None:
    """Let no number be given twice, not even one whose row is gone."""
    (column,) = table.primary_key.columns
    names = {"table": table.name, "column": column.name}
    if source.dialect.name == "sqlite":
        kept = text("SELECT seq FROM sqlite_sequence WHERE name = :table")
        last = source.scalar(kept, {"table": table.name})
    else:
        sequence = source.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), names)
        given = text(f"SELECT last_value FROM {sequence} WHERE is_called")
        last = source.scalar(given)
    if not last:
        return
    if target.dialect.name == "sqlite":
        forget = text("DELETE FROM sqlite_sequence WHERE name = :table")
        target.execute(forget, {"table": table.name})
        put = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)")
        target.execute(put, {"table": table.name, "last": last})
    else:
        put = text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)")
        target.execute(put, names | {"last": last})
