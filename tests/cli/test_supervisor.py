"""A process beside this one."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from feedsvc.cli import supervisor
from feedsvc.cli.supervisor import SupervisedProcess

SCRIPT = "import pathlib, sys, time; pathlib.Path(sys.argv[1]).open('a').write('x'); "


def wait(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def starts(file: Path) -> int:
    return len(file.read_text()) if file.exists() else 0


def test_it_runs_and_ends_with_the_block(tmp_path: Path) -> None:
    file = tmp_path / "starts"
    command = [sys.executable, "-c", SCRIPT + "time.sleep(60)", str(file)]
    with SupervisedProcess(command, "it") as beside:
        wait(lambda: starts(file) == 1)
        assert beside._thread.is_alive()
    assert not beside._thread.is_alive()
    assert starts(file) == 1


def test_it_starts_again_and_says_why(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "starts"
    command = [sys.executable, "-c", SCRIPT + "sys.exit(3)", str(file)]
    with SupervisedProcess(command, "it"):
        wait(lambda: starts(file) >= 2)
    assert "it ended (exit code 3); it starts again in 1 s" in caplog.messages


def test_it_waits_until_it_may_start(tmp_path: Path) -> None:
    file, asked = tmp_path / "starts", []

    def ready() -> bool:
        asked.append(starts(file))
        return len(asked) == 3

    command = [sys.executable, "-c", SCRIPT + "time.sleep(60)", str(file)]
    with SupervisedProcess(command, "it", ready=ready):
        wait(lambda: starts(file) == 1)
    assert asked == [0, 0, 0]


def test_a_block_that_ends_early_starts_nothing(tmp_path: Path) -> None:
    file = tmp_path / "starts"
    with SupervisedProcess([sys.executable, "-c", SCRIPT, str(file)], "it", ready=lambda: False):
        pass
    assert starts(file) == 0


def test_one_that_hangs_and_cannot_be_ended_is_told(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "_END_SECONDS", 0.0)
    script = f"import os, time; os.write({supervisor.SIGN}, b'.'); time.sleep(60)"
    heard: list[int] = []
    signs = supervisor.Signs(lambda: heard.append(1), patience=1.0)
    with SupervisedProcess([sys.executable, "-c", script], "it", signs) as beside:
        send, beside._send = beside._send, lambda _: None  # type: ignore[method-assign]
        wait(lambda: "it cannot be ended: it waits for the system" in caplog.text)
        assert heard
        assert caplog.text.count("it gave no sign of life for ") == 1
        beside._send = send  # type: ignore[method-assign]
