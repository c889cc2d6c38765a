"""A process that forks commands of feedsvc, for all of these tests."""

from collections.abc import Iterator

import pytest

from tests.hostile.faults.forking import Forks


@pytest.fixture(scope="session")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    """Starts commands within milliseconds."""
    forks = Forks(tmp_path_factory.mktemp("forks"))
    yield forks
    forks.close()
