"""What programs find in a page: its feeds, what it is about, which page is the right one."""

from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from feedsvc.web import create_app
from tests.pages.rainy import SITE, client_of, data_of, page_of

TYPES = {
    "application/atom+xml": ".atom",
    "application/rss+xml": ".rss",
    "application/feed+json": ".json",
}


@pytest.fixture(scope="module")
def client(still_desk: Any) -> FlaskClient:
    return client_of(still_desk)


def feeds_of(client: FlaskClient, url: str) -> list[str]:
    """The feeds that a page names, each of which answers as what the page calls it."""
    links = page_of(client, url).css("head link[rel=alternate][type^=application]")
    found = []
    for link in links:
        kind, address = link.attributes["type"] or "", link.attributes["href"] or ""
        assert address.startswith(f"{SITE}/")
        assert address.endswith(TYPES[kind])
        assert link.attributes["title"]
        answer = client.get(unquote(urlsplit(address).path))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"
        found.append(address.removeprefix(f"{SITE}/"))
    assert len(found) == len(set(found))
    return found


EVERYTHING = ["feed.atom", "feed.rss", "feed.json"]


def test_the_front_page_names_every_feed(client: FlaskClient) -> None:
    found = feeds_of(client, "/")
    assert found[-3:] == EVERYTHING
    assert set(found[:-3]) == {
        "category/world.atom",
        "tag/caf%C3%A9.atom",
        "tag/weather.atom",
        "author/protocol-desk.atom",
        "author/rain-desk.atom",
    }


@pytest.mark.parametrize("name", ["category/world", "tag/caf%C3%A9", "author/rain-desk"])
def test_a_part_names_its_own_feeds_first(client: FlaskClient, name: str) -> None:
    own = [f"{name}{suffix}" for suffix in TYPES.values()]
    assert feeds_of(client, f"/{name}") == own + EVERYTHING


def test_an_article_names_the_feeds_that_go_on_with_it(client: FlaskClient) -> None:
    found = feeds_of(client, "/articles/rain")
    assert found == ["category/world.atom", "author/protocol-desk.atom", *EVERYTHING]
    assert feeds_of(client, "/articles/snow") == EVERYTHING


@pytest.mark.parametrize(
    ("url", "own"),
    [("/feed.rss", EVERYTHING), ("/tag/weather.rss", [f"tag/weather{s}" for s in TYPES.values()])],
)
def test_the_page_of_a_feed_names_it(client: FlaskClient, url: str, own: list[str]) -> None:
    page = LexborHTMLParser(client.get(url, headers={"Sec-Fetch-Dest": "document"}).text)
    links = [link.attributes["href"] or "" for link in page.css("link[rel=alternate]")]
    assert [link.removeprefix(f"{SITE}/") for link in links][:3] == own


def properties(page: LexborHTMLParser) -> list[tuple[str, str]]:
    found = page.css("meta[property]")
    return [(n.attributes["property"] or "", n.attributes["content"] or "") for n in found]


def test_open_graph(client: FlaskClient) -> None:
    """https://ogp.me"""
    assert properties(page_of(client, "/articles/rain")) == [
        ("og:type", "article"),
        ("og:site_name", "News"),
        ("og:title", "Rain over the river"),
        ("og:url", f"{SITE}/articles/rain"),
        ("og:description", "It will stay"),
        ("og:image", f"{SITE}/media/rain.png"),
        ("article:published_time", "2026-05-01T08:00:00+00:00"),
        ("article:modified_time", "2026-05-03T12:00:00+00:00"),
        ("article:section", "World"),
        ("article:tag", "Café"),
        ("article:tag", "weather"),
    ]
    with client.get("/media/rain.png") as image:
        assert image.status_code == 200


@pytest.mark.parametrize("url", ["/articles/rain", "/category/world", "/tag/caf%C3%A9"])
def test_a_page_says_which_is_the_right_one(client: FlaskClient, url: str) -> None:
    for asked in (url, f"{url}?utm_source=x"):
        links = page_of(client, asked).css("link[rel=canonical]")
        assert [link.attributes["href"] for link in links] == [SITE + url]


def test_an_article_of_elsewhere_is_right_there(desk: Any) -> None:
    there = "https://other.example/2026/rain?a=1&b=2"
    desk.write("rain.md", f"---\ntitle: Rain\ndate: 2026-05-01\nurl: {there}\n---\nWet.\n")
    client = create_app(desk.open()).test_client()
    page = page_of(client, "/articles/rain")
    assert [n.attributes["href"] for n in page.css("link[rel=canonical]")] == [there]
    assert ("og:url", there) in properties(page)
    data = data_of(client, "/articles/rain")
    assert data["url"] == there
    assert data["mainEntityOfPage"] == f"{SITE}/articles/rain"
