"""Newsrooms of tests on PostgreSQL as well as on SQLite: fixtures and marks."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

ICU = "LOCALE_PROVIDER icu ICU_LOCALE 'de-u-kn'"  # sorts unlike code points, and digits as numbers
SORTING = {"postgresql": "", "icu": ICU}
EACH = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let a test keep the state of its desk in each database, if its marks say so."""
    wanted = metafunc.definition.get_closest_marker("each_database")
    once = metafunc.definition.get_closest_marker("one_database")
    if wanted and not once and "desk" in metafunc.fixturenames:
        metafunc.parametrize("desk_store", [*EACH, *wanted.args], indirect=True)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    """A PostgreSQL that runs (tests.store.cluster)."""
    from tests.store.cluster import running_cluster

    with running_cluster() as found:
        yield found


@pytest.fixture(scope="session")
def empty_store(cluster: Any) -> Callable[[str], str]:
    """The name of a database, of a kind of SORTING, that has the tables of a new store."""
    from feedsvc.store import Store

    made: set[str] = set()

    def make(kind: str) -> str:
        name = f"empty_{kind}"
        if name not in made:
            cluster.make(name, f"TEMPLATE template0 {SORTING[kind]}")
            Store.open(cluster.url(name)).close()
            made.add(name)
        return name

    return make


@pytest.fixture
def new_database(cluster: Any, empty_store: Callable[[str], str]) -> Iterator[Callable[[str], str]]:
    """Makes new stores in PostgreSQL, of a kind of SORTING; returns the URL of each."""
    made: list[str] = []

    def make(kind: str) -> str:
        made.append(cluster.make(options=f"TEMPLATE {empty_store(kind)} STRATEGY FILE_COPY"))
        return str(cluster.url(made[-1]))

    yield make
    for name in made:
        cluster.drop(name)


@pytest.fixture
def database(new_database: Callable[[str], str]) -> str:
    """The URL of a new store in PostgreSQL."""
    return new_database("postgresql")


@pytest.fixture
def desk_store(request: pytest.FixtureRequest) -> str:
    """Where the newsroom of the test keeps its state, as FEEDSVC_STORE; empty: in its folder."""
    kind = getattr(request, "param", "sqlite")
    return "" if kind == "sqlite" else str(request.getfixturevalue("new_database")(kind))
