"""Names of feeds and of their documents, and where they stand."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.feed import FeedName, feed_path, part_name
from feedsvc.model.slugs import slugify


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("feed", ("feed", "")),
        ("category/world", ("category", "world")),
        ("tag/web-sub", ("tag", "web-sub")),
        ("author/ada", ("author", "ada")),
    ],
)
def test_names_are_split(name: str, parts: tuple[str, str]) -> None:
    assert FeedName.parse(name)[:2] == parts


@pytest.mark.parametrize(
    "name",
    [
        "",
        "feed/",
        "feed/x",
        "tag",
        "tag/",
        "/tag/x",
        "tag/x/",
        "tag/x/y",
        "Tag/x",
        "feed ",
    ],
)
def test_names_that_no_feed_has(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(name) + "$"):
        FeedName.parse(name)


@given(st.sampled_from(["category", "tag", "author", "search"]), st.text())
def test_the_feed_of_any_label_has_a_name_and_a_path(kind, label: str) -> None:
    name = part_name(kind, slugify(label))
    assert FeedName.parse(name) == (kind, slugify(label), 0, "")
    path = feed_path(name, "atom")
    assert path.isascii()
    assert unquote(path) == f"/{name}.atom"


def test_a_path_without_suffix_is_the_html_page() -> None:
    assert feed_path("tag/київ") == "/tag/%D0%BA%D0%B8%D1%97%D0%B2"
    assert feed_path("feed", "rss") == "/feed.rss"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("feed", ("feed", 0, "")),
        ("archive/3", ("feed", 3, "")),
        ("tag/x/archive/12", ("tag/x", 12, "")),
        ("digest/daily", ("feed", 0, "daily")),
        ("category/world/digest/weekly", ("category/world", 0, "weekly")),
        ("category/digest", ("category/digest", 0, "")),
        ("tag/x/digest/daily", ("tag/x", 0, "daily")),
    ],
)
def test_what_the_name_of_a_document_says(name: str, said: tuple[str, int, str]) -> None:
    found = FeedName.parse(name)
    assert (found.source, found.archive, found.digest) == said
    assert str(found) == name
