"""Which short lines of a plain text are subheadings."""

import pytest

from feedsvc.sources.formats.subheadings import subheadings
from feedsvc.sources.formats.text_blocks import blocks_of

TEXT = "This is a paragraph, and it ends as one should."


def found(*parts: str) -> list[str]:
    blocks = blocks_of("\n\n".join(parts))
    return [blocks[place].text for place in sorted(subheadings(blocks))]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "What was repaired",
            "Why now?",
            "No way back!",
            "iPhone sales fall",
            "10 things to know",
        ),
        *("'Big challenge'", "Kharkiv: A Strategic Hub Under Siege", "The U.S. plan", "St. Paul"),
        *("CHAPTER I. Down the Rabbit-Hole", "What it comes from", "¿Qué pasó?", "次の船", "# Not"),
        *("Monday 3 June 2024", "By Land and Sea", "الخطوة التالية"),
    ],
)
def test_a_short_line_between_paragraphs_is_one(line: str) -> None:
    assert found(TEXT, line, TEXT) == [line]


@pytest.mark.parametrize(
    "line",
    [
        *("only", "and so on", "the north side", "He said that", "The plan, the", "on the pier –"),
        *("“We will not go there while the ferry is laid up”", "“We will go", '"No', "(Reuters)"),
        *(
            "[Illustration]",
            "Photo: the pier",
            "Figure 2",
            "Referee: a man of Leeds",
            "ENDS",
            "***",
        ),
        *("Leeds 2 - 1 York", "Leeds     2     1", "Smith, Jones, Brown, White, Black", "a; b; c"),
        *(
            "Bread\t1.20",
            "| a | b |",
            "— Anon",
            "- 30 -",
            "See www.example.org",
            "desk@example.org",
        ),
        *("The council met on Monday. It closed the pier", "Yours sincerely", "10:30 GMT", "…"),
        *("Reporting by the desk", "More:", "It rains.", "From: the harbour"),
    ],
)
def test_a_short_line_that_is_something_else_is_none(line: str) -> None:
    assert found(TEXT, line, TEXT) == []


@pytest.mark.parametrize(
    "before", ["The council met and", "It said:", "He said: “We go,", f"{TEXT}\nThe pier, the quay"]
)
def test_none_stands_in_the_midst_of_a_sentence(before: str) -> None:
    assert found(f"{before}", "The quay", TEXT) in ([], ["The council met and"])
    assert found(TEXT, f"{TEXT} {before}" + " and so on" * 9, "The quay", TEXT) == []


@pytest.mark.parametrize(
    "after",
    ["the north side is safe.", "“but not so,” he said.", "(and more.)", ", he said.", "… no."],
)
def test_none_stands_before_the_rest_of_a_sentence(after: str) -> None:
    assert found(TEXT, "The quay", after) == []


@pytest.mark.parametrize(
    ("longest", "too_long"),
    [
        ("A " + "b" * 118, "A " + "b" * 119),
        ("'One two three four five six'", "'One two three four five six seven'"),
        ("“One two three four five six”", "“One two three four five six seven”"),
        ("One, two, three, four", "One, two, three, four, five"),
    ],
)
def test_these_are_the_longest(longest: str, too_long: str) -> None:
    assert found(TEXT, longest, TEXT) == [longest]
    assert found(TEXT, too_long, TEXT) == []


@pytest.mark.parametrize(("number", "some"), [(1, 1), (2, 1), (3, 0), (4, 0)])
def test_so_many_may_stand_after_one_another(number: int, some: int) -> None:
    assert len(found(TEXT, *["The quay"] * number, TEXT)) == some
    assert len(found(TEXT, *["The quay"] * number, TEXT, "The pier", TEXT)) == some + 1


def test_what_follows_may_be_a_list_or_lines() -> None:
    assert found("Prices", "- one\n- two") == ["Prices"]
    assert found("Prices", "- one", "- two") == ["Prices"]
    assert found("Prices", "Bread    1\nMilk    2") == ["Prices"]
    assert found("Prices") == found("Prices", "More") == []


def test_many_short_lines_are_a_list_and_two_are_not() -> None:
    assert found(TEXT, "Part one", "The quay", TEXT) == ["The quay"]
    assert found(TEXT, "Best film", "Best play", "Best song", TEXT) == []


@pytest.mark.parametrize(
    "line",
    [
        "By Ann of the Desk",
        "By the harbour desk",
        "LONDON (Desk)",
        "BERLIN, June 3",
        "3 June 2024",
        "Dear readers",
    ],
)
def test_what_opens_a_text_is_none(line: str) -> None:
    assert found("INTRODUCTION", TEXT) == ["INTRODUCTION"]
    assert found(line, TEXT) == []
    assert found(line, "The quay", TEXT) == ["The quay"]


def test_hostile_lines_take_no_time() -> None:
    for line in ("A" * 119, "a. " * 39, "(" * 119, "1-" * 59, "A " * 59, "A, " * 39):
        assert len(found(*[line, TEXT] * 3_000)) <= 3_000
