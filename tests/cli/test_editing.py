"""The commands of whoever writes: check, new."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import BAD, GOOD, LOOSE, one_line_error, run, run_process


@pytest.fixture
def folder(desk: Any) -> Path:
    """A newsroom without problems."""
    desk.write("rain.md", GOOD)
    return desk.folder


@pytest.fixture
def faulty(desk: Any) -> Path:
    """A newsroom with an error, a warning and a good article."""
    desk.write("rain.md", GOOD)
    desk.write("World/snow.md", BAD)
    desk.write("hail.md", LOOSE)
    return desk.folder


class TestCheck:
    """Problems only."""

    def test_every_problem_is_a_line(self, faulty: Path) -> None:
        result = run("check", faulty)
        assert result.exit_code == 1
        lines = result.stdout.splitlines()
        assert len(lines) == 2
        for line in lines:
            assert re.fullmatch(r"[^:]+\.md:\d+: (error|warning|info): [a-z-]+: .+", line)
        assert result.stderr == "1 error, 1 warning, 0 notes\n"

    def test_no_problem_is_no_line(self, folder: Path) -> None:
        result = run("check", folder)
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr == "No problems.\n"

    def test_json_holds_the_counts(self, faulty: Path) -> None:
        shown = json.loads(run("check", faulty, "--json").stdout)
        assert shown["problems"] == {"error": 1, "warning": 1, "info": 0}
        assert {p["severity"] for p in shown["found"]} == {"error", "warning"}

    def test_what_is_proofread_stands_among_what_was_read(self, desk: Any) -> None:
        desk.write("a.md", GOOD.replace("2026-05-01", "2026-13-01"))
        desk.write(
            "b.md", GOOD + "{% mark %}\n\n[Snow](snow.md) ![](a.png)\n{% mark %} {% other %}\n"
        )
        desk.write("c.md", GOOD)
        result = run("check", desk.folder)
        told = [line.split(": ")[:3] for line in result.stdout.splitlines()]
        assert told == [
            ["a.md:3", "error", "date-impossible"],
            ["b.md:8", "info", "shortcode"],
            ["b.md:10", "warning", "broken-link"],
            ["b.md:10", "warning", "missing-file"],
            ["b.md:10", "warning", "no-alt"],
            ["b.md:11", "info", "shortcode"],
            ["c.md:2", "warning", "same-headline"],
        ]
        assert result.exit_code == 1
        desk.write("a.md", GOOD.replace("Rain", "Hail"))
        assert run("check", desk.folder).exit_code == 0
        found = json.loads(run("check", desk.folder, "--json").stdout)["found"]
        assert [(p["path"], p["line"], p["code"]) for p in found][:2] == [
            ("b.md", 8, "shortcode"),
            ("b.md", 10, "broken-link"),
        ]

    def test_an_old_slug_still_leads_to_its_article(self, desk: Any) -> None:
        desk.write("rain.md", GOOD)
        desk.write("snow.md", GOOD.replace("Rain", "Snow") + "\n[Rain](/articles/rain)\n")
        run("index", desk.folder)
        desk.write("rain.md", GOOD.replace("date", "slug: drizzle\ndate"))
        assert run("check", desk.folder).stderr == "No problems.\n"

    @pytest.mark.parametrize("command", [["check"], ["check", "--json"]])
    def test_nothing_is_written(self, faulty: Path, command: list[str]) -> None:
        before = sorted(faulty.rglob("*"))
        run_process(*command, faulty)
        assert sorted(faulty.rglob("*")) == before

    def test_nothing_is_published(self, desk: Any, folder: Path) -> None:
        run("index", folder)
        desk.write("snow.md", GOOD.replace("Rain", "Snow"))
        run("check", folder)
        assert "Snow" not in run("feed", "feed", folder).stdout


class TestNew:
    """Beginning an article."""

    def test_the_draft_is_read_without_a_problem_and_not_published(self, desk: Any) -> None:
        desk.write("site.toml", 'id_base = "n.example,2026"\nbase_url = "https://n.example"\n')
        made = run("new", 'Say: "yes"', desk.folder, "--category", "World")
        assert made.exit_code == 0
        path = Path(made.stdout.rstrip("\n"))
        assert path.parent == desk.folder / "world"
        checked = run("check", desk.folder)
        assert (checked.exit_code, "error" in checked.stdout) == (0, False)
        assert (
            json.loads(run("feed", "feed", desk.folder, "--format", "json").stdout)["items"] == []
        )

    def test_no_file_is_overwritten(self, folder: Path) -> None:
        path = Path(run("new", "Rain", folder).stdout.rstrip("\n"))
        path.write_text("mine")
        result = run("new", "Rain", folder)
        assert result.exit_code == 2
        assert "there already" in one_line_error(result)
        assert path.read_text() == "mine"

    def test_a_title_of_nothing_is_refused(self, folder: Path) -> None:
        assert "title is empty" in one_line_error(run("new", " \n ", folder))


def test_a_feed_that_is_not_there_lists_those_that_are(desk: Any) -> None:
    desk.write("world/rain.md", GOOD)
    desk.write("site.toml", 'base_url = "https://n.example"\nid_base = "n.example,2026"\n')
    for name in ("nope", "category/wrld"):
        error = one_line_error(run("feed", name, desk.folder))
        assert "there are" in error
        assert "category/world" in error
