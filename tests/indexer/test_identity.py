"""Promise 2: an id is for ever, whatever an editor does with files, names and settings."""

from datetime import UTC, datetime

import pytest

from feedsvc.indexer.identity import (
    match_moves,
)
from feedsvc.model.ledger_record import Record, Sighting
from tests.indexer.two_articles import A, B, ids

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
PATHS = ["world/a.txt", "world/b.txt"]


@pytest.mark.each_database
def test_an_id_is_made_of_id_base_and_the_path_at_first_sight(two) -> None:
    assert ids(two) == {
        "Alpha": "tag:news.example,2026:world/a.txt",
        "Beta": "tag:news.example,2026:world/b.txt",
    }


def rename(desk) -> None:
    (desk.folder / "world/a.txt").rename(desk.folder / "world/new-name.txt")


def move(desk) -> None:
    (desk.folder / "arts").mkdir()
    (desk.folder / "world/a.txt").rename(desk.folder / "arts/a.txt")


def move_and_edit(desk) -> None:
    (desk.folder / "world/a.txt").unlink()
    desk.write("arts/a.txt", A + "\nA second paragraph.\n")


def edit(desk) -> None:
    desk.write("world/a.txt", A.replace("first", "very first"))


def rename_folder(desk) -> None:
    (desk.folder / "world").rename(desk.folder / "planet")


def retitle_site(desk) -> None:
    desk.write("site.toml", 'id_base = "news.example,2026"\ntitle = "Other"')


def move_site(desk) -> None:
    text = 'id_base = "news.example,2026"\nbase_url = "https://elsewhere.example"'
    desk.write("site.toml", text)


def drop_id_base(desk) -> None:
    desk.write("site.toml", 'base_url = "https://elsewhere.example"')


def touch_rules(desk) -> None:
    desk.write("site.toml", 'id_base = "news.example,2026"\ntimezone = "Asia/Tokyo"')


FILES = [rename, move, move_and_edit, edit, rename_folder]
SITE = [retitle_site, move_site, drop_id_base, touch_rules]


@pytest.mark.parametrize("change", [*FILES, *SITE])
@pytest.mark.parametrize("restart", [True, False])
def test_no_change_of_an_editor_changes_an_id(desk, clock, two, change, restart: bool) -> None:
    before = ids(two)
    clock.forward(hours=1)
    change(desk)
    newsroom = desk.open() if restart else two
    newsroom.scan()
    assert ids(newsroom) == before
    newsroom.scan()
    assert ids(newsroom) == before


@pytest.mark.each_database
def test_a_file_event_tells_a_rename_as_a_scan_does(desk, two) -> None:
    before = ids(two)
    rename(desk)
    taken = two.index.update(["world/a.txt", "world/new-name.txt"])
    assert taken.moved == ("world/new-name.txt",)
    assert ids(two) == before


@pytest.mark.each_database
def test_the_feeds_keep_their_ids_without_an_id_base(desk) -> None:
    desk.write("site.toml", 'base_url = "https://one.example"')
    desk.write("a.txt", A)
    before = desk.open().document("feed", "atom").body
    desk.write("site.toml", 'base_url = "https://two.example"')
    desk.write("b.txt", B)
    newsroom = desk.open()
    assert ids(newsroom)["Beta"] == "tag:one.example,2026:b.txt"
    assert b"<id>tag:one.example,2026:feeds/feed</id>" in before
    assert b"<id>tag:one.example,2026:feeds/feed</id>" in newsroom.document("feed", "atom").body


def test_a_file_that_comes_back_has_its_old_id_slug_and_first_date(desk, clock) -> None:
    desk.write("a.txt", "Alpha\n\nA text without a date.\n")
    newsroom = desk.open()
    before = newsroom.feeds.entries("feed", 9)
    (desk.folder / "a.txt").unlink()
    newsroom.scan()
    assert ids(newsroom) == {}
    clock.forward(days=3)
    desk.write("a.txt", "Alpha\n\nA text without a date.\n")
    newsroom.scan()
    # Those who dropped it at its tombstone take only what is newer (RFC 6721 3).
    back = [view._replace(updated=clock.time) for view in before]
    assert newsroom.feeds.entries("feed", 9) == back


@pytest.mark.each_database
def test_a_new_file_at_the_path_of_a_renamed_one_is_another_article(desk, two) -> None:
    rename(desk)
    two.scan()
    desk.write("world/a.txt", "Title: Gamma\nDate: 2026-05-03\n\nQuite another text.\n")
    two.scan()
    assert ids(two)["Alpha"] == "tag:news.example,2026:world/a.txt"
    assert ids(two)["Gamma"] == "tag:news.example,2026:world/a.txt-2"


@pytest.mark.each_database
@pytest.mark.parametrize("name", ["world/0-copy.txt", "world/z-copy.txt"])
def test_a_copy_has_an_id_of_its_own(desk, two, name: str) -> None:
    desk.write(name, A)
    two.scan()
    found = [view.id for view in two.feeds.entries("feed", 9)]
    assert sorted(found) == sorted(f"tag:news.example,2026:{p}" for p in [*PATHS, name])


def test_many_files_at_once_do_not_take_one_id_twice(desk, two) -> None:
    rename(desk)
    for number in range(450):  # more than two transactions' worth
        desk.write(f"copies/{number:03}.txt", A)
    two.scan()
    assert two.scan().articles == 452
    assert len({view.id for view in two.feeds.entries("feed", 999)}) == 452


def record(path: str, source: str = "s", **more) -> Record:
    given = {"slug": path, "wanted": path, "first_seen": NOW, "updated": NOW, "visible": "v"}
    return Record(entry_id=f"id:{path}", path=path, source=source, **(given | more))


@pytest.mark.parametrize(
    ("files", "moves"),
    [
        ([Sighting("n", "s1", "x", None)], {"n": "a"}),
        ([Sighting("n", "s9", "a", NOW)], {"n": "a"}),
        ([Sighting("n", "s9", "a", None)], {}),
        ([Sighting("n", "s9", "b", None)], {}),
        ([Sighting("n", "s2", "a", NOW)], {"n": "b"}),
        ([Sighting("n", "s1", "x", None), Sighting("m", "s1", "x", None)], {"m": "a"}),
        ([Sighting("m", "s9", "a", NOW), Sighting("n", "s1", "x", None)], {"n": "a"}),
    ],
)
def test_moves_are_told_by_bytes_then_by_slug_and_date(files, moves) -> None:
    vanished = [record("b", "s2"), record("a", "s1", date=NOW)]
    found = match_moves(files, vanished)
    assert {path: known.path for path, known in found.items()} == moves
