"""A feed that nobody stands in any more tells nothing of who stood there."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app

SITE = 'title = "The Paper"\nbase_url = "https://news.example"\nid_base = "news.example,2026"\n'
STORY = """---
title: Merger
date: 2026-05-01
tags: [Quagga]
author: Okapi
category: Numbat
{}---
News.
"""
LABELS = ("Quagga", "Okapi", "Numbat")
FEEDS = ("tag/quagga", "author/okapi", "category/numbat")


@pytest.fixture
def newsroom(desk: Any) -> Newsroom:
    desk.write("site.toml", SITE)
    desk.write("other.md", "---\ntitle: Other\ndate: 2026-05-01\n---\nNews.\n")
    desk.write("merger.md", STORY.format(""))
    return desk.open()


@pytest.fixture
def client(newsroom: Newsroom) -> FlaskClient:
    return create_app(newsroom).test_client()


def leave(desk: Any, newsroom: Newsroom, how: str) -> None:
    """Take the only article of these feeds away from readers."""
    desk.clock.forward(seconds=5)
    file = desk.folder / "merger.md"
    if how == "deleted":
        file.unlink()
    elif how == "private":
        desk.write("site.toml", SITE + "[categories.numbat]\nprivate = true\n")
    else:
        desk.write("merger.md", STORY.format(how))


@pytest.mark.parametrize(
    "how", ["deleted", "status: withdrawn\n", "draft: true\n", "expires: 2026-05-02\n", "private"]
)
def test_its_names_are_on_no_answer(desk: Any, newsroom: Newsroom, how: str) -> None:
    leave(desk, newsroom, how)
    client = create_app(desk.open(accept_deletions=True)).test_client()
    for path in ("/", "/feeds.opml", "/feed.atom", "/articles/other", "/sitemap.xml"):
        told = client.get(path).text.lower()
        assert not [label for label in LABELS if label.lower() in told], path
    for feed in FEEDS:
        document = json.loads(client.get(f"/{feed}.json").data)
        assert (document["title"], document["items"]) == ("The Paper", [])
        for path in (f"/{feed}.atom", f"/{feed}.rss"):
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert b"The Paper" in answer.data
            assert not [
                name.encode()
                for name in ("Quagga", "Okapi", "Numbat")
                if name.encode() in answer.data
            ]
        page = client.get(f"/{feed}")
        assert page.status_code == 200
        assert not [label for label in LABELS if label in page.text]


def test_it_has_its_name_again_when_somebody_comes(
    desk: Any, newsroom: Newsroom, client: FlaskClient
) -> None:
    before = client.get("/tag/quagga.json").data
    leave(desk, newsroom, "status: withdrawn\n")
    newsroom.index.update(["merger.md"])
    assert json.loads(client.get("/tag/quagga.json").data)["title"] == "The Paper"
    desk.clock.forward(seconds=5)
    desk.write("merger.md", STORY.format(""))
    newsroom.index.update(["merger.md"])
    again = json.loads(client.get("/tag/quagga.json").data)
    assert again["title"] == json.loads(before)["title"] == "The Paper: Quagga"
    assert "/tag/quagga.atom" in client.get("/feeds.opml").text


def test_a_category_that_the_site_declares_keeps_the_name_that_it_gives(desk: Any) -> None:
    """It is the publisher's word, and no article's."""
    desk.write("site.toml", SITE + '[categories.sport]\ntitle = "Sport"\n')
    client = create_app(desk.open()).test_client()
    assert json.loads(client.get("/category/sport.json").data)["title"] == "The Paper: Sport"
