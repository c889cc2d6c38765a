"""A store that is open for writing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from feedsvc.store import Connection, Store, locate


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    store = Store.open(locate(tmp_path, "", {}))
    with store.writing() as found:
        yield found
    store.close()
