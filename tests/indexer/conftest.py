"""An indexer at work, and newsrooms of a few articles, for the tests of the indexer's modules."""

import logging
from pathlib import Path
from typing import Any

import pytest

from feedsvc.newsroom import Newsroom
from tests.indexer.indexing import Room
from tests.indexer.ten_articles import open_ten
from tests.indexer.two_articles import A, B


@pytest.fixture
def room(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Room:
    caplog.set_level(logging.INFO)
    return Room(tmp_path / "articles")


@pytest.fixture
def two(desk: Any) -> Newsroom:
    """A newsroom of two articles, taken in."""
    desk.write("world/a.txt", A)
    desk.write("world/b.txt", B)
    return desk.open()


@pytest.fixture
def ten(desk: Any) -> Newsroom:
    return open_ten(desk)
