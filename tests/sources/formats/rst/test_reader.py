"""Articles in reStructuredText."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from feedsvc import sources
from feedsvc.model.article import Article
from feedsvc.sources.formats import rst


def read(text: str) -> sources.Reading:
    return sources.read("a.rst", text.encode(), zone=ZoneInfo("UTC"))


def article(text: str) -> Article:
    reading = read(text)
    assert reading.article is not None, reading.problems
    return reading.article


def test_an_article_of_pelican() -> None:
    found = article(
        "Ferry sails again\n#################\n\n:date: 2026-06-01 10:20\n:modified: 2026-06-02\n"
        ":tags: ships, sea\n:category: world\n:slug: ferry\n:authors: Ann; Bo\n"
        ":summary: After *two* winters\n:lang: de\n\nIt sails.\n\nThe hull\n========\n\nNew.\n"
    )
    assert (found.headline, found.standfirst, found.slug) == (
        *("Ferry sails again", "After two winters", "ferry"),
    )
    assert (found.tags, found.category, found.language) == (("ships", "sea"), "world", "de")
    assert [one.name for one in found.authors] == ["Ann", "Bo"]
    assert str(found.date) == "2026-06-01 10:20:00+00:00"
    assert [(one.heading, one.level) for one in found.sections] == [("", 0), ("The hull", 2)]


def test_an_article_of_nikola() -> None:
    found = article(
        ".. title: Ferry sails\n.. slug: ferry\n.. date: 2026-06-01 10:20:00 UTC\n.. tags: a, b\n"
        ".. description: Again\n.. type: text\n\nIt sails.\n\n.. TEASER_END\n\nHull\n----\n\nNew.\n"
    )
    assert (found.headline, found.standfirst, found.tags) == ("Ferry sails", "Again", ("a", "b"))
    assert found.content == '<p>It sails.</p>\n<h2 id="hull">Hull</h2>\n<p>New.</p>'


@pytest.mark.parametrize(
    ("text", "headline", "standfirst", "content"),
    [
        ("Head\n====\n\nText.", "Head", "", "<p>Text.</p>"),
        ("Head\n====\n\nSub\n---\n\nText.", "Head", "Sub", "<p>Text.</p>"),
        ("Text alone.", "A", "", "<p>Text alone.</p>"),
        (
            "One\n===\n\nIt.\n\nTwo\n===\n\nSo.",
            *("One", "", '<p>It.</p>\n<h1 id="two">Two</h1>\n<p>So.</p>'),
        ),
        ("---\ntitle: T\n---\nHead\n====\n\nIt.", "T", "", '<h2 id="head">Head</h2>\n<p>It.</p>'),
        (":title: Head\n\nHead\n====\n\nIt.", "Head", "", "<p>It.</p>"),
    ],
)
def test_titles(text: str, headline: str, standfirst: str, content: str) -> None:
    found = article(text)
    assert (found.headline, found.standfirst, found.content) == (headline, standfirst, content)


@pytest.mark.parametrize(
    "text",
    [
        "T\n=\n\n:status: draft\n\nx",
        ".. title: T\n.. status: draft\n\nx",
        "T\n=\n\n:Draft: yes\n\nx",
    ],
)
def test_a_draft(text: str) -> None:
    found = article(text)
    assert found.draft or found.status == "draft"
    assert found.holding


@pytest.mark.parametrize(
    "text",
    ["T\n=\n\n:statsu: draft\n\nx", "T\n=\n\n:status: maybe\n\nx", "T\n=\n\nx\n\n:status: draft\n"],
)
def test_what_may_hold_back_is_not_ignored(text: str) -> None:
    assert read(text).article is None


def test_problems_are_told_on_their_lines_in_plain_words() -> None:
    (problem,) = read("---\ntitle: T\n---\nText.\n\nHead\n==\n\nMore *text.\n").problems
    assert (problem.line, problem.severity, problem.code) == (9, "warning", "rst")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("\n".join(f".. |a{n}| replace:: " + f"|a{n + 1}| " * 9 for n in range(9)), "too-large"),
        ("\n".join(" " * n + "* a\n" for n in range(1_000)), "too-deep"),
        (":math:`" + "{" * 19_000 + "`", "too-deep"),
        ("a " * 20_000, "too-large"),
        (".. |a| replace:: |b|\n.. |b| replace:: |a|", ""),
        ("`" * 9_000, ""),
        (".. d::\n\n" * 1_000, ""),
    ],
)
def test_hostile_texts_are_read_or_refused(text: str, code: str) -> None:
    reading = read(f"T\n=\n\n{text}\n\n|a0| |a|\n")
    errors = [one.code for one in reading.problems if one.severity == "error"]
    assert errors == ([code] if code else [])


def test_without_docutils_it_is_told_once_and_what_was_published_stays(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        desk.write(f"{name}.rst", f"Head {name}\n======\n\nText.\n")
    newsroom = desk.open()
    assert len(newsroom.index.update([f"{name}.rst" for name in "abc"]).problems) == 0
    monkeypatch.setattr(rst, "find_spec", lambda name: None)
    desk.write("a.rst", "Head a\n======\n\nOther text.\n")
    newsroom = desk.open()
    told = [(p.severity, p.code) for p in newsroom.problems.all()]
    assert ("warning", "unknown-format") in told
    assert b"Head a" in newsroom.document("feed", "json").body
    assert "pip install 'feedsvc[rst]'" in read("T\n==\n\nx").problems[0].message


def test_a_text_of_nothing_but_marks_of_others_is_refused_in_so_many_words() -> None:
    reading = read(".. currentmodule:: ferry\n\n.. automodule:: ferry\n   :members:\n")
    assert reading.article is None
    told = next(one for one in reading.problems if one.severity == "error")
    assert told.code == "no-headline"
    assert "nothing but marks" in told.message
    assert "currentmodule, automodule" in told.message
