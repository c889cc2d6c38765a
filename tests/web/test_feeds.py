"""Feeds over HTTP, as aggregators poll them."""

import gzip
import json
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import brotli
import feedparser
import pytest
import zstandard
from flask.testing import FlaskClient

from feedsvc.web import create_app

TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
NAMES = ["feed", "category/world", "tag/caf%C3%A9", "author/protocol-desk"]
URLS = [f"/{name}.{format}" for name in NAMES for format in TYPES]
DECODERS = {
    "br": brotli.decompress,
    "zstd": zstandard.ZstdDecompressor().decompress,
    "gzip": gzip.decompress,
}
CACHING = "public, max-age=300, stale-while-revalidate=60, stale-if-error=3600"

ARTICLE = """---
title: Rain over the river
standfirst: It will stay
date: 2026-05-01
category: World
tags: [Café]
author: Protocol Desk
---
The first paragraph is here.

## A subheading

The second paragraph is there.
"""
OTHER = "---\ntitle: Snow\ndate: 2026-05-02\ncategory: Sport\n---\nCold it is.\n"


def newsroom_of(desk: Any) -> Any:
    desk.write("rain.md", ARTICLE)
    desk.write("snow.md", OTHER)
    return desk.open()


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


def test_last_modified_is_not_after_the_answer(client: FlaskClient, still_desk: Any) -> None:
    stamp = parsedate_to_datetime(client.get("/feed.atom").headers["Last-Modified"])
    assert stamp <= still_desk.clock()


@pytest.mark.parametrize("coding", DECODERS)
@pytest.mark.parametrize("url", URLS)
def test_codings_are_the_same_document_under_tags_of_their_own(
    client: FlaskClient, url: str, coding: str
) -> None:
    plain = client.get(url)
    coded = client.get(url, headers={"Accept-Encoding": f"deflate, {coding}"})
    assert "Content-Encoding" not in plain.headers
    assert coded.headers["Content-Encoding"] == coding
    assert DECODERS[coding](coded.data) == plain.data
    assert coded.headers["ETag"] != plain.headers["ETag"]
    for header in ("Vary", "Content-Type", "Cache-Control", "Last-Modified"):
        assert coded.headers[header] == plain.headers[header]


@pytest.mark.parametrize("coding", ["", "gzip"])
@pytest.mark.parametrize("url", [*URLS, "/", "/articles/rain", "/healthz", "/nothing"])
def test_head_is_get_without_the_body(client: FlaskClient, url: str, coding: str) -> None:
    full = client.get(url, headers={"Accept-Encoding": coding})
    head = client.head(url, headers={"Accept-Encoding": coding})
    assert head.data == b""
    assert head.status_code == full.status_code
    assert head.headers == full.headers
    assert head.headers["Content-Length"] == str(len(full.data))


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("coding", ["", "gzip"])
@pytest.mark.parametrize("url", URLS)
def test_a_client_that_has_it_gets_304(
    client: FlaskClient, url: str, coding: str, method: str
) -> None:
    had = client.get(url, headers={"Accept-Encoding": coding})
    validators = [
        {"If-None-Match": had.headers["ETag"]},
        {"If-Modified-Since": had.headers["Last-Modified"]},
    ]
    for held in validators:
        answer = getattr(client, method)(url, headers={"Accept-Encoding": coding, **held})
        assert answer.status_code == 304
        assert answer.data == b""
        assert answer.headers["ETag"] == had.headers["ETag"]
        for header in ("Cache-Control", "Vary", "Access-Control-Allow-Origin"):
            assert answer.headers[header] == had.headers[header]
        for header in ("Content-Type", "Content-Encoding", "Content-Length"):
            assert header not in answer.headers


def test_a_304_names_the_tag_that_the_client_holds(client: FlaskClient) -> None:
    plain = client.get("/feed.atom").headers["ETag"]
    headers = {"If-None-Match": plain, "Accept-Encoding": "gzip"}
    answer = client.get("/feed.atom", headers=headers)
    assert (answer.status_code, answer.headers["ETag"]) == (304, plain)


def test_a_change_is_a_new_version_of_the_feeds_that_hold_it(desk: Any, clock: Any) -> None:
    newsroom = newsroom_of(desk)
    client = create_app(newsroom).test_client()
    held = {url: client.get(url).headers for url in URLS}
    sport = client.get("/category/sport.rss").headers["ETag"]
    clock.forward(minutes=5)
    desk.write("rain.md", ARTICLE.replace("Rain", "Hail"))
    newsroom.update(["rain.md"])
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


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=0-9"},
        {"Range": "bytes=9999999-"},
        {"Range": "nonsense"},
        {"Accept": "text/html"},
        {"Accept": "application/json;q=0"},
        {"Accept": "*/*;q=0"},
        {"Accept": ";;;"},
        {"Accept-Charset": "latin-1"},
        {"Accept-Language": "xx"},
    ],
)
@pytest.mark.parametrize("url", ["/feed.atom", "/feed.json"])
def test_odd_wishes_get_the_whole_feed(
    client: FlaskClient, url: str, headers: dict[str, str]
) -> None:
    plain, answer = client.get(url), client.get(url, headers=headers)
    assert (answer.status_code, answer.data) == (200, plain.data)
    assert answer.headers == plain.headers


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
        "/feed.xml",
        "/feed",
        "/feed.atom/",
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
    assert 'href="https://x.example/our/news/static/style.css"' in page
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
