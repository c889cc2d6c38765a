"""Readers that run in a browser, on a site of their own, ask for feeds (Fetch Standard, CORS)."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedsvc.web import create_app, make_routes

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


# Old and guessed addresses, and where they lead.
LEADING = {
    "/feed": "/feed.atom",
    "/feed.xml": "/feed.atom",
    "/rss": "/feed.rss",
    "/feed.atom/": "/feed.atom",
    "/tag/rain.rss/": "/tag/rain.rss",
    "/old.xml": "/feed.rss?from=old",
    "/tag/wet": "/tag/rain.json",
    "/storms.xml": "/search.atom?q=rain",
    "/old.png": "/media/rain.png",
    "/pods.xml": "https://pods.example/feed",
}
PAGES = {"/tag/rain/": "/tag/rain", "/old": "/articles/rain", "/start": "/", "/nothing": "/nowhere"}
REDIRECTS = {old: new for old, new in (LEADING | PAGES).items() if old[-1] != "/"}
SITE = "https://news.example"


@pytest.fixture(params=["", "/news"])
def mounted(desk: Any, request: pytest.FixtureRequest) -> tuple[FlaskClient, str]:
    """The newsroom alone, or below a path of another application; and that path."""
    desk.settings(base_url=SITE + request.param, id_base="news.example,2026")
    guessed = {"/feed", "/feed.xml", "/rss"}
    with (desk.folder / "site.toml").open("a") as site:
        site.write("[redirects]\n")
        site.writelines(f'"{a}" = "{b}"\n' for a, b in REDIRECTS.items() if a not in guessed)
    desk.write("rain.md", "---\ntitle: Rain\ntags: [rain]\n---\nRain. ![r](rain.png)\n")
    desk.write("rain.png", b"\x89PNG\r\n\x1a\n")
    app = Flask("host")
    app.register_blueprint(make_routes(desk.open()), url_prefix=request.param or None)
    return app.test_client(), request.param


@pytest.mark.parametrize("old", LEADING)
def test_a_reader_in_a_browser_can_follow_an_address_that_leads_to_a_feed(
    mounted: tuple[FlaskClient, str], old: str
) -> None:
    client, prefix = mounted
    for method in ("GET", "HEAD", "OPTIONS"):
        answer = client.open(prefix + old, method=method)
        assert answer.headers["Access-Control-Allow-Origin"] == "*", method
        if method == "OPTIONS":
            assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]
            continue
        new = LEADING[old]
        assert answer.status_code == 301
        assert answer.headers["Location"] == (new if ":" in new else f"{SITE}{prefix}{new}")


@pytest.mark.parametrize("old", [*PAGES, "/articles/old", "/never"])
def test_an_address_that_leads_to_a_page_is_open_to_nobody_else(
    mounted: tuple[FlaskClient, str], old: str
) -> None:
    client, prefix = mounted
    for method in ("GET", "OPTIONS"):
        answer = client.open(prefix + old, method=method)
        assert answer.status_code in (200, 301, 404)
        assert "Access-Control-Allow-Origin" not in answer.headers


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
