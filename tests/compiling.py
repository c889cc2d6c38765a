"""SQL statements are compiled once for all stores that the tests open in a process.

SQLAlchemy keeps what it compiled for each engine apart, by its dialect. A service has one store;
the tests have thousands, and would spend half of the time of a small newsroom on compiling.
"""

from typing import Any

from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

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
    create, compiled = engine.create_engine, LRUCache(2000)

    def create_sharing(*arguments: Any, **options: Any) -> Any:
        made = create(*arguments, **options)
        if type(made.dialect) is SQLiteDialect_pysqlite:
            made.dialect.__class__ = _OneForAll
            made.update_execution_options(compiled_cache=compiled)
        return made

    engine.create_engine = create_sharing  # type: ignore[assignment]
