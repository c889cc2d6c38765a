"""Many rows at a time, in SQL that every database understands."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Table, delete

T = TypeVar("T")
CHUNK = 500  # parameters of one statement; SQLite's lowest limit is 999


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The values, some at a time."""
    left = iter(values)
    while some := list(islice(left, size)):
        yield some


def replace_rows(
    connection: Connection, table: Table, key: Column[Any], rows: Sequence[dict[str, Any]]
) -> None:
    """Put rows in place of all that have the same value of `key`."""
    delete_rows(connection, table, key, {row[key.name] for row in rows})
    if rows:
        connection.execute(table.insert(), rows)


def delete_rows(
    connection: Connection, table: Table, key: Column[Any], values: Collection[Any]
) -> None:
    """Delete all rows whose `key` is one of the values."""
    for some in chunks(values):
        connection.execute(delete(table).where(key.in_(some)))
