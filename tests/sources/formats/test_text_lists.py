"""Lists in plain text."""

import pytest

from feedsvc.sources.formats.text_blocks import blocks_of


def shown(text: str) -> str:
    return "".join(block.as_html(str) for block in blocks_of(text)).replace("\n", "")


@pytest.mark.parametrize(
    "mark", [*"-*+•‣⁃▪◦●■–—", "\t•", "  -", "o  ", "1. 2.", "1) 2)", "(1) (2)", "7. 8."]
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_marks(mark: str, between: str) -> None:
    first, _, second = mark.partition(" ") if mark[0] in "17(" else (mark, "", mark)
    html = shown(f"Before.\n\n{first} one{between}{second} two\n\nAfter.")
    name = "ol" if mark[0] in "17(" else "ul"
    start = ' start="7"' if mark[0] == "7" else ""
    assert html == (f"<p>Before.</p><{name}{start}><li>one</li><li>two</li></{name}><p>After.</p>")


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("a) x\nb) y\nc) z", ' type="a"'),
        ("A. x\nB. y\nC. z", ' type="A"'),
        ("i. x\nii. y\niii. z", ' type="i"'),
        ("(I) x\n(II) y\n(III) z", ' type="I"'),
        ("10. x\n9. y\n8. z", ' start="10" reversed'),
        ("98. x\n99. y\n100. z", ' start="98"'),
    ],
)
def test_numbers_and_letters_stay_what_they_are(text: str, given: str) -> None:
    assert shown(text) == f"<ol{given}><li>x</li><li>y</li><li>z</li></ol>"


def test_roman_numbers_beyond_their_letters() -> None:
    names = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
    html = shown("\n".join(f"{name}. x" for name in names))
    assert html == '<ol type="i">' + "<li>x</li>" * 12 + "</ol>"


def test_the_lists_of_a_text_run_together_with_it() -> None:
    html = shown(
        "The council said:\n- the pier is closed,\n  also at night\n- so is\nthe quay\nIt met."
    )
    assert html == (
        "<p>The council said:</p><ul><li>the pier is closed, also at night</li>"
        "<li>so is the quay</li></ul><p>It met.</p>"
    )


def test_paragraphs_and_lists_in_an_item() -> None:
    html = shown("1. Bread\n   - white\n   - brown\n\n     with butter\n\n2. Milk\n\n   of today")
    assert html == (
        "<ol><li>Bread<ul><li>white</li><li><p>brown</p><p>with butter</p></li></ul></li>"
        "<li><p>Milk</p><p>of today</p></li></ol>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "He said the pier\n- built in 1900 -\nis closed.",
        "It is closed, as of\n2. June, and\nso is the quay.",
        "* Prices are with tax.",
        "- 30 -",
        "– Anon",
        "1984. It was cold.",
        "A. Smith and\nJ. Jones met.",
        "-one\n-two",
        "3.5 kg\n4.5 kg",
    ],
)
def test_prose_is_no_list(text: str) -> None:
    assert "<li>" not in shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "— Where to?\n— Home, he said.",
        "– Where to?\n\n– Home – he said.",
        "1. One\n1. Two\n1. Three",
        "01. One\n02. Two",
        "1. One\n3. Three",
        "① One\n② Two",
        "[1] One\n[2] Two",
    ],
)
def test_lines_that_begin_with_a_mark_stay_apart_with_it(text: str) -> None:
    lines = [line for line in text.split("\n") if line]
    assert shown(text) == "".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize("text", ["• one", "To bring:\n- one", "- one\n  - two\n  - three"])
def test_a_list_of_one(text: str) -> None:
    assert "<li>one" in shown(text)


def test_japanese_marks_need_no_blank() -> None:
    html = shown("・りんご\n・みかん\n以上です。")
    assert html == "<ul><li>りんご</li><li>みかん</li></ul><p>以上です。</p>"


def test_hostile_lists_take_no_time_and_are_not_deep() -> None:
    deep = shown("\n".join(" " * (2 * n) + "- a" for n in range(500)))
    assert deep.count("<ul>") == 6
    for line in (
        "- a\n",
        "- a\n\n",
        "— a.\n",
        "1. a\n",
        "- a\n* b\n",
        "i. a\nii. b\n",
        "  - a\n- b\n",
    ):
        assert shown(line * (300_000 // len(line))).count("a") >= 300_000 // len(line)


def test_long_lists_within_one_another_are_read_to_their_end() -> None:
    """The work has a bound, which grows with the lines."""
    html = shown("- one\n   - two\n   - more\n      - three\n      - more\n" * 800)
    assert html.count("<li>") == html.count("</li>") == 5 * 800
