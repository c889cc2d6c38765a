import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import article, codes
from selectolax.lexbor import LexborHTMLParser

from feedsvc import sources
from feedsvc.model.article import TOP, Section
from feedsvc.sources.formats.plaintext import linked
from feedsvc.sources.formats.subheadings import SHORT, is_short
from feedsvc.sources.formats.text_lists import mark_of
from feedsvc.sources.html.east_asian import joined_lines

LONG = "This is a paragraph, and it ends in a full stop."


def test_blocks() -> None:
    found = article("a.txt", f"Head\n\nStand\n\nSub one\n\n{LONG}\n\nSub two?\n\nA\nB\n\n{LONG}")
    assert (found.headline, found.standfirst) == ("Head", "Stand")
    assert found.content == (
        f'<h2 id="sub-one">Sub one</h2>\n<p>{LONG}</p>\n<h2 id="sub-two">Sub two?</h2>\n'
        f"<p>A B</p>\n<p>{LONG}</p>"
    )
    assert found.sections == (
        Section("sub-one", "Sub one", 2, LONG),
        Section("sub-two", "Sub two?", 2, f"A B\n{LONG}"),
    )


@pytest.mark.parametrize(
    ("body", "standfirst", "headings", "paragraphs"),
    [
        (LONG, "", [], [LONG]),
        (f"Sub\n\n{LONG}", "", ["Sub"], [LONG]),
        (f"One\n\nTwo\n\nThree\n\n{LONG}", "One", ["Three"], ["Two", LONG]),
        (f"{LONG}\n\nOne\n\nTwo\n\n{LONG}", "", ["Two"], [LONG, "One", LONG]),
        (f"{LONG}\n\nLast words", "", [], [LONG, "Last words"]),
        ("One\n\nTwo", "One", [], ["Two"]),
        ("One", "", [], ["One"]),
        ("", "", [], []),
    ],
)
def test_short_lines(
    body: str, standfirst: str, headings: list[str], paragraphs: list[str]
) -> None:
    found = article("a.txt", f"Head\n\n{body}")
    assert found.standfirst == standfirst
    assert [section.heading for section in found.sections if section.heading] == headings
    tree = LexborHTMLParser(found.content)
    assert [node.text() for node in tree.css("p")] == paragraphs


@pytest.mark.parametrize("block", ["A", "Why?", "No!", "x" * SHORT, "A (b)", " A "])
def test_is_short(block: str) -> None:
    assert is_short(block)


@pytest.mark.parametrize(
    "block", ["A.", "A,", "A;", "A:", "x" * (SHORT + 1), "a\nb", "\u201cGo.\u201d", "\u4e2d\u3002"]
)
def test_is_not_short(block: str) -> None:
    assert not is_short(block)


def test_a_header_gives_the_headline() -> None:
    front = "Title: Head\nSummary: Stand\n\n"
    assert article("a.txt", f"{front}Head\n\nStand\n\n{LONG}").content == f"<p>{LONG}</p>"
    found = article("a.txt", f"{front}Other\n\n{LONG}")
    assert (found.headline, found.standfirst) == ("Head", "Stand")
    assert found.content == f'<h2 id="other">Other</h2>\n<p>{LONG}</p>'


def test_a_first_block_of_many_lines_is_joined() -> None:
    assert article("a.txt", f"A long\nheadline\n\n{LONG}").headline == "A long headline"


def test_a_paragraph_as_headline_is_a_warning() -> None:
    assert (1, "warning", "long-headline") in codes("a.txt", LONG * 10)


def test_nothing_is_interpreted() -> None:
    found = article("a.txt", "A <b> & *c*\n\n# not, <i>a</i> &amp; heading.")
    assert found.headline == "A <b> & *c*"
    assert found.content == "<p># not, &lt;i&gt;a&lt;/i&gt; &amp;amp; heading.</p>"
    assert found.sections == (Section(TOP, "", 0, "# not, <i>a</i> &amp; heading."),)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("see https://x.y/a?b=1&c.", "https://x.y/a?b=1&c"),
        ("(https://x.y/a)", "https://x.y/a"),
        ("https://x.y/a_(b), and", "https://x.y/a_(b)"),
        ("<HTTP://x.y>", "HTTP://x.y"),
        ("http://x.y/\u201d", "http://x.y/"),
    ],
)
def test_links(text: str, url: str) -> None:
    tree = LexborHTMLParser(linked(text))
    assert [node.attributes["href"] for node in tree.css("a")] == [url]
    assert tree.body is not None
    assert tree.body.text() == text


@pytest.mark.parametrize(
    "text", ["http://", "https://.", "ftp://x.y", "x" * 9, "http://" + "x" * 3000]
)
def test_no_links(text: str) -> None:
    assert "<a" not in linked(text)


_words = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=8)
_lines = st.lists(_words, min_size=1, max_size=6).map(" ".join)
_paragraphs = st.lists(_lines, min_size=1, max_size=4).map("\n".join)


@given(_words, st.lists(_paragraphs, max_size=6))
@settings(deadline=None, max_examples=300)
def test_no_word_is_lost(headline: str, blocks: list[str]) -> None:
    text = "\n\n".join([headline, *blocks])
    if re.search(r"\{[{%#/>]|%%|<!--|<{7}|>{7}", text) or re.match(
        r"(?:\s*[^\s:]+\s*:)|---|\+\+\+|\ufeff", text
    ):
        return
    if any(mark_of(line) for line in text.split("\n")):
        return  # a list, whose marks are not in its text
    found = article("a.txt", text)
    tree = LexborHTMLParser(found.content)
    shown = [found.headline, found.standfirst, *(n.text() for n in tree.css("p, h2, pre"))]
    assert " ".join(shown).split() == joined_lines(text).split()


def test_a_headline_that_looks_like_a_header_is_told() -> None:
    text = b"Correction: the ferry sails at nine\n\nThe crossing\n\nIt was to sail at ten.\n"
    reading = sources.read("ferry.txt", text, zone=ZoneInfo("UTC"))
    (problem,) = reading.problems
    assert (problem.severity, problem.code, problem.line) == ("warning", "lone-key", 1)
    titled = sources.read("ferry.txt", b"Title: " + text, zone=ZoneInfo("UTC"))
    assert titled.problems == ()
    assert titled.article is not None
    assert titled.article.headline == "Correction: the ferry sails at nine"


@pytest.mark.parametrize("byline", ["By the harbour desk", "By Ann Bay", "Von der Hafenredaktion"])
def test_a_byline_is_neither_standfirst_nor_subheading(byline: str) -> None:
    found = article("a.txt", f"Headline\n\n{byline}\n\nText. More.\n")
    assert found.standfirst == ""
    assert [section.heading for section in found.sections] == [""]
    assert f"<p>{byline}</p>" in found.content
    found = article("a.txt", f"Headline\n\n{byline}\n\nBoats wait\n\nWhy\n\nText. More.\n")
    assert found.standfirst == "Boats wait"
    assert [section.heading for section in found.sections] == ["", "Why"]
    found = article("a.txt", f"Headline\n\nBoats wait\n\n{byline}\n\nText. More.\n")
    assert found.standfirst == "Boats wait"


def test_many_bylines_take_no_time() -> None:
    text = "Headline\n\n" + "By the harbour desk\n\n" * 5_000 + "Text."
    assert article("a.txt", text).standfirst == ""
