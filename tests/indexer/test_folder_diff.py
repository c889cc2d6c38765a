"""The folder beside the store, and updates of what differs."""

import os
import unicodedata
from pathlib import Path

import pytest

from feedsvc.indexer import folder_diff
from feedsvc.indexer.folder_diff import Difference
from feedsvc.indexer.report import UpdateReport
from feedsvc.newsroom import Newsroom
from feedsvc.sources import disk_list

TEXT = "Title: {0}\nDate: 2026-05-01\n\nThe text of {0}.\n"


def age(desk) -> None:
    then = desk.clock.time.timestamp() - 60
    for file in desk.folder.rglob("*.txt"):
        os.utime(file, (then, then))


def write(desk, *paths: str) -> None:
    for path in paths:
        desk.write(path, TEXT.format(path))
    age(desk)


def differences(newsroom: Newsroom) -> list[Difference]:
    return [one for piece in newsroom.survey() for one in piece]


def titles(newsroom: Newsroom) -> set[str]:
    return {view.headline for view in newsroom.entries("feed", 99)}


@pytest.fixture
def ten(desk) -> Newsroom:
    write(desk, *(f"{'world' if n % 2 else 'arts'}/{n}.txt" for n in range(10)))
    return desk.open()


def test_a_folder_that_was_taken_in_differs_in_nothing(ten) -> None:
    assert differences(ten) == []


def test_new_changed_and_gone_files_are_told_by_path(desk, ten) -> None:
    (desk.folder / "arts/4.txt").unlink()
    write(desk, "arts/new.txt", "z.txt")
    (desk.folder / "world/1.txt").write_text(TEXT.format("other") * 2)
    assert differences(ten) == [
        Difference("arts/4.txt", gone=True),
        Difference("arts/new.txt", gone=False),
        Difference("world/1.txt", gone=False),
        Difference("z.txt", gone=False),
    ]


def test_nothing_is_missed_in_a_folder_of_many_pieces_and_runs(
    desk, ten, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_diff, "PIECE", 3)
    monkeypatch.setattr(disk_list, "RUN", 4)
    # A folder is sorted among files as its paths are: with a slash behind its name.
    names = ["a-b/x", "a/x", "a.b", "a", "a0", "b/1", "b/2", "b!/1", "é/x", "e\u0301a", "𝒜", "ｚ"]
    write(desk, *(f"{name}.txt" for name in names))
    new = sorted(unicodedata.normalize("NFC", f"{name}.txt") for name in names)
    pieces = list(ten.survey())
    assert [one.path for piece in pieces for one in piece if not one.gone] == new
    assert max(len(piece) for piece in pieces) <= 3
    ten.scan()
    assert differences(ten) == []


def test_a_store_whose_tables_were_rebuilt_still_knows_what_is_gone(desk, ten) -> None:
    from feedsvc.store import schema

    with ten._store.writing() as connection:
        for table in schema.rebuildable_tables.sorted_tables:
            connection.execute(table.delete())
    (desk.folder / "arts/4.txt").unlink()
    newsroom = desk.open()
    assert len(titles(newsroom)) == 9
    write(desk, "arts/4.txt")
    newsroom.scan()
    back = next(v for v in newsroom.entries("feed", 99) if v.headline == "arts/4.txt")
    assert back.id == "tag:news.example,2026:arts/4.txt"


def test_a_folder_stands_for_all_in_it(desk, ten) -> None:
    write(desk, "sport/a.txt", "sport/deep/b.txt", "else.txt")
    taken = ten.update(["sport"])
    assert taken.new == ("sport/a.txt", "sport/deep/b.txt")
    assert "else.txt" not in titles(ten)


def test_a_renamed_folder_moves_its_articles(desk, ten) -> None:
    before = {view.id for view in ten.entries("feed", 99)}
    (desk.folder / "world").rename(desk.folder / "planet")
    taken = ten.update(["world", "planet"])
    assert (len(taken.moved), taken.new, taken.gone, taken.held) == (5, (), (), ())
    assert {view.id for view in ten.entries("feed", 99)} == before
    assert differences(ten) == []


def test_a_deleted_folder_takes_its_articles_along_where_they_are_few(desk, ten) -> None:
    write(desk, "sport/a.txt", "sport/b.txt")
    ten.scan()
    for name in ("a.txt", "b.txt"):
        (desk.folder / "sport" / name).unlink()
    (desk.folder / "sport").rmdir()
    taken = ten.update(["sport"])
    assert taken.gone == ("sport/a.txt", "sport/b.txt")
    assert len(titles(ten)) == 10


def test_many_gone_at_once_are_held_and_said(desk, ten) -> None:
    (desk.folder / "world").rename(desk.folder.parent / "away")
    taken = ten.update(["world"])
    assert (taken.gone, len(taken.held)) == ((), 5)
    assert len(titles(ten)) == 10


@pytest.mark.parametrize("spare", ["world/1.txt", "world"])
def test_what_is_spared_stays_or_is_found_elsewhere(desk, ten, spare: str) -> None:
    before = next(v.id for v in ten.entries("feed", 99) if v.headline == "world/1.txt")
    file = desk.folder / "world/1.txt"
    text = file.read_bytes()
    file.unlink()
    assert ten.update([], spare=[spare]).gone == ()
    assert "world/1.txt" in titles(ten)
    desk.write("arts/moved.txt", text)
    taken = ten.update(["arts/moved.txt"], spare=[spare])
    assert (taken.moved, taken.gone) == (("arts/moved.txt",), ())
    after = [v.id for v in ten.entries("feed", 99) if v.headline == "world/1.txt"]
    assert after == [before]
    assert ten.update([d.path for d in differences(ten)]).gone == ()


def test_an_update_tells_the_problems_of_what_it_read(desk, ten) -> None:
    desk.write("bad.txt", b"Bad\n\n\xff\n")
    taken = ten.update(["bad.txt"])
    assert [(p.path, p.code) for p in taken.problems] == [("bad.txt", "not-utf-8")]


def test_what_is_no_article_and_what_is_nowhere_changes_nothing(desk, ten) -> None:
    desk.write("pic.png", b"x")
    taken = ten.update(["pic.png", "no/where.txt", "site.toml", "", "..", "world/../x"])
    assert taken == UpdateReport(0, (), (), ())


def test_a_file_that_changes_while_it_is_read_is_read_again(
    desk, ten, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(desk, "late.txt")
    read = os.read

    def growing(number: int, count: int) -> bytes:
        data = read(number, count)
        if data.startswith(b"Title: late"):
            monkeypatch.setattr(os, "read", read)
            with Path(desk.folder / "late.txt").open("a") as file:
                file.write("\nAnd more.\n")
            age(desk)
        return data

    monkeypatch.setattr(os, "read", growing)
    ten.update(["late.txt"])
    assert differences(ten) == [Difference("late.txt", gone=False)]
    ten.scan()
    assert "And more." in next(
        v.content for v in ten.entries("feed", 99) if v.headline == "late.txt"
    )
