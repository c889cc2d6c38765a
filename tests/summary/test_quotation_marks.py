"""Quotation marks that have no partner hold no sentences together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.summary.quotation_marks import hide_unpaired
from feedsvc.summary.sentences import iter_sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["The ‘70s were good.", "They ended.", "It’s over.", "Then came the ‘80s."],
        ["A “quote opens.", "It never ends.", "Then “another one.”", "Fine."],
        ['He wrote "A. "B."', "Then more came.", "And the end."],
        ['The pipe has 5" of width.', "It broke.", 'A pipe of 6" held.', "Good."],
        ["Er rief: „Ja.", "Nein.", "Gut."],
        ["« Oui, dit-il.", "Il part.", "Elle reste."],
    ],
)
def test_a_mark_without_a_partner_glues_nothing(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [one.text for one in iter_sentences(text, "en")] == sentences


@pytest.mark.parametrize(
    "line",
    [
        "“I go. I stay,” he said.",
        '"I go. I stay," he said.',
        "‘I go. I stay,’ he said.",
        "„Ich gehe. Ich bleibe“, sagte er.",
        "»Ich gehe. Ich bleibe«, sagte er.",
        "« Je pars. Je reste », dit-il.",
        "“He said ‘no. It rains.’ I left,” she said.",
    ],
)
def test_a_quotation_stays_whole(line: str) -> None:
    assert hide_unpaired(line) == line
    assert [one.text for one in iter_sentences(line, "en")] == [line]


@given(st.text(st.sampled_from("aB .‘’“”\"'«»„5")))
def test_no_character_comes_or_goes(line: str) -> None:
    hidden = hide_unpaired(line)
    assert len(hidden) == len(line)
    kept = "".join(one.text for one in iter_sentences(line, "en"))
    assert set(kept) <= set(line)
