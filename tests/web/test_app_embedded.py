"""A newsroom inside other people's programs: under a path of their application, or by itself."""

from pathlib import Path
from typing import Any

import feedparser
import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient
from jinja2 import StrictUndefined

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds.document import Document
from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app, make_routes

SITE = "https://x.example/news"
RAIN = """---
title: Rain
date: 2026-05-01
category: World
tags: [weather]
author: Protocol Desk
image: rain.png
aliases: [/old/rain]
---
Wet it is.

## Why

Water.
"""
GOING = {"Sec-Fetch-Dest": "document"}


@pytest.fixture
def newsroom(desk: Any) -> Any:
    text = (
        f'base_url = "{SITE}"\nid_base = "x.example,2026"\n[redirects]\n"/old.xml" = "/feed.rss"\n'
    )
    desk.write("site.toml", text)
    desk.write("rain.md", RAIN)
    desk.write("rain.png", b"\x89PNG\r\n\x1a\n")
    return desk.open()


@pytest.fixture
def host(newsroom: Any, tmp_path: Path) -> Flask:
    """An application that was there before, with ways of its own in everything."""
    templates = tmp_path / "templates"
    templates.mkdir()
    for name in ("base", "home", "article", "error", "macros"):
        (templates / f"{name}.html").write_text(f"the host {name}: {{{{ 'x' | day }}}}")
    app = Flask("host", template_folder=str(templates), static_folder=None)
    app.jinja_env.undefined = StrictUndefined
    app.add_template_filter(lambda text: f"the host day {text}", "day")
    app.context_processor(lambda: {"site": "the host", "feed": "the host", "entry": "the host"})

    @app.get("/")
    def home() -> str:
        return app.jinja_env.get_template("home.html").render()

    @app.get("/feed.atom")
    def feed() -> str:
        return "the host feed"

    @app.get("/broken")
    def broken() -> str:
        raise NoSuchFeed("the host own trouble")

    @app.errorhandler(404)
    def missing(error: Exception) -> tuple[str, int]:
        return f"the host 404 of {request.path}", 404

    @app.errorhandler(NoSuchFeed)
    def failed(error: NoSuchFeed) -> tuple[str, int]:
        return f"the host handler: {error}", 418

    @app.after_request
    def sign(response: Response) -> Response:
        response.headers["X-Host"] = "yes"
        return response

    app.register_blueprint(make_routes(newsroom), url_prefix="/news")
    return app


@pytest.fixture
def client(host: Flask) -> FlaskClient:
    return host.test_client()


PAGES = {
    "/": "text/html",
    "/category/world": "text/html",
    "/tag/weather": "text/html",
    "/author/protocol-desk": "text/html",
    "/articles/rain": "text/html",
    "/feed.atom": "application/atom+xml",
    "/feed.rss": "application/rss+xml",
    "/tag/weather.json": "application/feed+json",
    "/feeds.opml": "text/x-opml",
    "/sitemap.xml": "application/xml",
    "/robots.txt": "text/plain",
    "/static/style.css": "text/css",
    "/static/icon.svg": "image/svg+xml",
    "/media/rain.png": "image/png",
    "/readyz": "text/plain",
    "/metrics": "text/plain",
}


@pytest.mark.parametrize("url", PAGES)
def test_everything_is_below_the_prefix(client: FlaskClient, url: str) -> None:
    with client.get(f"/news{url}") as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].partition(";")[0] == PAGES[url]
        assert "the host" not in answer.get_data().decode("latin-1")
        assert answer.headers["X-Host"] == "yes"


@pytest.mark.parametrize("url", [url for url in PAGES if url != "/metrics"])
def test_it_answers_as_by_itself(client: FlaskClient, newsroom: Any, url: str) -> None:
    with client.get(f"/news{url}") as there, create_app(newsroom).test_client().get(url) as here:
        # Templates of the host may keep other white space.
        assert b"".join(there.data.split()) == b"".join(here.data.split())
        for name in ("Cache-Control", "Vary", "Content-Security-Policy"):
            assert there.headers.get(name) == here.headers.get(name)


def test_a_feed_leads_to_pages_below_the_prefix(client: FlaskClient) -> None:
    parsed = feedparser.parse(client.get("/news/feed.atom").data)
    links = [*parsed.feed.links, *parsed.entries[0].links]
    assert len(links) >= 3
    for link in links:
        assert link.href.startswith(f"{SITE}/")
        with client.get(link.href.removeprefix("https://x.example")) as answer:
            assert answer.status_code == 200


def test_browsers_polls_and_old_addresses_work_below_the_prefix(client: FlaskClient) -> None:
    page = client.get("/news/feed.atom", headers=GOING)
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    tag = client.get("/news/feed.rss").headers["ETag"]
    assert client.get("/news/feed.rss", headers={"If-None-Match": tag}).status_code == 304
    for old, new in (("/old/rain", "/articles/rain"), ("/old.xml", "/feed.rss")):
        answer = client.get(f"/news{old}", headers={"Host": "evil.example"})
        assert (answer.status_code, answer.headers["Location"]) == (301, SITE + new)
        assert client.get(old).status_code == 404


@pytest.mark.parametrize(
    "url", ["/nothing", "/tag/nothing.atom", "/tag/nothing", "/articles/nothing", "/media/no.png"]
)
def test_what_is_missing_below_the_prefix_is_told_by_the_newsroom(
    client: FlaskClient, url: str
) -> None:
    answer = client.get(f"/news{url}")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<h1>Not Found</h1>" in answer.text
    assert f'href="{SITE}/category/world"' in answer.text


def test_the_host_keeps_what_is_its_own(client: FlaskClient, host: Flask) -> None:
    assert client.get("/").text == "the host home: the host day x"
    assert client.get("/feed.atom").text == "the host feed"
    for url in ("/nothing", "/articles/rain", "/feed.rss", "/static/style.css", "/news-not"):
        answer = client.get(url)
        assert (answer.status_code, answer.text) == (404, f"the host 404 of {url}")
        assert "Content-Security-Policy" not in answer.headers
    answer = client.get("/broken")
    assert (answer.status_code, answer.text) == (418, "the host handler: the host own trouble")
    assert host.jinja_env.filters["day"]("x") == "the host day x"
    assert set(host.jinja_env.filters) == {*Flask("other").jinja_env.filters, "day"}


def test_a_host_may_run_below_a_path_itself(host: Flask) -> None:
    answer = host.test_client().get("/news/feed.atom", base_url="https://evil.example/app/")
    assert answer.status_code == 200
    assert f"{SITE}/articles/rain".encode() in answer.data
    assert b"evil.example" not in answer.data


def test_what_is_counted_is_the_newsroom_alone(client: FlaskClient) -> None:
    assert client.get("/").status_code == 200
    assert client.get("/nothing").status_code == 404
    answer = client.get("/news/metrics")
    assert answer.status_code == 200
    assert "feedsvc_requests_total{" not in answer.text
    assert client.get("/news/feed.atom").status_code == 200
    counted = 'feedsvc_requests_total{kind="feed",status="200"} 1.0'
    assert counted in client.get("/news/metrics").text


def test_a_program_gets_a_document(desk: Any) -> None:
    desk.write("rain.md", RAIN)
    newsroom = Newsroom.open(desk.folder, {})
    newsroom.scan()
    document = newsroom.document("feed", "atom")
    assert isinstance(document, Document)
    assert document.media_type == "application/atom+xml"
    assert [entry.title for entry in feedparser.parse(document.body).entries] == ["Rain"]
    assert newsroom.document("feed", "atom").tag() == document.tag()
    assert newsroom.document("category/world", "json").body.startswith(b"{")
    assert create_app(newsroom).test_client().get("/feed.atom").data == document.body
    with pytest.raises(NoSuchFeed, match="has the tag 'nothing'"):
        newsroom.document("tag/nothing", "rss")
    newsroom.close()


def test_two_newsrooms_of_one_application_keep_their_own_addresses(desks: Any) -> None:
    app = Flask("host")
    for name in ("north", "south"):
        desk = desks(name)
        desk.settings(base_url=f"https://x.example/{name}", id_base=f"{name}.example,2026")
        desk.write("rain.md", RAIN)
        routes = make_routes(desk.open())
        app.register_blueprint(routes, url_prefix=f"/{name}", name=name)
    client = app.test_client()
    for name, other in (("north", "south"), ("south", "north")):
        for path in ("/", "/articles/rain", "/category/world", "/feeds.opml", "/feed.rss"):
            answer = client.get(f"/{name}{path}")
            assert answer.status_code == 200
            text = answer.text
            assert f"https://x.example/{name}/" in text
            assert other not in text
