"""Paragraphs, tables and lines of plain text."""

import pytest

from feedsvc.sources.formats.text_blocks import LONG, blocks_of

PROSE = "The harbour was closed for two winters, and the ferry lay at the quay all that time."


def kinds(text: str) -> list[str]:
    return [block.kind for block in blocks_of(text)]


def test_lines_that_were_wrapped_are_a_paragraph() -> None:
    text = "The harbour was closed for two winters,\nand the ferry lay at the quay all that\ntime."
    (block,) = blocks_of(text)
    assert block.as_html(str) == f"<p>{PROSE}</p>\n"


@pytest.mark.parametrize(
    "lines",
    [
        "The harbour office\n12 Quay Street\nPort Town",
        "The tide goes out\nAnd with it goes\nThe boat",
        "Where: the pier\nWhen: at noon\nHow much: nothing",
        "Yours\nAnn\nThe desk",
    ],
)
def test_lines_that_were_ended_on_purpose_stay(lines: str) -> None:
    _, block = blocks_of(f"{PROSE}\n\n{lines}")
    assert block.as_html(str) == "<p>" + lines.replace("\n", "<br>\n") + "</p>\n"


def test_two_lines_and_chinese_ones_are_joined() -> None:
    assert kinds(f"{PROSE}\n\nA long\nheadline") == ["paragraph"] * 2
    _, block = blocks_of(f"{PROSE}\n\n船は毎日\n八時に\n出る。")
    assert block.text == "船は毎日八時に出る。"


@pytest.mark.parametrize(
    "rows",
    [
        "1st  Ann  10\n2nd  Bo   9",
        "Bread      1 < 2\nMilk       2",
        "Bread\t1\nMilk\t2",
        "| a | b |\n|---|---|\n| 1 | 2 |",
    ],
)
def test_a_table_keeps_its_columns(rows: str) -> None:
    (block,) = blocks_of(rows)
    assert block.as_html(str) == "<pre>" + rows.replace("<", "&lt;") + "</pre>\n"


COLUMNS, PLAIN = "Bread      1", "and a line of words"


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([COLUMNS], "paragraph"),
        ([COLUMNS, COLUMNS], "table"),
        ([COLUMNS, PLAIN], "paragraph"),
        ([COLUMNS, COLUMNS, PLAIN], "table"),
        ([COLUMNS, PLAIN, PLAIN], "paragraph"),
        ([COLUMNS] * 3 + [PLAIN], "table"),
        ([COLUMNS] * 2 + [PLAIN] * 2, "paragraph"),
        ([COLUMNS] * 4 + [PLAIN] * 2, "table"),
        ([COLUMNS] * 3 + [PLAIN] * 2, "paragraph"),
    ],
)
def test_two_thirds_of_the_lines_of_a_table_have_columns(rows: list[str], kind: str) -> None:
    assert kinds("\n".join(rows)).count("table") == (kind == "table")


def test_hostile_texts_take_no_time() -> None:
    for piece in ("a\n", "a   ", "|", "a   b\n", "\t", "\n", "港\n", "x"):
        assert len(blocks_of(piece * (500_000 // len(piece)))) <= 1


LONG_ONE = "The ferry sails at nine, and at ten, and at eleven, " * 3 + "and it is late."


def test_long_lines_that_end_their_sentences_are_paragraphs() -> None:
    text = f"Headline\n{LONG_ONE}\n\u201c{LONG_ONE}\u201d\nWhy\n{LONG_ONE}\nShort."
    assert [block.lines for block in blocks_of(text)] == [[line] for line in text.split("\n")]


@pytest.mark.parametrize(
    "text",
    [
        f"{LONG_ONE}\nand more.",
        f"{LONG_ONE[:-1]}\n{LONG_ONE}",
        f"{LONG_ONE}\n{LONG_ONE}\nA.\nB.\nC.",
        f"{LONG_ONE}\nShort.",
        f"{PROSE}\n{PROSE}"[:119],
    ],
)
def test_lines_that_were_wrapped_are_one_paragraph(text: str) -> None:
    (block,) = blocks_of(text)
    assert block.kind == "paragraph"


def line(length: int) -> str:
    """A sentence of so many characters."""
    return ("The ferry sails, " * length)[: length - 1].rstrip(" ,").ljust(length - 1, "x") + "."


@pytest.mark.parametrize(
    ("lengths", "number"),
    [
        ([LONG + 1, LONG + 1], 2),
        ([LONG + 1, LONG], 1),
        ([LONG, LONG], 1),
        ([LONG + 1, 9, LONG + 1, 9], 4),
        ([LONG + 1, 9, LONG + 1, 9, 9], 1),
    ],
)
def test_half_of_the_lines_are_long_where_each_is_a_paragraph(
    lengths: list[int], number: int
) -> None:
    assert len(blocks_of("\n".join(map(line, lengths)))) == number
