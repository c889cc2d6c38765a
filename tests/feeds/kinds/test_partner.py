"""Feeds of partners: who was told the address has them, and nobody finds them otherwise."""

from typing import Any

import feedparser
import pytest
from flask.testing import FlaskClient
from lxml import etree

from feedsvc.errors import SettingsError
from feedsvc.settings import check_settings
from feedsvc.web import create_app

SITE = """
title = "Paper"
base_url = "https://paper.example"
id_base = "paper.example,2026"
[feeds]
content = "summary"
[theme]
logo = "logo.png"
[categories.world]
title = "The World"
[partners.flipboard]
category = "world"
[partners.smartnews]
[partners.msn]
title = "Paper for MSN"
"""
RAIN = """---
title: Rain
date: 2026-05-01
category: World
image: rain.png
---
It rains in the whole of the country, and it will not end soon.
"""
NAMES = {"media": "http://search.yahoo.com/mrss/", "dcterms": "http://purl.org/dc/terms/"}
SNF = "{http://www.smartnews.be/snf}"


@pytest.fixture(scope="module")
def client(still_desk: Any) -> FlaskClient:
    still_desk.write("site.toml", SITE)
    still_desk.write("rain.md", RAIN)
    still_desk.write("rain.png", b"")
    still_desk.write("regen.md", RAIN.replace("Rain", "Regen").replace("title", "lang: de\ntitle"))
    still_desk.write("goal.md", "---\ntitle: Goal\ncategory: Sport\ndate: 2026-05-03\n---\nOne.\n")
    return create_app(still_desk.open()).test_client()


def titles(client: FlaskClient, partner: str) -> list[str]:
    found = feedparser.parse(client.get(f"/partner/{partner}.rss").data)
    assert not found.bozo
    return sorted(one.title for one in found.entries)


def test_a_partner_has_its_category_in_full_with_the_picture_first(client: FlaskClient) -> None:
    assert titles(client, "flipboard") == ["Rain", "Regen"]
    found = feedparser.parse(client.get("/partner/flipboard.rss").data)
    assert (found.feed.title, found.feed.link) == (
        "Paper: The World",
        "https://paper.example/category/world",
    )
    (content,) = found.entries[0].content
    assert content.value.index("<img") < content.value.index("It rains")
    assert "content" not in feedparser.parse(client.get("/category/world.rss").data).entries[0]


def test_the_ids_are_those_that_readers_have(client: FlaskClient) -> None:
    theirs, ours = (
        {one.id: one.updated for one in feedparser.parse(client.get(path).data).entries}
        for path in ("/partner/flipboard.rss", "/category/world.rss")
    )
    assert theirs == ours


def test_msn_has_one_language_and_the_time_of_the_last_change(client: FlaskClient) -> None:
    assert titles(client, "msn") == ["Goal", "Rain"]
    channel = etree.fromstring(client.get("/partner/msn.rss").data)[0]
    assert channel.findtext("title") == "Paper for MSN"
    for item in channel.iterfind("item"):
        assert item.findtext("dcterms:modified", namespaces=NAMES).startswith("2026-05-0")


def test_smartnews_has_a_logo_and_when_to_come_again(client: FlaskClient) -> None:
    channel = etree.fromstring(client.get("/partner/smartnews.rss").data)[0]
    assert channel.findtext(f"{SNF}logo/url") == "https://paper.example/media/logo.png"
    assert channel.findtext("pubDate")
    assert channel.findtext("ttl")


def test_another_logo_is_there_at_once(desk: Any) -> None:
    for logo in ("one.png", "two.png"):
        desk.write("site.toml", SITE.replace("logo.png", logo))
        client = create_app(desk.open()).test_client()
        assert logo in client.get("/partner/smartnews.rss").text


@pytest.mark.parametrize("path", ["/", "/feeds.opml", "/sitemap.xml", "/category/world"])
def test_nothing_leads_to_it(client: FlaskClient, path: str) -> None:
    assert "partner" not in client.get(path).text


def test_search_engines_leave_it_out(client: FlaskClient) -> None:
    for headers in ({}, {"Sec-Fetch-Dest": "document"}):
        for _ in range(2):  # the second answer may be of those that are held ready
            answer = client.get("/partner/msn.rss", headers=headers)
            assert answer.headers["X-Robots-Tag"] == "noindex"
            assert answer.mimetype == "application/rss+xml"
    assert "X-Robots-Tag" not in client.get("/feed.rss").headers


@pytest.mark.parametrize("path", ["flipboard.atom", "flipboard.json", "flipboard", "other.rss"])
def test_there_is_nothing_else(client: FlaskClient, path: str) -> None:
    assert client.get(f"/partner/{path}").status_code == 404


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"partners": {"nobody": {}}}, "partners.nobody"),
        ({"partners": {"msn": {"title": "a\x07"}}}, "partners.msn"),
        (
            {"partners": {"msn": {"category": "a"}}, "categories": {"a": {"private": True}}},
            "partners.msn.category",
        ),
    ],
)
def test_what_is_wrong_is_told_by_its_key(values: dict[str, Any], key: str) -> None:
    with pytest.raises(SettingsError, match=key.replace(".", r"\.")):
        check_settings(values)
