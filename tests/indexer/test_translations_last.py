"""Which of an article and its translations has the plain slug."""

import json
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import pytest

from feedsvc.indexer.translations_last import translations_last
from feedsvc.indexer.worklist import Worklist
from feedsvc.settings import Settings

TEXT = "---\ntitle: {0}\ndate: 2026-05-01\n---\nThe text of {0}.\n"


def slugs(newsroom: Any) -> dict[str, str]:
    items = json.loads(newsroom.document("feed", "json").body)["items"]
    return {one["title"]: one["url"].rpartition("/")[2] for one in items}


def save(desk: Any, *paths: str) -> None:
    for path in paths:
        desk.write(path, TEXT.format(path))


@pytest.mark.each_database
def test_the_file_without_a_language_has_it(desk: Any) -> None:
    save(desk, "a/harbour/index.de.md", "a/harbour/index.md", "a/quay.fr.md", "a/quay.md")
    newsroom = desk.open()
    assert slugs(newsroom) == {
        "a/harbour/index.md": "harbour",
        "a/harbour/index.de.md": "harbour-2",
        "a/quay.md": "quay",
        "a/quay.fr.md": "quay-2",
    }


@pytest.mark.each_database
def test_while_it_follows_too(desk: Any) -> None:
    newsroom = desk.open()
    paths = ["a/harbour/index.de.md", "a/harbour/index.md"]
    save(desk, *paths)
    newsroom.index.update(paths)
    assert slugs(newsroom)["a/harbour/index.md"] == "harbour"


@pytest.mark.each_database
def test_the_newsrooms_own_language_has_it(desk: Any) -> None:
    desk.settings(id_base="news.example,2026", language="fr-CA")
    save(desk, "a/quay.de.md", "a/quay.fr.md", "de/pier.md", "fr/pier.md")
    found = slugs(desk.open())
    assert (found["a/quay.fr.md"], found["fr/pier.md"]) == ("quay", "pier")


@pytest.mark.each_database
def test_a_slug_that_was_given_stays(desk: Any) -> None:
    save(desk, "a/quay.de.md")
    newsroom = desk.open()
    save(desk, "a/quay.md")
    newsroom.scan()
    newsroom.scan()
    assert slugs(newsroom) == {"a/quay.de.md": "quay", "a/quay.md": "quay-2"}


@pytest.mark.parametrize(
    ("paths", "order"),
    [
        (["b.md", "a.md"], ["b.md", "a.md"]),
        (["b.de.md", "a.fr.md"], ["b.de.md", "a.fr.md"]),
        (
            ["a.de.md", "a.en-GB.md", "a.md", "b.fr.md"],
            ["a.en-GB.md", "a.md", "a.de.md", "b.fr.md"],
        ),
    ],
)
def test_others_keep_their_order(paths: list[str], order: list[str]) -> None:
    missing: Any = SimpleNamespace(settle=lambda: None)
    with closing(Worklist(missing)) as work:
        for path in paths:
            work.stale.add(path)
        translations_last(work, Settings())
        assert [*work.stale] == order
