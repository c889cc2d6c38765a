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
