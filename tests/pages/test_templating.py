"""Texts are text on every page, and nothing of an article could run."""

import json
import re
from typing import Any
from urllib.parse import quote

import feedparser
import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from feedsvc.web import create_app


@pytest.fixture
def client(desk: Any) -> FlaskClient:
    desk.write("rain.md", "---\ntitle: Rain\ndate: 2026-05-01\n---\nFirst it rained.\n")
    return create_app(desk.open()).test_client()


HOSTILE = """---
title: Rain
date: 2026-05-01
---
<p onclick="alert(1)" style="background:url(https://evil.example/)">Text</p>
<script>alert(1)</script><style>p { display: none }</style>
<img src="x.png" onerror="alert(1)"><img src="javascript:alert(1)">
<a href="javascript:alert(1)">one</a><a href="  JaVa&#10;Script:alert(1)">two</a>
<a href="data:text/html,<script>alert(1)</script>">three</a><a href="vbscript:x">four</a>
<iframe src="https://evil.example/"></iframe><object data="x.swf"></object><embed src="x.swf">
<meta http-equiv="refresh" content="0;url=https://evil.example/"><base href="https://evil.example/">
<form action="https://evil.example/"><input name="a"><button formaction="javascript:x">b</button>
</form><svg><script>alert(1)</script><a xlink:href="javascript:x">c</a></svg>
<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>
<video src="javascript:x" poster="javascript:y" onplay="z"></video><link rel="import" href="x">
"""
_EXECUTABLE = (
    "script:not([type='application/ld+json']), style, iframe, object, embed, meta[http-equiv],"
    " base, form, input, button, svg, math,"
    " link[rel=import]"
)


def executable(html: str) -> list[str]:
    """Whatever in some HTML could run, load or ask, besides our own form for searches."""
    page = LexborHTMLParser(html)
    for own in page.css(".masthead form, main > form.search"):
        assert own.attributes["action"] == "https://news.example/search"
        own.decompose()
    found = [node.tag for node in page.css(_EXECUTABLE)]
    for node in page.css("*"):
        for name, value in node.attributes.items():
            scheme = re.sub(r"[\s\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or name in ("style", "formaction", "srcdoc"):
                found.append(f"{node.tag} {name}")
            elif scheme.startswith(("javascript:", "vbscript:", "data:")):
                found.append(f"{node.tag} {name}={value}")
    return found


@pytest.mark.parametrize("path", ["rain.html", "rain.md"])
def test_hostile_html_leaves_nothing_that_runs(desk: Any, path: str) -> None:
    desk.write(path, HOSTILE)
    desk.write("x.png", b"not looked at")
    client = create_app(desk.open()).test_client()
    page = client.get("/articles/rain")
    assert page.status_code == 200
    entries = feedparser.parse(
        client.get("/feed.atom").data, sanitize_html=False, resolve_relative_uris=False
    ).entries
    item = json.loads(client.get("/feed.json").data)["items"][0]
    rss = feedparser.parse(client.get("/feed.rss").data, sanitize_html=False).entries[0]
    for html in (
        page.text,
        entries[0].content[0].value,
        entries[0].summary,
        item["content_html"],
        rss.content[0].value,
        rss.summary,
    ):
        assert html
        assert executable(html) == []


BAD = "<script>alert(1)</script>"


def test_texts_are_text_on_every_page(desk: Any) -> None:
    title = "A&B <i>\"news\"</i> 'now'"
    desk.write(
        "site.toml",
        f"base_url = 'https://n.example'\nid_base = 'n.example,2026'\ntitle = {json.dumps(title)}\n"
        f"subtitle = '{BAD}'\n",
    )
    values = {
        "title": BAD,
        "standfirst": f"{BAD} so",
        "author": BAD,
        "category": BAD,
        "tags": [BAD],
    }
    head = "".join(f"{key}: {json.dumps(value)}\n" for key, value in values.items())
    desk.write(
        "rain.md", f"---\n{head}date: 2026-05-01\nslug: rain\n---\nText.\n\n## `{BAD}`\n\nMore.\n"
    )
    client = create_app(desk.open()).test_client()
    for url in ("/", "/articles/rain", "/nothing", f"/tag/{quote(BAD, safe='')}.atom"):
        page = LexborHTMLParser(client.get(url).text)
        assert not page.css("script:not([type='application/ld+json']), i")
        assert title in (page.css_first("title").text() or "")
        assert page.css_first("header .name").text() == title
        alternates = page.css("link[rel=alternate][type^=application]")
        assert len(alternates) >= 3
        assert all((a.attributes["title"] or "").startswith(title) for a in alternates)
    assert LexborHTMLParser(client.get("/").text).css_first(".story h2").text() == BAD
    page = LexborHTMLParser(client.get("/articles/rain").text)
    assert page.css_first("h1").text() == BAD
    assert page.css_first(".body h2").text() == BAD
    data = json.loads(page.css_first("script[type='application/ld+json']").text())
    assert data["headline"] == data["articleSection"] == BAD
    assert data["alternativeHeadline"] == f"{BAD} so"


@pytest.mark.parametrize("kind", ["tag", "category", "author"])
def test_an_error_repeats_the_address_as_text(client: FlaskClient, kind: str) -> None:
    hostile = "<img src=x onerror=alert(1)>\"'&amp;"
    answer = client.get(f"/{kind}/{quote(hostile)}.atom")
    assert answer.status_code == 404
    assert executable(answer.text) == []
    assert not LexborHTMLParser(answer.text).css("img")
