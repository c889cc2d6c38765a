"""What the one who follows the folder says, as an editor sees it."""

import logging
from typing import Any

import pytest

from feedsvc.editor.desk import DeskLog
from feedsvc.errors import SettingsError, StoreError
from feedsvc.indexer.report import ScanReport, UpdateReport


class FakeDesk:
    """Takes notes of what it is told."""

    def __init__(self) -> None:
        self.told: list[Any] = []
        self.error: Exception | None = None

    def notice(self, message: str) -> None:
        self.told.append(message)

    def refuse_settings(self, error: SettingsError) -> None:
        self.told.append(("refused", str(error)))

    def begin(self) -> None:
        self.told.append("begun")

    def take(self, taken: UpdateReport) -> None:
        if self.error:
            raise self.error
        self.told.append(taken)


@pytest.fixture
def desk_told() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def log(desk_told: FakeDesk) -> DeskLog:
    return DeskLog(desk_told, logging.getLogger("feedsvc.test"))  # type: ignore[arg-type]


def test_an_editor_sees_what_asks_for_attention_alone(desk_told: FakeDesk, log: DeskLog) -> None:
    log.say("published a.md")
    log.say("the disk is full", logging.ERROR)
    assert desk_told.told == ["the disk is full"]


def test_trouble_is_told_once_and_so_is_its_end(desk_told: FakeDesk, log: DeskLog) -> None:
    log.over("folder", "the folder is back")
    for _ in range(3):
        log.once("folder", "the folder is gone")
    for _ in range(2):
        log.over("folder", "the folder is back")
    assert desk_told.told == ["the folder is gone", "the folder is back"]


def test_settings_in_error_are_told(desk_told: FakeDesk, log: DeskLog) -> None:
    log.settings_refused(SettingsError("titel: did you mean title?"))
    assert desk_told.told == [("refused", "titel: did you mean title?")]


@pytest.mark.parametrize(("new", "begun"), [(0, []), (1, ["begun"])])
def test_a_first_look_that_finds_something_begins_anew(
    desk_told: FakeDesk, log: DeskLog, new: int, begun: list[str]
) -> None:
    log.scanned(ScanReport(9, 0, new, 0, 0, (), (), 9, 9), {"error": 1})
    assert desk_told.told == begun


def test_what_came_to_nothing_is_not_told(desk_told: FakeDesk, log: DeskLog) -> None:
    log.taken(UpdateReport(0, (), (), ()))
    gone = UpdateReport(0, (), (), (), gone=("a.md",))
    log.taken(gone)
    assert desk_told.told == [gone]


def test_what_the_desk_cannot_take_is_told(desk_told: FakeDesk, log: DeskLog) -> None:
    desk_told.error = StoreError("the store cannot be read")
    log.taken(UpdateReport(1, ("a.md",), (), ()))
    assert desk_told.told == ["the store cannot be read"]
