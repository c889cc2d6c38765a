"""`feedsvc status`: told from the store alone, beside a server or without one."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import BAD, GOOD, run
from tests.web.servers import granian, running_processes, wait

LATER = GOOD.replace("Rain", "Later").replace("---\nWet", "embargo: 2099-01-01\n---\nWet")


def told(folder: Path, exit_code: int = 0) -> dict[str, Any]:
    result = run("status", folder, "--json")
    assert result.exit_code == exit_code, result.output
    return dict(json.loads(result.stdout))


@pytest.fixture
def folder(desk: Any) -> Path:
    desk.write("rain.md", GOOD)
    desk.write("later.md", LATER)
    desk.write("draft.md", GOOD.replace("---\nWet", "draft: true\n---\nWet"))
    return desk.folder


def test_a_newsroom_that_nobody_follows_is_well(folder: Path) -> None:
    assert run("index", folder).exit_code == 0
    kept = {one: one.read_bytes() for one in (folder / ".feedsvc").glob("*.sqlite3*")}
    found = told(folder)
    assert found["well"] is True
    assert found["articles"] == {"public": 1, "embargoed": 1, "expired": 0, "held": 1}
    assert found["indexer"] is None
    assert found["next"] == {
        "at": "2099-01-01T00:00:00Z",
        "what": "published",
        "path": "later.md",
    }
    result = run("status", folder)
    assert result.exit_code == 0
    for said in ("well", "1 public", "1 embargoed", "nobody follows", "later.md is published"):
        assert said in result.stdout, said
    assert {one: one.read_bytes() for one in (folder / ".feedsvc").glob("*.sqlite3*")} == kept


def test_what_went_wrong_is_named(folder: Path) -> None:
    (folder / "bad.md").write_text(BAD)
    assert run("index", folder).exit_code == 1
    found = told(folder)
    assert found["problems"]["error"] == 1
    assert [one["path"] for one in found["errors"]] == ["bad.md"]
    assert "bad.md:4: " in run("status", folder).stdout
    (folder / "site.toml").write_text("titel = 3\n")
    (reason,) = told(folder, 1)["degraded"]
    assert "titel" in reason
    assert "settings before it stay in force" in reason
    assert "degraded" in run("status", folder).stdout


def test_a_fault_of_a_template_is_told(folder: Path) -> None:
    with (folder / "site.toml").open("a") as file:
        file.write('\n[theme]\nfolder = "_own"\n')
    (folder / "_own").mkdir()
    (folder / "_own" / "article.html").write_text("{{ nothing.at.all }}\n")
    assert run("index", folder).exit_code == 0
    answer = run("status", folder)
    assert answer.exit_code == 1
    assert "_own/article.html:1: error: 'nothing' is undefined" in answer.output.replace("\n", " ")
    (folder / "_own" / "article.html").write_text("{{ settings.title }}\n")
    assert run("status", folder).exit_code == 0


def test_nothing_indexed_and_a_damaged_store_are_degraded(folder: Path) -> None:
    (reason,) = told(folder, 1)["degraded"]
    assert reason.startswith("nothing is indexed yet; run: feedsvc index")
    assert not (folder / ".feedsvc").exists()
    run("index", folder)
    store = folder / ".feedsvc" / "store.sqlite3"
    store.write_bytes(b"x" * 9000)
    (reason,) = told(folder, 1)["degraded"]
    assert "put a backup in its place" in reason
    assert run("status", folder / "none").exit_code == 2


def test_it_names_who_follows_the_folder(folder: Path) -> None:
    with granian(folder) as server:
        wait(lambda: told(folder)["indexer"], "the indexer has its lock")
        pid = int(told(folder)["indexer"].split()[1])
        (indexer,) = [one.command for one in running_processes() if one.pid == pid]
        assert "index --watch" in indexer
        assert server.get("/readyz").body == b"ready\n"
    wait(lambda: told(folder)["indexer"] is None, "the end of the indexer")


def test_names_of_files_cannot_steer_a_terminal(folder: Path) -> None:
    (folder / "a\x1b[31m.md").write_text(BAD)
    run("index", folder)
    done = subprocess.run(
        [sys.executable, "-m", "feedsvc", "status", str(folder)],
        capture_output=True,
        check=False,
        env={k: v for k, v in os.environ.items() if not k.startswith("FEEDSVC_")},
    )
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout
