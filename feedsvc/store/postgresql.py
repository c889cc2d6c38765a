"""Transactions of a store on PostgreSQL: readers see one state, and one process writes at a time.

The promises are SQLite's, which keeps them by itself.
https://www.postgresql.org/docs/current/transaction-iso.html
"""

from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL

INSTALL = "pip install 'feedsvc[postgres]'"
_READ_ONLY = "feedsvc_read_only"
_LEAST_PATIENCE = 1  # milliseconds; 0 would mean to wait without end
_PATIENCE = text("SELECT set_config('lock_timeout', :milliseconds, true)")
# A lock ends with its transaction. Newsrooms in other schemas of the database have others.
_LOCK = text(
    "SELECT pg_advisory_xact_lock("
    "hashtextextended('feedsvc writes ' || coalesce(current_schema(), ''), 0))"
)
# What to do about what PostgreSQL says: a part of its words -> what is added to them.
_ADVICE = {
    "lock timeout": "another feedsvc is writing it: try again",
    "permission denied for schema": "let its user make tables there: GRANT CREATE, USAGE ON SCHEMA",
    "permission denied for table": "use the user who made its tables",
    "no schema has been selected": "make the schema that the search_path names: CREATE SCHEMA",
    "connection slots are reserved": "let the server take more connections: max_connections",
    "too many clients": "let the server take more connections: max_connections",
}


def server_advice(reason: str) -> str:
    """What to do about what PostgreSQL said, to be added to its words; empty: nothing known."""
    return next((f"; {do}" for said, do in _ADVICE.items() if said in reason), "")


def postgresql_engine(url: URL, *, read_only: bool, patience: float) -> Engine:
    """An engine whose writing transactions hold the store's write lock from their start.

    Args:
        url: of the database.
        read_only: refuse to write.
        patience: seconds to wait for the lock, where nothing else is said.

    Raises:
        ImportError: the driver is missing; INSTALL says how to get it.
    """
    # The connection last used is taken again: there, statements are prepared.
    options = {"pool_pre_ping": True, "pool_use_lifo": True}
    engine = create_engine(url, execution_options={_READ_ONLY: read_only}, **options)
    event.listen(engine, "begin", partial(_begin, patience))
    return engine


def isolation(engine: Engine, *, writing: bool) -> dict[str, Any]:
    """The execution options that say what a transaction sees of others.

    A writer that had one snapshot would have that of the moment at which it began to wait for the
    lock, and miss what the writer before it did.
    """
    if not writing:
        return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    read_only = engine.get_execution_options().get(_READ_ONLY, False)
    return {"isolation_level": "READ COMMITTED", "postgresql_readonly": read_only}


def _begin(usual: float, connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("feedsvc_writing", False):
        return
    patience = options.get("feedsvc_patience")
    seconds = usual if patience is None else patience
    milliseconds = max(_LEAST_PATIENCE, round(seconds * 1000))
    connection.execute(_PATIENCE, {"milliseconds": str(milliseconds)})
    connection.execute(_LOCK)
