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


# By the beginnings of their characters' names, and by parts of these.
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "MYANMAR", "KHMER", "KANGXI", "HANGZHOU")
UNSPACED += ("TAI LE", "NEW TAI LUE", "TAI THAM", "TAI VIET", "HENTAIGANA")
PARTS = (
    " KANA ",
    "IDEOGRAPHIC ITER",
    "IDEOGRAPHIC CLOS",
    "IDEOGRAPHIC NUM",
    "MASU MARK",
)  # of their names


def test_each_character_of_a_script_without_spaces_is_a_word_and_no_other() -> None:
    """Of all that Unicode has and does not take apart, as it does squares of several letters."""
    for code in range(0x21, 0x40000):
        character = chr(code)
        name = unicodedata.name(character, "")
        if "MINNAN" in name or not character.isalnum():
            continue
        if unicodedata.normalize("NFKC", character) != character:
            continue
        number = len(words(f"x{character}{character}"))
        if name.startswith(UNSPACED) or any(one in name for one in PARTS):
            assert number == 3, (hex(code), name)
        elif not unicodedata.category(character).startswith("M"):
            assert number == 1, (hex(code), name)


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
