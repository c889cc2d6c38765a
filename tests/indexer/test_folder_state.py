"""The folder may vanish and come back, and its watch may end."""

from typing import Any

from feedsvc.errors import FolderMissing
from feedsvc.indexer.watch import Event
from tests.indexer.indexing import Room


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
