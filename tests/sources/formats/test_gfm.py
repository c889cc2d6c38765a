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
