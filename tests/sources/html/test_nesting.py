"""Elements stand only so deep in one another."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from feedsvc.errors import UnreadableArticle
from feedsvc.settings.limits import DEFAULTS
from feedsvc.sources.html.tokenizer import tame

ORDINARY = [
    "<p>x",
    "<li>x",
    "<br>",
    "<p><b>x",
    "<p><span>x</p>",
    "<div><span>x</div>",
    "<a name=x>y",
    "<h2>x<p>y",
    "<tr><td>x",
    "<table><tr><td><font color=red>x</table>",
    "<dt>x<dd>y",
    "<b><p>x</b></p>",
    "<img src=x>",
    "<ul><li>a<ul><li>b</ul></ul>",
    "<table><tr><td>x</table>",
    "x < y ",
]


@pytest.mark.parametrize("pattern", ORDINARY)
def test_ordinary_unclosed_tags_are_not_deep(pattern: str) -> None:
    tame(pattern * 2000)
    tame("<table>" + pattern * 2000)


@pytest.mark.parametrize(
    "pattern",
    [
        "<div>",
        "<b>",
        "<span>",
        "<blockquote><p>",
        "<ul><li>",
        "<table><tr><td>",
        "<b><div></b>",
        "<span><div></span>",
        "<p><div>",
        "<rt>",
        "<div><b></div>x",
        "<div><!-- </div> -->",
        '<div title="</div>">',
        "<div><script></div></script>",
        "<div><select></div></select>",
        "<ul><tr>",
        "<unknown><div>",
    ],
)
def test_deep_nesting_is_refused(pattern: str) -> None:
    with pytest.raises(UnreadableArticle) as caught:
        tame(pattern * 1000)
    assert caught.value.code == "too-deep"


def test_the_limit_itself() -> None:
    tame("<div>" * DEFAULTS.nesting)
    with pytest.raises(UnreadableArticle) as caught:
        tame("<div>" * (DEFAULTS.nesting + 1))
    assert caught.value.code == "too-deep"


def test_formatting_opened_anew_is_bounded() -> None:
    opened = "".join(f"<b id={number}>" for number in range(150))
    with pytest.raises(UnreadableArticle) as caught:
        tame("<p>" + opened + "<p>x" * 10000)
    assert caught.value.code == "too-deep"


def depth(node: LexborNode | None) -> int:
    deepest = 0
    stack = [(node, 0)]
    while stack:
        at, level = stack.pop()
        deepest = max(deepest, level)
        child = at.child if at is not None else None
        while child is not None:
            stack.append((child, level + (child.tag != "-text")))
            child = child.next
    return deepest


_names = st.sampled_from(
    [
        "div",
        "p",
        "li",
        "ul",
        "b",
        "i",
        "a",
        "span",
        "table",
        "tr",
        "td",
        "th",
        "h2",
        "dd",
        "blockquote",
        "font",
        "x",
        "ruby",
        "rt",
        *("ol", "dt", "nobr", "button", "object", "form", "fieldset", "menu", "dialog", "select"),
        *("option", "template", "svg", "desc", "foreignobject", "math", "mi", "title", "listing"),
    ]
)
_tokens = st.lists(
    st.tuples(st.sampled_from(["<", "<", "</", ""]), _names).map(
        lambda pair: f"{pair[0]}{pair[1]}>" if pair[0] else "x"
    ),
    min_size=1,
    max_size=6,
)


@given(_tokens)
@example(["<ruby>", "<p>", "<rt>"])
@example(["<li>", "<ul>", "</li>"])
@settings(deadline=None, max_examples=300)
def test_what_is_accepted_is_not_deep(tokens: list[str]) -> None:
    try:
        text = tame("".join(tokens) * 300)
    except UnreadableArticle:
        return
    assert depth(LexborHTMLParser(text).body) <= 2 * DEFAULTS.nesting
