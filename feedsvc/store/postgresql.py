"""Transactions of a store on PostgreSQL: readers see one state, and one process writes at a time.

The promises are SQLite's, which keeps them by itself.
https://www.postgresql.org/docs/current/transaction-iso.html
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from feedsvc.errors import StoreError
from feedsvc.store.server_watch import CHANNEL, LEASE, LOST, ServerWatch

INSTALL = "pip install 'feedsvc[postgres]'"
READ_ONLY = "feedsvc_read_only"
_WATCH = "feedsvc_watch"
_PREPARES = "prepare_threshold"  # psycopg's; in a URL, `none` is for proxies that keep no session
_LEAST_PATIENCE = 1  # milliseconds; 0 would mean to wait without end
_AWAY_SECONDS = 5.0  # without an answer after which the server counts as away; less where asked
_AWAY_SHARE = 0.7  # of the patience, so that an answer can still be given within it
_CONNECT_SECONDS = 5.0  # that a connection may take, where nobody is less patient
_WATCH_SECONDS = 1.0  # the same, of the one that tells whether the server is back
# A writer that is lost, or stopped, keeps the others waiting no longer than this.
_NOTIFY = text("SELECT pg_notify(:channel, :word)")
_PATIENCE = text(
    "SELECT set_config('lock_timeout', :milliseconds, true),"
    f" set_config('idle_in_transaction_session_timeout', '{LEASE * 1000:.0f}', true)"
)
# A lock ends with its transaction. Newsrooms in other schemas of the database have others. What is
# notified is told when the transaction is kept.
_LOCK = text(
    "SELECT pg_advisory_xact_lock("
    "hashtextextended('feedsvc writes ' || coalesce(current_schema(), ''), 0)),"
    f" pg_notify({CHANNEL}, '')"
)
_FENCES = text("SELECT name, fence FROM locks")
_FENCED = ("indexer", "writing")  # locks without which nothing is written by who had them
# By them, either side of a connection learns that the machine at the other is lost.
_NETWORK = {
    "keepalives_idle": 4,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 8000,
}
_KEEP_ALIVE = "SELECT " + ", ".join(
    f"set_config('tcp_{name}', '{value}', false)"
    for name, value in (
        ("keepalives_idle", 4),
        ("keepalives_interval", 2),
        ("keepalives_count", 2),
        ("user_timeout", 8000),
    )
)
_AWAY = ("08", "53", "57P", "25006")  # beginnings of the codes of a server that is away
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
    from feedsvc.store.driver import patient_connection

    network: dict[str, Any] = {n: value for n, value in _NETWORK.items() if n not in url.query}
    unprepared = url.query.get(_PREPARES) == "none"
    url = url.difference_update_query([_PREPARES])
    engine = create_engine(
        url,
        connect_args=network | ({_PREPARES: None} if unprepared else {}),
        pool_pre_ping=True,
        pool_use_lifo=True,  # the connection last used is taken again: it has statements prepared
        pool_timeout=patience,
        execution_options={READ_ONLY: read_only},
    )
    seconds = min(patience, _CONNECT_SECONDS)

    def connect(silent: Callable[[], bool]) -> Any:
        given, named = engine.dialect.create_connect_args(url)
        kind: Any = patient_connection(silent, min(seconds, _WATCH_SECONDS))
        made = kind.connect(*given, **network, **named, autocommit=True, prepare_threshold=None)
        made.execute(_KEEP_ALIVE)
        return made

    def notify(channel: str, word: str) -> None:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(_NOTIFY, {"channel": channel, "word": word})

    away = min(patience * _AWAY_SHARE, _AWAY_SECONDS)
    watch = ServerWatch(connect, notify, engine.dispose, away)
    engine.update_execution_options(**{_WATCH: watch})
    patient: Any = patient_connection(watch.gives_up, seconds)

    def take_up(_dialect: Any, _record: Any, given: Any, named: Any) -> Any:
        return patient.connect(*given, **named)

    event.listen(engine, "do_connect", take_up)
    event.listen(engine, "connect", _keep_alive)
    event.listen(engine, "begin", partial(_begin, patience, watch))
    event.listen(engine, "engine_disposed", lambda _: watch.stop())
    return engine


def watch_of(engine: Engine) -> ServerWatch:
    """What this process knows of the server of a store on PostgreSQL."""
    found: ServerWatch = engine.get_execution_options()[_WATCH]
    return found


def code_of(error: BaseException | None) -> str:
    """PostgreSQL's code of what it refused (SQLSTATE); empty: it is none of its errors."""
    return str(getattr(getattr(error, "orig", None), "sqlstate", None) or "")


def is_away(error: BaseException) -> bool:
    """Whether an error says that the server cannot be reached, or takes nothing just now."""
    if not isinstance(error, DBAPIError):
        return False
    state = code_of(error)
    if not state:
        return isinstance(error, (OperationalError, InterfaceError))
    # A standby gives its transactions no code of their own.
    return state.startswith(_AWAY) or "during recovery" in str(error.orig)


def _keep_alive(connection: Any, _record: Any) -> None:
    before, connection.autocommit = connection.autocommit, True
    connection.execute(_KEEP_ALIVE)
    connection.autocommit = before


def isolation(engine: Engine, *, writing: bool) -> dict[str, Any]:
    """The execution options that say what a transaction sees of others.

    A writer that had one snapshot would have that of the moment at which it began to wait for the
    lock, and miss what the writer before it did.
    """
    if not writing:
        return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    read_only = engine.get_execution_options().get(READ_ONLY, False)
    return {"isolation_level": "READ COMMITTED", "postgresql_readonly": read_only}


def _begin(usual: float, watch: ServerWatch, connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("feedsvc_writing", False):
        return
    patience = options.get("feedsvc_patience")
    seconds = usual if patience is None else patience
    milliseconds = max(_LEAST_PATIENCE, round(seconds * 1000))
    connection.execute(_PATIENCE, {"milliseconds": str(milliseconds)})
    connection.execute(_LOCK)
    held = {name: fence for name, fence in watch.held.items() if name in _FENCED}
    if held:
        found = {row.name: row.fence for row in connection.execute(_FENCES)}
        for name, fence in held.items():
            if found.get(name) != fence:
                watch.held[name] = LOST
                raise StoreError("another feedsvc took over meanwhile: nothing was written")
