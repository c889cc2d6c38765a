"""What programs find in a page: its feeds, what it is about, which page is the right one."""

import json
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from feedsvc.web import create_app

SITE = "https://news.example"
TYPES = {
    "application/atom+xml": ".atom",
    "application/rss+xml": ".rss",
    "application/feed+json": ".json",
}
ARTICLE = """---
title: Rain over the river
standfirst: It will stay
date: 2026-05-01T10:00:00+02:00
updated: 2026-05-03T12:00:00Z
category: World
tags: [Café, weather]
author: [Protocol Desk, "Rain Desk <rain@news.example>"]
image: rain.png
enclosure: rain.mp3
correction:
  - time: 2026-05-03 12:00
    text: An earlier version said snow.
  - text: It also said hail.
---
It rained.

## Where

On the river.
"""


@pytest.fixture(scope="module")
def client(still_desk: Any) -> FlaskClient:
    still_desk.write("rain.md", ARTICLE)
    still_desk.write("rain.png", b"\x89PNG\r\n\x1a\n")
    still_desk.write("rain.mp3", b"sound")
    still_desk.write("snow.txt", "Snow on the hills\n\nWhite all over\n\nCold it is up there.\n")
    still_desk.write("hid.md", "---\ntitle: Hid\ntags: [hidden]\ndraft: true\n---\nLater.\n")
    return create_app(still_desk.open()).test_client()


def page_of(client: FlaskClient, url: str) -> LexborHTMLParser:
    answer = client.get(url)
    assert answer.status_code == 200
    return LexborHTMLParser(answer.text)


def feeds_of(client: FlaskClient, url: str) -> list[str]:
    """The feeds that a page names, each of which answers as what the page calls it."""
    links = page_of(client, url).css("head link[rel=alternate]")
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


def data_of(client: FlaskClient, url: str) -> dict[str, Any]:
    scripts = page_of(client, url).css("script")
    assert [one.attributes["type"] for one in scripts] == ["application/ld+json"]
    found: dict[str, Any] = json.loads(scripts[0].text())
    return found


def test_structured_data(client: FlaskClient) -> None:
    """https://schema.org/NewsArticle"""
    data = data_of(client, "/articles/rain")
    assert (data["@context"], data["@type"]) == ("https://schema.org", "NewsArticle")
    assert data["headline"] == "Rain over the river"
    assert data["alternativeHeadline"] == "It will stay"
    assert data["url"] == data["mainEntityOfPage"] == f"{SITE}/articles/rain"
    assert data["identifier"] == "tag:news.example,2026:rain.md"
    times = {k: datetime.fromisoformat(data[k]) for k in ("datePublished", "dateModified")}
    assert times["datePublished"] == datetime.fromisoformat("2026-05-01T10:00:00+02:00")
    assert times["dateModified"] == datetime.fromisoformat("2026-05-03T12:00:00+00:00")
    assert data["inLanguage"] == "en"
    assert [(one["name"], one["url"]) for one in data["author"]] == [
        ("Protocol Desk", f"{SITE}/author/protocol-desk"),
        ("Rain Desk", f"{SITE}/author/rain-desk"),
    ]
    assert data["publisher"] == {
        "@type": "NewsMediaOrganization",
        "name": "News",
        "url": SITE,
    }
    assert data["articleSection"] == "World"
    assert data["keywords"] == ["Café", "weather"]
    assert data["image"] == f"{SITE}/media/rain.png"
    media = {"@type": "MediaObject", "contentUrl": f"{SITE}/media/rain.mp3"}
    assert data["associatedMedia"] == [media | {"encodingFormat": "audio/mpeg"}]


def test_what_an_article_does_not_have_is_not_said(client: FlaskClient) -> None:
    data = data_of(client, "/articles/snow")
    assert data["author"] == data["publisher"]
    unsaid = {"image", "keywords", "articleSection", "correction", "associatedMedia"}
    assert not unsaid & set(data)
    assert all(value not in ("", [], None) for value in data.values())


def test_corrections_are_told_to_people_and_programs(client: FlaskClient) -> None:
    page = page_of(client, "/articles/rain")
    shown = [" ".join(one.text().split()) for one in page.css(".note")]
    assert shown == [
        "Correction, 3 May 2026: An earlier version said snow.",
        "Correction: It also said hail.",
    ]
    body = page.html or ""
    assert body.index("An earlier version said snow.</p>") < body.index("It rained.")
    assert data_of(client, "/articles/rain")["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "An earlier version said snow.",
            "datePublished": "2026-05-03T12:00:00+00:00",
        },
        {"@type": "CorrectionComment", "text": "It also said hail."},
    ]


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]> --> </SCRIPT >",
    '"}]}; alert(1) //',
    "\u2028\u2029 and \\u003c/script>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_ends_the_data_early(desk: Any, text: str) -> None:
    values = {"title": text, "standfirst": f"{text}!", "author": text, "tags": [text]}
    values |= {"category": text, "correction": [{"text": text}]}
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in values.items())
    desk.write("rain.md", f"---\n{lines}date: 2026-05-01\n---\nIt rained.\n")
    client = create_app(desk.open()).test_client()
    raw = client.get("/articles/rain").text
    inside = raw.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert not set(inside) & set("<>&\u2028\u2029")
    data = data_of(client, "/articles/rain")
    kept = " ".join(text.split())
    assert data["headline"] == kept
    assert data["keywords"] == [kept]
    assert data["correction"][0]["text"] == kept


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
