"""Ids and pictures as each format allows them."""

import json
from typing import Any

import feedparser
import pytest


@pytest.mark.parametrize("entry_id", ["123", "not a uri é", "http://old.example/?p=<1>"])
def test_an_id_that_is_no_uri_is_named_by_a_uuid_in_atom_alone(desk: Any, entry_id: str) -> None:
    desk.write("rain.md", f"---\ntitle: Rain\ndate: 2026-05-01\nid: '{entry_id}'\n---\nWet.\n")
    newsroom = desk.open()
    assert [p.code for p in newsroom.problems.all()] == ["id-not-uri"]
    atom = feedparser.parse(newsroom.document("feed", "atom").body).entries[0].id
    assert atom.startswith("urn:uuid:")
    assert feedparser.parse(newsroom.document("feed", "rss").body).entries[0].id == entry_id
    assert json.loads(newsroom.document("feed", "json").body)["items"][0]["id"] == entry_id
    desk.write("rain.md", f"---\ntitle: Showers\ndate: 2026-05-01\nid: '{entry_id}'\n---\nWet.\n")
    newsroom.scan()
    assert feedparser.parse(newsroom.document("feed", "atom").body).entries[0].id == atom


@pytest.mark.parametrize("entry_id", ["urn:isbn:3", "http://old.example/?p=1", "tag:a.b,2020:x"])
def test_an_old_id_that_is_a_uri_stays(desk: Any, entry_id: str) -> None:
    desk.write("rain.md", f"---\ntitle: Rain\ndate: 2026-05-01\nid: {entry_id}\n---\nWet.\n")
    newsroom = desk.open()
    assert newsroom.problems.all() == []
    for format in ("atom", "rss"):
        assert feedparser.parse(newsroom.document("feed", format).body).entries[0].id == entry_id


def test_an_icon_beside_the_articles_is_served_and_named_in_full(desk: Any) -> None:
    desk.settings(base_url="https://news.example", id_base="news.example,2026", icon="logo.png")
    logo = desk.write("logo.png", b"\x89PNG")
    desk.write("rain.md", "---\ntitle: Rain\ndate: 2026-05-01\n---\nWet.\n")
    newsroom = desk.open()
    url = "https://news.example/media/logo.png"
    assert newsroom.articles.media("logo.png") == logo
    assert feedparser.parse(newsroom.document("feed", "atom").body).feed.icon == url
    assert feedparser.parse(newsroom.document("feed", "rss").body).feed.image.href == url


def test_rss_says_no_picture_that_its_readers_cannot_show(desk: Any) -> None:
    desk.settings(base_url="https://news.example", id_base="news.example,2026", icon="/logo.svg")
    newsroom = desk.open()
    assert b"<image>" not in newsroom.document("feed", "rss").body
    assert b"<icon>https://news.example/logo.svg</icon>" in newsroom.document("feed", "atom").body
