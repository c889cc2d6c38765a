"""Feeds over HTTP, as aggregators poll them."""

import json
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import feedparser
import pytest
from flask.testing import FlaskClient

from feedsvc.web import create_app
from tests.web.rain_and_snow import ARTICLE, NAMES, TYPES, URLS, newsroom_of

CACHING = "public, max-age=300, stale-while-revalidate=60, stale-if-error=3600"


@pytest.fixture(scope="module")
def client(still_desk: Any) -> FlaskClient:
    return create_app(newsroom_of(still_desk)).test_client()


@pytest.mark.parametrize("url", URLS)
def test_a_feed_says_what_it_is_and_for_how_long(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == TYPES[url.rpartition(".")[2]]
    assert answer.headers["Cache-Control"] == CACHING
    assert answer.headers["Vary"] == "Accept-Encoding, Sec-Fetch-Dest"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["ETag"].startswith('"')
    assert answer.headers["ETag"].endswith('"')
    assert not feedparser.parse(answer.data).bozo or url.endswith("json")


@pytest.mark.each_database
def test_a_change_is_a_new_version_of_the_feeds_that_hold_it(desk: Any, clock: Any) -> None:
    newsroom = newsroom_of(desk)
    client = create_app(newsroom).test_client()
    held = {url: client.get(url).headers for url in URLS}
    sport = client.get("/category/sport.rss").headers["ETag"]
    clock.forward(minutes=5)
    desk.write("rain.md", ARTICLE.replace("Rain", "Hail"))
    newsroom.index.update(["rain.md"])
    for url, before in held.items():
        headers = {"If-None-Match": before["ETag"], "If-Modified-Since": before["Last-Modified"]}
        answer = client.get(url, headers=headers)
        assert answer.status_code == 200
        assert answer.headers["ETag"] != before["ETag"]
        stamp = parsedate_to_datetime(answer.headers["Last-Modified"])
        assert stamp >= parsedate_to_datetime(before["Last-Modified"]) + timedelta(seconds=1)
        assert b"Hail over the river" in answer.data
    same = client.get("/category/sport.rss", headers={"If-None-Match": sport})
    assert same.status_code == 304


@pytest.mark.parametrize("query", ["?utm_source=x", "?format=json", "?%00=%ff&&=", "?" + "a" * 999])
def test_a_query_changes_nothing(client: FlaskClient, query: str) -> None:
    assert client.get(f"/feed.rss{query}").headers == client.get("/feed.rss").headers


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("url", ["/feed.atom", "/", "/articles/rain", "/media/a.png", "/healthz"])
def test_only_reading_is_allowed(client: FlaskClient, url: str, method: str) -> None:
    answer = getattr(client, method)(url)
    assert answer.status_code == 405
    assert {name.strip() for name in answer.headers["Allow"].split(",")} >= {"GET", "HEAD"}
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "url",
    [
        "/category/nothing.atom",
        "/tag/nothing.rss",
        "/author/nobody.json",
        "/category//world.atom",
        "/FEED.atom",
        "/category/.atom",
        "/category/a/b.atom",
        "/category/World.atom",
    ],
)
def test_no_such_feed_is_404_and_not_kept(client: FlaskClient, url: str) -> None:
    answer = client.get(url, headers={"If-None-Match": "*"})
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_a_name_beyond_ascii_is_found_raw_and_percent_encoded(client: FlaskClient) -> None:
    raw, encoded = client.get("/tag/café.atom"), client.get("/tag/caf%c3%a9.atom")
    assert (raw.status_code, raw.data) == (200, encoded.data)
    own = [link.href for link in feedparser.parse(raw.data).feed.links if link.rel == "self"]
    assert own == ["https://news.example/tag/caf%C3%A9.atom"]


def urls_in(value: object) -> list[str]:
    """Every web address in a JSON Feed but its version."""
    if isinstance(value, dict):
        return [u for key, inner in value.items() if key != "version" for u in urls_in(inner)]
    if isinstance(value, list):
        return [url for inner in value for url in urls_in(inner)]
    return [value] if isinstance(value, str) and value.startswith("http") else []


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:8080", "X-Forwarded-Host": "worse.example"},
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"},
        {"Forwarded": "host=evil.example;proto=gopher"},
        {"X-Forwarded-Prefix": "/evil.example", "X-Script-Name": "/evil.example"},
    ],
)
def test_a_forged_host_changes_nothing(client: FlaskClient, headers: dict[str, str]) -> None:
    for url in [*URLS, "/", "/articles/rain", "/nothing"]:
        plain, forged = client.get(url), client.get(url, headers=headers)
        assert forged.data == plain.data
        assert forged.headers == plain.headers
    moved = client.get("/articles/rain.md", headers=headers)
    assert moved.headers["Location"] == "https://news.example/articles/rain"


@pytest.mark.each_database
def test_every_link_keeps_the_path_of_base_url(desk: Any) -> None:
    desk.write(
        "site.toml", 'base_url = "https://x.example/our/news/"\nid_base = "x.example,2026"\n'
    )
    desk.write("rain.md", ARTICLE)
    client = create_app(desk.open()).test_client()
    urls = urls_in(json.loads(client.get("/feed.json").data))
    assert len(urls) >= 4
    assert all(url.startswith("https://x.example/our/news/") for url in urls)
    for url in ("/feed.atom", "/feed.rss"):
        parsed = feedparser.parse(client.get(url).data)
        links = [*parsed.feed.links, *parsed.entries[0].links]
        assert all(link.href.startswith("https://x.example/our/news/") for link in links)
    page = client.get("/").text
    assert 'href="/' not in page
    assert 'href="https://x.example/our/news/static/style-' in page
    moved = client.get("/articles/rain.md")
    assert moved.headers["Location"] == "https://x.example/our/news/articles/rain"


def test_the_home_page_leads_to_every_feed(client: FlaskClient) -> None:

    home = client.get("/").text
    for name in NAMES:
        for format in TYPES:
            address = f"https://news.example/{name}.{format}"
            assert f'href="{address}"' in home
            assert client.get(unquote(urlsplit(address).path)).status_code == 200
    for format, kind in TYPES.items():
        kind = kind.partition(";")[0]
        assert f'<link rel="alternate" type="{kind}"' in home
        assert f'href="https://news.example/feed.{format}"' in home
