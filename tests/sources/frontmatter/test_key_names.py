"""Keys by all their names: which counts where several do."""

from datetime import UTC, datetime

import pytest
from reading import article, headed

from feedsvc.model.article import Author

ALIASES = {
    "headline": ["title", "headline"],
    "standfirst": ["standfirst", "summary", "description", "deck"],
    "date": ["date", "publishDate", "pubDate"],
    "updated": ["updated", "lastmod", "modified"],
    "expires": ["expires", "expirydate", "expiryDate"],
    "embargo": ["embargo"],
    "language": ["language", "lang"],
    "slug": ["slug"],
    "id": ["id"],
    "category": ["category", "categories"],
}
CASES = [(field, name) for field, names in ALIASES.items() for name in names]


@pytest.mark.parametrize(("field", "name"), CASES)
def test_aliases_in_any_case(field: str, name: str) -> None:
    is_date = field in ("date", "updated", "expires", "embargo")
    value = "2024-06-01" if is_date else "value"
    for key in (name, name.upper(), name.capitalize()):
        found = article("a.md", f"---\n{key}: {value}\n---\n# H\n")
        expected = datetime(2024, 6, 1, tzinfo=UTC) if is_date else "value"
        assert getattr(found, field) == expected
        assert found.extra == {}


def test_the_earlier_alias_wins_and_the_other_is_kept() -> None:
    found = headed("deck: D\nsummary: S\nlastmod: 2024-01-02\nupdated: 2024-01-01\nheadline: H")
    assert (found.headline, found.standfirst) == ("T", "S")
    assert found.updated == datetime(2024, 1, 1, tzinfo=UTC)
    assert found.extra == {"deck": "D", "lastmod": "2024-01-02", "headline": "H"}


def test_an_empty_alias_does_not_win() -> None:
    assert headed("standfirst: ''\nsummary: S").standfirst == "S"


def test_zola_tables() -> None:
    text = (
        "+++\ntitle = 'T'\ndate = 2024-06-01\n[taxonomies]\ntags = ['a', 'b']\ncategories = ['C']\n"
        "authors = ['Ann']\n[extra]\nimage = 'i.png'\nid = 'intro'\nmath = true\n+++\n"
    )
    found = article("a.md", text)
    assert (found.tags, found.category, found.id) == (("a", "b"), "C", "")
    assert found.authors == (Author("Ann"),)
    assert found.image is not None
    assert found.extra == {"extra.id": "intro", "math": "true"}


def test_unknown_keys_are_kept() -> None:
    found = headed("weight: 1\nmap: {b: [1, x], a: ~}\nlist: [a]\nempty:")
    assert found.extra == {"weight": "1", "map": '{"b":["1","x"],"a":null}', "list": '["a"]'}
