"""Inserts and deletes many rows at a time.

All is SQL that every database understands, but for many new rows in PostgreSQL.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Connection,
    Delete,
    Dialect,
    Row,
    Select,
    Table,
    bindparam,
    delete,
    text,
)
from sqlalchemy.exc import DBAPIError

T = TypeVar("T")
# Without figures about a new table, PostgreSQL may go through it for each row of another one.
_UNKNOWN = text(
    "SELECT reltuples < 0 AND pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = "
    "CAST(:name AS regclass)"
)
_COPIED = 20  # rows; fewer take less time as statements
CHUNK = 500  # parameters of one statement; SQLite's lowest limit is 999


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Split values into lists of at most `size`."""
    left = iter(values)
    while some := list(islice(left, size)):
        yield some


def replace_rows(
    connection: Connection, table: Table, key: Column[Any], rows: Sequence[dict[str, Any]]
) -> None:
    """Insert rows in place of all that have the same values of `key`."""
    delete_rows(connection, table, key, {row[key.name] for row in rows})
    if rows:
        connection.execute(table.insert(), rows)


def insert_rows(connection: Connection, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert any number of rows; each has a value for every column, in the order of the table.

    Gives the statement that SQLAlchemy makes to the driver itself: twice as fast for many rows.
    """
    statement, names, converters = _insertion(table, connection.dialect)
    values = [
        tuple(
            [
                value if convert is None else convert(value)
                for value, convert in zip(row, converters, strict=True)
            ]
        )
        for row in rows
    ]
    if not values:
        return
    if len(values) >= _COPIED and connection.dialect.name == "postgresql":
        _copy_rows(connection, table, values)
    elif names is None:
        connection.exec_driver_sql(statement, values)
    else:
        given = [dict(zip(names, row, strict=True)) for row in values]
        connection.exec_driver_sql(statement, given)


def _copy_rows(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows as PostgreSQL takes many of them: in half of the time of statements.

    After the first ones, let it take figures about the table: it would do so by itself only after a
    minute, where its autovacuum is on.

    SQLAlchemy knows no COPY, so what the driver raises is put into SQLAlchemy's words here.
    https://www.postgresql.org/docs/current/sql-copy.html
    """
    quoted = connection.dialect.identifier_preparer
    columns = ", ".join(map(quoted.format_column, table.c))
    name = quoted.format_table(table)
    statement = f"COPY {name} ({columns}) FROM STDIN"
    refused = connection.dialect.loaded_dbapi.Error
    try:
        cursor: Any = connection.connection.cursor()
        with cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except refused as error:
        raise DBAPIError.instance(
            statement, None, error, refused, dialect=connection.dialect
        ) from error
    if connection.scalar(_UNKNOWN, {"name": name}):
        connection.exec_driver_sql(f"ANALYZE {name}")


@cache
def _insertion(
    table: Table, dialect: Dialect
) -> tuple[str, list[str] | None, list[Callable[[Any], Any] | None]]:
    """An INSERT for a driver, the parameters' names if it wants names, converters of the values."""
    compiled = table.insert().compile(dialect=dialect, column_keys=[c.name for c in table.c])
    converters: list[Callable[[Any], Any] | None] = [
        c.type.dialect_impl(dialect).bind_processor(dialect) for c in table.c
    ]
    names = None if compiled.positional else [c.name for c in table.c]
    return str(compiled), names, converters


def delete_rows(
    connection: Connection, table: Table, key: Column[Any], values: Collection[Any]
) -> None:
    """Delete all rows whose `key` is one of the values."""
    for some in chunks(values):
        connection.execute(_deletion(table, key), {"some": some})


def among(key: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition that a column is one of the values passed as `some` to the statement."""
    return key.in_(bindparam("some", expanding=True))


def rows_among(
    connection: Connection,
    query: Select[Any] | CompoundSelect[Any],
    values: Iterable[Any],
    **asked: Any,
) -> Iterator[Row[*tuple[Any, ...]]]:
    """Yield the rows that a query with the condition `among` finds for these values.

    Args:
        connection: open.
        query: is run once for each chunk of the values.
        values: any number of them.
        asked: the values of the query's other parameters.
    """
    for some in chunks(values):
        yield from connection.execute(query, {"some": some, **asked})


@cache
def _deletion(table: Table, key: Column[Any]) -> Delete:
    return delete(table).where(among(key))
