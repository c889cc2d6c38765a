"""Statements and addresses are compiled once in a process for all that the tests open.

SQLAlchemy keeps what it compiled for each engine apart, by its dialect, and Werkzeug for each
application. A service has one of each; the tests have thousands, and would spend half of the time
of a small newsroom on compiling.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from feedsvc.store import engine, postgresql


def _one_for_all(kind: type[Dialect]) -> type[Dialect]:
    """A dialect that counts as the same for every store of a kind: all are set up alike."""
    same = {
        "supports_statement_cache": True,
        "__eq__": lambda self, other: type(self) is type(other),
        "__hash__": lambda self: hash(type(self)),
    }
    return type(f"One{kind.__name__}", (kind,), same)


_SHARED = {kind: _one_for_all(kind) for kind in (SQLiteDialect_pysqlite, PGDialect_psycopg)}


def compile_once() -> None:
    """From now on, in this process."""
    _compile_statements_once()
    _compile_addresses_once()


def _compile_statements_once() -> None:
    create, compiled = engine.create_engine, LRUCache(2000)

    def create_sharing(*arguments: Any, **options: Any) -> Any:
        made = create(*arguments, **options)
        if shared := _SHARED.get(type(made.dialect)):
            made.dialect.__class__ = shared
            made.update_execution_options(compiled_cache=compiled)
        return made

    engine.create_engine = create_sharing  # type: ignore[assignment]
    postgresql.create_engine = create_sharing  # type: ignore[assignment]


def _compile_addresses_once() -> None:
    compile = Rule._compile_builder
    kept: dict[Any, Callable[..., tuple[str, str]]] = {}

    def compile_sharing(self: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        if self.defaults:
            return compile(self, append_unknown)
        key = (self.rule, *self._trace, append_unknown)
        if key not in kept:
            kept[key] = compile(self, append_unknown)
        return kept[key]

    Rule._compile_builder = compile_sharing  # type: ignore[method-assign]
