"""Locks that a database server holds. SQLite stands for it: its sessions get the functions."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event

from feedsvc.errors import StoreError
from feedsvc.store.locks import AdvisoryLock

Server = Callable[[str], Engine]


@pytest.fixture
def server() -> Server:
    """Makes sessions that find their tables in a schema; who holds which lock is known to all."""
    holders: dict[int, Any] = {}

    def connect(schema: str) -> Engine:
        engine = create_engine("sqlite://")

        def begin(session: Any, _: Any) -> None:
            def take(key: int) -> bool:
                return holders.setdefault(key, session) is session

            session.create_function("current_schema", 0, lambda: schema)
            session.create_function("pg_try_advisory_lock", 1, take)

        def end(session: Any, *_: Any) -> None:
            for key in [key for key, holder in holders.items() if holder is session]:
                del holders[key]

        event.listen(engine, "connect", begin)
        event.listen(engine, "close", end)
        event.listen(engine, "invalidate", end)
        return engine

    return connect


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


def test_a_server_that_cannot_be_asked_is_an_error_of_one_line() -> None:
    lock = AdvisoryLock(create_engine("sqlite://"), "index")
    with pytest.raises(StoreError, match=r"cannot be locked: no such function: \w+$"):
        lock.take()
    assert not lock.lasts()
    assert lock.exists()
