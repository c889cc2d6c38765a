"""What a reader finds in a document."""

import html
from collections.abc import Callable
from typing import Any

import feedparser
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from feedsvc.editor.desk import Desk
from feedsvc.web.preview import create_preview
from tests.web.preview.asking import ENTRY, page, text


def test_readers_find_the_same_as_feedparser(client: FlaskClient) -> None:
    known = feedparser.parse(client.get("/feed.atom").data).entries[-1]
    tree = page(client, f"{ENTRY}?view=reading&format=atom&content=full")
    assert tree.css_first(".reader h2").text() == html.unescape(known.title)
    assert text(tree.css_first(".body")) == text(LexborHTMLParser(known.content[0].value).body)


def test_a_rtl_article_reads_from_its_own_side(desk: Any, preview: Callable[[], Desk]) -> None:
    desk.write("r.md", "---\ntitle: שלום\nslug: rain\nlanguage: he\n---\nגשם יורד.\n")
    reader = page(create_preview(preview()).test_client(), ENTRY).css_first(".reader")
    assert (reader.attributes["lang"], reader.attributes["dir"]) == ("he", "rtl")
