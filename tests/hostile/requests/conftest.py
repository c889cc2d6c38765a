"""One server for all tables of requests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.requests.wire import Server, make_newsroom, serving


@pytest.fixture(scope="session")
def newsroom_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("requests") / "articles"
    make_newsroom(folder)
    return folder


@pytest.fixture(scope="session")
def server(newsroom_folder: Path) -> Iterator[Server]:
    """`feedsvc serve`; no request changes what it is."""
    with serving(newsroom_folder) as served:
        yield served
