"""Each reader's list cuts an entry by its own rule."""

import pytest

from feedsvc.web.preview.as_reader import Shown
from feedsvc.web.preview.reader_lists import RULES, Card, cards

WORDS = "abcdefghi " * 100  # of which each tenth character is a blank
TAKING = {rule.reader: rule for rule in RULES if rule.takes}


def card(reader: str, summary: str = "", content: str = "") -> Card:
    shown = Shown("Rain", "", "", "", (), (), summary, content)
    return {one.rule.reader: one for one in cards(shown)}[reader]


@pytest.mark.parametrize(
    ("reader", "taken"),
    [
        ("NetNewsWire", "text"),
        ("FreshRSS", "text"),
        ("Tiny Tiny RSS", "text"),
        ("Read You", "summary"),
    ],
)
def test_a_list_takes_the_text_or_the_summary(reader: str, taken: str) -> None:
    both = card(reader, "<p>Short.</p>", "<p>Long.</p>")
    assert (both.text, both.taken) == (("Long." if taken == "text" else "Short."), taken)
    assert card(reader, summary="<p>Short.</p>").taken == "summary"
    assert card(reader, content="<p>Long.</p>").taken == "text"
    assert card(reader) == Card(TAKING[reader], "", 0, "")


@pytest.mark.parametrize("reader", TAKING)
def test_what_is_cut_is_counted(reader: str) -> None:
    most = TAKING[reader].characters
    cut = card(reader, content=f"<p>{WORDS}</p>")
    assert cut.text == WORDS[:most].rstrip()
    assert len(cut.text) + cut.left_out == len(WORDS.rstrip())
    fits = card(reader, content=f"<p>{'a' * most}</p>")
    assert (len(fits.text), fits.left_out) == (most, 0)


@pytest.mark.parametrize("reader", ["Miniflux", "Newsboat", "Thunderbird"])
def test_some_lists_have_titles_alone(reader: str) -> None:
    found = card(reader, "<p>Short.</p>", "<p>Long.</p>")
    assert (found.text, found.left_out, found.taken) == ("", 0, "")


def test_paragraphs_run_together_where_a_reader_only_takes_tags_away() -> None:
    text = "<p>One.</p><p>Two.</p>"
    assert card("NetNewsWire", content=text).text == "One. Two."
    assert card("FreshRSS", content=text).text == "One.Two."
