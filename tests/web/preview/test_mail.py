"""An entry as plain text: every word once, apart from its neighbours, in lines of 72 columns."""

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.settings.limits import DEFAULTS
from feedsvc.web.preview.as_reader import Shown
from feedsvc.web.preview.mail import mailed

BLOCKS = (
    *("article", "aside", "blockquote", "center", "details", "div", "figure", "header", "hgroup"),
    *("main", "p", "section", "summary"),
)
KINDS = ("word", "line", "block", "heading", "list", "table", "br", "img", "pre")
INLINE = ("a", "b", "code", "del", "em", "i", "mark", "q", "small", "span", "sub", "u")
LINK = "https://news.example/rain"


def written(html: str, title: str = "Rain") -> str:
    """The message without its title and its notes."""
    message = mailed(Shown(title, "", "", "", (), (), "", html), html)
    text = message.partition("\n====\n")[2]
    return re.sub(r"(\n|^)\[1\] https:[^\0]*$", "", text).strip("\n")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2>A<br>B</h2>", "A B\n==="),
        ("<h2>A<p>B</p>C</h2>", "A B C\n====="),
        (
            "<table><tr><td><p>one</p><p>two</p></td><td>x<br>y</td></tr></table>",
            "one two | x y",
        ),
        ("<table><tr><td></td><td></td></tr></table><p>after</p>", "after"),
        ("<table><caption>Rain</caption><tr><td>1</td><td></td></tr></table>", "Rain\n\n1 |"),
        (
            "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table></td><td>d</td></tr>"
            "</table>",
            "a\n\nb | c\n\nd",
        ),
        (f'<a href="{LINK}"><h3>In</h3><p>block</p></a>', "In\n--\n\nblock [1]"),
        (
            f'<p><a href="{LINK}">in </a>line, <a href="{LINK}">again</a></p>',
            "in [1] line, again [1]",
        ),
        ("<span><p>S1</p><p>S2</p></span>", "S1\n\nS2"),
        ("<ul>stray<li>one</li>more</ul>", "stray\n- one\nmore"),
        (
            "<ul><li><p>one</p><p>two</p></li><li><ul><li>in</li></ul></li></ul>",
            "- one\n  two\n- - in",
        ),
        ('<ol start="7"><li>a</li><li>b</li></ol>', "7. a\n8. b"),
        ('<ol start="x"><li>a</li></ol>', "1. a"),
        ("<ol reversed><li>a</li><li>b</li></ol>", "2. a\n1. b"),
        ('<ol><li value="4">a</li><li>b</li></ol>', "4. a\n5. b"),
        (f'<ol start="{"9" * 5000}"><li>a</li></ol>', "1. a"),
        ("<ol><li><pre>a\n  b</pre></li></ol>", "1.     a\n         b"),
        ("<blockquote><h3>H</h3><p>t</p></blockquote>", "> H\n> -\n\n> t"),
        ("<p>one<br>two<br><br>three</p>", "one\ntwo\n\nthree"),
        ("<pre>a<br>b\n\n  c</pre>", "    a\n    b\n\n      c"),
        ("<ruby>rain<rt>rein</rt></ruby>", "rain(rein)"),
        ("<p>a<b>b</b></p>", "ab"),
        ("<p>a <img alt='a cloud'> b</p>", "a [a cloud] b"),
        ("<h2>a<script>b</script></h2><p>x<!-- y --></p>", "a\n=\n\nx"),
        ("", ""),
    ],
)
def test_html_reads_as_it_is_seen(html: str, text: str) -> None:
    assert written(html) == text


def test_links_are_told_once_each_below_the_text() -> None:
    html = '<p><a href="https://a.example/">a</a> <a href="https://b.example/">b</a></p>' * 2
    message = mailed(Shown("Rain", LINK, "1 May", "", ("Weather desk",), (), "", html), html)
    assert message.split("\n\n") == [
        "Rain\n====",
        "Weather desk, 1 May",
        "a [1] b [2]",
        "a [1] b [2]",
        LINK,
        "[1] https://a.example/\n[2] https://b.example/\n",
    ]


Piece = tuple[str, bool, bool, list[str]]  # HTML; whether it begins, ends at a border; its words


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    """Elements in one another around words that no other place has."""
    number = 0

    def word() -> str:
        nonlocal number
        number += 1
        return f"w{number}" + "x" * draw(st.sampled_from([0, 3, 20, 90]))

    def joined(parts: list[Piece]) -> Piece:
        html, words, border = "", [], True
        for inner, begins, ends, some in parts:
            html += ("" if border or begins else " ") + inner
            words += some
            border = ends
        return html, bool(parts) and parts[0][1], bool(parts) and parts[-1][2], words

    def one(depth: int) -> Piece:
        kind = draw(st.sampled_from(KINDS))
        if depth == 0 or kind == "word":
            text = word()
            return text, False, False, [text]
        if kind == "br":
            return "<br>", True, True, []
        if kind == "img":
            text = word()
            return f'<img alt="{text}">', False, False, [text]
        if kind == "list":
            tag = draw(st.sampled_from(["ul", "ol", "ol reversed", 'ol start="98"']))
            inside, _, _, words = joined([box("li", depth - 1), one(0), box("li", depth - 1)])
            return f"<{tag}>{inside}</{tag[:2]}>", True, True, words
        if kind == "table":
            inside, _, _, words = joined([box("td", depth - 1) for _ in range(3)])
            return f"<table><tr>{inside}</tr></table>", True, True, words
        if kind == "line":
            tag = draw(st.sampled_from(INLINE))
            inside, begins, ends, words = joined(some(depth - 1))
            link = f' href="{LINK}"' if tag == "a" else ""
            return f"<{tag}{link}>{inside}</{tag}>", begins, ends, words
        if kind == "heading":
            inside, _, _, words = joined(some(depth - 1))
            tag = "div" if "<h2" in inside else "h2"  # a heading ends one that it stands in
            return f"<{tag}>{inside}</{tag}>", True, True, words
        return box("pre" if kind == "pre" else draw(st.sampled_from(BLOCKS)), depth - 1)

    def some(depth: int) -> list[Piece]:
        return [one(depth) for _ in range(draw(st.integers(0, 3)))]

    def box(tag: str, depth: int) -> Piece:
        inside, _, _, words = joined(some(depth))
        return f"<{tag}>{inside}</{tag}>", True, True, words

    return joined([one(draw(st.integers(1, 6))) for _ in range(3)])


@given(pieces())
def test_every_word_comes_once_in_order_apart_from_its_neighbours(piece: Piece) -> None:
    html, _, _, words = piece
    text = written(html)
    assert [w for w in re.findall(r"[a-z0-9]+", text) if w.startswith("w")] == words
    if "<pre" in html:  # its lines are kept
        return
    for line in text.splitlines():
        assert len(line) <= 72 or len(re.findall(r"w[0-9]+x*", line)) <= 1, line


@pytest.mark.parametrize("tag", ["blockquote", "ul><li", "ol><li", "div", "span", "table><tr><td"])
def test_however_deep_words_stand_they_are_read(tag: str) -> None:
    end = "".join(f"</{one}>" for one in reversed(tag.split("><")))
    depth = DEFAULTS.nesting
    html = f"<{tag}>" * depth + "some words " * 40 + end * depth
    text = written(html)
    assert text.count("words") == 40
    assert max(map(len, text.splitlines())) <= 72


@given(st.text())
def test_any_text_is_a_message(text: str) -> None:
    for html in (text, f"<p>{escape(text)}</p>", f"<pre>{escape(text)}</pre>"):
        assert mailed(Shown(text, "", "", "", (text,), (), "", html), html).endswith("\n")
