"""Stores that are open for writing, in SQLite and in PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from feedsvc.store import Connection, Store, locate
from tests.store.cluster import Cluster

EACH = ["sqlite", "postgresql", "icu"]


@pytest.fixture(params=EACH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new store, in each database."""
    if request.param == "sqlite":
        return locate(tmp_path, "", {})
    found: str = request.getfixturevalue("new_database")(request.param)
    return found


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A new store that is open, in each database."""
    found = Store.open(url)
    yield found
    found.close()


class _Undone(Exception):
    pass


@pytest.fixture(scope="session")
def kept_empty(
    cluster: Cluster, empty_store: Callable[[str], str]
) -> Iterator[Callable[[str], Store]]:
    """Opens a store in PostgreSQL in which nothing is ever kept."""
    opened: dict[str, Store] = {}

    def open_one(kind: str) -> Store:
        if kind not in opened:
            name = cluster.make(options=f"TEMPLATE {empty_store(kind)}")
            opened[kind] = Store.open(cluster.url(name))
        return opened[kind]

    yield open_one
    for store in opened.values():
        store.close()


@pytest.fixture(params=EACH)
def connection(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connection]:
    """A writing transaction of an empty store, in each database; it is undone after the test."""
    if request.param == "sqlite":
        store = Store.open(locate(tmp_path, "", {}))
    else:
        store = request.getfixturevalue("kept_empty")(request.param)
    with suppress(_Undone), store.writing() as found:
        yield found
        raise _Undone
    if request.param == "sqlite":
        store.close()


@pytest.fixture(params=EACH)
def each_database(request: pytest.FixtureRequest, desk: Any) -> None:
    """The newsroom of the test keeps its state in each database."""
    if request.param != "sqlite":
        desk.environ["FEEDSVC_STORE"] = request.getfixturevalue("new_database")(request.param)
