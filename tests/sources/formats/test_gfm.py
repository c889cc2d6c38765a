import time

import pytest
from cmarkgfm import cmark
from hypothesis import given, settings
from hypothesis import strategies as st

from feedsvc.sources.formats import gfm

_OPTIONS = (
    cmark.Options.CMARK_OPT_UNSAFE
    | cmark.Options.CMARK_OPT_FOOTNOTES
    | cmark.Options.CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE
)


@given(
    st.lists(
        st.sampled_from(["# ", "- ", "> ", "\n", "a", "*", "|", "|-|\n", "[^1]", ":", "`", "~"])
    )
    | st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))),
)
@settings(deadline=None)
def test_renders_as_cmarkgfm_does(pieces: list[str]) -> None:
    text = "".join(pieces)
    expected = cmark.markdown_to_html_with_extensions(
        text, _OPTIONS, ["table", "autolink", "strikethrough"]
    )
    assert gfm.render(text) == expected
    assert gfm.render("") == ""


@pytest.mark.parametrize("between", ["{}", "see {}", "{} now"])
def test_an_address_in_a_link_of_html_is_no_second_link(between: str) -> None:
    text = between.format("https://b.example/x")
    assert gfm.render(f'At <a href="https://a.example/" class="c">{text}</a>.') == (
        f'<p>At <a href="https://a.example/" class="c">{text}</a>.</p>\n'
    )


def test_links_beside_one_another_stay() -> None:
    text = (
        '<a href="https://a.example/">a</a> https://b.example/ <a href="https://c.example/">c</a>'
    )
    assert gfm.render(text).count("<a ") == 3


@pytest.mark.usefixtures("uncollected")
def test_links_in_links_take_linear_time() -> None:
    for part in ("<a b>", "<a b>https://a.b", '<a href="https://a.b">', "<a b>x "):
        begun = time.process_time()
        gfm.render(part * (200_000 // len(part)))
        assert time.process_time() - begun < 3
