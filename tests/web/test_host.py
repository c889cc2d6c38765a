"""A request says once, and legibly, which host it means."""

from typing import Any

import pytest

from feedsvc.web import create_app
from feedsvc.web.host import is_host


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        "news.example",
        "news.example:8000",
        "127.0.0.1",
        "[::1]:80",
        "münchen.example",
        "a_b",
    ],
)
def test_hosts_that_can_be_read(host: str | None) -> None:
    assert is_host(host)


@pytest.mark.parametrize(
    "host",
    ["a, b", "a,b", "a b", "a/b", "a@b", "a:b", "a:123456", "[::1", "::1", "a\\b", "a?b", "a#b"],
)
def test_hosts_that_cannot(host: str) -> None:
    assert not is_host(host)


@pytest.mark.parametrize("path", ["/feed.atom", "/", "/articles/rain", "/nowhere"])
def test_such_a_request_is_refused_whatever_it_asks_for(desk: Any, path: str) -> None:
    desk.write("rain.md", "---\ntitle: Rain\ndate: 2026-05-01\n---\nRain.\n")
    client = create_app(desk.open()).test_client()
    for _ in range(2):
        fine = client.get(path, headers={"Host": "forged.example"})
        assert fine.status_code in (200, 404)
        assert "forged" not in fine.text
        assert client.get(path, headers={"Host": "a, b"}).status_code == 400
