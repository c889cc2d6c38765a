"""What feeds are called and where they stand."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.feeds.definition import describe, describe_digest
from feedsvc.model.feed import PART_KINDS, feed_path, part_name, split_document, split_name
from feedsvc.model.slugs import slugify
from feedsvc.settings.site import CategorySettings, Settings, category_title

SETTINGS = Settings(
    title="The Desk",
    subtitle="Daily",
    categories={"world": CategorySettings("World News", "Abroad"), "sport": CategorySettings()},
)


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
    assert split_name(name) == parts


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
        "tags/x",
        "Tag/x",
        "feed ",
    ],
)
def test_names_that_no_feed_has(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(name) + "$"):
        split_name(name)


@given(st.sampled_from(PART_KINDS), st.text())
def test_the_feed_of_any_label_has_a_name_and_a_path(kind, label: str) -> None:
    name = part_name(kind, slugify(label))
    assert split_name(name) == (kind, slugify(label))
    path = feed_path(name, "atom")
    assert path.isascii()
    assert unquote(path) == f"/{name}.atom"


def test_a_path_without_suffix_is_the_html_page() -> None:
    assert feed_path("tag/київ") == "/tag/%D0%BA%D0%B8%D1%97%D0%B2"
    assert feed_path("feed", "rss") == "/feed.rss"


@pytest.mark.parametrize(
    ("name", "label", "title", "subtitle"),
    [
        ("feed", "", "The Desk", "Daily"),
        ("category/world", "world", "The Desk: World News", "Abroad"),
        ("category/sport", "Sport", "The Desk: Sport", ""),
        ("category/arts", "Arts", "The Desk: Arts", ""),
        ("tag/c-2", "C++", "The Desk: C++", ""),
        ("author/ada", "Ada", "The Desk: Ada", ""),
    ],
)
def test_a_feed_presents_itself(name: str, label: str, title: str, subtitle: str) -> None:
    feed = describe(name, label, SETTINGS)
    assert (feed.name, feed.title, feed.subtitle) == (name, title, subtitle)


def test_site_toml_names_a_category_before_its_articles_do() -> None:
    assert category_title("world", "world", SETTINGS) == "World News"
    assert category_title("sport", "Sport", SETTINGS) == "Sport"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("feed", ("feed", 0, "")),
        ("archive/3", ("feed", 3, "")),
        ("tag/x/archive/12", ("tag/x", 12, "")),
        ("digest/daily", ("feed", 0, "daily")),
        ("category/world/digest/weekly", ("category/world", 0, "weekly")),
        ("category/digest", ("category/digest", 0, "")),
        *((name, (name, 0, "")) for name in ("tag/x/digest/daily", "digest/monthly", "digest")),
    ],
)
def test_what_the_name_of_a_document_says(name: str, said: tuple[str, int, str]) -> None:
    assert split_document(name) == said


def test_a_digest_is_a_feed_of_its_own() -> None:
    world = describe("category/world", "World", Settings(title="News"))
    found = describe_digest(world, "daily")
    assert (found.name, found.document) == ("category/world/digest/daily",) * 2
    assert (found.source, found.kind) == ("category/world", "category")
    assert found.title == "News: World – daily digest"
