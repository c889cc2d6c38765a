"""`feedsvc id stamp` as editors and their scripts run it."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from feedsvc.errors import StoreError
from feedsvc.model.file_stat import FileStat
from feedsvc.store.locks import FileLock
from tests.editor.stamp.conftest import (
    FILES,
    run,
    stamp,
)


class TestCommand:
    """As editors and their scripts run it."""

    def test_help_shows_an_example(self) -> None:
        for words in (["--help"], ["stamp", "--help"]):
            result = run(*words)
            assert result.exit_code == 0
            assert "  feedsvc id stamp articles" in result.stdout.partition("Example:\n")[2]

    def test_it_counts_and_ends_with_what_it_found(self, paper: Any) -> None:
        result = run("stamp", paper.folder)
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr == "8 stamped\n1 had an id already\n"
        paper.write("world/new.md", "# New\n\nText.\n")
        result = run("stamp", paper.folder)
        assert result.exit_code == 1
        problem, *counts = result.stderr.splitlines()
        assert problem == (
            "world/new.md:1: error: not-indexed: nothing is known of this article yet;"
            " run feedsvc index first"
        )
        assert counts == [
            "0 stamped",
            "9 had an id already",
            "1 left as they are, for the reasons above",
        ]

    def test_a_dry_run_shows_what_would_be_written(self, paper: Any) -> None:
        def looks() -> dict[Path, tuple[FileStat, bytes]]:
            files = (p for p in paper.folder.rglob("*") if p.is_file() and p.suffix != ".lock")
            return {p: (FileStat.of(p.stat()), p.read_bytes()) for p in files}

        before = looks()
        result = run("stamp", paper.folder, "--dry-run")
        assert result.exit_code == 0
        assert result.stderr == "8 would be stamped\n1 had an id already\n"
        assert looks() == before
        patch = shutil.which("patch")
        assert result.stdout.startswith("--- arts/2026-05-03-play.txt\n+++ arts/2026")
        assert "\n+Id: tag:news.example,2026:world/undated.txt\n" in result.stdout
        if patch:  # what it shows is what is written, but for line ends that a diff cannot show
            shown = paper.folder.parent / "shown"
            shutil.copytree(paper.folder, shown)
            subprocess.run([patch, "-p0"], input=result.stdout.encode(), cwd=shown, check=True)
            run("stamp", paper.folder)
            for path in FILES:
                if "\r" not in FILES[path] and FILES[path].endswith("\n"):
                    assert (shown / path).read_bytes() == (paper.folder / path).read_bytes()

    def test_programs_get_all_of_it(self, paper: Any) -> None:
        paper.write("world/new.md", "# New\n\nText.\n")
        result = run("stamp", paper.folder, "--json", "--dry-run")
        assert result.exit_code == 1
        found = json.loads(result.stdout)
        assert (found["dry_run"], found["had"], len(found["stamped"])) == (True, 1, 8)
        assert [p["code"] for p in found["left"]] == ["not-indexed"]
        written = {w["path"]: w["values"] for w in found["stamped"]}
        assert written["world/rain.md"] == {"id": "tag:news.example,2026:world/rain.md"}
        assert written["arts/film.html"]["date"] == "2026-06-01T12:00:00+00:00"
        assert written["world/2026-05-02-snow.md"]["date"] == "2026-05-02T00:00:00+00:00"
        assert json.loads(run("stamp", paper.folder, "--json").stdout)["dry_run"] is False

    def test_paths_keep_it_to_some_files(self, paper: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(paper.folder / "world")
        folder = paper.folder
        assert "1 stamped" in run("stamp", folder, "rain.md").stderr  # as the shell has it
        assert "1 stamped" in run("stamp", folder, "arts/opera.md").stderr  # as the folder has it
        assert "2 stamped" in run("stamp", folder, folder / "world").stderr
        result = run("stamp", folder, "snow")
        assert result.exit_code == 2
        assert result.stderr == (
            f"feedsvc: snow: no such file; name files or folders inside {folder}\n"
        )
        assert run("stamp", folder, "../..").exit_code == 2

    @pytest.mark.parametrize("options", [[], ["--dry-run"]])
    def test_where_nothing_was_indexed_it_says_so(self, desk: Any, options: list[str]) -> None:
        file = desk.write("rain.md", FILES["world/rain.md"])
        result = run("stamp", desk.folder, *options)
        assert result.exit_code == 2
        advice = f"run: feedsvc index {desk.folder}"
        assert result.stderr == f"feedsvc: no article has an id yet; {advice}\n"
        assert not (desk.folder / ".feedsvc").exists()
        assert file.read_text() == FILES["world/rain.md"]
        result = run("stamp", desk.folder / "nothing")
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1)

    def test_it_waits_for_whoever_writes_the_store(self, paper: Any) -> None:
        lock = FileLock(paper.folder / ".feedsvc/writing.lock")
        assert lock.take()
        waited: list[bool] = []

        def let_go() -> None:
            waited.append((paper.folder / "world/rain.md").read_text() == FILES["world/rain.md"])
            lock.let_go()

        outcome = stamp(paper, waiting=let_go)
        assert waited == [True]
        assert len(outcome.stamped) == 8

    def test_a_store_that_fails_stops_it(self, paper: Any) -> None:
        (paper.folder / ".feedsvc/store.sqlite3").write_bytes(b"no database" * 1000)
        with pytest.raises(StoreError, match="not a database"):
            stamp(paper)
        assert (paper.folder / "world/rain.md").read_text() == FILES["world/rain.md"]
