"""Backing up and judging a store on the command line, and starting with an empty one."""

import json
import os
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from feedsvc.store import Store
from feedsvc.store.locks import lock_of
from feedsvc.store.opening import named_store
from tests.cli.commands import GOOD, one_line_error, run, run_process
from tests.store.cluster import Cluster


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


def test_a_newsroom_moves_to_postgresql_and_back(folder: Path, cluster: Cluster) -> None:
    url = cluster.url(cluster.make())
    before = run("feed", "feed", folder).stdout
    assert run("key", "add", "Desk", folder, "--drafts").exit_code == 0
    there = run("store", "copy", folder, url)
    assert (there.exit_code, there.stdout) == (0, "")
    assert "1 articles remembered, of which 1 have a file; 1 keys" in there.stderr
    assert run("index", folder, FEEDSVC_STORE=url).exit_code == 0
    assert run("feed", "feed", folder, FEEDSVC_STORE=url).stdout == before
    again = run("store", "copy", folder, url)
    assert (again.exit_code, "in use" in one_line_error(again)) == (2, True)
    shutil.rmtree(folder / ".feedsvc")
    back = run("store", "copy", url, folder)
    assert back.stderr.startswith(str(folder / ".feedsvc/store.sqlite3"))
    assert run("feed", "feed", folder).stdout == before
    assert json.loads(run("store", "check", folder, "--json").stdout)["keys"] == 1


def test_a_store_in_postgresql_is_backed_up_and_judged(folder: Path, cluster: Cluster) -> None:
    url = cluster.url(cluster.make()).replace("feedsvc@", "feedsvc:secret@")
    assert run("index", folder, FEEDSVC_STORE=url).exit_code == 0
    file = folder.parent / "backup.sqlite3"
    made = run("store", "backup", file, folder, FEEDSVC_STORE=url)
    assert (made.exit_code, "1 articles remembered" in made.stderr) == (0, True)
    assert run("store", "check", file).stdout.startswith("whole, ")
    for named, environ in ((url, {}), (folder, {"FEEDSVC_STORE": url})):
        judged = run("store", "check", named, **environ)
        assert (judged.exit_code, judged.stdout.split(",")[0]) == (0, "whole")
        assert "pg_amcheck" in judged.stderr
        assert "secret" not in judged.stderr
    shape = {name: type(one) for name, one in json.loads(checked(file)).items()}
    assert {name: type(one) for name, one in json.loads(checked(url)).items()} == shape


def checked(store: Path | str) -> str:
    return run("store", "check", store, "--json").stdout


def test_a_store_that_is_followed_stays_where_it_is(folder: Path, cluster: Cluster) -> None:
    url = cluster.url(cluster.make())
    with closing(Store.open(named_store(folder, {}))) as store, store.reading() as connection:
        lock = lock_of(connection, "indexer")
    with lock.held():
        refused = one_line_error(run("store", "copy", folder, url))
    assert f"process {os.getpid()}" in refused
    assert "serve --no-index" in refused
