"""What cannot be looked at is not gone, and what is seen twice is published once."""

import os
from typing import Any

import pytest

from feedsvc.indexer.watch import FolderEyes
from feedsvc.newsroom import Newsroom
from feedsvc.store import Store, locate

TEXT = "Title: {}\nDate: 2026-05-01\n\nA text.\n"


@pytest.fixture
def newsroom(desk: Any) -> Newsroom:
    for name in ("a", "b", "c"):
        desk.write(f"world/{name}.txt", TEXT.format(name.upper()))
    desk.write("d.txt", TEXT.format("D"))
    return desk.open()


def slugs(newsroom: Newsroom) -> list[str]:
    return sorted(view.page.rpartition("/")[2] for view in newsroom.feeds.entries("feed", 50))


def test_a_link_to_a_folder_publishes_nothing_twice(desk: Any, newsroom: Newsroom) -> None:
    (desk.folder / "latest").symlink_to("world")
    for paths in (["latest"], ["latest/a.txt"], ["latest/new.txt"]):
        assert newsroom.index.update(paths).new == ()
    assert slugs(newsroom) == ["a", "b", "c", "d"]


def test_a_file_saved_through_a_link_is_the_one_that_it_is(desk: Any, newsroom: Newsroom) -> None:
    (desk.folder / "latest").symlink_to("world")
    (desk.folder / "outside").symlink_to(desk.folder.parent)
    eyes = FolderEyes(desk.folder, newsroom.folder.file)
    assert eyes.real("latest/a.txt") == "world/a.txt"
    assert eyes.real("world/a.txt") == "world/a.txt"
    assert eyes.real("d.txt") == "d.txt"
    assert eyes.real("outside/x.txt") is None
    assert eyes.look("latest") is None
    assert eyes.look("latest/a.txt") is not None


def test_a_name_that_is_no_text_stops_no_walk(desk: Any, newsroom: Newsroom) -> None:
    with open(os.fsencode(desk.folder / "world") + b"/\xff.txt", "w") as file:
        file.write(TEXT.format("Odd"))
    eyes = FolderEyes(desk.folder, newsroom.folder.file)
    assert sorted(eyes.walk("world")) == ["world/a.txt", "world/b.txt", "world/c.txt"]


def test_last_modified_never_goes_back_where_nothing_can_be_kept(
    desk: Any, newsroom: Newsroom, clock: Any
) -> None:
    clock.forward(hours=1)
    desk.write("e.txt", TEXT.format("E"))
    newsroom.index.update(["e.txt"])
    before = newsroom.document("feed", "atom").last_modified
    clock.forward(hours=1)
    (desk.folder / "e.txt").unlink()
    newsroom.index.update(["e.txt"])
    writer = Store.open(locate(desk.folder, "", {}))
    with writer.writing():
        after = newsroom.document("feed", "atom").last_modified
    writer.close()
    assert before is not None
    assert after is not None
    assert after > before
    assert newsroom.document("feed", "atom").last_modified == after
