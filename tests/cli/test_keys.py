"""`feedsvc key`: what an editor types, and what comes back."""

import json
import re
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from feedsvc.cli import main
from feedsvc.newsroom import Newsroom

TOML = 'base_url = "https://news.example"\n[categories.board]\nprivate = true\n[categories.world]\n'
ADDRESS = r"https://news\.example/private/[\w-]{43}/"


def run(*arguments: str | Path, **environ: str) -> Result:
    unset = {"FEEDSVC_ARTICLES": None, "FEEDSVC_BASE_URL": None}
    return CliRunner(env=unset | environ).invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def folder(desk: Any) -> Path:
    desk.write("site.toml", TOML)
    return desk.folder


def test_add_prints_the_addresses_once(folder: Path) -> None:
    result = run("key", "add", "Night desk", folder, "--drafts")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [re.sub(ADDRESS, "", line) for line in lines] == [
        "feed.atom",
        "feed.rss",
        "feed.json",
        "",
    ]
    assert "not shown again" in result.stderr
    token = lines[0].split("/")[-2]
    listed = run("key", "list", folder)
    assert token not in listed.output
    assert token not in run("key", "list", folder, "--json").output


def test_each_category_has_its_own_addresses_where_a_key_is_for_more(folder: Path) -> None:
    one = run("key", "add", "Board", folder, "--category", "board").stdout
    assert "/category/" not in one
    more = run("key", "add", "Both", folder, "--category", "Board", "--drafts").stdout
    assert [line.rpartition("/private/")[2].partition("/")[2] for line in more.splitlines()] == [
        *("feed.atom", "feed.rss", "feed.json"),
        *("category/board.atom", "category/board.rss", "category/board.json", ""),
    ]


def test_for_programs(folder: Path) -> None:
    made = json.loads(run("key", "add", "Board", folder, "--category", "board", "--json").stdout)
    assert re.fullmatch(ADDRESS, made["page"])
    assert set(made["feeds"]) == {"feed", "category/board"}
    assert re.fullmatch(f"{ADDRESS}feed\\.rss", made["feeds"]["feed"]["rss"])
    (listed,) = json.loads(run("key", "list", folder, "--json").stdout)["keys"]
    assert listed == {name: made[name] for name in listed}
    assert set(listed) == {"name", "drafts", "categories", "made", "used"}


def test_list_tells_what_each_key_is_for(folder: Path) -> None:
    empty = run("key", "list", folder)
    assert (empty.exit_code, empty.stdout) == (0, "")
    assert "feedsvc key add" in empty.stderr
    run("key", "add", "Night desk", folder, "--drafts", "--category", "board")
    run("key", "add", "Board", folder, "--category", "board")
    rows = [
        re.split(r" {2,}", line.strip()) for line in run("key", "list", folder).stdout.splitlines()
    ]
    assert rows[0] == ["name", "for", "made", "last used"]
    assert [(row[0], row[1], row[3]) for row in rows[1:]] == [
        ("Board", "board", "never"),
        ("Night desk", "drafts, board", "never"),
    ]
    (folder / "site.toml").write_text(TOML.replace("private = true", ""))
    assert "board (not private)" in run("key", "list", folder).stdout


def test_revoke(folder: Path) -> None:
    run("key", "add", "Board", folder, "--category", "board")
    result = run("key", "revoke", "Board", folder)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Board" in result.stderr
    again = run("key", "revoke", "Board", folder)
    assert again.exit_code == 2
    assert "feedsvc key list" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Key"], "--drafts"),
        (["Key", "--category", "zoo"], "there is no category 'zoo'; private are: board"),
        (["Key", "--category", "world"], "private = true under [categories.world]"),
        (["UpdateReport", "--drafts"], "in force already"),
        (["  ", "--drafts"], "a name"),
    ],
)
def test_wrong_usage_says_what_to_do(folder: Path, arguments: list[str], said: str) -> None:
    run("key", "add", "UpdateReport", folder, "--drafts")
    result = run("key", "add", arguments[0], folder, *arguments[1:])
    assert result.exit_code == 2
    assert said in result.stderr
    (line,) = result.stderr.splitlines()
    assert line.startswith("feedsvc: ")
    assert result.stdout == ""


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    for command in (["add", "Key"], ["list"], ["revoke", "Key"]):
        result = run("key", *command, tmp_path / "nothing")
        assert result.exit_code == 2
        assert "no such folder" in result.stderr


def test_without_an_address_of_the_site_it_says_so(folder: Path) -> None:
    (folder / "site.toml").write_text("")
    result = run("key", "add", "Key", folder, "--drafts")
    assert result.stdout.startswith("http://127.0.0.1:8000/private/")
    assert "base_url" in result.stderr


def test_nothing_is_added_while_it_cannot_be_kept(folder: Path, monkeypatch: Any) -> None:
    run("key", "list", folder)
    impatient = partial(Newsroom.open, patience=0.05)
    monkeypatch.setattr("feedsvc.cli.keys.Newsroom.open", impatient)
    other = sqlite3.connect(folder / ".feedsvc" / "store.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    result = run("key", "add", "Key", folder, "--drafts")
    other.execute("ROLLBACK")
    other.close()
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "try again" in result.stderr
