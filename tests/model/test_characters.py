"""Text that XML can hold, on one line."""

import json

from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from feedsvc.model.characters import (
    _ILLEGAL,
    first_illegal,
    legal,
    one_line,
    printable,
    printable_json,
)

anything = st.text(st.characters(codec=None))  # lone surrogates too, as file names bring them
names = st.text()


@given(anything)
@example("".join(map(chr, range(0x20))) + "\ud800\udfff\ufffe\uffff\x7f\x85\u2028")
def test_legal_text_can_stand_in_xml(text: str) -> None:
    element = etree.Element("title", label=legal(text))
    element.text = legal(text)
    assert etree.fromstring(etree.tostring(element)).tag == "title"
    assert legal(legal(text)) == legal(text)
    assert first_illegal(legal(text)) == -1
    at = first_illegal(text)
    assert (at == -1) == (legal(text) == text)
    assert at == -1 or (legal(text[:at]) == text[:at] and legal(text[at]) == "")


@given(names)
def test_one_line_has_single_spaces(text: str) -> None:
    folded = one_line(text)
    assert folded == folded.strip()
    assert folded.split(" ") == (text.split() or [""])


@given(st.text(st.characters(max_codepoint=0x7F)) | st.text())
def test_illegal_characters_of_ascii_are_found_as_others_are(text: str) -> None:
    found = _ILLEGAL.search(text)
    assert legal(text) == _ILLEGAL.sub("", text)
    assert first_illegal(text) == (found.start() if found else -1)


def test_what_steers_a_terminal_is_escaped_and_json_stays_json() -> None:
    text = "é \x1b[2J \u202e \u2028 \x9b \U000e0041 \x7f"
    assert printable("é ü 字 🙂") == "é ü 字 🙂"
    assert printable(text).isprintable()
    assert (shown := printable_json(json.dumps(text, ensure_ascii=False))).isprintable()
    assert json.loads(shown) == text
