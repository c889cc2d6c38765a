"""Which processes a service needs beside its workers."""

from pathlib import Path

import pytest

from feedsvc.settings import load_settings
from feedsvc.web import PUSH, READERS
from feedsvc.web.needed import Needed


def test_the_last_settings_that_a_worker_told_of_count(tmp_path: Path) -> None:
    needed, worker = Needed(tmp_path), Needed(tmp_path)
    told = []
    for count in ("true", "true", "false", "false", "true"):
        worker.tell(load_settings(tmp_path, {"FEEDSVC_READERS_COUNT": count}))
        told.append(needed.is_needed(READERS))
    assert told == [True, True, False, False, True]


def test_the_process_that_pushes_is_needed_where_there_is_a_hub(tmp_path: Path) -> None:
    needed = Needed(tmp_path)
    told = []
    for hub in ("", "own", "https://hub.example/", ""):
        needed.tell(load_settings(tmp_path, {"FEEDSVC_WEBSUB_HUB": hub}))
        told.append(needed.is_needed(PUSH))
    assert told == [False, True, True, False]


def test_nothing_is_needed_before_a_worker_tells_so(tmp_path: Path) -> None:
    assert not Needed(tmp_path).is_needed(READERS)


@pytest.mark.parametrize("count", ["true", "false"])
def test_a_service_that_has_ended_needs_nothing(tmp_path: Path, count: str) -> None:
    needed = Needed(tmp_path / "gone")
    needed.tell(load_settings(tmp_path, {"FEEDSVC_READERS_COUNT": count}))
    assert not needed.is_needed(READERS)
