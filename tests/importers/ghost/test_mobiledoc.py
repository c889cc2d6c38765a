"""Texts of Mobiledoc as HTML."""

import json
from typing import Any

import pytest

from feedsvc.importers.ghost.mobiledoc import mobiledoc_html


def written(sections: list[Any], **more: Any) -> str:
    empty = {"version": "0.3.1", "markups": [], "atoms": [], "cards": []}
    return json.dumps(empty | more | {"sections": sections})


@pytest.mark.parametrize(
    ("sections", "more", "made"),
    [
        ([[1, "p", [[0, [], 0, "a < b"]]]], {}, "<p>a &lt; b</p>"),
        ([[1, "p", []]], {}, ""),
        (
            [[1, "h2", [[0, [0], 0, "a"], [0, [1], 2, "b"], [0, [], 0, "c"]]]],
            {"markups": [["strong"], ["a", ["href", "https://x.example", "rel", "y"]]]},
            '<h2><strong>a<a href="https://x.example">b</a></strong>c</h2>',
        ),
        (
            [[1, "p", [[0, [], 0, "a"], [1, [], 0, 0], [0, [], 0, "b"]]]],
            {"atoms": [["soft-return", "", {}]]},
            "<p>a<br>b</p>",
        ),
        ([[3, "ol", [[[0, [], 0, "a"]], [[0, [], 0, "b"]]]]], {}, "<ol><li>a</li><li>b</li></ol>"),
        ([[1, "aside", [[0, [], 0, "a"]]]], {}, "<blockquote>a</blockquote>"),
        ([[2, "/a.jpg"]], {}, '<figure><img src="/a.jpg" alt=""></figure>'),
        (
            [[10, 0]],
            {"cards": [["image", {"src": "/a.jpg", "alt": "A", "caption": "<b>C</b>"}]]},
            '<figure><img src="/a.jpg" alt="A"><figcaption><b>C</b></figcaption></figure>',
        ),
    ],
)
def test_sections(sections: list[Any], more: dict[str, Any], made: str) -> None:
    assert mobiledoc_html(written(sections, **more), print) == made


@pytest.mark.parametrize(
    "broken", ["", "{}", "[]", written([[10, 5]]), written([[1]]), written([[1, "p", [[0]]]]), "7"]
)
def test_what_cannot_be_read_is_nothing(broken: str) -> None:
    assert mobiledoc_html(broken, print) == ""
