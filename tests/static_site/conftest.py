"""One S3 server for the tests of a module."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.static_site.s3_server import Storage, need_storage, s3_server


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    need_storage()
    folder: Path = tmp_path_factory.mktemp("storage")
    with s3_server(folder) as server:
        yield server
