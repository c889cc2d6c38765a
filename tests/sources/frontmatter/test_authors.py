"""Who wrote an article, in every way in which people write that."""

import pytest
from reading import codes, headed

from feedsvc.model.article import Author


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("author: Jane Doe, PhD", [Author("Jane Doe, PhD")]),
        ("author: Jane Doe; John Roe", [Author("Jane Doe"), Author("John Roe")]),
        ("authors: Jane Doe, John Roe", [Author("Jane Doe"), Author("John Roe")]),
        ("authors: Doe, Jane; Roe, John", [Author("Doe, Jane"), Author("Roe, John")]),
        ("authors: [Jane, John, JANE]", [Author("Jane"), Author("John")]),
        ("byline: By Jane Doe", [Author("Jane Doe")]),
        ("byline: BY  Jane Doe; John Roe", [Author("Jane Doe"), Author("John Roe")]),
        ("byline: Byron Miller", [Author("Byron Miller")]),
        ("author: jane@example.org (Jane Doe)", [Author("Jane Doe", "jane@example.org")]),
        ("author: Jane Doe <jane@example.org>", [Author("Jane Doe", "jane@example.org")]),
        ("author: jane@example.org", [Author("jane@example.org", "jane@example.org")]),
        (
            "author: {name: Jane, email: jane@example.org, url: https://jane.example/}",
            [Author("Jane", "jane@example.org", "https://jane.example/")],
        ),
        ("author: [{name: Jane, uri: javascript:x}, John]", [Author("Jane"), Author("John")]),
        ("author: {name: Jane, email: none}", [Author("Jane")]),
    ],
)
def test_authors(front: str, expected: list[Author]) -> None:
    assert list(headed(front).authors) == expected


def test_an_author_without_a_name_is_a_warning() -> None:
    assert codes("a.md", "---\ntitle: T\nauthor: [{x: y}]\n---\nx") == [(3, "warning", "author")]


@pytest.mark.parametrize(
    "name",
    ["Standby Desk", "Derby: the desk", "Byron Miller", "The Byways Team", "By", "Written by"],
)
def test_by_is_left_out_at_the_beginning_of_a_byline_alone(name: str) -> None:
    assert [one.name for one in headed(f"byline: {name!r}").authors] == [name]
    assert [one.name for one in headed(f"author: 'By {name}'").authors] == [f"By {name}"]


@pytest.mark.parametrize(
    ("front", "names"),
    [
        ("authors: 'A &amp; B, C'", ["A & B", "C"]),
        ("authors: 'A &amp; B'", ["A & B"]),
        ("author: '[Ann](https://x.y/)'", ["Ann"]),
        ("author: '<b>Ann</b> Lee'", ["Ann Lee"]),
        ("author: '[[Ann Lee]]'", ["Ann Lee"]),
        ("authors: 'A, , B,'", ["A", "B"]),
        ("author: 'A;; B;'", ["A", "B"]),
        ("author: '\"Lee, Ann\" <a@x.y>'", ["Lee, Ann"]),
        ("author: '<a@x.y>'", ["a@x.y"]),
    ],
)
def test_signs_between_and_around_names(front: str, names: list[str]) -> None:
    assert [one.name for one in headed(front).authors] == names
