"""What people see of long work and of problems."""

import json
from pathlib import Path
from typing import Any

import pytest

from feedsvc.cli import console
from feedsvc.indexer.report import ScanReport
from feedsvc.model.problem import Problem

PROBLEMS = [
    Problem("world/rain.md", 3, "error", "date-incomplete", "write the day as well"),
    Problem("[red]x[/red].md", 1, "warning", "code", "a [bold]message[/bold] " + "long " * 40),
    Problem("evil\x1b[31m\n.md", 1, "info", "code", "message"),
]


def test_long_work_is_told_in_plain_lines_where_no_terminal_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    seconds = iter(range(100))
    with console.progress("Reading articles", lambda: next(seconds)) as watch:
        for done in range(0, 2001, 100):
            watch(done, 2000)
    told = capsys.readouterr()
    assert told.out == ""
    lines = told.err.splitlines()
    assert lines[0] == "Reading articles: 0 of 2,000"
    assert lines[4] == "Reading articles: 800 of 2,000, 160/s, 8 s left"
    assert lines[-1].startswith("Reading articles: 2,000 of 2,000, ")
    assert "left" not in lines[-1]
    assert len(lines) == 11
    assert told.err.isascii()


@pytest.mark.parametrize(
    ("step", "left"), [(0.1, "2 s left"), (20, "5 min 20 s left"), (1000, "4 h 26 min left")]
)
def test_the_time_left_is_told_in_the_units_that_people_use(
    capsys: pytest.CaptureFixture[str], step: float, left: str
) -> None:
    times = (step * tick for tick in range(9))
    with console.progress("Reading articles", lambda: next(times)) as watch:
        watch(0, 9000)
        watch(1000, 9000)
    assert left in capsys.readouterr().err


def test_short_work_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    with console.progress("Reading articles") as watch:
        watch(0, 0)
        watch(0, 10)
        watch(10, 10)
    assert capsys.readouterr() == ("", "")


def test_a_terminal_gets_a_bar_that_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with console.progress("Reading articles") as watch:
        watch(0, 5000)
        watch(5000, 5000)
    assert "Reading articles" in capsys.readouterr().err


@pytest.mark.parametrize("to_stderr", [False, True])
def test_a_problem_is_one_line_whatever_its_names_hold(
    capsys: pytest.CaptureFixture[str], to_stderr: bool
) -> None:
    console.show_problems(PROBLEMS, to_stderr=to_stderr)
    told = capsys.readouterr()
    text, other = (told.err, told.out) if to_stderr else (told.out, told.err)
    assert other == ""
    assert text.splitlines() == [
        "world/rain.md:3: error: date-incomplete: write the day as well",
        f"[red]x[/red].md:1: warning: code: {PROBLEMS[1].message}",
        "evil\\x1b[31m\\n.md:1: info: code: message",
    ]


def test_json_is_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    console.show_json({"problems": console.counts(PROBLEMS), "found": PROBLEMS})
    shown = json.loads(capsys.readouterr().out)
    assert shown["problems"] == {"error": 1, "warning": 1, "info": 1}
    assert shown["found"][0] == {
        "path": "world/rain.md",
        "line": 3,
        "severity": "error",
        "code": "date-incomplete",
        "message": "write the day as well",
    }


def scanned(**values: Any) -> ScanReport:
    nothing = ScanReport(0, 0, 0, 0, 0, (), (), 0, 0)
    return nothing._replace(**values)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"files": 1204, "articles": 1204, "published": 7},
            ["1,204 article files", "Nothing chang"],
        ),
        ({}, ["0 article files", "Nothing changed."]),
        ({"files": 3, "read": 2, "new": 2}, ["2 new", "2 read"]),
        ({"files": 3, "changed": 1, "moved": 1}, ["1 changed", "1 moved"]),
    ],
)
def test_a_scan_is_summed_up(
    capsys: pytest.CaptureFixture[str], values: dict[str, Any], said: list[str]
) -> None:
    console.show_scanned(scanned(**values), [])
    told = capsys.readouterr()
    assert told.out == ""
    text = " ".join(told.err.split())
    assert all(part in text for part in said)
    changed = any(values.get(name) for name in ("new", "changed", "moved"))
    assert ("Nothing changed" in text) is not changed


def test_articles_held_back_say_what_to_do(
    capsys: pytest.CaptureFixture[str], desk: Any, tmp_path: Path
) -> None:
    for number in range(8):
        desk.write(f"{number}.md", f"---\ntitle: Number {number}\n---\nText.\n")
    newsroom = desk.open()
    for number in range(6):
        (desk.folder / f"{number}.md").unlink()
    console.show_scanned(newsroom.scan(), newsroom.problems.all())
    text = capsys.readouterr().err
    assert "6 articles are gone at once, so they stay published" in text
    assert "feedsvc index --accept-deletions" in text
