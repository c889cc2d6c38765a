"""Errors say where they are."""

import pytest

from feedsvc.errors import FeedsvcError, QueryError, UnreadableArticle


@pytest.mark.parametrize(
    ("query", "position", "told"),
    [
        ('storm "gale', 6, 'bad query: no end, at character 7: "gale'),
        ("storm", 5, "bad query: no end, at its end"),
        ("storm  ", 5, "bad query: no end, at its end"),
        ("", 0, "bad query: no end, at its end"),
        ("x" * 30, 0, f"bad query: no end, at character 1: {'x' * 24}…"),
        ("x" * 24, 0, f"bad query: no end, at character 1: {'x' * 24}"),
        ("a\x1b[2Jb", 0, "bad query: no end, at character 1: a [2Jb"),
        (" " * 1000 + "x", 1000, "bad query: no end, at character 1,001: x"),
    ],
)
def test_a_bad_query_is_shown_from_where_it_is_wrong(query: str, position: int, told: str) -> None:
    error = QueryError("no end", query, position)
    assert str(error) == told
    assert error.position == position


def test_an_unreadable_article_names_its_line() -> None:
    error = UnreadableArticle("no headline", code="no-headline")
    assert (error.line, error.code, str(error)) == (1, "no-headline", "no headline")
    assert isinstance(error, FeedsvcError)
