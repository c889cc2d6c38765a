"""Backups of a store in use, and what is said of damaged ones."""

import shlex
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from subprocess import PIPE

import pytest

from feedsvc.errors import StoreError
from feedsvc.store import Store, ledger, sqlite_url
from feedsvc.store.backup import back_up, find_damage, judge, own_check
from feedsvc.store.engine import LEDGER_REVISION
from tests.store.cluster import Cluster, need_postgresql
from tests.store.keeping import record


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite3"


@pytest.fixture
def store(place: Path):
    made = Store.open(sqlite_url(place))
    with made.writing() as connection:
        there = [record(str(number)) for number in range(3)]
        ledger.remember(connection, [*there, record("gone", present=False)], {})
    yield made
    made.close()


def test_a_backup_is_of_one_moment_while_others_write(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with store.writing() as connection:
        ledger.remember(connection, [record("more")], {})
        back_up(sqlite_url(tmp_path / "store.sqlite3"), copy, lambda *_: None)
    found = judge(sqlite_url(copy))
    assert (found.damage, found.articles, found.present, found.keys) == ([], 4, 3, 0)
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(("copy", ".copy"))) == [
        "copy"
    ]
    assert judge(sqlite_url(tmp_path / "store.sqlite3")).articles == 5


def test_a_new_store_has_no_articles_and_no_keys(place: Path) -> None:
    Store.open(sqlite_url(place)).close()
    found = judge(sqlite_url(place))
    assert (found.damage, found.articles, found.present, found.keys) == ([], 0, 0, 0)
    assert (found.revision, found.size) == (LEDGER_REVISION, place.stat().st_size)


def test_a_backup_tells_how_far_it_is(store: Store, place: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    back_up(sqlite_url(place), tmp_path / "copy", lambda *some: told.append(some))
    assert told[-1][0] == told[-1][1] > 0


def test_a_damaged_store_replaces_no_backup(place: Path, tmp_path: Path) -> None:
    Store.open(sqlite_url(place)).close()
    spoil(place)
    copy = tmp_path / "copy"
    copy.write_text("the good one")
    with pytest.raises(StoreError, match="no backup was made"):
        back_up(sqlite_url(place), copy, lambda *_: None)
    assert copy.read_text() == "the good one"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copy", "store.sqlite3"]


def spoil(place: Path) -> None:
    """Damage the first table's root page."""
    with closing(sqlite3.connect(place)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name='ledger'")
        at = (root.fetchone()[0] - 1) * 8192
    data = bytearray(place.read_bytes())
    data[at : at + 100] = b"\xff" * 100
    place.write_bytes(data)


def test_damage_is_found_with_advice(place: Path) -> None:
    Store.open(sqlite_url(place)).close()
    find_damage(sqlite_url(place))
    assert judge(sqlite_url(place)).damage == []
    spoil(place)
    with pytest.raises(StoreError, match="put a backup in its place"):
        find_damage(sqlite_url(place))
    assert judge(sqlite_url(place)).damage


def test_a_look_that_takes_too_long_finds_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(sqlite_url(place)).close()
    spoil(place)
    monkeypatch.setattr("feedsvc.store.backup.QUICK", -1.0)
    monkeypatch.setattr("feedsvc.store.backup._STEPS", 1)
    find_damage(sqlite_url(place))


@pytest.mark.parametrize("made", ["nothing", "other", "text", "folder"])
def test_what_is_no_store_is_told(place: Path, made: str) -> None:
    if made == "other":
        with closing(sqlite3.connect(place)) as connection:
            connection.execute("CREATE TABLE t (x)")
    elif made == "text":
        place.write_text("no database " * 1000)
    elif made == "folder":
        place.mkdir()
    if made in ("nothing", "folder"):
        with pytest.raises(StoreError, match="no store is there"):
            judge(sqlite_url(place))
    else:
        assert judge(sqlite_url(place)).damage


def test_a_store_in_postgresql_is_read_row_by_row(cluster: Cluster) -> None:
    name = cluster.make()
    url = cluster.url(name)
    with pytest.raises(StoreError, match="no store is there"):
        judge(url)
    with closing(Store.open(url)) as made, made.writing() as connection:
        ledger.remember(connection, [record("a"), record("b", present=False)], {})
    found = judge(url)
    assert (found.damage, found.revision) == ([], LEDGER_REVISION)
    assert (found.articles, found.present, found.keys) == (2, 1, 0)
    assert found.size > 8192
    find_damage(url)
    with cluster.connect(name) as connection:
        (place,) = connection.execute("SELECT pg_relation_filepath('ledger')").fetchone()
        connection.execute("CHECKPOINT")
    cluster.spoil(place)
    # A copy of its files: of these pages, PostgreSQL has none in memory.
    spoiled = cluster.url(cluster.make(options=f"TEMPLATE {name} STRATEGY FILE_COPY"))
    assert ["invalid page" in line for line in judge(spoiled).damage] == [True]
    cluster.drop(name)


def test_postgresqls_check_is_named_without_a_password(tmp_path: Path, cluster: Cluster) -> None:
    name = cluster.make()
    url = cluster.url(name, "desk").replace("feedsvc@", "feedsvc:secret@")
    command = own_check(url)
    assert "secret" not in command
    program, *options = shlex.split(command)
    ended = subprocess.run([need_postgresql() / program, *options], check=False, stderr=PIPE)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert own_check(sqlite_url(tmp_path / "store.sqlite3")) == ""
    cluster.drop(name)
