"""Searches that differ, one after the other: what was made for them does not stay in memory."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedsvc.web import create_app

WORDS = [f"word{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(60)]
LARGE = 2000  # bytes or characters; names and templates are shorter


@pytest.fixture
def client(desk: Any) -> FlaskClient:
    desk.write("site.toml", "[limits]\nsearch_megabytes = 1\n")
    text = " ".join(WORDS)
    for number in range(12):
        desk.write(f"{number}.md", f"# Story {number}\n\n{text} " * 20)
    return create_app(desk.open()).test_client()


@pytest.fixture
def in_circles() -> Iterator[list[Any]]:
    """What a collection finds: objects that lead to each other, and that nothing else leads to."""
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    yield gc.garbage
    gc.set_debug(0)
    gc.garbage.clear()
    gc.enable()


@pytest.mark.parametrize("suffix", ["", ".json", ".atom", ".rss"])
def test_nothing_large_waits_for_a_collection(
    client: FlaskClient, in_circles: list[Any], suffix: str
) -> None:
    for word in WORDS:
        answer = client.get(f"/search{suffix}?q={word}", headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        answer.close()
    del answer
    gc.collect()
    large = [
        type(one).__name__
        for one in in_circles
        for held in gc.get_referents(one)
        if isinstance(held, (bytes, str)) and len(held) > LARGE
    ]
    assert large == []
