"""The indexer's loop, over a newsroom, a watch and clocks that the tests hold."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from feedsvc.errors import FolderMissing, StoreError
from feedsvc.indexer.folder_diff import Difference
from feedsvc.indexer.indexer import IDLE_SECONDS, MANY_EVENTS, Stopped
from feedsvc.indexer.report import UpdateReport
from feedsvc.indexer.watch import Event
from feedsvc.model.problem import Problem
from tests.indexer.indexing import START, Room


@pytest.fixture
def room(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Room:
    caplog.set_level(logging.INFO)
    return Room(tmp_path / "articles")


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
    assert room.updates(0.1) == [(["new/deep/a.md"], [])]
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


def test_a_lost_event_is_found_by_the_next_survey(room: Room) -> None:
    room.save("b.md")
    room.newsroom.differences = [[], [Difference("b.md", False)], [Difference("a.md", True)]]
    assert room.updates(58) == []
    assert room.updates(3) == [(["b.md"], ["a.md"])]  # a rename, though b.md is found first
    assert room.updates(3) == [(["a.md"], [])]


def test_a_survey_takes_a_tenth_of_the_time_at_most(room: Room) -> None:
    class Slow(list[Any]):
        def __iter__(self) -> Any:
            room.now += 30
            return super().__iter__()

    room.newsroom.differences = Slow([[]])
    assert room.go(1000).count("survey") == 3


def test_a_watch_that_fails_is_started_again_and_surveyed_for(room: Room, caplog: Any) -> None:
    room.watch.reason = "OS file watch limit reached"
    room.hear(failure="OS file watch limit reached")
    calls = room.go(31)
    assert 5 <= calls.count("survey") <= 9
    told = [m for m in caplog.messages if "cannot be watched" in m]
    assert len(told) == 1
    assert "fs.inotify.max_user_watches" in told[0]
    room.watch.reason = ""
    room.go(30)
    assert "the folder is watched again" in caplog.messages
    assert room.go(50).count("survey") <= 2


def test_a_folder_that_vanishes_takes_nothing_out(room: Room, caplog: Any) -> None:
    room.save("a.md")
    away = room.folder.with_name("away")
    room.folder.rename(away)
    room.hear(Event("a.md", "gone"))
    assert room.updates(60) == []
    assert len([m for m in caplog.messages if "folder of articles is gone" in m]) == 1
    starts = room.watch.starts
    away.rename(room.folder)
    assert "survey" in room.go(2)
    assert room.watch.starts == starts + 1
    assert "the folder of articles is back" in caplog.messages


def test_a_folder_that_only_the_newsroom_misses_takes_nothing_out(room: Room) -> None:
    room.newsroom.errors.append(FolderMissing("gone"))
    room.hear(room.save("a.md"))
    assert "survey" in room.go(2)


def test_another_folder_in_its_place_is_watched(room: Room) -> None:
    starts = room.watch.starts
    room.folder.rename(room.folder.with_name("away"))
    room.folder.mkdir()
    assert "survey" in room.go(2)
    assert room.watch.starts == starts + 1


def test_due_changes_come_at_their_moment(room: Room) -> None:
    room.newsroom.due_at = START + timedelta(seconds=90)
    room.newsroom.answer = UpdateReport(1, ("a.md",), (), ())
    room.hear(room.save("a.md"))
    assert "due" in room.go(1)
    before = [call for call in room.go(88) if call in ("due", "render")]
    assert before in ([], ["due"])  # the minute's
    room.newsroom.due_at = None
    assert room.go(1.5)[:2] == ["due", "render"]


def test_a_moment_in_the_past_does_not_keep_it_busy(room: Room) -> None:
    room.newsroom.due_at = START - timedelta(days=1)
    room.go(61)
    assert room.go(10).count("due") <= 20


def test_idle_work_waits_until_nothing_happens(room: Room) -> None:
    room.newsroom.to_recompress = 3
    room.newsroom.answer = UpdateReport(1, ("a.md",), (), ())
    room.hear(room.save("a.md"))
    assert "recompress" not in room.go(IDLE_SECONDS - 0.1)
    assert room.go(1).count("recompress") == 3
    assert "recompress" not in room.go(50)


def test_articles_gone_at_once_are_told_of_once(room: Room, caplog: Any) -> None:
    room.newsroom.answer = UpdateReport(0, (), (), (), held=("a.md", "b.md"))
    room.newsroom.differences = [[Difference("a.md", True), Difference("b.md", True)]]
    room.go(200)
    told = [m for m in caplog.messages if "feedsvc index --accept-deletions" in m]
    assert [m[:35] for m in told] == ["2 articles are gone at once, so the"]
    room.newsroom.differences = [[]]
    room.go(100)
    assert "the articles that were gone are back" in caplog.messages


def test_each_change_and_each_problem_is_a_line(room: Room, caplog: Any) -> None:
    problem = Problem("bad.md", 4, "error", "date", "no such day")
    room.newsroom.answer = UpdateReport(
        1, ("a.md",), ("b.md",), ("c.md",), ("d.md",), (), (problem,)
    )
    caplog.clear()
    room.hear(room.save("a.md"))
    room.go(1)
    assert caplog.messages == [
        "published a.md",
        "updated b.md",
        "moved c.md",
        "withdrawn d.md",
        "bad.md:4: error: date: no such day",
    ]
    assert caplog.records[-1].levelname == "ERROR"


def test_a_changed_site_toml_asks_for_a_restart(room: Room, caplog: Any) -> None:
    room.hear(room.save("site.toml", "title = 'x'"))
    assert room.updates(1) == []
    assert caplog.messages.count("site.toml changed: restart feedsvc to use it") == 1
    (room.folder / "site.toml").touch()
    room.hear(Event("site.toml", "changed"))
    room.go(1)
    assert caplog.messages.count("site.toml changed: restart feedsvc to use it") == 1
    room.wrong_settings = "titel: did you mean title?"
    room.hear(room.save("site.toml", "titel = 'x'"))
    room.go(1)
    assert "site.toml changed, and is in error: titel: did you mean title?" in caplog.messages


def test_it_ends_between_two_transactions_of_its_first_look(tmp_path: Path) -> None:
    room = Room(tmp_path / "another")
    room.indexer.stop()
    with pytest.raises(Stopped):
        room.indexer.begin()


def test_one_that_has_to_wait_says_so(room: Room, caplog: Any) -> None:
    room.newsroom.free = False
    room.indexer.run()
    assert "another feedsvc is indexing this newsroom; waiting to take over" in caplog.messages
    assert room.newsroom.calls == []
