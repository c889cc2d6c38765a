"""Readers that run in a browser, on a site of their own, ask for feeds (Fetch Standard, CORS)."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from feedsvc.web import create_app

OPEN = [
    "/feed.atom",
    "/feed.rss",
    "/feed.json",
    "/tag/rain.atom",
    "/digest/daily.json",
    "/search.atom?q=rain",
    "/feeds.opml",
    "/media/rain.png",
]


@pytest.fixture
def client(desk: Any) -> FlaskClient:
    desk.write(
        "rain.md", "---\ntitle: Rain\ndate: 2026-05-01\ntags: [rain]\n---\nRain. ![r](rain.png)\n"
    )
    desk.write("rain.png", b"\x89PNG\r\n\x1a\n")
    return create_app(desk.open()).test_client()


@pytest.mark.parametrize("path", OPEN)
def test_every_origin_may_read_what_is_for_readers(client: FlaskClient, path: str) -> None:
    for _ in range(2):  # made, and from memory
        answer = client.get(path, headers={"Origin": "https://reader.example"})
        answer.close()
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Access-Control-Expose-Headers"] == "ETag"
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    again.close()
    assert again.status_code == 304
    assert again.headers["Access-Control-Expose-Headers"] == "ETag"


@pytest.mark.parametrize("path", OPEN)
def test_a_browser_that_asks_first_may_send_a_tag(client: FlaskClient, path: str) -> None:
    asked = {
        "Origin": "https://reader.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    answer = client.options(path, headers=asked)
    assert answer.status_code in (200, 204)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in answer.headers["Access-Control-Allow-Methods"]
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]
    assert int(answer.headers["Access-Control-Max-Age"]) > 0


@pytest.mark.parametrize("path", ["/", "/articles/rain", "/private/x/feed.atom", "/metrics"])
def test_pages_and_private_addresses_are_open_to_nobody_else(
    client: FlaskClient, path: str
) -> None:
    for answer in (client.get(path), client.options(path)):
        assert "Access-Control-Allow-Origin" not in answer.headers
