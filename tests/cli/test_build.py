"""`feedsvc build`: what it prints, and what it refuses."""

import json
from pathlib import Path
from typing import Any

from tests.cli.commands import GOOD, one_line_error, run


def test_a_folder_becomes_files(desk: Any, tmp_path: Path) -> None:
    desk.write("rain.md", GOOD)
    result = run("build", tmp_path / "public", desk.folder)
    assert result.exit_code == 0
    assert "is release 1" in result.stderr
    assert b"Rain" in (tmp_path / "public" / "current" / "articles" / "rain.html").read_bytes()
    again = run("build", tmp_path / "public", desk.folder)
    assert "Nothing changed" in again.stderr


def test_programs_are_told_what_was_done(desk: Any, tmp_path: Path) -> None:
    desk.write("rain.md", GOOD)
    told = json.loads(run("build", tmp_path / "public", desk.folder, "--json").stdout)
    assert (told["release"], told["made"], told["removed"]) == (1, True, [])
    assert "articles/rain.html" in told["written"]
    assert told["files"] == len(told["written"])


def test_a_site_without_an_address_is_refused(desk: Any, tmp_path: Path) -> None:
    desk.settings(title="Mine")
    result = run("build", tmp_path / "public", desk.folder)
    assert result.exit_code == 2
    assert "set base_url" in one_line_error(result)
    assert not (tmp_path / "public" / "current").exists()


def test_who_waits_for_the_hub_is_told(desk: Any, tmp_path: Path) -> None:
    desk.write("site.toml", 'base_url = "https://a.example"\n[websub]\nhub = "own"\n')
    told = run("build", tmp_path / "public", desk.folder).stderr
    assert "/hub" in told
    beside = ("--beside", "http://127.0.0.1:8000")
    assert "/hub" not in run("build", tmp_path / "public", desk.folder, *beside).stderr
