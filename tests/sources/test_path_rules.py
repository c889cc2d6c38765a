from datetime import UTC, datetime

import pytest
from reading import BERLIN, article, codes


@pytest.mark.parametrize(
    ("path", "slug", "category"),
    [
        ("a.md", "a", ""),
        ("world-news/2024/My File.md", "my-file", "World news"),
        ("2015/07/x.md", "x", ""),
        ("_drafts/sport/x.md", "x", "Sport"),
        ("2024-06-01-slug.md", "slug", ""),
        ("2024-06-01.md", "2024-06-01", ""),
        ("world/2024-06-01-bundle/index.md", "bundle", "World"),
        ("bundle/index.md", "bundle", ""),
        ("index.md", "index", ""),
        ("new_york/x.v2.md", "x-v2", "New york"),
        ("\u00e4rzte/\u00fcber.md", "\u00fcber", "\u00c4rzte"),
    ],
)
def test_slug_and_category(path: str, slug: str, category: str) -> None:
    found = article(path, "# T\n\nx")
    assert (found.slug, found.category) == (slug, category)


def test_the_name_gives_the_date() -> None:
    found = article("2024-06-01-x.txt", "T\n\nx", BERLIN)
    assert found.date == datetime(2024, 5, 31, 22, tzinfo=UTC)
    assert article("x.txt", "T\n\nx").date is None


def test_an_impossible_day_is_just_a_name() -> None:
    found = article("2024-13-45-x.txt", "T\n\nx")
    assert (found.slug, found.date) == ("2024-13-45-x", None)
    assert codes("2024-13-45-x.txt", "T\n\nx") == [(1, "warning", "date-in-name")]
    assert codes("2024-13-45-x.txt", "Title: T\nDate: 2024-06-01\n\nx") == []
