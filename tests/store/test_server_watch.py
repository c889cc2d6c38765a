"""What a process knows of PostgreSQL: whether it answers, and whether anything was written."""

import gc
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from feedsvc.errors import StoreAway, StoreError
from feedsvc.store import Store, ledger, locate
from feedsvc.store.postgresql import watch_of
from feedsvc.store.server_watch import ServerWatch
from tests.store.cluster import LIMIT, Cluster
from tests.store.relay import Relay

WATCH = "feedsvc-server-watch"


@pytest.fixture
def relay(cluster: Cluster) -> Iterator[Relay]:
    found = Relay(cluster.folder / ".s.PGSQL.5432")
    yield found
    found.close()


@pytest.fixture
def reader(database: str, relay: Relay) -> Iterator[Store]:
    """A store as a worker has it, which reaches the server through the relay."""
    url = database.replace("@/", f"@127.0.0.1:{relay.port}/").partition("?")[0]
    found = Store.open(url, glance=0.001, patience=1.0)
    yield found
    found.close()


@pytest.fixture
def writer(database: str) -> Iterator[Store]:
    found = Store.open(database)
    yield found
    found.close()


def await_that(holds: Callable[[], object], what: str = "") -> None:
    end = time.monotonic() + LIMIT
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.002)


def watch(store: Store) -> ServerWatch:
    return watch_of(store._engine)


def told(store: Store) -> ServerWatch:
    """Wait until the store is told of changes, and knows of all there were."""
    store.hint.moved()
    await_that(lambda: watch(store).told, "nothing is told")
    await_that(lambda: not store.hint.moved())
    return watch(store)


def write(store: Store, value: str) -> None:
    with store.writing() as connection:
        ledger.keep(connection, "name", value)


def read(store: Store) -> str | None:
    with store.reading() as connection:
        return ledger.recall(connection, "name")


def test_what_another_process_wrote_is_told(reader: Store, writer: Store) -> None:
    told(reader)
    for value in ("one", "two", "three"):
        write(writer, value)
        await_that(reader.hint.moved, value)
        assert read(reader) == value  # who is told sees it
        assert not reader.hint.moved()


def test_what_was_not_kept_is_not_told(reader: Store, writer: Store) -> None:
    told(reader)
    with suppress(ZeroDivisionError), writer.writing() as connection:
        ledger.keep(connection, "name", "value")
        raise ZeroDivisionError
    write(writer, "another")
    await_that(reader.hint.moved)
    assert not reader.hint.moved()


def test_what_this_process_wrote_is_known_at_once(reader: Store) -> None:
    told(reader)
    write(reader, "mine")
    assert reader.hint.moved()


def test_what_could_not_be_read_is_asked_for_again(reader: Store) -> None:
    told(reader)
    reader.hint.forget()
    assert reader.hint.moved()


def test_newsrooms_in_other_schemas_are_not_told(cluster: Cluster) -> None:
    name = cluster.make()
    with cluster.connect(name) as connection:
        for schema in ("one", "other"):
            connection.execute(f"CREATE SCHEMA {schema}".encode())
    one, other = (
        Store.open(cluster.url(name, schema), glance=0.001) for schema in ("one", "other")
    )
    told(one)
    told(other)
    write(other, "value")
    await_that(other.hint.moved)
    assert not one.hint.moved()
    one.close()
    other.close()
    cluster.drop(name)


def test_nothing_is_missed_while_nothing_is_told(
    cluster: Cluster, reader: Store, writer: Store
) -> None:
    told(reader)
    end_sessions(cluster)
    await_that(reader.hint.moved)  # something may have been written before it is told again
    write(writer, "meanwhile")
    told(reader)
    write(writer, "later")
    await_that(reader.hint.moved)
    assert read(reader) == "later"


def end_sessions(cluster: Cluster) -> None:
    """End all others, as an administrator does."""
    with cluster.connect("postgres") as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid != pg_backend_pid() AND backend_type = 'client backend'"
        )


def test_where_nothing_is_told_it_is_looked_now_and_then(
    reader: Store, writer: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As behind a proxy that gives each transaction another session."""
    monkeypatch.setattr(watch(reader), "_notify", lambda *_: None)
    monkeypatch.setattr("feedsvc.store.server_watch._HEAR", 0.05)
    reader.hint.moved()
    await_that(lambda: watch(reader).life)
    for _ in range(3):
        assert reader.hint.moved()
        assert reader.hint.next - reader.hint.monotonic() > 0.05
    assert not watch(reader).told


@contextmanager
def swallowed(relay: Relay) -> Iterator[None]:
    relay.swallows = True
    yield
    relay.swallows = False


@contextmanager
def refused(relay: Relay) -> Iterator[None]:
    relay.cut()
    yield
    relay.open()


@pytest.mark.parametrize("fault", [swallowed, refused])
def test_a_server_that_is_away_is_waited_for_by_nobody(
    relay: Relay, reader: Store, writer: Store, fault: Callable[[Relay], object]
) -> None:
    write(writer, "before")
    told(reader)
    assert read(reader) == "before"
    with fault(relay):  # type: ignore[attr-defined]
        with pytest.raises(StoreAway):
            read(reader)
        await_that(lambda: watch(reader).away)
        for _ in range(3):
            with pytest.raises(StoreAway):
                read(reader)
        assert reader.hint.moved()  # nothing is known of it
        write(writer, "meanwhile")
    await_that(lambda: not watch(reader).away)
    assert read(reader) == "meanwhile"
    told(reader)


def test_a_file_that_is_locked_is_not_away(tmp_path: Path) -> None:
    one, other = (Store.open(locate(tmp_path, "", {})) for _ in range(2))
    with one.writing(), pytest.raises(StoreError, match="locked") as refused, other.keeping(0):
        pass
    assert type(refused.value) is StoreError
    one.close()
    other.close()


def test_a_statement_that_takes_long_is_waited_for(reader: Store) -> None:
    told(reader)
    with reader.reading() as connection:
        assert connection.exec_driver_sql("SELECT pg_sleep(2)::text").scalar() == ""
    assert not watch(reader).away


def test_a_store_that_is_closed_watches_nothing(reader: Store) -> None:
    told(reader)
    assert WATCH in names()
    reader.close()
    assert WATCH not in names()
    told(reader)  # the next use begins anew


def test_a_store_that_is_forgotten_watches_nothing(database: str) -> None:
    store = Store.open(database, glance=0.001)
    told(store)
    del store
    gc.collect()
    await_that(lambda: WATCH not in names())


def names() -> list[str]:
    return [thread.name for thread in threading.enumerate()]


def test_a_child_that_was_forked_watches_for_itself(reader: Store, tmp_path: Path) -> None:
    told(reader)
    pid = os.fork()
    if not pid:
        code = 1
        try:
            told(reader)
            code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert watch(reader).told
