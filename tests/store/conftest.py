"""Stores that are open for writing, in SQLite and in PostgreSQL."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from feedsvc.store import Connection, Store, locate
from tests.databases import EACH
from tests.store.cluster import Cluster

# Of modules that sort or compare texts in SQL which no column sorts by code points: their tests run
# as well where PostgreSQL sorts as a language does.
_SORTED = frozenset(
    f"test_{name}"
    for name in (
        *("authors", "both_databases", "columns", "documents", "feed_labels", "feeds", "keys"),
        "feeds_selection",
        *("hub_blocked", "hub_overview", "hub_topics", "ledger", "long_texts", "overview"),
        *("paging", "search", "search_index", "search_vectors"),
    )
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what has a store in each database, where it does not say itself in which."""
    said = {str(mark.args[0]) for mark in metafunc.definition.iter_markers("parametrize")}
    own = re.findall(r"\w+", " ".join(said))
    sorts = metafunc.module.__name__.rpartition(".")[2] in _SORTED
    for name in ("url", "connection"):
        if name in metafunc.fixturenames and name not in own:
            metafunc.parametrize(name, [*EACH, "icu"] if sorts else EACH, indirect=True)


@pytest.fixture
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


@pytest.fixture
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
