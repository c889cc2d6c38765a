"""Stores that are open for writing, in SQLite and in PostgreSQL."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from feedsvc.store import Connection, Store, locate
from tests.store.cluster import Cluster, running_cluster

EMPTY = "empty_store"


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL; its database EMPTY has the tables of a new store."""
    with running_cluster() as found:
        found.make(EMPTY)
        Store.open(found.url(EMPTY)).close()
        yield found


@pytest.fixture
def database(cluster: Cluster) -> Iterator[str]:
    """The URL of a new store in PostgreSQL."""
    name = cluster.make(options=f"TEMPLATE {EMPTY}")
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new store, in each database."""
    if request.param == "sqlite":
        return locate(tmp_path, "", {})
    found: str = request.getfixturevalue("database")
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
def kept_empty(cluster: Cluster) -> Iterator[Store]:
    """A store in PostgreSQL in which nothing is ever kept."""
    store = Store.open(cluster.url(cluster.make(options=f"TEMPLATE {EMPTY}")))
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def connection(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connection]:
    """A writing transaction of an empty store, in each database; it is undone after the test."""
    if request.param == "postgresql":
        store: Store = request.getfixturevalue("kept_empty")
    else:
        store = Store.open(locate(tmp_path, "", {}))
    with suppress(_Undone), store.writing() as found:
        yield found
        raise _Undone
    if request.param == "sqlite":
        store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def each_database(request: pytest.FixtureRequest, desk: Any) -> None:
    """The newsroom of the test keeps its state in each database."""
    if request.param == "postgresql":
        desk.environ["FEEDSVC_STORE"] = request.getfixturevalue("database")
