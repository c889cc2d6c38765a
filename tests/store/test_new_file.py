"""The file of a new store: whole or not there; an empty one is refused."""

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from feedsvc.errors import StoreError
from feedsvc.store import Store, sqlite_url
from feedsvc.store.engine import is_prepared, make_engine, prepare, transaction
from feedsvc.store.new_file import make_file, remove_empty


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_new_store_has_its_name_once_it_is_complete(tmp_path: Path) -> None:
    place = tmp_path / "store.sqlite3"

    def fill(made: Path) -> None:
        made.write_text("half")
        assert not place.exists()
        made.write_text("whole")

    assert make_file(place, fill)
    assert names(tmp_path) == ["store.sqlite3"]
    assert place.read_text() == "whole"


def test_a_store_that_cannot_be_made_leaves_none(tmp_path: Path) -> None:
    def fill(made: Path) -> None:
        made.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match="No space left"):
        make_file(tmp_path / "store.sqlite3", fill)
    assert names(tmp_path) == []


def test_who_is_first_stays(tmp_path: Path) -> None:
    place = tmp_path / "store.sqlite3"

    def fill(made: Path) -> None:
        made.write_text("second")
        place.write_text("first")
        place.with_name("store.sqlite3-wal").write_text("its log")

    assert not make_file(place, fill)
    assert names(tmp_path) == ["store.sqlite3", "store.sqlite3-wal"]
    assert place.read_text() == "first"


def test_a_file_system_without_links_has_one_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    Store.open(sqlite_url(tmp_path / "store.sqlite3")).close()
    assert names(tmp_path) == ["store.sqlite3"]


def test_what_a_killed_process_left_is_removed_and_what_another_makes_stays(
    tmp_path: Path,
) -> None:
    old, new = tmp_path / "store.sqlite3.new-00000000", tmp_path / "store.sqlite3.new-00000001"
    for file in (old, new):
        file.write_text("half")
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    Store.open(sqlite_url(tmp_path / "store.sqlite3")).close()
    assert names(tmp_path) == ["store.sqlite3", new.name]


def test_the_log_of_a_store_that_was_removed_is_not_the_new_ones(tmp_path: Path) -> None:
    place = tmp_path / "store.sqlite3"
    first = Store.open(sqlite_url(place))
    with first.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE of_the_first (x)")
        log = place.with_name("store.sqlite3-wal").read_bytes()
    first.close()
    place.unlink()
    place.with_name("store.sqlite3-wal").write_bytes(log)
    second = Store.open(sqlite_url(place))
    with second.reading() as connection:
        assert is_prepared(connection)
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()
    second.close()
    assert "of_the_first" not in found


@pytest.mark.parametrize("read_only", [False, True])
def test_an_empty_file_is_refused_until_it_is_removed(tmp_path: Path, read_only: bool) -> None:
    place = tmp_path / "store.sqlite3"
    place.touch()
    with pytest.raises(StoreError, match="put a backup in its place, or begin anew"):
        Store.open(sqlite_url(place), read_only=read_only)
    assert place.stat().st_size == 0
    remove_empty(place)
    assert names(tmp_path) == []
    Store.open(sqlite_url(place)).close()
    remove_empty(place)
    assert names(tmp_path) == ["store.sqlite3"]


def test_the_file_of_a_new_store_is_what_sqlite_itself_makes(tmp_path: Path) -> None:
    made, new = tmp_path / "made.sqlite3", tmp_path / "new.sqlite3"
    engine = make_engine(sqlite_url(made))
    with transaction(engine, writing=True) as connection:
        prepare(connection)
    engine.dispose()
    Store.open(sqlite_url(new)).close()
    with closing(sqlite3.connect(made)) as theirs, closing(sqlite3.connect(new)) as ours:
        for told in ("journal_mode", "page_size", "encoding", "auto_vacuum", "integrity_check"):
            asked = f"PRAGMA {told}"
            assert ours.execute(asked).fetchall() == theirs.execute(asked).fetchall(), told
        asked = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
        assert ours.execute(asked).fetchall() == theirs.execute(asked).fetchall()
        for name in ("kept", "alembic_version"):
            asked = f"SELECT * FROM {name} ORDER BY 1"
            assert ours.execute(asked).fetchall() == theirs.execute(asked).fetchall() != [], name
