"""Code and comments are blank, and all else keeps its place."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.sources.formats.code_spans import without_code, without_comments

PIECES = st.lists(
    st.sampled_from(
        ["`", "``", "```", "~~~", "\n", "\n\n", "a", " ", "\\", "<!--", "-->", "<pre>", "</pre>",
         "<script>", "</script>", "> ", "- ", "é"]
    ),
    max_size=40,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a `b` c", "a     c"),
        ("a ``b`c`` d", "a         d"),
        ("a `b c", "a `b c"),
        ("a `b\n\nc` d", "a `b\n\nc` d"),
        ("\\`a` b", "\\`a` b"),
        ("a\n```\nb `c\n```\nd", "a\n   \n    \n   \nd"),
        ("~~~\n```\n~~~\na", "   \n   \n   \na"),
        ("> ```\n> a\n> ```\nb", "     \n   \n     \nb"),
        ("```\na\n``` >\nb", "   \n \n     \n "),
        ("a <pre>`b</pre >`c", "a               `c"),
        ("a <!-- `b\nc` --> d", "a        \n       d"),
        ("a <PRE>b</pre> c", "a              c"),
        ("a <!-- b", "a <!-- b"),
    ],
)
def test_code_in_markdown_is_blank(text: str, left: str) -> None:
    assert without_code(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a<!-- b -->c", "a          c"),
        ("a<style>b</style>c", "a                c"),
        ("a `b` <code>c</code>", "a `b` <code>c</code>"),
        ("<scripted>a</scripted>", "<scripted>a</scripted>"),
    ],
)
def test_comments_and_scripts_in_html_are_blank(text: str, left: str) -> None:
    assert without_comments(text) == left


@given(PIECES.map("".join))
def test_what_is_left_stands_where_it_stood(text: str) -> None:
    for left in (without_code(text), without_comments(text)):
        assert len(left) == len(text)
        assert [at.start() for at in re.finditer("\n", left)] == [
            at.start() for at in re.finditer("\n", text)
        ]
        assert all(new in (old, " ") for new, old in zip(left, text, strict=True))
