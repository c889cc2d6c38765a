"""A new site.toml counts once it is whole and right; what is wrong with it is told."""

from typing import Any

import pytest

from feedsvc.errors import SettingsError, StoreError
from feedsvc.indexer.log import IndexerLog
from feedsvc.indexer.settings_file import AGAIN, CheckedSettings
from feedsvc.indexer.watch import Event
from tests.indexer.indexing import Room

STAYS = "; the settings before stay in force"


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged of site.toml since this was last asked."""
    found = [line for line in caplog.messages if "site.toml" in line]
    caplog.clear()
    return found


@pytest.fixture(autouse=True)
def all_levels(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")


def test_new_settings_are_taken_and_the_whole_folder_is_read_with_them(
    room: Room, caplog: Any
) -> None:
    room.hear(room.save("site.toml", 'title = "x"\n[feeds]\nentries = 3'))
    assert "scan" in room.go(1)
    assert room.newsroom.settings.title == "x"
    assert told(caplog) == ["site.toml is in force: title, feeds.entries"]


def test_what_no_event_tells_is_seen(room: Room, caplog: Any) -> None:
    room.save("site.toml", 'title = "x"')
    assert "scan" in room.go(2)
    (room.folder / "site.toml").unlink()
    assert "scan" not in room.go(10)
    assert room.newsroom.settings.title == "x"
    line = "site.toml: error: it is gone; put it back, or an empty one with a line of comment"
    assert told(caplog)[1:] == [f"{line}{STAYS}"]
    room.save("site.toml", "# nothing")
    assert "scan" in room.go(2)
    assert room.newsroom.settings.title == "News"
    assert told(caplog) == ["site.toml is right again", "site.toml is in force: title"]


def test_a_newsroom_whose_settings_are_of_no_file_takes_none(room: Room, caplog: Any) -> None:
    room.newsroom.site = None  # a program opened it with settings of its own
    for text in ('title = "x"', "", "titel = 1"):
        room.hear(room.save("site.toml", text))
        assert "scan" not in room.go(2)
    assert room.newsroom.settings.title == "News"
    assert told(caplog) == []


def test_the_same_settings_change_nothing(room: Room, caplog: Any) -> None:
    room.hear(room.save("site.toml", 'title = "x"'))
    room.go(1)
    told(caplog)
    for text in ('title = "x"', "# written by hand\ntitle = 'x'\n"):
        room.hear(room.save("site.toml", text))
        assert "scan" not in room.go(2)
    room.hear(Event("site.toml", "changed"))
    assert "scan" not in room.go(2)
    assert told(caplog) == []


def test_a_wrong_file_is_told_once_until_it_is_mended(room: Room, caplog: Any) -> None:
    room.hear(room.save("site.toml", 'title = "x"'))
    room.go(1)
    told(caplog)
    for _ in range(2):
        room.hear(room.save("site.toml", 'title = "y"\ntitel = "z"'))
        assert "scan" not in room.go(2)
    line = "site.toml:2: error: titel is not a setting; did you mean title?"
    assert told(caplog) == [f"{line}{STAYS}"]
    assert (room.newsroom.settings.title, room.newsroom.refused[-1]) == ("x", line)
    room.hear(room.save("site.toml", 'title = "x"'))
    assert "scan" not in room.go(2)
    mended = "site.toml is right again; its settings are those in force all along"
    assert (told(caplog), room.newsroom.refused[-1]) == ([mended], "")


@pytest.mark.parametrize("text", ["", " \n\n", "\ufeff"])
def test_an_empty_file_counts_as_one_that_is_being_written(
    room: Room, caplog: Any, text: str
) -> None:
    room.hear(room.save("site.toml", "[categories.board]\nprivate = true"))
    room.go(1)
    told(caplog)
    room.hear(room.save("site.toml", text))
    assert "scan" not in room.go(2)
    assert room.newsroom.settings.private_categories
    assert [line.partition(";")[0] for line in told(caplog)] == ["site.toml:1: error: it is empty"]


def test_what_needs_a_restart_is_told_with_its_line(room: Room, caplog: Any) -> None:
    room.newsroom.restart = ["store"]
    room.hear(room.save("site.toml", 'title = "x"\nstore = "y"'))
    room.go(1)
    why = "the store that is open goes on, with the ids and dates in it"
    assert told(caplog) == [
        f"site.toml:2: store needs a restart: {why}",
        "site.toml is in force: title",
    ]
    room.hear(room.save("site.toml", 'title = "z"\nstore = "y"'))
    room.go(1)
    assert told(caplog) == ["site.toml is in force: title"]
    room.newsroom.restart = []
    room.hear(room.save("site.toml", 'title = "a"'))
    room.go(1)
    room.newsroom.restart = ["store"]
    room.hear(room.save("site.toml", 'title = "a"\n\nstore = "y"'))
    room.go(1)
    assert told(caplog)[-1] == f"site.toml:3: store needs a restart: {why}"


def test_what_the_store_refuses_is_tried_again(room: Room, caplog: Any) -> None:
    room.newsroom.errors.append(StoreError("full"))
    room.hear(room.save("site.toml", 'title = "x"'))
    assert "scan" not in room.go(AGAIN / 2)
    assert caplog.messages == ["full"]
    assert "scan" in room.go(AGAIN)
    assert told(caplog) == ["site.toml is in force: title"]


def test_a_later_change_replaces_one_that_could_not_be_taken(room: Room, caplog: Any) -> None:
    room.newsroom.errors.append(StoreError("full"))
    room.hear(room.save("site.toml", 'title = "x"'))
    room.go(1)
    room.hear(room.save("site.toml", 'title = "y"'))
    assert "scan" in room.go(2)
    assert room.newsroom.settings.title == "y"
    assert told(caplog) == ["site.toml is in force: title"]


def test_a_preview_checks_each_change_itself(room: Room) -> None:
    checked: list[str] = []
    wrong: list[SettingsError] = []

    class Journal(IndexerLog):
        def settings_refused(self, error: SettingsError) -> None:
            wrong.append(error)

    def check() -> None:
        checked.append("once")
        if len(checked) == 2:
            raise SettingsError("titel")

    eyes = room.indexer._site._eyes
    site = CheckedSettings(eyes, Journal(), check)
    site.tell()
    assert not checked
    for text in ("title = 'x'", "titel = 'x'", "titel = 'x'"):
        room.save("site.toml", text)
        site.tell()
    assert (len(checked), [str(error) for error in wrong]) == (2, ["titel"])
    assert not site.due(1e9)
    assert not site.moved(1e9)
