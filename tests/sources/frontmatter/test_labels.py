"""Categories and tags as people write them."""

import pytest
from reading import headed


@pytest.mark.parametrize("key", ["tags", "topics", "keywords"])
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("[Web, web, 'C++', '']", ("Web", "C++")),
        ("one two", ("one two",)),
        ("one two, three", ("one two", "three")),
        ("2024", ("2024",)),
        ("[]", ()),
    ],
)
def test_tags(key: str, value: str, expected: tuple[str, ...]) -> None:
    assert headed(f"{key}: {value}").tags == expected


def test_the_first_category_counts() -> None:
    assert headed("categories: [World, Sport]", path="news/a.md").category == "World"
    assert headed("category: Science & Tech").category == "Science & Tech"


@pytest.mark.parametrize(
    "value",
    ["{name: Board}", "[{Slug: Board}]", "[[Board]]", "[~, Board, {x: y}]", "[Board, World]"],
)
def test_a_category_in_a_list_or_table_is_found(value: str) -> None:
    assert headed(f"category: {value}", path="news/a.md").category == "Board"


@pytest.mark.parametrize(
    "front",
    [
        "category: {board: true}",
        "category: {name: The board, slug: board}",
        "categories: [{is: board}, World]",
        "category: board\ncategory: world",
        "Category: board\ncategory: world",
    ],
)
def test_a_category_that_may_be_a_private_one_is_never_guessed(front: str) -> None:
    with pytest.raises(AssertionError, match=r"wrong-type|duplicate-key"):
        headed(front)
