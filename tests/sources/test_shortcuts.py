"""Shortcuts of reading give what the whole way gives."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import UnreadableArticle
from feedsvc.model.characters import _ILLEGAL, first_illegal, legal, one_line
from feedsvc.model.slugs import slugify
from feedsvc.settings.limits import DEFAULTS
from feedsvc.sources.frontmatter import yaml
from feedsvc.sources.html import tokenizer

SIGNS = st.text(
    st.sampled_from("ab1 :#-[],'\"{}&*!|>%@`~?=\\\t\u00e9\u0085\u2028\ufeff/.\n"), max_size=12
)
PLAIN = st.sampled_from(
    ["a", "null", "~", "no", "2024-01-01T10:00:00Z", "http://x.y/z", "[t1, t2]", "[]", "[a,b]",
     "[ 'x, y', \"z\" ]", "[a, ]", "a: b", "a #b", "'it''s'", '"a\\n"', '"q"', "x 'y'", "a,b", "é"]
)  # fmt: skip
LINES = st.lists(
    st.tuples(st.sampled_from(["title", "tags", "null", "a-b", "a b", "-", "é"]), SIGNS | PLAIN),
    max_size=4,
).map(lambda pairs: "\n".join(f"{key}: {value}" for key, value in pairs))


@given(LINES)
def test_a_simple_header_is_read_as_a_yaml_parser_reads_it(text: str) -> None:
    simple = yaml.simple_mapping(text)
    if simple is None:
        return
    builder = yaml._Builder(0, DEFAULTS.front_matter_values, DEFAULTS.front_matter_depth)
    builder.build(text)
    assert isinstance(builder.root, dict)
    assert {key: (value, builder.lines[key]) for key, value in builder.root.items()} == simple
    assert builder.repeated == []


def test_what_most_headers_look_like_is_simple() -> None:
    text = 'title: "A: b"\ndate: 2024-01-01T10:00:00Z\ntags: [a, b c]\nauthor: Desk 3\nx: null\n'
    assert yaml.simple_mapping(text) == {
        "title": ("A: b", 1),
        "date": ("2024-01-01T10:00:00Z", 2),
        "tags": (["a", "b c"], 3),
        "author": ("Desk 3", 4),
        "x": (None, 5),
    }


TAGS = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<ul>", "<li>", "</ul>", "<h2>", "</h2>", "text",
     "<br />", '<a href="x">', "</a>", '<img src="y" />', "<pre><code>", "</code></pre>", "\n",
     "<table>", "<script>", "<", "<p class=x>", "<!-- c -->", "<P>", "<a href='x'>", "<pfoo>"]
)  # fmt: skip


@given(st.lists(TAGS, max_size=60).map("".join))
def test_plain_html_is_tamed_as_any_other_is(text: str) -> None:
    tamed = tokenizer._Tamer(text, 1, False, frozenset(), DEFAULTS).pieces()
    assert tokenizer.tame(text) == "".join(tamed)


@pytest.mark.parametrize("number", [199, 200, 201, 5000])
def test_plain_html_has_the_same_bounds(number: int) -> None:
    for tag in ("blockquote", "b", "li"):
        text = f"<{tag}>" * number
        try:
            whole = "".join(tokenizer._Tamer(text, 1, False, frozenset(), DEFAULTS).pieces())
        except UnreadableArticle:
            with pytest.raises(UnreadableArticle):
                tokenizer.tame(text)
        else:
            assert tokenizer.tame(text) == whole


@given(st.text())
def test_a_slug_of_ascii_is_made_as_any_other_is(text: str) -> None:
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    kept = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in folded)
    slug = "-".join(kept.split())[:200].rstrip("-")
    assert slugify(text) == (
        slug or "-".join(f"u{ord(c):x}" for c in one_line(text)[:8]) or "untitled"
    )


@given(st.text(st.characters(max_codepoint=0x7F)) | st.text())
def test_illegal_characters_of_ascii_are_found_as_others_are(text: str) -> None:
    found = _ILLEGAL.search(text)
    assert legal(text) == _ILLEGAL.sub("", text)
    assert first_illegal(text) == (found.start() if found else -1)
