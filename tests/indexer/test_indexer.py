"""The indexer's loop, over a newsroom, a watch and clocks that the tests hold."""

from pathlib import Path
from typing import Any

import pytest

from feedsvc.errors import StoreError
from feedsvc.indexer.indexer import IDLE_SECONDS, MANY_EVENTS, Stopped
from feedsvc.indexer.report import UpdateReport
from feedsvc.indexer.watch import Event
from tests.indexer.indexing import Room


def test_a_saved_file_is_taken_in_and_rendered(room: Room) -> None:
    room.newsroom.answer = UpdateReport(1, ("a.md",), (), ())
    room.hear(room.save("a.md"))
    assert room.go(0.1) == [("update", ["a.md"], []), "render", "due"]


def test_what_changed_nothing_is_not_rendered(room: Room) -> None:
    room.hear(room.save("a.md"))
    assert room.go(0.1) == [("update", ["a.md"], [])]


def test_what_was_read_aside_is_taken_in_until_that_can_be_done(room: Room) -> None:
    room.newsroom.reading.ended = ["a.md"]
    room.save("a.md")
    room.newsroom.errors.append(StoreError("full"))
    assert room.updates(0.1) == []
    assert room.updates(5) == [(["a.md"], [])]


def test_nothing_leaves_while_a_file_is_read_aside(room: Room) -> None:
    room.save("a.md")
    room.hear(room.delete("a.md"), room.save("b.md"))
    room.newsroom.reading.busy = True
    assert room.updates(60) == [(["b.md"], ["a.md"])]
    room.newsroom.reading.busy = False
    assert room.updates(5) == [(["a.md"], [])]


def test_files_of_a_new_folder_are_found_once(room: Room) -> None:
    room.save("new/deep/a.md")
    room.save("new/.hidden.md")
    room.save("new/picture.png")
    room.hear(Event("new", "made"))
    found = room.updates(0.1)
    assert sorted(path for paths, _ in found for path in paths) == [
        "new/deep/a.md",
        "new/picture.png",  # an article may name it
    ]
    room.save("new/deep/b.md")  # before anybody watched
    assert room.updates(5) == [(["new/deep/b.md"], [])]


def test_a_folder_that_only_changed_is_left_alone(room: Room) -> None:
    room.save("old/a.md")
    room.hear(Event("old", "changed"))
    assert room.updates(5) == []


def test_a_moved_file_is_taken_in_with_its_old_name(room: Room) -> None:
    room.save("a.md")
    (room.folder / "b.md").write_text("x")
    room.hear(Event("b.md", "made"), room.delete("a.md"))
    assert room.updates(0.1) == [(["b.md"], ["a.md"])]
    assert room.updates(3) == [(["a.md"], [])]


def test_what_is_gone_goes_together(room: Room) -> None:
    room.hear(*[Event(f"{n}.md", "gone") for n in range(900)])
    assert room.updates(1.9) == []
    assert room.updates(0.2) == [(sorted(f"{n}.md" for n in range(900)), [])]


def test_an_update_that_fails_is_tried_until_it_succeeds(room: Room, caplog: Any) -> None:
    room.newsroom.errors.extend([StoreError("disk full")] * 4)
    room.hear(room.save("a.md"))
    assert room.updates(5) == []
    assert room.updates(10) == [(["a.md"], [])]
    assert caplog.messages.count("disk full; trying again") == 1
    assert "the store can be written again" in caplog.messages


def test_many_events_are_followed_by_a_look_at_everything(room: Room) -> None:
    assert room.go(1) == []
    room.hear(*[Event(f"{n}.md", "gone") for n in range(MANY_EVENTS + 1)])
    assert "survey" in room.go(0.1)


def test_idle_work_waits_until_nothing_happens(room: Room) -> None:
    room.newsroom.to_recompress = 3
    room.newsroom.answer = UpdateReport(1, ("a.md",), (), ())
    room.hear(room.save("a.md"))
    assert "recompress" not in room.go(IDLE_SECONDS - 0.1)
    assert room.go(1).count("recompress") == 3
    assert "recompress" not in room.go(50)


def test_it_ends_between_two_transactions_of_its_first_look(tmp_path: Path) -> None:
    room = Room(tmp_path / "another")
    room.indexer.stop()
    with pytest.raises(Stopped) as stopped:
        room.indexer.begin()
    assert stopped.traceback[-1].path.name == "indexer.py"
    assert room.newsroom.calls == ["scan"]  # which was told to stop, and nothing after it


def test_one_that_has_to_wait_says_so(room: Room, caplog: Any) -> None:
    room.newsroom.free = False
    room.indexer.run()
    assert "another feedsvc is indexing this newsroom; waiting to take over" in caplog.messages
    assert room.newsroom.calls == []
