"""The newsroom of the tests of digests."""

from typing import Any

import pytest

from feedsvc.newsroom import Newsroom
from tests.feeds.kinds.digest.days import wednesday


@pytest.fixture
def newsroom(desk: Any, clock: Any) -> Newsroom:
    return wednesday(desk, clock)
