"""A feed is called as an article spells it that readers see, never as one that they do not."""

import json
from typing import Any

import pytest

from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app

STORY = """---
title: {title}
date: 2026-05-{day:02}
tags: [{tag}]
author: {tag}
category: {tag}
{more}---
News.
"""
NAMES = ("tag/merger", "author/merger", "category/merger")


def write(desk: Any, path: str, tag: str, day: int = 1, more: str = "") -> None:
    desk.write(path, STORY.format(title=path, tag=tag, day=day, more=more))


def titles(newsroom: Newsroom) -> set[str]:
    """What documents and lists call the feeds of the mergers."""
    found = {json.loads(newsroom.document(name, "json").body)["title"] for name in NAMES}
    return found | {one.feed.title for one in newsroom.feeds.all() if one.feed.name in NAMES}


@pytest.mark.parametrize(
    "held",
    ["draft: true\n", "embargo: 2027-01-01\n", "status: withdrawn\n", "expires: 2026-05-02\n"],
)
def test_what_nobody_sees_names_no_feed(desk: Any, held: str) -> None:
    write(desk, "secret.md", "MERGER", more=held)
    newsroom = desk.open()
    write(desk, "told.md", "Merger", 2)
    newsroom.scan()
    assert titles(newsroom) == {"News: Merger"}


def test_what_becomes_public_by_time_alone_names_its_feed(desk: Any) -> None:
    write(desk, "later.md", "MERGER", more="embargo: 2026-06-03\n")
    newsroom = desk.open()
    write(desk, "sooner.md", "Merger", more="embargo: 2026-06-02\n")
    newsroom.scan()
    desk.clock.forward(days=1)
    assert titles(newsroom) == {"News: Merger"}


def test_who_left_takes_the_spelling_along(desk: Any) -> None:
    write(desk, "first.md", "MERGER")
    newsroom = desk.open()
    write(desk, "second.md", "Merger", 2)
    newsroom.scan()
    assert titles(newsroom) == {"News: MERGER"}
    (desk.folder / "first.md").unlink()
    newsroom.scan(accept_deletions=True)
    assert titles(newsroom) == {"News: Merger"}


def test_another_store_of_the_same_ledger_names_feeds_alike(desk: Any) -> None:
    """Feeds keep their names when the tables that can be rebuilt are rebuilt."""
    write(desk, "b.md", "MERGER", 2)
    newsroom = desk.open()
    write(desk, "a.md", "Merger", 1)
    newsroom.scan()
    before = titles(newsroom)
    with newsroom.store.writing() as connection:
        connection.exec_driver_sql("UPDATE kept SET value = '0' WHERE name = 'rebuildable'")
    newsroom.close()
    assert titles(desk.open()) == before == {"News: MERGER"}


def test_of_very_many_labels_the_largest_are_listed(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedsvc.feeds.kinds.articles.MOST_LISTED", 2)
    for number, tag in enumerate(("Apple", "Beech", "Beech", "Cedar", "Cedar", "Cedar")):
        write(desk, f"{number}.md", tag, number + 1)
    client = create_app(desk.open()).test_client()
    listed = client.get("/feeds.opml").text
    assert ("/tag/apple.atom" in listed, "/author/apple.atom" in listed) == (False, False)
    assert "/tag/beech.atom" in listed
    assert "/tag/cedar.atom" in listed
    assert client.get("/tag/apple.atom").status_code == 200
