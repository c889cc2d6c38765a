"""A newsroom of one article with a hub of its own."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.push.hub import Hub, article


@pytest.fixture
def hub(desk: Any) -> Iterator[Hub]:
    desk.write("a.md", article("A"))
    made = Hub(desk)
    yield made
    made.close()
