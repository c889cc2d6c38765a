"""The language of searches: what a query means, its one way of being written, and where it errs."""

import re

import pytest

from feedsvc.errors import QueryError
from feedsvc.search.query import MAX_DEPTH, MAX_LENGTH, MAX_TERMS, parse

SAME = [
    ("storm coast", ["Storm COAST", " storm  AND\tcoast ", "(storm) (coast)", "((storm coast))"]),
    ("storm coast", ["storm coast storm", '"storm" AND "coast"', "störm cóast", "storm & coast !"]),
    ("storm OR gale", ["(storm OR gale)", "storm OR (gale OR storm)", "“storm” OR gale"]),
    ("a b OR c", ["(a AND b) OR c", "a b OR c OR (a b)", "a (b) OR (c)"]),
    ("a (b OR c)", ["a AND (b OR c)", "(a) AND ((b) OR c)"]),
    ("a -b", ["a NOT b", "a AND NOT b", "a -(b)", "a NOT NOT NOT b"]),
    ("-(a b)", ["NOT (a b)", "NOT (a AND b)", "---(a b)"]),
    ('"storm surge"', ['"Storm  Surge!"', "storm-surge", "“storm surge”", "storm/surge"]),
    ('"don t"', ["don't", "don’t", '"don t"']),
    ("cafe", ["Café", "CAFE\u0301", "ｃａｆé", "ca\u00adfé"]),
    ("lodz strasse", ["Łódź Straße", "LODZ STRASSE"]),
    ("東京", ["東京", '"東京"', '"東 京"']),
    ("category:world", ["Category:World", 'category:"WORLD"', "category:Wörld"]),
    ("tag:high-water", ['tag:"High Water"', "tag:high_water", 'tag:"high-water"']),
    ('tag:"c++"', ["tag:C++", 'tag:"C++"']),
    ("and or", ["and or", '"AND" "OR"', "And Or"]),
    ('"10 30" "note this"', ["10:30 note:this"]),
]
WRONG = [
    ("", 0, "empty"),
    ("   ", 0, "empty"),
    ("?!", 0, "empty"),
    ('storm "surge', 6, "closing quotation mark"),
    ("storm (gale", 6, "closing bracket"),
    ("storm) gale", 5, "no bracket is open"),
    (")", 0, "no bracket is open"),
    ("storm ()", 6, "nothing stands in the brackets"),
    ('storm "..."', 6, "no word"),
    ("storm OR", 6, "OR needs something behind"),
    ("storm OR OR gale", 6, "OR needs something behind"),
    ("OR storm", 0, "OR needs something in front"),
    ("storm (AND gale)", 7, "AND needs something in front"),
    ("storm NOT", 6, "NOT needs something behind"),
    ("storm category:", 6, "category: needs a name"),
    ("storm tag: rain", 6, "tag: needs a name"),
    ('tag:"rain', 4, "closing quotation mark"),
    ("catagory:world", 0, "did you mean category:"),
    ("storm tags:x", 6, "did you mean tag:"),
    ("x" * (MAX_LENGTH + 1), MAX_LENGTH, "more than 1,000 characters"),
    ("ﷺ" * 100, 100, "more than 1,000 characters"),
    ("x " * (MAX_TERMS + 1), 2 * MAX_TERMS, "more than 50 words"),
    ("(" * (MAX_DEPTH + 1) + "x", MAX_DEPTH, "more than 20 brackets"),
]


@pytest.mark.parametrize(
    ("text", "other"), [(text, other) for text, others in SAME for other in others]
)
def test_one_search_is_written_one_way(text: str, other: str) -> None:
    assert parse(other).text == text
    assert parse(text) == parse(other)


@pytest.mark.parametrize(("text", "position", "reason"), WRONG)
def test_an_error_says_where(text: str, position: int, reason: str) -> None:
    with pytest.raises(QueryError, match=re.escape(reason)) as caught:
        parse(text)
    assert caught.value.position == position
    message = str(caught.value)
    assert message.startswith("bad query: ")
    assert reason in message
    assert f"at character {position + 1:,}: " in message or message.endswith("at its end")
    assert len(message.splitlines()) == 1


def test_limits_are_reached_but_not_passed() -> None:
    parse(" ".join(f"w{number}" for number in range(MAX_TERMS)))
    parse("(" * MAX_DEPTH + "x" + ")" * MAX_DEPTH)
    assert parse("x" * MAX_LENGTH).text == "x" * MAX_LENGTH
    parse("NOT " * 249 + "xxxx")


@pytest.mark.parametrize("text", ["a b", "a OR b", "a -b", "-a", '"a b"', "a (b OR c)", "tag:a"])
def test_what_differs_stays_different(text: str) -> None:
    others = {"a b", "a OR b", "a -b", "-a", '"a b"', "a (b OR c)", "a b OR c", "tag:a"} - {text}
    assert parse(text) not in [parse(other) for other in others]
