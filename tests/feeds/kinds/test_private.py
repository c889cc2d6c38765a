"""Private categories: their articles are on no public answer, and what was public is retracted."""

import re
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from feedsvc.editor.check.run import check_folder
from feedsvc.editor.diff.run import compare_published
from feedsvc.errors import NoSuchFeed, SettingsError
from feedsvc.indexer.report import quiet
from feedsvc.newsroom import Newsroom
from feedsvc.settings.site import check_settings
from feedsvc.store import Store
from feedsvc.web import create_app
from tests.feeds.kinds.private_board import (
    BOARD,
    PRIVATE,
    PUBLIC,
    RAIN,
    SECRET,
    ask,
    fill,
    headlines,
)

SURFACES = (
    *(f"/{n}.{f}" for n in ("feed", "tag/wet", "category/world") for f in ("atom", "rss", "json")),
    *("/", "/feeds.opml", "/sitemap.xml", "/robots.txt", "/metrics", "/tag/wet", "/category/world"),
    "/articles/rain",
)
HIDDEN = (
    *("/articles/zebra", "/articles/board/zebra.md", "/media/board/zebra.png", "/old/zebra"),
    *("/category/board", "/category/board.atom", "/category/board/archive/1.atom"),
    *("/tag/zebras", "/tag/zebras.json", "/author/zebra-desk", "/author/zebra-desk.rss"),
)


@pytest.mark.each_database
def test_no_public_answer_knows_of_a_private_article(desk: Any) -> None:
    fill(desk, PRIVATE)
    newsroom = desk.open()
    for path in SURFACES:
        status, text = ask(newsroom, path)
        assert status == 200, path
        assert not re.search(r"zebra|\bboard\b", text, re.IGNORECASE), path
    unknown = ask(newsroom, "/articles/nothing")
    for path in HIDDEN:
        assert ask(newsroom, path)[0] == 404, path
    status, text = ask(newsroom, "/articles/zebra")
    # The page offers to search for the words that were asked for, whatever they are.
    assert (status, text.replace("zebra", "nothing")) == unknown
    assert newsroom.articles.count_pages() == 1
    assert ask(newsroom, "/metrics")[1].count("feedsvc_published_articles 1\n") == 1
    with pytest.raises(NoSuchFeed, match="has the category 'board'"):
        newsroom.document("category/board", "atom")


def test_a_public_answer_is_what_it_were_without_private_articles(desk: Any, desks: Any) -> None:
    fill(desk, PRIVATE)
    other = desks("other")
    other.write("site.toml", PUBLIC.replace(BOARD, ""))
    other.write("world/rain.md", RAIN)
    ours, theirs = desk.open(), other.open()
    desk.write("board/zebra.md", SECRET + "More of it.\n")
    ours.scan()
    for path in SURFACES:
        if path == "/metrics":  # counts requests
            continue
        mine = create_app(ours).test_client().get(path)
        plain = create_app(theirs).test_client().get(path)
        assert mine.data == plain.data, path
        assert dict(mine.headers) == dict(plain.headers), path


@pytest.mark.each_database
def test_holders_see_a_change_only_where_there_is_one(desk: Any) -> None:
    """Also of what was retracted: read again, it has not come back."""
    fill(desk, PUBLIC)
    desk.open()
    desk.write("site.toml", PRIVATE)
    newsroom = desk.open()
    visit = newsroom.private.visit(newsroom.keys.add("Key", categories=["board"]).token)
    (first,) = newsroom.private.entries(visit)
    for more, same in (("\n", True), ("Edited.\n", False)):
        desk.clock.forward(days=1)
        desk.write("board/zebra.md", SECRET + more)
        newsroom.scan()
        (now,) = newsroom.private.entries(visit)
        assert now.updated == (first.updated if same else desk.clock())


@pytest.mark.parametrize("category", ["Board", "BOARD", "board", " board "])
def test_however_an_article_writes_its_category(desk: Any, category: str) -> None:
    desk.write("site.toml", PRIVATE)
    desk.write("world/x.md", f"---\ntitle: X\ndate: 2026-05-01\ncategory: '{category}'\n---\nX.\n")
    assert headlines(desk.open()) == []


def test_the_articles_own_word_counts_not_its_folder(desk: Any) -> None:
    desk.write("site.toml", PRIVATE)
    desk.write("board/x.md", "---\ntitle: X\ndate: 2026-05-01\ncategory: World\n---\nX.\n")
    assert headlines(desk.open()) == ["X"]


@pytest.mark.parametrize("name", ["c++", "board-", "a--b", "u\u0308ber", "über!"])
def test_a_name_that_no_category_has_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match=r"categories\..* exactly as in its URL"):
        check_settings({"categories": {name: {"private": True}}})
    assert not check_settings({"categories": {name: {}}}).private_categories


@pytest.mark.parametrize("name", ["board", "night-desk-2", "über", "עברית", "हिन्दी"])
def test_a_name_that_a_category_can_have(name: str) -> None:
    settings = check_settings({"categories": {name: {"private": True}, "world": {}}})
    assert settings.private_categories == {name}


@pytest.mark.each_database
def test_the_preview_shows_them_marked(desk: Any) -> None:
    fill(desk, PRIVATE)
    desk.write("board/sketch.md", "---\ntitle: Sketch\ndraft: true\n---\nX.\n")
    with Newsroom.rehearsal(desk.folder, {}, desk.clock, preview=True) as newsroom:
        newsroom.scan()
        assert set(headlines(newsroom)) == {"Rain", "[Private] Zebra", "[Draft] Sketch"}
        assert "category/board" in {one.feed.name for one in newsroom.feeds.all()}
        assert ask(newsroom, "/category/board")[0] == 200


def test_check_tells_of_links_that_readers_cannot_follow(desk: Any) -> None:
    fill(desk, PRIVATE)
    text = "---\ntitle: {}\nstandfirst: Y\ndate: 2026-05-03\n---\n[It]({}) {}\n"
    desk.write("world/out.md", text.format("Out", "../board/zebra.md", "is so."))
    desk.write("world/cat.md", text.format("Cat", "/category/board", "is so."))
    desk.write("board/in.md", text.format("In", "zebra.md", "and [out](../world/rain.md)."))
    desk.write("board/own.md", text.format("Own", "/category/board", "is so."))
    found = check_folder(desk.folder, {}, lambda _: nullcontext(quiet), desk.clock)
    links = {p.path: p.message for p in found if p.code == "broken-link"}
    assert set(links) == {"world/out.md", "world/cat.md", "board/own.md"}
    assert "its category is private" in links["world/out.md"]
    assert "no published article has the category" in links["world/cat.md"]


@pytest.mark.each_database
def test_check_tells_of_a_key_that_an_article_gives_away(desk: Any) -> None:
    fill(desk, PRIVATE)
    text = (
        "---\ntitle: Out\nstandfirst: Y\ndate: 2026-05-03\n---\nX.\n\n[It]({}/feed.atom) is so.\n"
    )
    for place in ("/private/SECRETTOKEN", "https://news.example/private/SECRETTOKEN"):
        desk.write("world/out.md", text.format(place))
        found = check_folder(desk.folder, {}, lambda _: nullcontext(quiet), desk.clock)
        (told,) = (p for p in found if p.path == "world/out.md")
        assert (told.line, told.severity, told.code) == (8, "warning", "private-address")
        assert "revoke the key" in told.message
        assert not any("SECRET" in p.message for p in found)


def test_check_tells_of_a_private_category_that_nothing_is_in(desk: Any) -> None:
    fill(desk, PRIVATE.replace("categories.board", "categories.bord"))
    found = check_folder(desk.folder, {}, lambda _: nullcontext(quiet), desk.clock)
    (told,) = (p for p in found if p.code == "private-category")
    assert (told.path, told.severity) == ("site.toml", "info")
    assert "[categories.bord]" in told.message
    desk.write("site.toml", PRIVATE)
    again = check_folder(desk.folder, {}, lambda _: nullcontext(quiet), desk.clock)
    assert not any(p.code == "private-category" for p in again)


@pytest.mark.each_database
def test_diff_says_what_would_leave(desk: Any) -> None:
    def compare() -> Any:
        return compare_published(
            desk.folder, desk.environ, lambda _: nullcontext(quiet), desk.clock
        )

    fill(desk, PUBLIC)
    desk.open().close()
    desk.write("site.toml", PRIVATE)
    compared = compare_published(
        desk.folder, desk.environ, lambda _: nullcontext(quiet), desk.clock
    )
    (change,) = compared.changes
    assert (change.kind, change.why, change.headline) == ("gone", "private", "Zebra")
    assert compared.said[0].endswith("“Zebra” is in a private category.")
    desk.open().close()
    desk.write("board/new.md", "---\ntitle: New\ndate: 2026-05-03\n---\nX.\n")
    compared = compare_published(
        desk.folder, desk.environ, lambda _: nullcontext(quiet), desk.clock
    )
    assert [(c.kind, c.why) for c in compared.changes] == [("unseen", "private")]
    assert compared.said == [
        "Nothing changes for readers: “New” is in a private category.",
    ]


def test_a_store_keeps_no_public_place_of_a_private_article(desk: Any) -> None:
    """Right by construction: where public answers look, there is nothing to be found."""
    fill(desk, PRIVATE)
    newsroom = desk.open()
    newsroom.document("feed", "json")
    file: Path = desk.folder / ".feedsvc" / "store.sqlite3"
    store = Store.open(f"sqlite:///{file}", read_only=True)
    with store.reading() as connection:
        for table in ("members", "media", "aliases", "feeds", "documents", "numbers"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall()
            assert "zebra" not in str(rows).lower(), table
    store.close()
