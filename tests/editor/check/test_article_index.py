"""Articles by what they may have in common."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.editor.check.article_index import ArticleIndex, Groups, id_key
from feedsvc.editor.check.facts import Facts

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
STEPS = st.lists(st.tuples(st.booleans(), st.sampled_from("kl"), st.sampled_from("abc")))


@given(STEPS)
def test_groups_are_sets_of_paths_by_key(steps: list[tuple[bool, str, str]]) -> None:
    groups = Groups()
    plain: dict[str, set[str]] = {"k": set(), "l": set()}
    for adds, key, path in steps:
        if adds:
            groups.add(key, path)
            plain[key].add(path)
        else:
            groups.remove(key, path)
            plain[key].discard(path)
        for name, paths in plain.items():
            assert sorted(groups.of(name)) == sorted(paths)


@pytest.mark.parametrize(
    "other",
    [
        "HTTPS://news.example/2026/rain/",
        "http://news.example/2026/rain",
        " news.example/2026/rain. ",
        "https://news.example/2026_rain",
    ],
)
def test_ids_that_people_take_for_one_another(other: str) -> None:
    assert id_key(other) == id_key("https://news.example/2026/rain")


@pytest.mark.parametrize("other", ["https://news.example/2026/rains", "urn:x:c", "urn:x:c#"])
def test_ids_that_differ(other: str) -> None:
    assert id_key(other) not in (id_key("https://news.example/2026/rain"), id_key("urn:x:c++"))


def facts(path: str, **values: Any) -> Facts:
    given_values: dict[str, Any] = {
        "path": path,
        "id": f"id:{path}",
        "own_id": False,
        "slug": path,
        "headline": path,
        "holds": (),
        "published": NOW,
        "expires": None,
        "aliases": (),
        "feeds": (),
        "media": (),
        "anchors": "\n",
        "links": (),
        "shown": (),
    }
    return Facts(**given_values | values)


def test_a_media_file_and_a_feed_are_there_while_an_article_is() -> None:
    index = ArticleIndex()
    index.put(facts("a", media=("a.png",), feeds=("tag/x",), expires=NOW + HOUR))
    index.put(facts("b", media=("a.png", "b.png"), feeds=("tag/x",), holds=("draft",)))
    for moment, there in ((NOW - HOUR, False), (NOW, True), (NOW + HOUR, False)):
        assert index.names("a.png", moment) is there
        assert index.opens("tag/x", moment) is there
    assert not index.names("b.png", NOW)
    index.pop("a")
    assert not index.opens("tag/x", NOW)


def test_the_newest_has_an_old_address_and_what_is_forgotten_has_none() -> None:
    index = ArticleIndex()
    for path, published in (("a", NOW), ("b", NOW + HOUR), ("c", NOW - HOUR)):
        index.put(facts(path, aliases=("old",), published=published))
    assert [one.path for one in index.aliased("old")] == ["b", "a", "c"]
    assert [one.path for one in index.called("a")] == ["a"]
    popped = index.pop("b")
    assert popped is not None
    assert popped.path == "b"
    assert index.pop("b") is None
    assert [one.path for one in index.aliased("old")] == ["a", "c"]
    assert index.called("b") == []
