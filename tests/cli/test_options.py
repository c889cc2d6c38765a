"""What commands share: the folder, and one line for each error of ours."""

import errno
import json
import os
import re
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from feedsvc.cli.options import ARTICLES, plain_errors, tell_waiting
from feedsvc.errors import NoSuchFeed, SettingsError, StoreError
from tests.cli.commands import BAD, GOOD, run, run_process


@click.command()
@ARTICLES
def where(articles: Path) -> None:
    click.echo(articles)


@pytest.mark.parametrize(
    ("arguments", "environ", "folder"),
    [
        ([], {"FEEDSVC_ARTICLES": None}, "articles"),
        ([], {"FEEDSVC_ARTICLES": "/srv/paper"}, "/srv/paper"),
        (["here"], {"FEEDSVC_ARTICLES": "/srv/paper"}, "here"),
    ],
)
def test_the_folder_is_the_one_named_nearest(
    arguments: list[str], environ: dict[str, str | None], folder: str
) -> None:
    result = CliRunner(env=environ).invoke(where, arguments)
    assert (result.exit_code, result.stdout) == (0, f"{folder}\n")


def test_whoever_stands_in_a_newsroom_names_no_folder(desk: Any) -> None:
    desk.write("rain.md", GOOD)
    desk.settings(title="The paper", id_base="news.example,2026")
    done = run_process("feed", "feed", "--format", "json", cwd=desk.folder)
    assert (done.returncode, done.stderr) == (0, b"")
    shown = json.loads(done.stdout)
    assert (shown["title"], [one["title"] for one in shown["items"]]) == ("The paper", ["Rain"])


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NoSuchFeed("no feed tag/x"), 1),
        (SettingsError("titel: did you mean title?"), 2),
        (StoreError("the disk is full"), 2),
    ],
)
def test_an_error_of_ours_is_one_line(error: Exception, code: int) -> None:
    @click.command()
    @plain_errors
    def fail() -> None:
        raise error

    result = CliRunner().invoke(fail)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr == f"feedsvc: {error}\n"


def test_a_fault_of_ours_keeps_its_traceback() -> None:
    @click.command()
    @plain_errors
    def fail() -> None:
        raise ZeroDivisionError

    result = CliRunner().invoke(fail)
    assert isinstance(result.exception, ZeroDivisionError)
    assert "in fail" in "".join(traceback.format_exception(result.exception))


def test_a_command_that_succeeds_gives_what_it_gives() -> None:
    assert plain_errors(lambda number: number + 1)(1) == 2


def test_waiting_is_told_beside_the_output(capsys: pytest.CaptureFixture[str]) -> None:
    tell_waiting()
    said = capsys.readouterr()
    assert said.out == ""
    assert "waiting" in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    "command", [("feed", "feed"), ("key", "list"), ("check",), ("store", "check")]
)
def test_a_closed_standard_output_is_told(desk: Any, command: tuple[str, ...]) -> None:
    desk.write("rain.md", "---\ntitle: Rain\n---\nWet.\n")
    desk.open().close()
    script = "import os, subprocess, sys; os.close(1); sys.exit(subprocess.call(sys.argv[1:]))"
    program = [sys.executable, "-c", script, sys.executable, "-m", "feedsvc"]
    done = subprocess.run(
        [*program, *command, str(desk.folder)], stderr=subprocess.PIPE, check=False
    )
    assert done.returncode == 2
    assert b"standard output is closed" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("code", [errno.EMFILE, errno.ENOSPC, errno.ENOENT])
def test_what_the_system_refuses_is_told_in_a_line(
    capsys: pytest.CaptureFixture[str], code: int
) -> None:
    @plain_errors
    def refused() -> None:
        raise OSError(code, os.strerror(code))

    with pytest.raises(SystemExit, match="2"):
        refused()
    (line,) = capsys.readouterr().err.splitlines()
    assert os.strerror(code) in line
    assert "TMPDIR" in line


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("can't start new thread"),
        MemoryError(),
        OSError(errno.EAGAIN, os.strerror(errno.EAGAIN)),
    ],
)
def test_too_few_processes_or_too_little_memory_is_told_in_a_line(
    capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    @plain_errors
    def refused() -> None:
        raise error

    with pytest.raises(SystemExit, match="2"):
        refused()
    (line,) = capsys.readouterr().err.splitlines()
    assert "ulimit -u" in line
    assert "ulimit -v" in line
    assert str(error) in line


def test_a_fault_of_the_program_is_not_hidden() -> None:
    @plain_errors
    def wrong() -> None:
        raise RuntimeError("a fault")

    with pytest.raises(RuntimeError, match="a fault"):
        wrong()


def test_whoever_has_seen_enough_ends_a_command_silently() -> None:
    @plain_errors
    def piped() -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    with pytest.raises(BrokenPipeError, match="Broken pipe"):
        piped()


def test_files_are_checked_and_compared_alone(desk: Any) -> None:
    desk.settings(id_base="news.example,2026")
    desk.write("world/rain.md", GOOD)
    bad = desk.write("world/snow.md", BAD)
    desk.write("sport/hail.md", BAD)
    assert run("check", desk.folder).stdout.count(": error: ") == 2
    for named in (
        [bad],
        [desk.folder, "world"],
        [desk.folder, bad],
        [desk.folder, "world/snow.md"],
    ):
        checked = run("check", *named)
        assert checked.exit_code == 1
        assert re.findall(r"^(\S+?):\d+: error:", checked.stdout, re.MULTILINE) == ["world/snow.md"]
    assert run("index", desk.folder).exit_code == 1
    for path in ("world/rain.md", "sport/hail.md"):
        desk.write(path, GOOD.replace("Wet it is", f"{path} changed"))
    compared = json.loads(run("diff", desk.folder / "world/rain.md", "--json").stdout)
    assert [one["path"] for one in compared["changes"]] == ["world/rain.md"]
    stamped = run("id", "stamp", desk.folder / "world/rain.md")
    assert "1 stamped" in stamped.stderr
    assert "id: " in (desk.folder / "world/rain.md").read_text()


def test_a_file_that_is_none_of_the_newsroom_is_told(desk: Any, tmp_path: Path) -> None:
    desk.settings(id_base="news.example,2026")
    for named in (["nope.md"], [tmp_path]):
        done = run("check", desk.folder, *named)
        assert done.exit_code == 2
        assert f"name files or folders inside {desk.folder}" in done.stderr
