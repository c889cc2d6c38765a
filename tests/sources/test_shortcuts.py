"""Shortcuts of reading give what the whole way gives."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import UnreadableArticle
from feedsvc.model.characters import _ILLEGAL, first_illegal, legal, one_line
from feedsvc.model.slugs import slugify
from feedsvc.settings.limits import DEFAULTS
from feedsvc.sources.html import tokenizer

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
