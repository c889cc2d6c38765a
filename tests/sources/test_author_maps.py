"""Short names of authors and tags become what their publisher's files have for them."""

from reading import article

from feedsvc.model.article import Article, Author
from feedsvc.sources import is_source
from feedsvc.sources.author_maps import is_map, places_of, tag_places_of, with_authors, with_tags

MAP = b"""
buoys:
  name: Buoy desk
  url: https://buoys.example
  socials: {x: buoys}
harbour: Harbour desk
nobody:
"""


def written(front: str) -> Article:
    return article("a.md", f"---\ntitle: T\n{front}\n---\nText.\n")


def test_authors_have_their_names() -> None:
    given = written("authors: [buoys, harbour, nobody, night_shift, Ann]")
    assert with_authors(given, MAP).authors == (
        Author("Buoy desk", uri="https://buoys.example"),
        *(Author("Harbour desk"), Author("nobody"), Author("Night shift"), Author("Ann")),
    )


def test_a_key_with_more_is_one_too() -> None:
    given = written("authors:\n  - key: buoys\n    title: On leave\n")
    assert [one.name for one in with_authors(given, MAP).authors] == ["Buoy desk"]


def test_tags_have_their_labels() -> None:
    given = written("tags: [buoys, light]")
    assert with_tags(given, b"buoys:\n  label: All buoys\n").tags == ("All buoys", "light")


def test_what_cannot_be_read_names_nobody() -> None:
    given = written("authors: [night_shift]\ntags: [a]")
    for data in (b"\xff", b"- a", b"a: [", b"", b"a: &x [*x]"):
        assert with_authors(given, data) == given
        assert with_tags(given, data) == given


def test_places() -> None:
    assert list(places_of("blog/2024/a.md"))[:3] == [
        *("blog/2024/authors.yml", "blog/2024/_data/authors.yml", "blog/authors.yml")
    ]
    assert len(list(places_of("a/" * 1000 + "b.md"))) == 12
    assert list(tag_places_of("blog/2024/a.md")) == ["blog/2024/tags.yml", "blog/tags.yml"]
    assert is_map("blog/tags.yml")
    assert is_source("authors.yml")
    assert not is_map("blog/authors.md")
