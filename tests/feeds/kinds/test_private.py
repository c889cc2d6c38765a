"""Private categories: their articles are on no public answer, and what was public is retracted."""

import json
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

SITE = 'base_url = "https://news.example"\nid_base = "news.example,2026"\n'
BOARD = '[categories.board]\ntitle = "Board"\ndescription = "What the board says"\n'
PRIVATE = f"{SITE}{BOARD}private = true\n"
PUBLIC = f"{SITE}{BOARD}"
RAIN = "---\ntitle: Rain\ndate: 2026-05-01\ntags: [wet]\n---\nWet it is.\n"
SECRET = (
    "---\ntitle: Zebra\ndate: 2026-05-02\ntags: [wet, zebras]\nauthor: Zebra desk\n"
    "image: zebra.png\naliases: [/old/zebra]\n---\nZebra.\n"
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


def ask(newsroom: Newsroom, path: str) -> tuple[int, str]:
    answer = create_app(newsroom).test_client().get(path, buffered=True)
    return answer.status_code, answer.get_data(as_text=True)


def fill(desk: Any, toml: str) -> None:
    desk.write("site.toml", toml)
    desk.write("world/rain.md", RAIN)
    desk.write("board/zebra.md", SECRET)
    desk.write("board/zebra.png", b"zebra")


def headlines(newsroom: Newsroom, name: str = "feed") -> list[str]:
    return [view.headline for view in newsroom.entries(name, 50)]


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
    assert ask(newsroom, "/articles/zebra") == unknown
    assert newsroom.count_pages() == 1
    assert ask(newsroom, "/metrics")[1].count("feedsvc_published_articles 1\n") == 1
    with pytest.raises(NoSuchFeed):
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


@pytest.mark.parametrize("how", ["category", "toml"])
def test_what_becomes_private_is_retracted_and_comes_back(desk: Any, how: str) -> None:
    fill(desk, PUBLIC if how == "toml" else PRIVATE)
    if how == "category":
        desk.write("board/zebra.md", SECRET.replace("---\n", "---\ncategory: World\n", 1))
    newsroom = desk.open()
    first = {view.headline: view for view in newsroom.entries("feed", 9)}
    assert set(first) == {"Rain", "Zebra"}
    assert ask(newsroom, "/tag/zebras.atom")[0] == 200
    desk.clock.forward(days=1)

    desk.write("site.toml", PRIVATE)
    desk.write("board/zebra.md", SECRET)
    newsroom = desk.open()
    assert headlines(newsroom) == ["Rain"]
    told = json.loads(newsroom.document("feed", "json").body)["_feedsvc"]["deleted"]
    assert [stone["id"] for stone in told] == [first["Zebra"].id]
    assert ask(newsroom, "/articles/zebra")[0] == 410
    assert ask(newsroom, "/media/board/zebra.png")[0] == 404
    for path in ("/", "/feeds.opml", "/sitemap.xml"):
        assert "board" not in ask(newsroom, path)[1].lower()
    if how == "toml":  # its subscribers are told, and nothing else
        status, text = ask(newsroom, "/category/board.atom")
        assert status == 200
        assert first["Zebra"].id in text
        assert "<entry>" not in text
    desk.clock.forward(days=1)
    desk.write("board/zebra.md", SECRET + "Edited.\n")
    newsroom.scan()
    assert json.loads(newsroom.document("feed", "json").body)["_feedsvc"]["deleted"] == told

    desk.clock.forward(days=1)
    desk.write("site.toml", PUBLIC)
    newsroom = desk.open()
    again = {view.headline: view for view in newsroom.entries("feed", 9)}
    assert set(again) == {"Rain", "Zebra"}
    assert again["Zebra"].id == first["Zebra"].id
    assert again["Zebra"].updated == desk.clock()
    assert headlines(newsroom, "category/board") == ["Zebra"]


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


def test_a_file_that_cannot_be_read_does_not_stay_public(desk: Any) -> None:
    """Its last good version would, where nothing but its file had changed."""
    fill(desk, PUBLIC)
    for number in range(3):
        desk.write(f"board/n{number}.md", f"---\ntitle: N{number}\ndate: 2026-05-01\n---\nX.\n")
    desk.open()
    desk.write("board/zebra.md", "---\ntitle: Zebra\ndate: 2026\n---\nZebra.\n")
    desk.write("site.toml", PRIVATE)
    newsroom = desk.open()
    assert headlines(newsroom) == ["Rain"]
    assert [p.code for p in newsroom.problems() if p.severity == "error"] == ["date-incomplete"]
    visit = newsroom.private.visit(newsroom.keys.add("Key", categories=["board"]).token)
    assert {view.headline for view in newsroom.private.entries(visit)} == {
        "Zebra",
        "N0",
        "N1",
        "N2",
    }
    desk.write("site.toml", PUBLIC)
    # As drafts do, it waits until it can be read.
    assert sorted(headlines(desk.open())) == ["N0", "N1", "N2", "Rain"]


def test_what_is_embargoed_leaves_as_well(desk: Any) -> None:
    fill(desk, PUBLIC)
    desk.write("board/zebra.md", SECRET.replace("2026-05-02", "2026-07-02"))
    desk.open()
    desk.write("site.toml", PRIVATE)
    newsroom = desk.open()
    desk.clock.forward(days=60)
    assert headlines(newsroom) == ["Rain"]
    assert ask(newsroom, "/articles/zebra")[0] == 404  # nobody saw it, so nothing is told
    assert "deleted" not in newsroom.document("feed", "json").body.decode()


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


def test_the_preview_shows_them_marked(desk: Any) -> None:
    fill(desk, PRIVATE)
    desk.write("board/sketch.md", "---\ntitle: Sketch\ndraft: true\n---\nX.\n")
    with Newsroom.rehearsal(desk.folder, {}, desk.clock, preview=True) as newsroom:
        newsroom.scan()
        assert set(headlines(newsroom)) == {"Rain", "[Private] Zebra", "[Draft] Sketch"}
        assert "category/board" in {one.feed.name for one in newsroom.feeds()}
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


def test_diff_says_what_would_leave(desk: Any) -> None:
    fill(desk, PUBLIC)
    desk.open().close()
    desk.write("site.toml", PRIVATE)
    compared = compare_published(desk.folder, {}, lambda _: nullcontext(quiet), desk.clock)
    (change,) = compared.changes
    assert (change.kind, change.why, change.headline) == ("gone", "private", "Zebra")
    assert compared.said[0].endswith("“Zebra” is in a private category.")
    desk.open().close()
    desk.write("board/new.md", "---\ntitle: New\ndate: 2026-05-03\n---\nX.\n")
    compared = compare_published(desk.folder, {}, lambda _: nullcontext(quiet), desk.clock)
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
