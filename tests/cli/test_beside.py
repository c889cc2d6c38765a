"""What a service runs beside its workers."""

import os
import sys
from pathlib import Path

import pytest

from feedsvc.audience import Batch
from feedsvc.cli import beside
from feedsvc.cli.supervisor import SIGN
from feedsvc.settings import load_settings
from feedsvc.web import Logs, ServiceFolder

PYTHON = [sys.executable, "-m"]


@pytest.fixture
def shared(tmp_path: Path) -> ServiceFolder:
    return ServiceFolder(tmp_path)


def test_the_indexer_gives_signs_to_workers_and_waits_for_the_server(
    shared: ServiceFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ready() -> bool:
        return False

    child = beside.indexer(Path("-news"), ready, shared, Logs(), poll=None, patience=7)
    given = ["feedsvc", "index", "--watch", "--supervisor", str(os.getpid()), str(SIGN)]
    assert child.command == [*PYTHON, *given, str(shared.path), "--", "-news"]
    assert child.patience == 7
    assert not child.needed()
    noted: float | None = shared.last_look.seconds()
    assert noted is not None
    monkeypatch.setattr("time.monotonic", lambda: sys.maxsize)
    assert child.needed()  # it waits no longer
    assert shared.last_look.seconds() > noted
    child.heard()
    assert shared.last_look.seconds() == 0


def test_the_indexer_is_told_how_to_look_and_to_log(shared: ServiceFolder) -> None:
    logs = Logs(form="json")
    child = beside.indexer(Path("news"), lambda: False, shared, logs, poll=2.5, patience=7)
    assert child.command[5:9] == ["--poll", "2.5", "--log-format", "json"]


def test_counts_are_kept_while_there_are_some(shared: ServiceFolder) -> None:
    child = beside.keeper(Path("readers.db"), shared, Logs())
    given = ["feedsvc.web.keep_counts", "readers.db", str(shared.path), str(os.getpid())]
    assert child.command == [*PYTHON, *given, str(SIGN), "text"]
    assert not child.needed()
    shared.spool.put(Batch("2026-06-01"))  # of a worker that counted until now
    assert child.needed()
    assert list(shared.spool.take()) != []
    assert not child.needed()
    shared.needed.tell(load_settings(shared.path, {}))
    assert child.needed()


def test_the_process_that_pushes_runs_while_there_is_a_hub(shared: ServiceFolder) -> None:
    child = beside.pusher(Path("-news"), shared, Logs())
    given = ["feedsvc", "push", "run", "--log-format", "text", "--supervisor", str(os.getpid())]
    assert child.command == [*PYTHON, *given, str(SIGN), "--", "-news"]
    assert not child.needed()
    shared.needed.tell(load_settings(shared.path, {"FEEDSVC_WEBSUB_HUB": "own"}))
    assert child.needed()
    shared.needed.tell(load_settings(shared.path, {}))
    assert not child.needed()
