"""Texts of Lexical as HTML."""

import json
from typing import Any

import pytest

from feedsvc.importers.ghost.lexical import lexical_html


def node(kind: str, *children: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": kind, "version": 1, "children": list(children), **more}


def text(words: str, bits: int = 0) -> dict[str, Any]:
    return {"type": "extended-text", "text": words, "format": bits, "version": 1}


def written(*nodes: dict[str, Any]) -> str:
    return json.dumps({"root": node("root", *nodes)})


@pytest.mark.parametrize(
    ("one", "made"),
    [
        (node("paragraph", text("a < b")), "<p>a &lt; b</p>"),
        (node("paragraph"), ""),
        (
            node("paragraph", text("a", 1), text("b", 3), text("c", 16), text("d", 4)),
            "<p><strong>a</strong><strong><em>b</em></strong><code>c</code><s>d</s></p>",
        ),
        (node("paragraph", text("a"), {"type": "linebreak"}, text("b")), "<p>a<br>b</p>"),
        (
            node("paragraph", node("link", text("l"), url="https://x.example/?a=1&b=2")),
            '<p><a href="https://x.example/?a=1&amp;b=2">l</a></p>',
        ),
        (node("extended-heading", text("H"), tag="h3"), "<h3>H</h3>"),
        (node("extended-quote", text("Q")), "<blockquote>Q</blockquote>"),
        (
            node("list", node("listitem", text("a")), listType="number", start=3),
            '<ol start="3"><li>a</li></ol>',
        ),
        (
            node("list", node("listitem", node("list", node("listitem", text("a")))), listType="x"),
            "<ul><li><ul><li>a</li></ul></li></ul>",
        ),
        ({"type": "horizontalrule"}, "<hr>"),
    ],
)
def test_nodes(one: dict[str, Any], made: str) -> None:
    assert lexical_html(written(one), print) == made


def test_what_is_not_known_is_told() -> None:
    told: list[str] = []
    assert lexical_html(written({"type": "hologram"}, node("paragraph", text("a"))), told.append)
    assert told == ["hologram"]


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"root": 3}', "[" * 100_000])
def test_what_cannot_be_read_is_nothing(broken: str) -> None:
    assert lexical_html(broken, print) == ""


def test_depth_has_a_limit() -> None:
    deep = text("x")
    for _ in range(150):
        deep = node("quote", deep)
    assert lexical_html(written(deep), print).count("<blockquote>") <= 102
