"""Statements and addresses are compiled once in a process for all that the tests open.

SQLAlchemy keeps what it compiled for each engine apart, by its dialect, and Werkzeug for each
application. A service has one of each; the tests have thousands, and would spend half of the time
of a small newsroom on compiling.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from feedsvc.store import engine


class _OneForAll(SQLiteDialect_pysqlite):
    """A dialect that counts as the same for every store: all are set up alike."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))


def compile_once() -> None:
    """From now on, in this process."""
    _compile_statements_once()
    _compile_addresses_once()


def _compile_statements_once() -> None:
    create, compiled = engine.create_engine, LRUCache(2000)

    def create_sharing(*arguments: Any, **options: Any) -> Any:
        made = create(*arguments, **options)
        if type(made.dialect) is SQLiteDialect_pysqlite:
            made.dialect.__class__ = _OneForAll
            made.update_execution_options(compiled_cache=compiled)
        return made

    engine.create_engine = create_sharing  # type: ignore[assignment]


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
