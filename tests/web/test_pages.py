"""Pages over HTTP: an article as feeds link to it, and where it once stood."""

import json
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import feedparser
import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from feedsvc.web import create_app

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' http: https:;"
    " media-src 'self' http: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
SECTIONS = {
    "rain.md": "---\ntitle: Rain\ndate: 2026-05-01\n---\nFirst it rained.\n\n## What fell\n\nWater"
    " did.\n\n### What fell\n\nAgain it fell.\n\n## Über «alles» & more? 100%\n\nStill it fell.\n",
    "snow.txt": "Snow on the hills\n\nWhite all over\n\nCold it is up there.\n\nWhat lies\n\nSnow"
    " lies there.\n\nWhat lies\n\nMore of it lies there.\n",
    "hail.html": "<h1>Hail</h1><p>Hard it is.</p><h2 id='mine own'>How hard</h2><p>Very hard.</p>"
    "<h2>如何</h2><p>Ice it is.</p>",
}


def sections_of(client: FlaskClient) -> list[str]:
    items = json.loads(client.get("/feed.json").data)["items"]
    return [section["url"] for item in items for section in item["_feedsvc"]["sections"]]


def anchors(page: str) -> list[str]:
    return [node.attributes["id"] or "" for node in LexborHTMLParser(page).css("[id]")]


@pytest.mark.each_database
def test_every_section_that_a_feed_links_to_is_on_its_page(desk: Any) -> None:
    for path, text in SECTIONS.items():
        desk.write(path, text)
    client = create_app(desk.open()).test_client()
    urls = sections_of(client)
    assert len(urls) >= 8
    assert len(set(urls)) == len(urls)
    for url in urls:
        parts = urlsplit(url)
        page = client.get(parts.path)
        assert page.status_code == 200
        assert not parts.fragment or anchors(page.text).count(unquote(parts.fragment)) == 1
    shown = "".join(
        entry.summary for entry in feedparser.parse(client.get("/feed.atom").data).entries
    )
    assert all(f'href="{url}"' in shown for url in urls if "#" in url)


@pytest.fixture
def client(desk: Any) -> FlaskClient:
    desk.write("rain.md", SECTIONS["rain.md"])
    return create_app(desk.open()).test_client()


@pytest.mark.parametrize("url", ["/", "/articles/rain", "/nothing"])
def test_a_page_lets_nothing_run(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    policy = POLICY.replace("form-action 'none'", "form-action 'self'")  # our own, for searches
    assert answer.headers["Content-Security-Policy"] == policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    page = LexborHTMLParser(answer.text)
    assert not page.css('script:not([type="application/ld+json"]), style, [style]')
    (style,) = [link.attributes["href"] for link in page.css("link[rel=stylesheet]")]
    assert style.startswith("https://news.example/static/style-")


@pytest.mark.each_database
def test_the_style_sheet_is_there(client: FlaskClient) -> None:
    with client.get("/static/style.css") as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/css")


@pytest.mark.parametrize("url", ["/", "/articles/rain"])
@pytest.mark.parametrize("coding", ["", "gzip"])
def test_a_page_that_the_browser_has_is_304(client: FlaskClient, url: str, coding: str) -> None:
    had = client.get(url, headers={"Accept-Encoding": coding})
    assert had.headers["Cache-Control"] == "public, max-age=300"
    assert had.vary.as_set() == {"accept-encoding"} | ({"accept"} if "articles" in url else set())
    headers = {"Accept-Encoding": coding, "If-None-Match": had.headers["ETag"]}
    answer = client.get(url, headers=headers)
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == had.headers["ETag"]


@pytest.mark.each_database
def test_an_article_keeps_its_old_addresses(desk: Any, clock: Any) -> None:
    desk.write("World/2026-05-01-first name.md", "---\ntitle: Rain\n---\nIt rained.\n")
    newsroom = desk.open()
    client = create_app(newsroom).test_client()
    before = client.get("/articles/first-name")
    assert before.status_code == 200
    clock.forward(hours=1)
    desk.write(
        "World/2026-05-01-first name.md", "---\ntitle: Rain\nslug: später\n---\nIt rained.\n"
    )
    newsroom.scan()
    page = f"https://news.example/articles/{quote('später')}"
    for old in ("first-name", "World/2026-05-01-first%20name.md"):
        answer = client.get(f"/articles/{old}")
        assert (answer.status_code, answer.headers["Location"]) == (301, page)
        assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert client.get(urlsplit(page).path).status_code == 200


@pytest.mark.parametrize("held", ["draft: true", "embargo: 2026-07-01", "status: withdrawn"])
def test_what_is_not_published_has_no_page(desk: Any, held: str) -> None:
    desk.write("rain.md", f"---\ntitle: Rain\ndate: 2026-05-01\ntags: Weather\n{held}\n---\nWet.\n")
    client = create_app(desk.open()).test_client()
    for url in ("/articles/rain", "/articles/rain.md", "/tag/weather.atom"):
        answer = client.get(url)
        assert answer.status_code == 404
        assert answer.headers["Cache-Control"] == "no-store"
    assert "Rain" not in client.get("/").text
    assert b"Rain" not in client.get("/feed.atom").data


@pytest.mark.each_database
def test_an_embargo_lifts_by_itself(desk: Any, clock: Any) -> None:
    desk.write("rain.md", "---\ntitle: Rain\ndate: 2026-05-01\nembargo: 2026-06-02\n---\nWet.\n")
    client = create_app(desk.open()).test_client()
    assert client.get("/articles/rain").status_code == 404
    held = client.get("/feed.atom").headers["ETag"]
    clock.forward(days=2)
    assert client.get("/articles/rain").status_code == 200
    assert client.get("/feed.atom", headers={"If-None-Match": held}).status_code == 200


@pytest.mark.each_database
def test_a_relative_link_that_ends_in_a_slug_leads_to_its_article(desk: Any) -> None:
    desk.write("world/rain.md", "---\ntitle: Rain\ndate: 2026-05-01\n---\n[sun](../sun/)\n")
    desk.write("sun.md", "---\ntitle: Sun\ndate: 2026-05-02\n---\nDry.\n")
    client = create_app(desk.open()).test_client()
    page = LexborHTMLParser(client.get("/articles/rain").text)
    link = page.css_first(".body a").attributes["href"]
    answer = client.get(link.removeprefix("https://news.example"))
    assert (answer.status_code, answer.location) == (301, "https://news.example/articles/sun")


def test_an_article_leads_on(desk: Any) -> None:
    for day, title, tags in (
        (1, "Rain", "[wet]"),
        (2, "Sun", "[dry]"),
        (3, "Hail & <b>ice</b>", "[wet]"),
    ):
        name = title.split()[0].lower()
        desk.write(
            f"{name}.md",
            f'---\ntitle: "{title}"\ndate: 2026-05-{day:02}\ntags: {tags}\n---\nIt came down.\n',
        )
    client = create_app(desk.open()).test_client()
    page = LexborHTMLParser(client.get("/articles/sun").text)
    beside = {a.attributes["rel"]: a for a in page.css("nav.beside a")}
    assert {rel: a.attributes["href"] for rel, a in beside.items()} == {
        "prev": "https://news.example/articles/rain",
        "next": "https://news.example/articles/hail",
    }
    assert beside["next"].text() == "Hail & ice"
    page = LexborHTMLParser(client.get("/articles/rain").text)
    assert [a.attributes["rel"] for a in page.css("nav.beside a")] == ["next"]
    related = page.css("section[aria-labelledby=_related] li > a")
    assert [a.attributes["href"] for a in related] == ["https://news.example/articles/hail"]
