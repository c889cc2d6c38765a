"""Updates of a few files and folders."""

import shutil

import pytest

from feedsvc.indexer.report import UpdateReport
from tests.indexer.ten_articles import differences, titles, write

pytestmark = pytest.mark.each_database


def test_a_folder_stands_for_all_in_it(desk, ten) -> None:
    write(desk, "sport/a.txt", "sport/deep/b.txt", "else.txt")
    taken = ten.index.update(["sport"])
    assert taken.new == ("sport/a.txt", "sport/deep/b.txt")
    assert "else.txt" not in titles(ten)


def test_what_is_named_with_its_folder_counts_once(desk, ten) -> None:
    paths = ["sport", "sport/deep", "sport/deep/b.txt", "sport/a.txt"]
    write(desk, "sport/a.txt", "sport/deep/b.txt")
    taken = ten.index.update(paths)
    assert (taken.read, taken.new) == (2, ("sport/a.txt", "sport/deep/b.txt"))
    shutil.rmtree(desk.folder / "sport")
    taken = ten.index.update(paths)
    assert (taken.read, taken.gone) == (0, ("sport/a.txt", "sport/deep/b.txt"))


def test_a_renamed_folder_moves_its_articles(desk, ten) -> None:
    before = {view.id for view in ten.feeds.entries("feed", 99)}
    (desk.folder / "world").rename(desk.folder / "planet")
    taken = ten.index.update(["world", "planet"])
    assert (len(taken.moved), taken.new, taken.gone, taken.held) == (5, (), (), ())
    assert {view.id for view in ten.feeds.entries("feed", 99)} == before
    assert differences(ten) == []


def test_a_scan_counts_what_it_did(desk, ten) -> None:
    write(desk, "sport/a.txt", "sport/b.txt")
    desk.write("world/1.txt", "Title: Other\nDate: 2026-05-01\n\nAnother text.\n")
    (desk.folder / "world/5.txt").unlink()
    scanned = ten.scan()
    assert (scanned.files, scanned.read, scanned.articles) == (11, 3, 11)
    assert (scanned.new, scanned.changed, scanned.moved, scanned.gone_count) == (2, 1, 0, 1)
    (desk.folder / "world/3.txt").rename(desk.folder / "world/33.txt")
    moved = ten.scan()
    assert (moved.files, moved.read, moved.articles) == (11, 1, 11)
    assert (moved.new, moved.moved, moved.gone_count) == (0, 1, 0)
    again = ten.scan()
    assert (again.files, again.read, again.articles) == (11, 0, 11)
    assert (again.new, again.changed, again.moved, again.gone_count) == (0, 0, 0, 0)


def test_a_deleted_folder_takes_its_articles_along_where_they_are_few(desk, ten) -> None:
    write(desk, "sport/a.txt", "sport/b.txt")
    ten.scan()
    for name in ("a.txt", "b.txt"):
        (desk.folder / "sport" / name).unlink()
    (desk.folder / "sport").rmdir()
    taken = ten.index.update(["sport"])
    assert taken.gone == ("sport/a.txt", "sport/b.txt")
    assert len(titles(ten)) == 10


def test_many_gone_at_once_are_held_and_said(desk, ten) -> None:
    (desk.folder / "world").rename(desk.folder.parent / "away")
    taken = ten.index.update(["world"])
    assert (taken.gone, len(taken.held)) == ((), 5)
    assert len(titles(ten)) == 10


@pytest.mark.parametrize("spare", ["world/1.txt", "world"])
def test_what_is_spared_stays_or_is_found_elsewhere(desk, ten, spare: str) -> None:
    before = next(v.id for v in ten.feeds.entries("feed", 99) if v.headline == "world/1.txt")
    file = desk.folder / "world/1.txt"
    text = file.read_bytes()
    file.unlink()
    assert ten.index.update([], spare=[spare]).gone == ()
    assert "world/1.txt" in titles(ten)
    desk.write("arts/moved.txt", text)
    taken = ten.index.update(["arts/moved.txt"], spare=[spare])
    assert (taken.moved, taken.gone) == (("arts/moved.txt",), ())
    after = [v.id for v in ten.feeds.entries("feed", 99) if v.headline == "world/1.txt"]
    assert after == [before]
    assert ten.index.update([d.path for d in differences(ten)]).gone == ()


def test_an_update_tells_the_problems_of_what_it_read(desk, ten) -> None:
    desk.write("bad.txt", b"Bad\n\n\xff\n")
    taken = ten.index.update(["bad.txt"])
    assert [(p.path, p.code) for p in taken.problems] == [("bad.txt", "not-utf-8")]


def test_what_is_no_article_and_what_is_nowhere_changes_nothing(desk, ten) -> None:
    desk.write("pic.png", b"x")
    taken = ten.index.update(["pic.png", "no/where.txt", "site.toml", "", "..", "world/../x"])
    assert taken == UpdateReport(0, (), (), ())
