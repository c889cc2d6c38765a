"""Headers of Nikola and Pelican are read as these publishers read them."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.promises.reading.conftest import Items

NIKOLA = """<!--
.. title: The title: one
.. slug: of-nikola
.. date: 2026-01-02 10:00:00 UTC+02:00
.. updated: 2026-01-03 10:00:00 UTC+02:00
.. tags: sea, ships
.. category: World
.. link:
.. description: The standfirst.
.. type: text
{}-->

{}
"""
PELICAN = """Title: The title: one
Date: 2026-01-02_09:00
Modified: 2026-01-03 09:00
Category: World
Tags: sea; ships
Slug: of-nikola
Status:
Summary: The
    standfirst.

The text.
"""
PELICAN_HTML = """<html><head><title>The title: one</title>
<meta name="tags" content="sea, ships"><meta name="date" content="2026-01-02 09:00">
<meta name="modified" content="2026-01-03 09:00"><meta name="category" content="World">
<meta name="summary" content="The standfirst."><meta name="slug" content="of-nikola">
{}</head><body><p>The text.</p></body></html>"""


def bare(text: str) -> str:
    return text.removeprefix("<!--\n").replace("-->\n", "")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.md", NIKOLA.format("", "The text.")),
        ("a.html", NIKOLA.format("", "<p>The text.</p>")),
        ("a.md", bare(NIKOLA.format("", "The text."))),
        ("a.txt", bare(NIKOLA.format("", "The text."))),
        ("a.md", PELICAN),
        ("a.html", PELICAN_HTML.format("")),
    ],
)
def test_headers(items: Callable[..., Items], path: str, text: str) -> None:
    item = items({path: text})["of-nikola"]
    assert item["title"] == "The title: one"
    assert item["date_published"] == "2026-01-02T08:00:00+00:00"
    assert item["date_modified"] == "2026-01-03T08:00:00+00:00"
    assert item["tags"] == ["World", "sea", "ships"]
    assert item["summary"].startswith("The standfirst.")
    assert item["content_html"] == "<p>The text.</p>"


def test_tags_that_once_were_a_status_still_are(items: Callable[..., Items]) -> None:
    text = NIKOLA.format("", "x")
    assert items({"a.md": text.replace("sea, ships", "sea, draft")}) == {}
    assert items({"a.md": text.replace("sea, ships", "Private")}) == {}
    assert len(items({"a.md": text.replace("sea, ships", "drafts, private lives")})) == 1


@pytest.mark.parametrize("line", [".. status: draft\n", ".. status: private\n", "odd\n"])
def test_what_is_held_back(desk: Any, items: Callable[..., Items], line: str) -> None:
    files = {"a.md": NIKOLA.format(line, "x"), "b.txt": bare(NIKOLA.format(line, "x"))}
    assert items({**files, "c.html": PELICAN_HTML.format("<meta name=status content=draft>")}) == {}


def test_a_public_article_that_becomes_a_draft_leaves(
    desk: Any, items: Callable[..., Items]
) -> None:
    assert len(items({"a.md": NIKOLA.format("", "x")})) == 1
    assert items({"a.md": NIKOLA.format(".. status: draft\n.. x [\n", "x")}) == {}


def test_hostile_headers_take_no_time(items: Callable[..., Items]) -> None:
    texts = [
        "<!--\n" + ".. title: x\n" * 100_000 + "-->\n\nText.",
        "<!--" + "\n" * 500_000 + ".. title: T\n-->\nText.",
        ".. title: T\n" + " \n" * 300_000 + "Text.",
        "<!--\n.. " * 100_000,
    ]
    assert len(items({f"n{n}.md": text for n, text in enumerate(texts)})) >= 1
