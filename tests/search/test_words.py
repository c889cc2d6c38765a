"""Words: what tells none apart, and where one ends."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.search.words import fold_label, joined, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The ferry’s hull, re-built!", ["the", "ferry", "s", "hull", "re", "built"]),
        ("snake_case 3.14 #tag", ["snake", "case", "3", "14", "tag"]),
        ("Ærø Łódź İzmir ﬁnd ½", ["aero", "lodz", "izmir", "find", "1", "2"]),
        ("Σίσυφος ΣΊΣΥΦΟΣ", ["σισυφοσ", "σισυφοσ"]),
        ("Ёлка елка", ["елка", "елка"]),
        ("שָׁלוֹם مُحَمَّد", ["שלום", "محمد"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("東京タワー2026年", ["東", "京", "タ", "ワ", "ー", "2026", "年"]),
        ("ไทย", ["ไ", "ท", "ย"]),
        ("서울에서", ["서울에서"]),
        ("inter\u00adnational zero\u200bwidth", ["international", "zerowidth"]),
        ("🙂 … — \x00\ud800", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


@given(st.text(max_size=60))
def test_forms_of_a_text_have_the_same_words(text: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert words(unicodedata.normalize(form, text)) == words(text)  # type: ignore[arg-type]


@given(st.text(max_size=60))
def test_words_joined_are_the_same_words(text: str) -> None:
    found = words(text)
    assert words(joined(tuple(found))) == found
    assert words(" ".join(found)) == found
    assert all(word and not set(word) & set(" _\"'()-:*^+{}") for word in found)


@given(st.text(max_size=60))
def test_a_folded_label_stays(text: str) -> None:
    assert fold_label(fold_label(text)) == fold_label(text)
