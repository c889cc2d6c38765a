"""Keys and indexes of texts that may be longer than an index of PostgreSQL takes.

A B-tree there takes 2,704 bytes, which an id of 1,000 East Asian characters exceeds. So PostgreSQL
indexes a digest or the start of such a text. SQLite indexes texts of any length.
https://www.postgresql.org/docs/current/btree.html#BTREE-IMPLEMENTATION
"""

from typing import Any, TypeAlias

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    PrimaryKeyConstraint,
    Select,
    String,
    Table,
    Text,
    bindparam,
    func,
    literal_column,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

# Texts sorted as Python sorts them, whatever the database's language; SQLite does so anyway.
LONG_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
ENTRY_ID = String(1024).with_variant(Text(collation="C"), "postgresql")
ONE_ENGINE = "engine"  # in the `info` of an index: the only database that has it
_Key: TypeAlias = PrimaryKeyConstraint | Index
_START = 500  # characters by which long texts are sorted first


def index_by_digest(table: Table) -> Table:
    """Let PostgreSQL index digests of the long texts of a table; returns the table.

    A hash index finds such a text. Where no text may stand there twice, an exclusion constraint has
    the hash index; of keys of several columns, a unique index has the MD5 digest in place of it.
    """
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    made: list[_Key] = [table.primary_key, *indexes]
    keys = [key for key in made if any(map(_is_long, key.columns))]
    alone = [key for key in keys if len(key.columns) == 1]
    for key in alone:
        _index_alone(table, key)
    found = {column.name for key in alone for column in key.columns}
    for key in keys:
        if key not in alone:
            _index_several(table, key, found)
    return table


def _index_alone(table: Table, key: _Key) -> None:
    if not _is_unique(key):
        key.dialect_options["postgresql"]["using"] = "hash"
        return
    (column,) = key.columns
    only = ExcludeConstraint((column, "="), name=_name(table, key), using="hash")
    table.append_constraint(only.ddl_if(dialect="postgresql"))
    _keep_to(key, "sqlite")


def _index_several(table: Table, key: _Key, found: set[str]) -> None:
    long = [column for column in key.columns if _is_long(column)]
    if _is_unique(key):
        parts = [func.md5(one) if one in long else one for one in key.columns]
    else:
        parts = [one for one in key.columns if one not in long]
    _keep_to(Index(_name(table, key), *parts, unique=_is_unique(key)), "postgresql")
    for column in long:
        if _is_unique(key) and column.name not in found:
            found.add(column.name)
            one = Index(f"{table.name}_{column.name}", column, postgresql_using="hash")
            _keep_to(one, "postgresql")
    _keep_to(key, "sqlite")


def _is_long(column: Column[Any]) -> bool:
    return any(column.type is one for one in (LONG_TEXT, ENTRY_ID))


def _is_unique(key: _Key) -> bool:
    return not isinstance(key, Index) or bool(key.unique)


def _name(table: Table, key: _Key) -> str:
    return str(key.name) if isinstance(key, Index) else f"{table.name}_key"


def _keep_to(key: Any, engine: str) -> None:
    key.ddl_if(dialect=engine)
    key.info[ONE_ENGINE] = engine


def sort_by_start(column: Column[Any]) -> None:
    """Let PostgreSQL find the pages of `page_after` by an index of the starts of long texts."""
    name = f"{column.table.name}_{column.name}_start"
    _keep_to(Index(name, func.left(column, literal_column(str(_START)))), "postgresql")


def page_after(query: Select[Any], column: Column[Any]) -> Select[Any]:
    """The rows of a query whose long text comes after the one passed as `after`, in its order.

    Args:
        query: the caller limits it.
        column: of which `sort_by_start` made an index.
    """
    after = bindparam("after", type_=Text())
    return query.where(_IsAfter(column, after)).order_by(_InOrder(column))


class _IsAfter(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()


class _InOrder(FunctionElement[Any]):
    inherit_cache = True


@compiles(_IsAfter)
def _is_after(element: _IsAfter, compiler: SQLCompiler, **options: Any) -> str:
    column, after = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} > {after}"


@compiles(_IsAfter, "postgresql")
def _is_after_by_start(element: _IsAfter, compiler: SQLCompiler, **options: Any) -> str:
    column, after = (compiler.process(one, **options) for one in element.clauses)
    start = f"left({column}, {_START}) >= left({after}, {_START})"
    return f"({start} AND {column} > {after})"


@compiles(_InOrder)
def _in_order(element: _InOrder, compiler: SQLCompiler, **options: Any) -> str:
    (column,) = (compiler.process(one, **options) for one in element.clauses)
    return column


@compiles(_InOrder, "postgresql")
def _in_order_of_starts(element: _InOrder, compiler: SQLCompiler, **options: Any) -> str:
    (column,) = (compiler.process(one, **options) for one in element.clauses)
    return f"left({column}, {_START}), {column}"
