"""Opens a store: finds where it lies, connects to it, and makes its tables."""

import hashlib
import os
import re
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec
import zstandard
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from feedsvc.errors import StoreAway, StoreDamaged, StoreError
from feedsvc.store import schema
from feedsvc.store.advice import file_advice, is_damage
from feedsvc.store.database_file import Elsewhere
from feedsvc.store.ledger import keep, recall
from feedsvc.store.log_files import await_log
from feedsvc.store.new_file import make_folder
from feedsvc.store.postgresql import (
    INSTALL,
    is_away,
    isolation,
    postgresql_engine,
    server_advice,
    watch_of,
)
from feedsvc.store.rebuild import rebuild
from feedsvc.store.server_watch import NO_ANSWER

FILE_NAME = "store.sqlite3"
BUSY_SECONDS = 30
GLANCE_SECONDS = 0.005  # until a process that answers sees what another one, or a thread, published
_TURN_SECONDS = 0.5  # to wait for a connection in use, where no new one can be made
_TURN_LOOK = 0.005  # seconds between two tries
REBUILDABLE = "rebuildable"  # the name of the version of those tables that the store has
# What is raised where kept bytes are others than were written: a disk, or another program, did it.
_DAMAGE = (UnicodeDecodeError, OverflowError, zstandard.ZstdError, msgspec.MsgspecError)
REFUSALS = (SQLAlchemyError, sqlite3.Error, *_DAMAGE)
LEDGER_REVISION = "0014"  # the newest file in migrations/versions; a test compares


def locate(folder: Path, store: str, environ: Mapping[str, str]) -> str:
    """The database URL at which a newsroom's state is kept.

    Args:
        folder: the newsroom's folder.
        store: the setting: a database URL, or a folder relative to the newsroom's. Empty means
            `.feedsvc` in the newsroom's folder, or the user's state directory where `.feedsvc` is
            missing and cannot be made.
        environ: for XDG_STATE_HOME and HOME.

    Raises:
        StoreError: `~` is the home folder of a user who has none.
    """
    if "://" in store:
        return store
    if store:
        return sqlite_url(folder / _expanded(store) / FILE_NAME)
    inside = folder / ".feedsvc"
    # A store that exists is used also by a user who may not write it: a second store would give
    # articles other ids and dates.
    if (inside / FILE_NAME).exists() or os.access(inside if inside.exists() else folder, os.W_OK):
        return sqlite_url(inside / FILE_NAME)
    state = environ.get("XDG_STATE_HOME")
    home = state or os.path.join(environ.get("HOME") or _expanded("~"), ".local", "state")
    whole = str(folder.resolve())
    name = f"{folder.resolve().name}-{hashlib.sha256(whole.encode()).hexdigest()[:12]}"
    return sqlite_url(Path(home) / "feedsvc" / name / FILE_NAME)


def _expanded(path: str) -> str:
    """A path with the home folder in place of `~`; a user of a container may have none."""
    found = os.path.expanduser(path)
    if found.startswith("~"):
        raise StoreError(
            f"{path}: this user has no such home folder; set `store` in site.toml or FEEDSVC_STORE"
            " to a folder that can be written"
        )
    return found


def sqlite_path(url: str) -> Path | None:
    """The file of an SQLite store; None where the URL is of another database."""
    try:
        made = make_url(url)
    except (ArgumentError, ValueError):
        return None
    return Path(made.database) if made.get_backend_name() == "sqlite" and made.database else None


def sqlite_url(path: Path) -> str:
    """The database URL of a file of SQLite."""
    return URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)


def make_engine(
    url: str, *, read_only: bool = False, existing: bool = False, patience: float = BUSY_SECONDS
) -> Engine:
    """An engine whose connections are set up for one writer and many readers.

    Args:
        url: of the database.
        read_only: write nothing, not even the files that SQLite keeps beside the database.
        existing: make no new file.
        patience: seconds to wait for a lock, where nothing else is said.

    Raises:
        StoreError: the URL is not valid, its driver is missing, or the folder cannot be made.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "sqlite":
            return _server_engine(parsed, read_only=read_only, patience=patience)
        path = Path(parsed.database or "")
        await_log(path)
        if not read_only:
            make_folder(path.parent)
            _refuse_foreign(path)
        mode = _read_mode(path) if read_only else "rw" if existing else "rwc"
        target = f"file:{_uri_path(path)}?mode={mode}"
        engine = create_engine(
            URL.create("sqlite", database=target, query={"uri": "true"}),
            connect_args={"timeout": patience, "isolation_level": None},
        )
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        shown = re.sub(r"//.*@", "//…@", url)
        raise StoreError(f"store {shown}: {error}") from error
    event.listen(engine, "connect", _set_up_sqlite if not read_only else _set_up_reader)
    event.listen(engine, "begin", partial(_begin_sqlite, patience))
    return engine


def _server_engine(url: URL, *, read_only: bool, patience: float) -> Engine:
    if url.get_backend_name() != "postgresql":
        raise StoreError(f"store {shown_url(url)}: a store lies in a folder or in PostgreSQL")
    try:
        return postgresql_engine(url, read_only=read_only, patience=patience)
    except ImportError as error:
        raise StoreError(
            f"store {shown_url(url)}: {error}; install what reaches PostgreSQL: {INSTALL}"
        ) from error


def _uri_path(path: Path) -> str:
    return re.sub(r"[?#%]", lambda found: f"%{ord(found[0]):02x}", str(path.absolute()))


def _read_mode(path: Path) -> str:
    """The SQLite open mode of a store that is only read.

    A reader in WAL mode makes files beside the store. Without a write-ahead log nobody has the
    store open, so it may be read as a file that does not change.
    """
    return "ro" if path.with_name(f"{path.name}-wal").exists() else "ro&immutable=1"


def _refuse_foreign(path: Path) -> None:
    if path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise StoreError(
            f"{path}: this user may not write the newsroom's store; run feedsvc as the user who"
            " made it, or give this one write access to the file and its folder"
        )


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA page_size=8192")  # bytes, of a new store: two articles to a page
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")  # safe with WAL: loses the last change at worst
    _set_up_reader(connection, _record)


def _set_up_reader(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA cache_size=-4000")  # kibibytes, of each connection


def _begin_sqlite(usual: float, connection: Connection) -> None:
    options = connection.get_execution_options()
    writing = options.get("feedsvc_writing", False)
    patience = options.get("feedsvc_patience")
    if patience is None:
        patience = usual
    if patience != usual:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={patience * 1000:.0f}")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
    finally:
        if patience != usual:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={usual * 1000:.0f}")


def shown_url(url: URL | str) -> str:
    """Where a store lies, for error messages: a file's path, or a URL without its password."""
    url = make_url(url)
    if url.get_backend_name() != "sqlite":
        return url.render_as_string(hide_password=True)
    return unquote((url.database or "").removeprefix("file:").partition("?")[0])


@contextmanager
def transaction(
    engine: Engine, *, writing: bool, holder: str = "", patience: float | None = None
) -> Iterator[Connection]:
    """One transaction: a writing one takes the store's write lock at its start.

    Args:
        engine: the store's.
        writing: whether it may change anything.
        holder: the store that makes the documents of what is published in it; empty: whichever
            process is asked first.
        patience: seconds to wait for the write lock; None: as the engine has it.

    Raises:
        StoreError: the database refused; nothing of the transaction is kept.
    """
    options = {
        "feedsvc_writing": writing,
        "feedsvc_holder": holder,
        "feedsvc_patience": patience,
    }
    if engine.dialect.name != "sqlite":
        options |= isolation(engine, writing=writing)
        if watch_of(engine).gives_up():
            raise StoreAway(f"store {shown_url(engine.url)}: {watch_of(engine).away or NO_ANSWER}")
    try:
        with _connect(engine).execution_options(**options) as connection, connection.begin():
            yield connection
    except REFUSALS as error:
        raise told(engine, error) from error


def told(engine: Engine, error: Exception) -> StoreError:
    """What a database refused, in words that say what to do; `REFUSALS` are such errors."""
    damage = isinstance(error, _DAMAGE)
    reason = "what it keeps is malformed"
    if not damage:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
    away = engine.dialect.name != "sqlite" and is_away(error)
    kind: type[StoreError] = StoreAway if away else StoreError
    if damage or is_damage(reason):
        kind = StoreDamaged
    return kind(f"store {shown_url(engine.url)}: {reason}{advice(reason)}")


def _connect(engine: Engine) -> Connection:
    """A connection; where the store's file is gone, wait for one of those that are open."""
    end = time.monotonic() + _TURN_SECONDS
    while True:
        try:
            return engine.connect()
        except DBAPIError as error:
            refused = error.orig
            others = isinstance(refused, Elsewhere) and refused.others
            if not others or time.monotonic() >= end:
                raise
        time.sleep(_TURN_LOOK)


def advice(reason: str) -> str:
    """What to do about what the database said, to be added to its words; empty: nothing known."""
    return file_advice(reason) or server_advice(reason)


def prepare(connection: Connection) -> None:
    """Bring the tables up to this version of feedsvc; the ledger is kept, the rest may be emptied.

    Raises:
        StoreError: a newer feedsvc made the store.
    """
    revision = ledger_revision(connection)
    if revision is not None and revision > LEDGER_REVISION:
        raise StoreError("the store was made by a newer feedsvc; upgrade this one to use it")
    if revision != LEDGER_REVISION:
        _migrate(connection)
    if recall(connection, REBUILDABLE) != str(schema.REBUILDABLE_VERSION):
        rebuild(connection)
        keep(connection, REBUILDABLE, str(schema.REBUILDABLE_VERSION))


@cache
def empty_store() -> bytes:
    """The file of an SQLite store in which nothing was kept yet; made once in each process."""
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"isolation_level": None}
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", partial(_begin_sqlite, BUSY_SECONDS))
    try:
        with transaction(engine, writing=True) as connection:
            prepare(connection)
        with closing(engine.raw_connection()) as held:
            made = held.driver_connection.serialize()  # type: ignore[union-attr]
    finally:
        engine.dispose()
    # What is in memory has no log. The two bytes of the file's header say that this one has:
    # https://www.sqlite.org/fileformat2.html, 1.3.3.
    return bytes(made[:18] + b"\2\2" + made[20:])


def is_prepared(connection: Connection) -> bool:
    """Whether `prepare` would find nothing to do."""
    current = ledger_revision(connection) == LEDGER_REVISION
    return current and recall(connection, REBUILDABLE) == str(schema.REBUILDABLE_VERSION)


def has_ledger(connection: Connection) -> bool:
    """Whether there is a ledger that this feedsvc can read, whatever version the rest has.

    Raises:
        StoreError: there is a ledger of another version.
    """
    revision = ledger_revision(connection)
    if revision not in (None, LEDGER_REVISION):
        raise StoreError("the store is of another version of feedsvc; run feedsvc index first")
    return revision is not None


def ledger_revision(connection: Connection) -> str | None:
    """The version of the ledger's tables; None: there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def _migrate(connection: Connection) -> None:
    # Alembic costs 0.1 s to import, and is needed only when a store is new or old.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
