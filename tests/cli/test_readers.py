"""`feedsvc readers`, as people and programs read it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from feedsvc.model.audience import FeedDay
from feedsvc.store.audience import add_counts
from tests.cli.commands import one_line_error, run, run_process

TODAY = datetime.now(UTC).date()


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


@pytest.fixture
def folder(desk: Any) -> Path:
    desk.write("site.toml", 'base_url = "https://news.example"\n')
    add_counts(
        desk.folder / ".feedsvc" / "readers.db",
        [
            FeedDay(ago(2), "feed", 10, 9, 3, False, {"Feedly": 10}, {"Feedly": {"atom": 16}}),
            FeedDay(ago(3), "feed", 20, 10, 4, True, {"Feedly": 15, "other": 5}),
            FeedDay(ago(2), "tag/rain", 5, 0, 2, False, {"scripts": 5}),
            FeedDay(ago(40), "feed", 1_000, 0, 9, False, {"other": 1_000}),
            FeedDay(ago(2), "searches", 1, 0, 1, False, {"other": 1}, {"X\x1b[31m<b>": {"1": 2}}),
        ],
    )
    return desk.folder


def test_a_table_for_people(folder: Path) -> None:
    shown = run("readers", folder).stdout
    lines = [line.split() for line in shown.splitlines()]
    assert lines[0][:5] == ["feed", "polls", "304", "pollers", "subscribers"]
    assert lines[1][:6] == ["feed", "30", "63%", "4+", "16", "(Feedly"]
    assert lines[2][:4] == ["tag/rain", "5", "0%", "2"]
    assert ["Feedly", "25", "69%"] in lines
    assert "\x1b" not in shown
    assert "█" in shown


def test_a_feed_day_by_day(folder: Path) -> None:
    shown = run("readers", folder, "--feed", "feed", "--days", "4").stdout
    lines = [line.split() for line in shown.splitlines()]
    assert [line[:4] for line in lines[1:]] == [
        [ago(3), "20", "50%", "4+"],
        [ago(2), "10", "90%", "3"],
        [ago(1), "0", "0"],
        [ago(0), "0", "0"],
    ]
    assert "█" * 20 in shown


def test_a_terminal_that_has_no_blocks_gets_none(folder: Path) -> None:
    for more in ((), ("--feed", "feed")):
        found = run_process("readers", folder, *more, PYTHONIOENCODING="ascii")
        assert found.returncode == 0
        assert found.stdout.isascii()
        assert b"feed" in found.stdout or b"day" in found.stdout


def test_json_for_programs(folder: Path) -> None:
    found = json.loads(run("readers", folder, "--json").stdout)
    assert (found["first"], found["last"]) == (ago(27), ago(0))
    assert (found["timezone"], found["counting"]) == ("UTC", True)
    assert [(row["day"], row["feed"]) for row in found["rows"]] == [
        (ago(3), "feed"),
        (ago(2), "feed"),
        (ago(2), "searches"),
        (ago(2), "tag/rain"),
    ]
    assert found["rows"][1] == {
        "day": ago(2),
        "feed": "feed",
        "polls": 10,
        "not_modified": 9,
        "not_modified_share": 0.9,
        "pollers": 3,
        "more_pollers": False,
        "clients": {"Feedly": 10},
        "subscribers": {"Feedly": 16},
        "subscribers_total": 16,
    }
    assert found["rows"][0]["more_pollers"]


def test_days_and_a_feed_are_chosen(folder: Path) -> None:
    chosen = run("readers", folder, "--json", "--days", "60", "--feed", "feed").stdout
    assert [row["polls"] for row in json.loads(chosen)["rows"]] == [1_000, 20, 10]
    assert run("readers", folder, "--days", "401").exit_code == 2
    assert run("readers", folder, "--days", "0").exit_code == 2


def test_nothing_was_counted(desk: Any, folder: Path) -> None:
    found = run("readers", folder, "--feed", "tag/none")
    assert (found.exit_code, found.stdout) == (0, "")
    assert "'tag/none' was polled in these days" in found.stderr
    desk.write("site.toml", "[readers]\ncount = false\n")
    (folder / ".feedsvc" / "readers.db").unlink()
    assert "readers.count is false" in run("readers", folder).stderr
    assert json.loads(run("readers", folder, "--json").stdout)["counting"] is False
    assert not (folder / ".feedsvc" / "readers.db").exists()


def test_what_is_wrong_is_one_line(folder: Path, tmp_path: Path) -> None:
    (folder / ".feedsvc" / "readers.db").write_bytes(b"no database" * 1000)
    assert "delete it to begin anew" in one_line_error(run("readers", folder))
    assert "no such folder" in one_line_error(run("readers", tmp_path / "none"))
