"""What becomes private leaves every public answer."""

import json
from typing import Any

import pytest

from feedsvc.newsroom import Newsroom
from feedsvc.store.bulk import CHUNK
from tests.feeds.kinds.private_board import PRIVATE, PUBLIC, SECRET, ask, fill, headlines


@pytest.mark.each_database
@pytest.mark.parametrize("how", ["category", "toml"])
def test_what_becomes_private_is_retracted_and_comes_back(desk: Any, how: str) -> None:
    fill(desk, PUBLIC if how == "toml" else PRIVATE)
    if how == "category":
        desk.write("board/zebra.md", SECRET.replace("---\n", "---\ncategory: World\n", 1))
    newsroom = desk.open()
    first = {view.headline: view for view in newsroom.feeds.entries("feed", 9)}
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
    again = {view.headline: view for view in newsroom.feeds.entries("feed", 9)}
    assert set(again) == {"Rain", "Zebra"}
    assert again["Zebra"].id == first["Zebra"].id
    assert again["Zebra"].updated == desk.clock()
    assert headlines(newsroom, "category/board") == ["Zebra"]


@pytest.mark.each_database
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
    assert [p.code for p in newsroom.problems.all() if p.severity == "error"] == ["date-incomplete"]
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


def test_more_articles_than_one_transaction_takes_leave_the_public(desk: Any) -> None:
    """None of their files can be read, so that nothing but the rule itself hides them."""
    many = CHUNK + 2
    fill(desk, PUBLIC)
    for number in range(many):
        desk.write(f"board/n{number}.txt", f"Title: N{number}\nDate: 2026-05-01\n\nX.\n")
    assert len(desk.open().feeds.entries("category/board", 2 * CHUNK)) == many + 1
    for number in range(many):
        desk.write(f"board/n{number}.txt", f"Title: N{number}\nDate: 2026\n\nX.\n")
    desk.write("site.toml", PRIVATE)
    newsroom = desk.open()
    assert len(newsroom.problems.all()) >= many
    assert headlines(newsroom) == ["Rain"]
    assert headlines(newsroom, "category/board") == []
    assert ask(newsroom, f"/articles/n{many - 1}")[0] == 410


def seen_with(newsroom: Newsroom, name: str, **access: Any) -> set[str]:
    """What the holder of a new key sees."""
    visit = newsroom.private.visit(newsroom.keys.add(name, **access).token)
    return {view.headline.removeprefix("[Draft] ") for view in newsroom.private.entries(visit)}


@pytest.mark.each_database
def test_drafts_of_what_becomes_private_are_for_its_own_readers_alone(desk: Any) -> None:
    """A key for drafts sees a draft no longer, though its file cannot be read."""
    fill(desk, PUBLIC)
    draft = "---\ntitle: {}\ndate: {}\ndraft: true\n---\nX.\n"
    for path in ("board/plan", "world/idea", "thought"):
        desk.write(f"{path}.md", draft.format(path, "2026-05-01"))
    assert seen_with(desk.open(), "before", drafts=True) == {"board/plan", "world/idea", "thought"}
    for path in ("board/plan", "world/idea", "thought"):
        desk.write(f"{path}.md", draft.format(path, "2026"))
    desk.write("site.toml", PRIVATE)
    newsroom = desk.open()
    assert seen_with(newsroom, "drafts", drafts=True) == {"world/idea", "thought"}
    assert seen_with(newsroom, "board", categories=["board"]) == {"Zebra"}
    assert "board/plan" in seen_with(newsroom, "both", drafts=True, categories=["board"])


@pytest.mark.each_database
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
