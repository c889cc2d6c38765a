"""Which article a file is: ids that files ask for, slugs that collide."""

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from feedsvc.store import ledger
from tests.indexer.two_articles import A, B, codes, ids


@pytest.mark.each_database
def test_an_id_in_the_file_wins_and_moves_with_it(desk, two) -> None:
    desk.write("old.txt", "Id: urn:isbn:1\n" + A.replace("Alpha", "Old"))
    two.scan()
    assert ids(two)["Old"] == "urn:isbn:1"
    (desk.folder / "old.txt").unlink()
    desk.write("world/other.txt", "Id: urn:isbn:1\nTitle: Changed\n\nAll of it.\n")
    two.scan()
    assert ids(two)["Changed"] == "urn:isbn:1"
    assert len(ids(two)) == 3


def test_giving_an_article_an_id_moves_neither_its_page_nor_its_dates(desk, two) -> None:
    before = two.articles.article("a")
    desk.write("world/a.txt", "Id: urn:guid:7\n" + A)
    two.scan()
    after = two.articles.article("a")
    assert after._replace(id="") == before._replace(id="")
    assert after.id == "urn:guid:7"
    assert len(ids(two)) == 2


@pytest.mark.each_database
def test_of_two_files_with_one_id_the_older_stays(desk, clock, two) -> None:
    desk.write("world/m.txt", "Id: urn:x\n" + A.replace("Alpha", "Older"))
    two.scan()
    desk.write("world/c.txt", "Id: urn:x\n" + A.replace("Alpha", "Newer"))
    two.scan()
    assert (ids(two)["Older"], "Newer" in ids(two)) == ("urn:x", False)
    assert codes(two) == [("world/c.txt", "same-id")]
    assert "world/m.txt" in two.problems.all()[0].message
    two.scan()
    assert codes(two) == [("world/c.txt", "same-id")]


def test_a_copy_of_a_file_whose_article_moved_with_its_id_is_another_article(desk, two) -> None:
    desk.write("old.txt", A.replace("Alpha", "Old"))
    two.scan()
    own = ids(two)["Old"]
    text = (desk.folder / "old.txt").read_text()
    (desk.folder / "old.txt").unlink()
    desk.write("moved.txt", f"Id: {own}\nTitle: Moved\n\nAll of it is new.\n")
    desk.write("copy.txt", text)
    two.scan()
    assert ids(two)["Moved"] == own
    assert ids(two)["Old"] != own
    assert codes(two) == []


@pytest.mark.each_database
@pytest.mark.parametrize("broken", ["Date: never\n", "Draft: perhaps\n"])
def test_a_file_that_cannot_be_read_keeps_its_id(desk, two, broken: str) -> None:
    desk.write("world/m.txt", "Id: urn:x\n" + A.replace("Alpha", "Older"))
    two.scan()
    desk.write("world/m.txt", f"Id: urn:x\n{broken}" + A.replace("Alpha", "Older"))
    desk.write("world/c.txt", "Id: urn:x\n" + A.replace("Alpha", "Newer"))
    two.scan()
    assert ("world/c.txt", "same-id") in codes(two)
    assert "Newer" not in ids(two)
    desk.write("world/m.txt", "Id: urn:x\n" + A.replace("Alpha", "Older"))
    two.scan()
    assert ids(two)["Older"] == "urn:x"
    assert codes(two) == [("world/c.txt", "same-id")]


@pytest.mark.parametrize("by_event", [True, False])
@pytest.mark.parametrize("give_up", ["delete", "rename id"])
def test_an_id_that_becomes_free_is_taken(desk, two, by_event: bool, give_up: str) -> None:
    desk.write("world/m.txt", "Id: urn:x\n" + A.replace("Alpha", "Older"))
    two.scan()
    desk.write("world/c.txt", "Id: urn:x\n" + A.replace("Alpha", "Newer"))
    two.scan()
    if give_up == "delete":
        (desk.folder / "world/m.txt").unlink()
    else:
        desk.write("world/m.txt", "Id: urn:y:z\n" + A.replace("Alpha", "Older"))
    two.index.update(["world/m.txt"]) if by_event else two.scan()
    assert ids(two)["Newer"] == "urn:x"
    assert ids(two).get("Older") == (None if give_up == "delete" else "urn:y:z")
    assert codes(two) == []


def test_slugs_that_collide_are_numbered_and_never_given_to_another(desk, two) -> None:
    desk.write("arts/a.txt", B)
    two.scan()
    assert two.articles.article("a").headline == "Alpha"
    assert two.articles.article("a-2").headline == "Beta"
    (desk.folder / "world/a.txt").unlink()
    two.scan()
    desk.write("sport/a.txt", "Title: Gamma\n\nSome text.\n")
    two.scan()
    assert two.articles.article("a") is None
    assert two.articles.article("a-2").headline == "Beta"
    assert two.articles.article("a-3").headline == "Gamma"


UNSEEN = ["Draft: yes", "Embargo: 2099-01-01", "Category: board", "Status: withdrawn"]


@pytest.fixture
def board(desk: Any) -> Any:
    """A newsroom with a private category."""
    site = (desk.folder / "site.toml").read_text()
    desk.write("site.toml", site + "[categories.board]\nprivate = true\n")
    return desk


def pages(newsroom: Any) -> dict[str, str]:
    return {v.headline: v.page.rpartition("/")[2] for v in newsroom.feeds.entries("feed", 50)}


def slugs(newsroom: Any) -> dict[str, str]:
    with newsroom.store.reading() as connection:
        records = ledger.records_at(connection, ["a/merger.txt", "b/merger.txt"])
    return {path: record.slug for path, record in records.items()}


STORY = "{}\nTitle: {}\nDate: 2026-05-01\n\nA text of {}.\n"


@pytest.mark.parametrize("order", ["first", "last", "at once"])
@pytest.mark.parametrize("held", UNSEEN)
def test_an_article_that_nobody_has_seen_yields_its_name(board, held: str, order: str) -> None:
    unseen, seen = ("a", "b") if order != "last" else ("b", "a")
    board.write(f"{unseen}/merger.txt", STORY.format(held, "Unseen", "it"))
    newsroom = board.open(scan=order != "at once")
    board.write(f"{seen}/merger.txt", STORY.format("Lang: en", "Seen", "all"))
    newsroom.scan()
    assert pages(newsroom) == {"Seen": "merger"}
    assert slugs(newsroom)[f"{unseen}/merger.txt"] == "merger-2"
    board.clock.forward(hours=1)
    board.write(f"{unseen}/merger.txt", STORY.format("Lang: en", "Unseen", "it"))
    newsroom.scan()
    assert pages(newsroom) == {"Seen": "merger", "Unseen": "merger-2"}


@pytest.mark.parametrize("held", UNSEEN)
def test_an_unseen_article_that_is_gone_keeps_no_name(board, held: str) -> None:
    file = board.write("a/merger.txt", STORY.format(held, "Unseen", "it"))
    newsroom = board.open()
    file.unlink()
    newsroom.scan(accept_deletions=True)
    board.write("b/merger.txt", STORY.format("Lang: en", "Seen", "all"))
    newsroom.scan()
    assert pages(newsroom) == {"Seen": "merger"}
    board.write("a/merger.txt", STORY.format(held, "Unseen", "it"))
    newsroom.scan()
    assert slugs(newsroom) == {"a/merger.txt": "merger-2", "b/merger.txt": "merger"}


def test_of_two_embargoed_articles_the_one_that_is_seen_first_has_the_name(desk) -> None:
    desk.write("a/merger.txt", STORY.format("Embargo: 2099-01-02", "Late", "it"))
    newsroom = desk.open()
    desk.write("b/merger.txt", STORY.format("Embargo: 2099-01-01", "Early", "all"))
    newsroom.scan()
    assert slugs(newsroom) == {"a/merger.txt": "merger-2", "b/merger.txt": "merger"}
    desk.write("a/merger.txt", STORY.format("Embargo: 2098-01-01", "Late", "it"))
    newsroom.scan()
    assert slugs(newsroom) == {"a/merger.txt": "merger", "b/merger.txt": "merger-2"}


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize(
    "order", list(permutations(["Draft: true", "Embargo: 2099-01-01", "Lang: en"]))
)
def test_one_after_the_other_yields_the_same_name(
    board: Any, order: tuple[str, ...], at_once: bool
) -> None:
    newsroom = board.open(scan=False)
    for place, held in enumerate(order):
        board.write(f"{place}/merger.txt", STORY.format(held, held, held))
        if not at_once:
            newsroom.scan()
    newsroom.scan()
    assert pages(newsroom) == {"Lang: en": "merger"}
    board.clock.forward(days=365 * 80)
    assert pages(newsroom) == {"Lang: en": "merger", "Embargo: 2099-01-01": "merger-2"}
    assert newsroom.articles.article("merger-3") is None


@pytest.mark.each_database
def test_an_unseen_article_whose_file_is_another_by_now_yields_its_name(desk) -> None:
    desk.write("a/merger.txt", STORY.format("Draft: yes", "Unseen", "it"))
    newsroom = desk.open()
    desk.write("a/merger.txt", STORY.format("Id: urn:x", "Seen", "all"))
    newsroom.scan()
    assert pages(newsroom) == {"Seen": "merger"}
    assert newsroom.scan().read == 0


@pytest.mark.parametrize("held", UNSEEN)
def test_what_was_seen_once_keeps_its_name(board, held: str) -> None:
    board.write("a/merger.txt", STORY.format("Lang: en", "Once", "it"))
    newsroom = board.open()
    board.clock.forward(hours=1)
    board.write("a/merger.txt", STORY.format(held, "Once", "it"))
    newsroom.scan()
    board.write("b/merger.txt", STORY.format("Lang: en", "Other", "all"))
    newsroom.scan()
    assert pages(newsroom) == {"Other": "merger-2"}


def test_an_article_whose_category_is_private_no_more_has_its_name(board) -> None:
    board.write("a/merger.txt", STORY.format("Draft: yes", "Unseen", "it"))
    newsroom = board.open()
    board.write("b/merger.txt", STORY.format("Category: board", "Seen", "all"))
    newsroom.scan()
    assert slugs(newsroom) == {"a/merger.txt": "merger", "b/merger.txt": "merger-2"}
    site = (board.folder / "site.toml").read_text()
    board.write("site.toml", site.replace("private = true", "private = false"))
    assert pages(board.open()) == {"Seen": "merger"}


@pytest.mark.each_database
def test_an_id_that_was_given_up_is_no_other_article(desk) -> None:
    desk.write("world/a.txt", A)
    newsroom = desk.open()
    desk.write("world/a.txt", "Id: tag:news.example,2026:own\n" + A)
    newsroom.scan()
    (desk.folder / "world/a.txt").rename(desk.folder / "world/b.txt")
    newsroom.scan()
    desk.write("world/a.txt", "Title: Gamma\nDate: 2026-05-03\n\nQuite another text.\n")
    newsroom.scan()
    assert ids(newsroom)["Alpha"] == "tag:news.example,2026:own"
    assert ids(newsroom)["Gamma"] == "tag:news.example,2026:world/a.txt-2"


TALE = "---\ntitle: {0}\ndate: 2026-05-0{1}\n---\nText of {0}, and only of it.\n"


@pytest.fixture
def tales(desk: Any) -> Any:
    for number, name in enumerate(("Ant", "Bee", "Cat"), 1):
        desk.write(f"{number}.md", TALE.format(name, number))
    for number in range(8):
        desk.write(f"other{number}.md", TALE.format(f"Other {number}", 9))
    return desk


def told(newsroom: Any) -> tuple[dict[str, tuple[str, str]], list[str]]:
    """Id and `updated` of each entry by headline, and what is told as gone."""
    feed = json.loads(newsroom.document("feed", "json").body)
    shown = {one["title"]: (one["id"], one["date_modified"]) for one in feed["items"]}
    return shown, [one["id"] for one in feed.get("_feedsvc", {}).get("deleted", [])]


def rotate(folder: Path) -> None:
    (folder / "1.md").rename(folder / "1-old.md")
    (folder / "1.md").write_text(TALE.format("Dog", 4))


def renumber(folder: Path) -> None:
    (folder / "3.md").rename(folder / "4.md")
    (folder / "2.md").rename(folder / "3.md")
    (folder / "1.md").rename(folder / "2.md")


def swap(folder: Path) -> None:
    (folder / "1.md").rename(folder / "x")
    (folder / "2.md").rename(folder / "1.md")
    (folder / "x").rename(folder / "2.md")


def swap_and_begin(folder: Path) -> None:
    swap(folder)
    (folder / "3.md").rename(folder / "0.md")
    (folder / "3.md").write_text(TALE.format("Dog", 4))


@pytest.mark.parametrize("by_event", [False, True])
@pytest.mark.parametrize("change", [rotate, renumber, swap, swap_and_begin])
def test_files_that_take_each_others_names_are_the_articles_that_they_were(
    tales: Any, change: Any, by_event: bool
) -> None:
    newsroom = tales.open()
    before, _ = told(newsroom)
    tales.clock.forward(hours=1)
    change(tales.folder)
    if by_event:
        names = ["0.md", "1.md", "1-old.md", "2.md", "3.md", "4.md"]
        newsroom.index.update(names)
    newsroom.scan()
    after, gone = told(newsroom)
    assert gone == []
    assert {name: after[name] for name in before} == before
    assert after.keys() - before.keys() <= {"Dog"}
    assert len({entry_id for entry_id, _ in after.values()}) == len(after)
    assert newsroom.scan().read == 0


def test_an_edited_article_whose_copy_stands_beside_it_stays_where_it_is(tales: Any) -> None:
    newsroom = tales.open()
    before, _ = told(newsroom)
    tales.clock.forward(hours=1)
    text = (tales.folder / "1.md").read_text()
    (tales.folder / "copy.md").write_text(text)
    (tales.folder / "1.md").write_text(text.replace("only of it", "of much more"))
    newsroom.scan()
    with newsroom.store.reading() as connection:
        records = ledger.records_at(connection, ["1.md"])
    assert records["1.md"].entry_id == before["Ant"][0]


@pytest.mark.parametrize("rebuilt", [False, True])
def test_an_article_whose_file_has_another_one_now_is_found_in_its_new_file(
    tales: Any, monkeypatch: pytest.MonkeyPatch, rebuilt: bool
) -> None:
    newsroom = tales.open()
    before, _ = told(newsroom)
    tales.clock.forward(hours=1)
    text = (tales.folder / "1.md").read_text()
    (tales.folder / "copy.md").write_text(text)
    (tales.folder / "1.md").write_text(text.replace("Ant", "Gnu"))
    if rebuilt:
        monkeypatch.setattr("feedsvc.store.schema.REBUILDABLE_VERSION", 999)
        newsroom = tales.open(scan=False)
    newsroom.scan()
    after, gone = told(newsroom)
    assert gone == []
    assert after["Ant"] == before["Ant"]
    assert after["Gnu"][0] not in {entry_id for entry_id, _ in before.values()}


def test_an_article_moved_over_another_takes_its_place(tales: Any) -> None:
    newsroom = tales.open()
    before, _ = told(newsroom)
    tales.clock.forward(hours=1)
    (tales.folder / "1.md").rename(tales.folder / "2.md")
    newsroom.scan()
    after, gone = told(newsroom)
    assert after["Ant"] == before["Ant"]
    assert gone == [before["Bee"][0]]
    assert "Bee" not in after
