"""Hubs in documents: of public feeds alone, and nothing else changes (W3C WebSub 4)."""

import json
from typing import Any

import feedparser
import pytest

from feedsvc.model.feed import FORMATS, Format
from feedsvc.newsroom import Newsroom
from feedsvc.search import parse
from feedsvc.settings.websub import WebsubSettings

ARTICLE = "---\ntitle: {}\ndate: 2026-05-0{}\ncategory: {}\n---\nA text of rain.\n"
SITE = """
base_url = "https://news.example"
id_base = "news.example,2026"
[feeds]
entries = 1
archive_entries = 1
[searches.rain]
query = "rain"
[categories.inner]
private = true
"""
HUBS = ["https://news.example/hub", "https://hub.example.org/?a=1&b=2"]
PUSH = f'[websub]\nhub = ["own", "{HUBS[1]}"]\n'
PUBLIC = ("feed", "category/world", "archive/1", "digest/daily", "search/rain")


def newsroom(desk: Any, more: str = "") -> Newsroom:
    desk.write("site.toml", SITE + more)
    for number in range(1, 5):
        desk.write(f"{number}.md", ARTICLE.format(number, number, "World"))
    desk.write("inner.md", ARTICLE.format("Inner", 1, "Inner"))
    found: Newsroom = desk.open()
    return found


def hubs_in(body: bytes, format: Format) -> list[str]:
    if format == "json":
        found = json.loads(body).get("hubs", [])
        assert all(one["type"] == "WebSub" for one in found)
        return [one["url"] for one in found]
    links = feedparser.parse(body).feed.links
    return [link.href for link in links if link.rel == "hub"]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", PUBLIC)
def test_public_documents_name_their_hubs(desk: Any, name: str, format: Format) -> None:
    """Atom and RSS as links, JSON Feed as its specification has it."""
    assert hubs_in(newsroom(desk, PUSH).document(name, format).body, format) == HUBS


@pytest.mark.parametrize("format", FORMATS)
def test_nobody_else_has_hubs(desk: Any, format: Format) -> None:
    found = newsroom(desk, PUSH)
    assert hubs_in(found.feeds.search(parse("rain"), format).body, format) == []
    visit = found.private.visit(found.keys.add("K", categories=["inner"]).token)
    document = found.private.document(visit, format)
    assert b"Inner" in document.body
    assert hubs_in(document.body, format) == []
    assert b"hub" not in document.body.lower()


def test_a_preview_has_none(desk: Any) -> None:
    newsroom(desk, PUSH).close()
    address = "http://127.0.0.1:8001"
    with Newsroom.rehearsal(desk.folder, {}, desk.clock, base_url=address, preview=True) as found:
        found.scan()
        for format in FORMATS:
            assert hubs_in(found.document("feed", format).body, format) == []


def test_a_hub_changes_nothing_of_the_entries(desk: Any) -> None:
    before = newsroom(desk)
    bodies = {format: before.document("feed", format).body for format in FORMATS}
    before.close()
    after = newsroom(desk, PUSH)
    entry = {"atom": (b"<entry>", b"</entry>"), "rss": (b"<item>", b"</item>")}
    for format, (start, end) in entry.items():
        old, new = bodies[format], after.document("feed", format).body
        assert old != new
        first = old[old.index(start) : old.rindex(end)]
        assert first == new[new.index(start) : new.rindex(end)]
    old, new = json.loads(bodies["json"]), json.loads(after.document("feed", "json").body)
    assert new.pop("hubs")
    assert old == new


def test_without_a_hub_documents_stay_as_they_are(desk: Any) -> None:
    """Also their fingerprints, so that an upgrade makes none anew."""
    before = newsroom(desk)
    kept = {name: before.document(name, "atom") for name in PUBLIC}
    assert WebsubSettings().named == ()
    before.close()
    after = newsroom(desk, "[websub]\nhub = []\nallow_private = true\n")
    for name, document in kept.items():
        found = after.document(name, "atom")
        assert (found.body, found.fingerprint) == (document.body, document.fingerprint)
        assert found.last_modified == document.last_modified
