"""Feeds by language, as readers of one have them, and aggregators that take one alone."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy import text

from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app

SITE = 'base_url = "https://news.example"\nid_base = "news.example,2026"\nlanguage = "{}"\n'
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def story(title: str, language: str = "") -> str:
    line = f"language: {language}\n" if language else ""
    return f"---\ntitle: {title}\ndate: 2026-05-01\n{line}---\nNews.\n"


@pytest.fixture
def newsroom(desk: Any) -> Newsroom:
    desk.write("site.toml", SITE.format("en"))
    desk.write("rain.md", story("Rain"))
    desk.write("regen.md", story("Regen", "de"))
    desk.write("chuva.md", story("Chuva", "pt-BR"))
    return desk.open()


@pytest.fixture
def client(newsroom: Newsroom) -> FlaskClient:
    return create_app(newsroom).test_client()


def titles(client: FlaskClient, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return [item["title"] for item in json.loads(answer.data)["items"]]


@pytest.mark.parametrize(
    ("slug", "title", "tag"),
    [("en", "Rain", "en"), ("de", "Regen", "de"), ("pt-br", "Chuva", "pt-BR")],
)
def test_each_language_has_a_feed_that_says_so(
    client: FlaskClient, slug: str, title: str, tag: str
) -> None:
    assert titles(client, f"/language/{slug}.json") == [title]
    assert json.loads(client.get(f"/language/{slug}.json").data)["language"] == tag
    assert etree.fromstring(client.get(f"/language/{slug}.atom").data).get(LANG) == tag
    rss = etree.fromstring(client.get(f"/language/{slug}.rss").data)
    assert rss.findtext("channel/language") == tag
    assert title in client.get(f"/language/{slug}").text


@pytest.mark.each_database
def test_lists_name_them(client: FlaskClient) -> None:
    for path in ("/feeds.opml", "/"):
        assert client.get(path).text.count("/language/de.atom") >= 1


@pytest.mark.each_database
def test_a_site_of_one_language_lists_none(desk: Any) -> None:
    desk.write("site.toml", SITE.format("en"))
    desk.write("rain.md", story("Rain"))
    client = create_app(desk.open()).test_client()
    assert titles(client, "/language/en.json") == ["Rain"]
    assert "/language/" not in client.get("/feeds.opml").text + client.get("/").text


@pytest.mark.each_database
def test_there_is_none_of_a_language_that_no_article_has(client: FlaskClient) -> None:
    assert client.get("/language/fr.atom").status_code == 404
    assert client.get("/language/en/digest/daily.atom").status_code == 404


@pytest.mark.each_database
def test_another_language_of_the_site_moves_articles_and_tells_nobody(
    desk: Any, newsroom: Newsroom
) -> None:
    before = {one.id: one.updated for one in newsroom.feeds.entries("feed", 9)}
    desk.write("site.toml", SITE.format("fr"))
    client = create_app(desk.open()).test_client()
    assert titles(client, "/language/fr.json") == ["Rain"]
    assert titles(client, "/language/en.json") == []
    after = desk.open(scan=False).feeds.entries("feed", 9)
    assert {one.id: one.updated for one in after} == before


@pytest.mark.each_database
def test_a_store_from_before_there_were_such_feeds_is_placed_anew(desk: Any) -> None:
    """Subscribers of other feeds are told nothing."""
    desk.write("site.toml", SITE.format("en"))
    desk.write("rain.md", story("Rain"))
    newsroom = desk.open()
    tag = newsroom.document("feed", "atom").tag()
    with newsroom.store.writing() as connection:
        connection.execute(text("DELETE FROM members WHERE feed LIKE 'language/%'"))
        connection.execute(text("DELETE FROM feeds WHERE name LIKE 'language/%'"))
        connection.exec_driver_sql("UPDATE state SET value = 'other' WHERE name = 'placed'")
        connection.exec_driver_sql("UPDATE state SET value = 'other' WHERE name = 'rules'")
    again = desk.open()
    assert [one.headline for one in again.feeds.entries("language/en", 9)] == ["Rain"]
    assert again.document("feed", "atom").tag() == tag
