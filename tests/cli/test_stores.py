"""Backing up and judging a store on the command line, and starting with an empty one."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import GOOD, one_line_error, run, run_process


@pytest.fixture
def folder(desk: Any) -> Path:
    desk.write("rain.md", GOOD)
    assert run("index", desk.folder).exit_code == 0
    return desk.folder


def test_a_backup_is_made_judged_and_not_overwritten(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "backup.sqlite3"
    made = run("store", "backup", copy, folder)
    assert made.exit_code == 0
    assert "1 articles remembered" in made.stderr
    judged = run("store", "check", copy)
    assert (judged.exit_code, judged.stdout.split(",")[0]) == (0, "whole")
    again = run("store", "backup", copy, folder)
    assert again.exit_code == 2
    assert "--force" in one_line_error(again)
    assert run("store", "backup", copy, folder, "--force").exit_code == 0


def test_the_newsrooms_own_store_is_judged_for_programs(folder: Path) -> None:
    found = json.loads(run("store", "check", folder, "--json").stdout)
    assert (found["damage"], found["articles"], found["present"], found["keys"]) == ([], 1, 1, 0)


def test_a_damaged_store_is_told(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    data = (folder / ".feedsvc/store.sqlite3").read_bytes()
    copy.write_bytes(data[: len(data) // 2])
    result = run("store", "check", copy)
    assert result.exit_code == 1
    assert "put a backup in its place" in result.stderr
    assert json.loads(run("store", "check", copy, "--json").stdout)["damage"]


@pytest.mark.parametrize("command", ["index", "serve", "check", "feed feed", "key list", "diff"])
def test_an_empty_store_is_no_new_one(folder: Path, command: str) -> None:
    store = folder / ".feedsvc/store.sqlite3"
    store.write_bytes(b"")
    ended = run_process(*command.split(), folder)
    assert ended.returncode == 2
    assert "the file is empty" in one_line_error(ended)
    assert store.read_bytes() == b""
    assert run("index", folder, "--new-store").exit_code == 0
    assert run("store", "check", folder).exit_code == 0


def test_begin_anew_leaves_a_store_that_has_something(folder: Path) -> None:
    assert run("key", "add", "Desk", folder, "--drafts").exit_code == 0
    assert run("index", folder, "--new-store").exit_code == 0
    assert json.loads(run("store", "check", folder, "--json").stdout)["keys"] == 1
