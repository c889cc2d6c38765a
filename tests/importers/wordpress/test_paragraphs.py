"""Paragraphs as WordPress makes them of line breaks."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from feedsvc.importers.wordpress.paragraphs import with_paragraphs


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("One\ntwo\n\nThree", "<p>One<br>\ntwo</p>\n<p>Three</p>"),
        ("One\r\n\r\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("One\n \n\n\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("One<br />\ntwo", "<p>One<br>\ntwo</p>"),
        ("<b>One\n\nTwo</b>", "<p><b>One</p>\n<p>Two</b></p>"),
        ("Before\n<h2>Head</h2>\nAfter", "<p>Before</p>\n<h2>Head</h2>\n<p>After</p>"),
        ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("<li>a\n\nb</li>", "<li><p>a</p>\n<p>b</p></li>"),
        ("<blockquote>a\n\nb</blockquote>", "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>"),
        ("<div>one line</div>", "<div>one line</div>"),
        ("<p>a\nb</p>\n\nc", "<p>a<br>\nb</p>\n<p>c</p>"),
        ("<pre>a\n\n  b</pre>", "<pre>a\n\n  b</pre>"),
        ("<pre><p>\n\nx</p></pre>\nAfter", "<pre><p>\n\nx</p></pre>\n<p>After</p>"),
        (
            "<table>\n<tr>\n<td>x</td>\n</tr>\n</table>",
            "<table>\n<tr>\n<td>x</td>\n</tr>\n</table>",
        ),
        ('<a href="x"\ntitle="y">l</a>', '<p><a href="x" title="y">l</a></p>'),
        ("a\n\n<!--more-->\n\nb", "<p>a</p>\n<!--more-->\n<p>b</p>"),
        ("a < b\n\nc > d", "<p>a < b</p>\n<p>c > d</p>"),
        ("<hr>\nx", "<hr>\n<p>x</p>"),
        ("", ""),
        ("\n\n", ""),
    ],
)
def test_paragraphs(text: str, made: str) -> None:
    assert with_paragraphs(text) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            "See:\nhttps://youtu.be/x?a=1&b=2\nGood.",
            '<p>See:</p>\n<p><a href="https://youtu.be/x?a=1&amp;b=2">'
            "https://youtu.be/x?a=1&amp;b=2</a></p>\n<p>Good.</p>",
        ),
        (
            "https://a.example/a.mp3",
            '<p><audio controls src="https://a.example/a.mp3"></audio></p>',
        ),
        (
            "https://a.example/a.mp4",
            '<p><video controls src="https://a.example/a.mp4"></video></p>',
        ),
        ("So https://a.example is", "<p>So https://a.example is</p>"),
        (
            '<a href="/x">\nhttps://a.example\n</a>',
            '<p><a href="/x"><br>\nhttps://a.example<br>\n</a></p>',
        ),
    ],
)
def test_an_address_alone_on_its_line_is_embedded(text: str, made: str) -> None:
    assert with_paragraphs(text) == made


BLOCKS = ["<p>", "</p>", "<div>", "</div>", "<li>", "</ul>", "<pre>", "</pre>", "<blockquote>"]
OTHERS = ["<b>", "</b>", "<td", "&lt;", "word", "other", "<br>", "<hr>", "\n", "\n\n", "<!-- x -->"]


@given(st.lists(st.sampled_from([*BLOCKS, *OTHERS, '<a href="'])))
def test_no_word_is_lost(parts: list[str]) -> None:
    text = " ".join(parts)
    before = LexborHTMLParser(f"<body>{text}").text().split()
    after = LexborHTMLParser(f"<body>{with_paragraphs(text)}").text().split()
    assert Counter(before) - Counter(after) == Counter()
