"""Locks of a store on PostgreSQL: rows with a deadline, and a number that refuses who is late."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from feedsvc.errors import StoreAway, StoreError
from feedsvc.store import Store, ledger
from feedsvc.store.lock_rows import LockRow
from feedsvc.store.locks import lock_of
from tests.store.cluster import LIMIT, Cluster

HOLDER = """
import sys
from feedsvc.store import Store, ledger
from feedsvc.store.locks import lock_of
store = Store.open(sys.argv[1])
with store.reading() as connection:
    lock = lock_of(connection, "indexer")
assert lock.take()
print("held", flush=True)
sys.stdin.readline()
try:
    with store.writing() as connection:
        ledger.keep(connection, "name", "late")
except Exception as error:
    print(type(error).__name__, error, lock.lasts(), flush=True)
else:
    print("written", lock.lasts(), flush=True)
sys.stdin.readline()
lock.let_go()
with store.writing() as connection:
    ledger.keep(connection, "name", "one of many")
print("written", flush=True)
"""
Opener = Callable[[], Store]


@pytest.fixture
def open_store(database: str) -> Iterator[Opener]:
    """Opens the same store again and again, as processes do."""
    opened: list[Store] = []

    def open_one(url: str = database, **options: bool) -> Store:
        opened.append(Store.open(url, **options))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


def indexer_lock(store: Store) -> LockRow:
    with store.reading() as connection:
        found = lock_of(connection, "indexer")
    assert isinstance(found, LockRow)
    return found


@pytest.fixture
def holder(database: str) -> Iterator["subprocess.Popen[str]"]:
    """A process that has the lock; it writes when it is told a line."""
    command = [sys.executable, "-W", "error", "-c", HOLDER, database]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGCONT)
        process.kill()


def take(lock: LockRow) -> None:
    """Wait for a lock."""
    end = time.monotonic() + LIMIT
    while not lock.take():
        assert time.monotonic() < end, lock.holder()
        time.sleep(0.02)


def expire(cluster: Cluster, url: str) -> None:
    """Let the deadline of every lock be over, as if nothing was heard of its holder for long."""
    with cluster.connect(url.partition("@/")[2].partition("?")[0]) as connection:
        connection.execute("UPDATE locks SET until = 1")


def test_one_process_has_it_at_a_time(open_store: Opener) -> None:
    one, other = indexer_lock(open_store()), indexer_lock(open_store())
    assert not one.lasts()
    assert one.holder() == ""
    assert one.take()
    assert one.lasts()
    assert other.holder().startswith(f"process {os.getpid()} on ")
    assert not other.take()
    assert not other.take()
    assert not other.lasts()
    other.let_go()
    assert one.lasts()
    one.let_go()
    assert not one.lasts()
    assert other.take()
    assert one.exists()


def test_one_that_takes_it_again_still_has_it(open_store: Opener) -> None:
    one, other = indexer_lock(open_store()), indexer_lock(open_store())
    assert one.take()
    assert one.take()
    assert not other.take()


def test_other_locks_and_other_schemas_are_apart(
    cluster: Cluster, database: str, open_store: Callable[..., Store]
) -> None:
    name = database.partition("@/")[2].partition("?")[0]
    with cluster.connect(name) as connection:
        connection.execute("CREATE SCHEMA other")
    one, elsewhere = open_store(), open_store(cluster.url(name, "other"))
    with one.reading() as connection:
        writing = lock_of(connection, "writing")
    assert indexer_lock(one).take()
    assert writing.take()
    assert indexer_lock(elsewhere).take()


def test_who_only_reads_may_keep_others_from_writing(open_store: Callable[..., Store]) -> None:
    one, other = indexer_lock(open_store(read_only=True)), indexer_lock(open_store())
    assert one.take()
    assert not other.take()


def test_it_is_free_as_soon_as_its_process_is_killed(
    open_store: Opener, holder: "subprocess.Popen[str]"
) -> None:
    mine = indexer_lock(open_store())
    assert mine.holder().startswith(f"process {holder.pid} on ")
    holder.kill()
    holder.wait(LIMIT)
    take(mine)
    # No deadline was waited for: it had just been renewed, and lies ahead still.
    assert mine.lasts()


def test_a_store_that_is_closed_keeps_no_lock(open_store: Opener) -> None:
    store, other = open_store(), indexer_lock(open_store())
    lock = indexer_lock(store)
    assert lock.take()
    store.close()
    assert not lock.lasts()
    take(other)


def test_what_is_held_is_held_on_while_nobody_does_anything(
    cluster: Cluster, database: str, open_store: Opener
) -> None:
    one, other = indexer_lock(open_store()), indexer_lock(open_store())
    assert one.take()
    expire(cluster, database)
    end = time.monotonic() + LIMIT
    while not other.holder():  # until it is renewed
        assert time.monotonic() < end
        time.sleep(0.05)
    assert one.lasts()
    assert not other.take()


def test_who_wakes_up_after_the_deadline_writes_nothing(
    cluster: Cluster, database: str, open_store: Opener, holder: "subprocess.Popen[str]"
) -> None:
    store = open_store()
    mine = indexer_lock(store)
    os.kill(holder.pid, signal.SIGSTOP)
    assert not mine.take()  # its session is there, and its deadline lies ahead
    expire(cluster, database)
    take(mine)
    with store.writing() as connection:
        ledger.keep(connection, "name", "mine")
    assert holder.stdin is not None
    assert holder.stdout is not None
    holder.stdin.write("\n")  # it is to write, and believes that it may
    holder.stdin.flush()
    os.kill(holder.pid, signal.SIGCONT)
    said = holder.stdout.readline()
    assert said.startswith("StoreError another feedsvc took over meanwhile"), said
    assert said.endswith(" False\n")
    assert mine.lasts()
    with store.reading() as connection:
        assert ledger.recall(connection, "name") == "mine"
    holder.stdin.write("\n")  # once it knows, it may write like any other
    holder.stdin.flush()
    assert holder.stdout.readline() == "written\n"


def test_who_learns_that_another_took_over_writes_nothing_until_it_lets_go(
    cluster: Cluster, database: str, open_store: Opener
) -> None:
    one, other = open_store(), open_store()
    late, mine = indexer_lock(one), indexer_lock(other)
    assert late.take()
    expire(cluster, database)
    with cluster.connect(database.partition("@/")[2].partition("?")[0]) as connection:
        connection.execute("UPDATE locks SET fence = fence + 1")
    end = time.monotonic() + LIMIT
    while late.lasts():  # until it is to be renewed
        assert time.monotonic() < end
        time.sleep(0.05)
    with pytest.raises(StoreError, match="another feedsvc took over"), one.writing():
        pass
    late.let_go()
    with one.writing() as connection:
        ledger.keep(connection, "name", "value")
    take(mine)


def test_who_was_away_goes_on_where_nobody_took_over(
    cluster: Cluster, database: str, open_store: Opener, holder: "subprocess.Popen[str]"
) -> None:
    os.kill(holder.pid, signal.SIGSTOP)
    expire(cluster, database)
    assert holder.stdin is not None
    assert holder.stdout is not None
    holder.stdin.write("\n")
    holder.stdin.flush()
    os.kill(holder.pid, signal.SIGCONT)
    assert holder.stdout.readline() == "written True\n"
    with open_store().reading() as connection:
        assert ledger.recall(connection, "name") == "late"


def test_a_clock_that_was_set_back_keeps_nobody_out(
    cluster: Cluster, database: str, open_store: Opener, holder: "subprocess.Popen[str]"
) -> None:
    os.kill(holder.pid, signal.SIGSTOP)
    with cluster.connect(database.partition("@/")[2].partition("?")[0]) as connection:
        connection.execute("UPDATE locks SET until = until + 3600000")
    take(indexer_lock(open_store()))


def test_a_writer_that_is_stopped_keeps_nobody_waiting_for_long(
    cluster: Cluster, database: str, open_store: Opener
) -> None:
    with open_store().writing() as connection:
        said = connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar()
        assert said == "8s"


def test_a_store_that_cannot_be_reached_is_away(database: str) -> None:
    store = Store.open(database)
    lock = indexer_lock(store)
    store.close()
    lock._watch._connect = _refuse
    with pytest.raises(StoreAway, match="cannot be locked: no server"):
        lock.take()
    assert issubclass(StoreAway, StoreError)
    assert not lock.lasts()
    store.close()


def _refuse(_silent: object) -> None:
    raise OSError("no server")
