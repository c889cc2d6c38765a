"""Texts of HTML bodies."""

from hypothesis import given, settings
from hypothesis import strategies as st
from reading import article


# Template marks and authors' comments begin with a brace; they are left out, and `check` says so.
@given(st.text(st.characters(exclude_characters="{"), max_size=60))
@settings(deadline=None)
def test_text_is_kept_as_it_is(text: str) -> None:
    from html import escape

    from feedsvc.model.characters import legal, one_line

    found = article("a.html", f"<h1>T</h1><p>{escape(legal(text))}</p>")
    shown = "\n".join(section.text for section in found.sections)
    assert shown == one_line(legal(text))
