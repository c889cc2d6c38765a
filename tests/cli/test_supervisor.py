"""Processes beside this one."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from feedsvc.cli import supervisor
from feedsvc.cli.supervisor import SIGN, Child, Supervisor, once
from tests.web.servers import running_processes
from tests.web.servers import wait as wait_for

SCRIPT = "import pathlib, sys, time; pathlib.Path(sys.argv[1]).open('a').write('x'); "
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); "


def wait(condition: Callable[[], object]) -> None:
    wait_for(condition, "a process beside")


def starts(file: Path) -> int:
    return len(file.read_text()) if file.exists() else 0


def child(name: str, script: str, file: Path, **more: object) -> Child:
    command = [sys.executable, "-c", SCRIPT + script, str(file)]
    return Child(name, command, **more)  # type: ignore[arg-type]


def runs(file: Path) -> bool:
    """Whether a process runs that was given the file."""
    return any(str(file) in one.command for one in running_processes())


def test_they_run_and_end_with_the_block(tmp_path: Path) -> None:
    files = [tmp_path / "one", tmp_path / "two"]
    with Supervisor([child(file.name, "time.sleep(60)", file) for file in files]):
        wait(lambda: all(starts(file) == 1 for file in files))
    assert [starts(file) for file in files] == [1, 1]
    assert not any(runs(file) for file in files)


def test_one_that_dies_starts_again_and_says_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "starts"
    with Supervisor([child("it", "sys.exit(3)", file)]):
        wait(lambda: starts(file) >= 2)
    assert "it ended (exit code 3); it starts again in 1 s" in caplog.messages


def test_one_runs_only_while_it_is_needed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file, mark, asked = tmp_path / "starts", tmp_path / "needed", []

    def needed() -> bool:
        asked.append(1)
        return mark.exists()

    with Supervisor([child("it", "time.sleep(60)", file, needed=needed)]):
        wait(lambda: len(asked) > 2)
        assert starts(file) == 0
        for number in (1, 2):
            mark.touch()
            wait(lambda times=number: starts(file) == times)
            mark.unlink()
            wait(lambda: not runs(file))
    assert caplog.messages == []  # nothing is wrong with it


def test_a_block_that_ends_early_starts_nothing(tmp_path: Path) -> None:
    file = tmp_path / "starts"
    with Supervisor([child("it", "", file, needed=lambda: False)]):
        pass
    assert starts(file) == 0


def test_what_was_ready_once_stays_so_and_patience_ends() -> None:
    told = iter([False, True])
    ready = once(lambda: next(told), 60)
    assert [ready(), ready(), ready()] == [False, True, True]  # nobody is asked a third time
    assert once(lambda: False, 0)()


def test_one_that_does_not_end_is_killed_and_holds_up_no_other(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stubborn, dying = tmp_path / "stubborn", tmp_path / "dying"
    mark = tmp_path / "needed"
    mark.touch()
    children = [
        child("one", "time.sleep(60)", stubborn, needed=mark.exists, grace=3.0),
        child("two", "time.sleep(60)", dying),
    ]
    children[0].command[2] = STUBBORN + children[0].command[2]
    with Supervisor(children) as both:
        wait(lambda: starts(stubborn) == starts(dying) == 1)
        mark.unlink()
        os.kill(both._kept[1].pid, signal.SIGKILL)
        wait(lambda: starts(dying) == 2)
        wait(lambda: not runs(stubborn))
    assert "one did not end in 3 s: it is killed" in caplog.messages
    assert "two ended (SIGKILL); it starts again in 1 s" in caplog.messages


@pytest.mark.parametrize("stopped", [True, False])
def test_at_the_end_one_that_hangs_is_killed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, stopped: bool
) -> None:
    file = tmp_path / "starts"
    with Supervisor([child("it", "time.sleep(60)", file, grace=0.2)]) as beside:
        wait(lambda: starts(file) == 1)
        if stopped:
            os.kill(beside._kept[0].pid, signal.SIGSTOP)
    assert not runs(file)
    assert caplog.messages == ["it did not end in 0.2 s: it is killed"] * stopped


def test_one_that_hangs_and_cannot_be_ended_is_told_and_left_behind(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_STUCK_SECONDS", "_KILLED_SECONDS"):
        monkeypatch.setattr(supervisor, name, 0.0)
    file, heard = tmp_path / "starts", list[int]()
    script = f"import os; os.write({SIGN}, b'.'); time.sleep(60)"
    hanging = child(
        "it", script, file, patience=1.0, heard=lambda: heard.append(1), meanwhile="Feeds go on"
    )
    kill = os.kill
    with Supervisor([hanging]) as beside:
        wait(lambda: beside._kept[0].pid)
        pid = beside._kept[0].pid
        monkeypatch.setattr(os, "kill", lambda *_: None)  # as where it waits for a disk
        wait(lambda: "it cannot be ended: it waits for the system" in caplog.text)
        assert heard
    monkeypatch.undo()
    assert "does not answer. Feeds go on" in caplog.text
    assert caplog.text.count("it gave no sign of life for ") == 1
    assert len(caplog.messages) == 2  # each is told once
    assert runs(file)
    kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def test_one_that_gives_signs_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file, heard = tmp_path / "starts", list[int]()
    script = f"import os\nwhile True: os.write({SIGN}, b'.'); time.sleep(0.05)"
    signs = child("it", script, file, patience=1.0, heard=lambda: heard.append(1))
    with Supervisor([signs]):
        wait(lambda: len(heard) > 30)
    assert starts(file) == 1
    assert caplog.messages == []


def test_a_sign_that_cannot_be_noted_ends_no_supervision(tmp_path: Path) -> None:
    file, heard = tmp_path / "starts", list[int]()

    def note() -> None:
        heard.append(1)
        raise OSError("no memory")

    script = f"import os; os.write({SIGN}, b'.'); sys.exit(1)"
    with Supervisor([child("it", script, file, patience=60.0, heard=note)]):
        wait(lambda: starts(file) >= 2 and len(heard) >= 2)
