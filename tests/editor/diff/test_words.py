"""Two texts, paragraph by paragraph and word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.editor.diff.words import (
    MOST_PAIRS,
    Effort,
    Part,
    Row,
    compare_paragraphs,
    compare_words,
    count_words,
)

paragraphs = st.lists(
    st.lists(st.sampled_from(["a", "b", "c,", "漢字", "it's", "1.5"]), min_size=1).map(" ".join),
    max_size=8,
)


def marked(row: Row) -> tuple[str, str]:
    """Both sides with their marks: [gone] and {new}."""
    marks = {"same": "{}", "gone": "[{}]", "new": "{{{}}}"}
    before, after = ("".join(marks[k].format(t) for k, t in side) for side in row)
    return before, after


@pytest.mark.parametrize(
    ("before", "after", "sides"),
    [
        ("Sails at six.", "Sails at seven.", ("Sails at [six].", "Sails at {seven}.")),
        ("a b", "a b c", ("a b", "a b {c}")),
        ("it's 1.5 m", "it's 1,5 m", ("it's [1.5] m", "it's {1,5} m")),
        ("本日は晴天", "本日は雨天", ("本日は[晴]天", "本日は{雨}天")),
        ("ฝนตก", "ฝนหยุด", ("ฝน[ตก]", "ฝน{หยุด}")),
        ("one two", "three", ("[one two]", "{three}")),
        ("“Quoted” text", "Quoted text", ("[“]Quoted[”] text", "Quoted text")),
    ],
)
def test_words_that_differ_are_marked(before: str, after: str, sides: tuple[str, str]) -> None:
    assert marked(compare_words(before, after, Effort())) == sides


def test_paragraphs_that_are_alike_stand_side_by_side() -> None:
    before = ["It rains in the north today.", "The sun is in the south.", "End"]
    after = ["A new one.", "It rains in the north tomorrow.", "The sun is in the south.", "End"]
    rows = [marked(row) for row in compare_paragraphs(before, after)]
    assert rows[:2] == [
        ("", "{A new one.}"),
        ("It rains in the north [today].", "It rains in the north {tomorrow}."),
    ]
    assert [row.same for row in compare_paragraphs(before, after)] == [False, False, True, True]


def test_paragraphs_that_share_little_do_not_stand_side_by_side() -> None:
    before = ["a b c d e f g h", "End now."]
    rows = [marked(row) for row in compare_paragraphs(before, ["a s t u v w x y", "End then."])]
    assert rows == [
        ("[a b c d e f g h]", ""),
        ("", "{a s t u v w x y}"),
        ("End [now].", "End {then}."),
    ]


@given(paragraphs, paragraphs)
def test_each_side_is_its_own_text(before: list[str], after: list[str]) -> None:
    rows = compare_paragraphs(before, after)
    sides = zip(*(("".join(p.text for p in side) for side in row) for row in rows), strict=True)
    left, right = sides if rows else ((), ())
    assert [text for text in left if text] == before
    assert [text for text in right if text] == after
    assert all(part.kind != "new" for row in rows for part in row.before)
    assert all(part.kind != "gone" for row in rows for part in row.after)
    assert all(row.same for row in rows) == (before == after)


@given(paragraphs)
def test_the_same_text_differs_in_no_word(text: list[str]) -> None:
    assert count_words(compare_paragraphs(text, text)) == 0


def test_words_are_counted_on_the_side_that_has_more() -> None:
    assert count_words([compare_words("one two, three", "one 2", Effort())]) == 2
    assert count_words(compare_paragraphs(["a b c"], [])) == 3
    assert count_words([compare_words("So it is.", "So it is!", Effort())]) == 0


def test_a_comparison_that_takes_too_long_is_not_made() -> None:
    before, after = "a b " * 2000, "b c a " * 2000
    assert Effort().allows(["a"] * 199, ["a"] * 199)
    assert not Effort().allows(["a"] * 200, ["a"] * 199)
    row = compare_words(f"x {before}y", f"x {after}y", Effort())
    assert [part.kind for part in row.before] == ["same", "gone", "same"]
    assert row.before[1].text == before.strip()


def test_what_all_comparisons_may_take_is_bounded_too() -> None:
    effort = Effort(pairs=100)
    assert marked(compare_words("a b c", "a x c", effort)) == ("a [b] c", "a {x} c")
    effort.left = 0
    assert compare_words("a b c d", "a x c y", effort) == Row(
        (Part("same", "a "), Part("gone", "b c d")), (Part("same", "a "), Part("new", "x c y"))
    )


def test_paragraphs_too_many_to_compare_stand_in_their_order() -> None:
    number = MOST_PAIRS // 2 + 1
    rows = compare_paragraphs(["x"] * number + ["end"], ["y"] * number + ["end"])
    assert len(rows) == number + 1
    assert marked(rows[0]) == ("[x]", "{y}")
    assert rows[-1].same
