"""Locks that PostgreSQL holds, for as long as whoever has them is connected."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, create_engine

from feedsvc.errors import StoreError
from feedsvc.store.engine import make_engine
from feedsvc.store.locks import AdvisoryLock
from tests.store.cluster import LIMIT, Cluster

Server = Callable[[str], Engine]
HOLDER = """
import sys
from feedsvc.store.engine import make_engine
from feedsvc.store.locks import AdvisoryLock
assert AdvisoryLock(make_engine(sys.argv[1]), "index").take()
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def server(cluster: Cluster, database: str) -> Iterator[Server]:
    """Makes engines whose sessions find their tables in a schema."""
    name = database.partition("@/")[2].partition("?")[0]
    with cluster.connect(name) as connection:
        connection.execute("CREATE SCHEMA other")
    engines: list[Engine] = []

    def connect(schema: str) -> Engine:
        engines.append(make_engine(cluster.url(name, schema)))
        return engines[-1]

    yield connect
    for engine in engines:
        engine.dispose()


def test_one_session_has_it_at_a_time(server: Server) -> None:
    one, other = (AdvisoryLock(server("public"), "index") for _ in range(2))
    assert not one.lasts()
    assert one.take()
    assert one.lasts()
    assert not other.take()
    assert not other.lasts()
    one.let_go()
    assert not one.lasts()
    assert other.take()
    other.let_go()
    other.let_go()  # nothing is held


def test_one_that_takes_it_again_still_has_it(server: Server) -> None:
    one, other = (AdvisoryLock(server("public"), "index") for _ in range(2))
    assert one.take()
    assert one.take()
    assert not other.take()
    one.let_go()


@pytest.mark.parametrize(("schema", "name"), [("public", "write"), ("other", "index")])
def test_other_locks_and_other_schemas_are_apart(server: Server, schema: str, name: str) -> None:
    one, other = AdvisoryLock(server("public"), "index"), AdvisoryLock(server(schema), name)
    assert one.take()
    assert other.take()
    one.let_go()
    assert other.lasts()
    other.let_go()


def test_it_dies_with_its_process(server: Server, database: str) -> None:
    mine = AdvisoryLock(server("public"), "index")
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", HOLDER, database]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        assert mine.holder() == "a process"
        process.send_signal(signal.SIGKILL)
        process.wait(LIMIT)
    with mine.held() as held:  # as soon as the server has noticed
        assert held


def test_a_server_that_cannot_be_asked_is_an_error_of_one_line() -> None:
    lock = AdvisoryLock(create_engine("sqlite://"), "index")
    with pytest.raises(StoreError, match=r"cannot be locked: no such function: \w+$"):
        lock.take()
    assert not lock.lasts()
    assert lock.exists()
