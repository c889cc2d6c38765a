"""The tables of a new store are made by the statements that made those of the first one.

Alembic reads its scripts and compiles their tables for each store, which takes longer than all else
that a newsroom of a few articles does; the tests make thousands of those.
"""

from typing import Any

from sqlalchemy import Connection, event, inspect

from feedsvc.store import engine, schema, store

Said = list[tuple[str, Any]]  # statements with their values, in order


def prepare_by_heart() -> None:
    """From now on, in this process: for stores of SQLite that have no tables yet."""
    prepare = engine.prepare
    kept: dict[tuple[str, int], Said] = {}  # by the versions of the tables

    def prepare_as_before(connection: Connection) -> None:
        versions = (engine.LEDGER_REVISION, schema.REBUILDABLE_VERSION)
        if connection.dialect.name != "sqlite" or inspect(connection).get_table_names():
            prepare(connection)
        elif versions in kept:
            for statement, values in kept[versions]:
                connection.exec_driver_sql(statement, values)
        else:
            kept[versions] = _noted(prepare, connection)

    store.prepare = prepare_as_before


def _noted(prepare: Any, connection: Connection) -> Said:
    """What is said to the database meanwhile, but for questions."""
    said: Said = []

    def note(_: Any, __: Any, statement: str, values: Any, *more: Any) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA")):
            said.append((statement, values))

    event.listen(connection, "before_cursor_execute", note)
    try:
        prepare(connection)
    finally:
        event.remove(connection, "before_cursor_execute", note)
    return said
