"""A store whose file is deleted, or that another one takes the place of, while it is open."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from feedsvc.errors import StoreDamaged, StoreError
from feedsvc.store import Store, file_of, ledger, locate, sqlite_path
from feedsvc.store.database_file import GONE_SECONDS, DatabaseFile


def store_at(folder: Path, name: str, *, indexed: str = "2026-06-01") -> Store:
    """A store that remembers its name, and when it was indexed."""
    folder.mkdir(exist_ok=True)
    store = Store.open(locate(folder, str(folder), {}))
    with store.writing() as connection:
        ledger.keep(connection, "id_base", name)
        if indexed:
            ledger.set_state(connection, "indexed", indexed)
            ledger.set_state(connection, "scan", name)
    return store


def name_of(store: Store) -> str | None:
    with store.reading() as connection:
        return ledger.recall(connection, "id_base")


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Store]:
    store = store_at(tmp_path / "store", "old")
    yield store
    store.close()


def put(tmp_path: Path, name: str, *, indexed: str = "2026-06-01") -> None:
    """Put another store in its place."""
    store_at(tmp_path / name, name, indexed=indexed).close()
    (tmp_path / "store").rename(tmp_path / f"before-{name}")
    (tmp_path / name).rename(tmp_path / "store")


def test_another_store_is_opened(old: Store, tmp_path: Path) -> None:
    with old.reading() as connection:
        before = file_of(connection)
    put(tmp_path, "new")
    assert name_of(old) == "new"
    assert old.opened == 1
    with old.reading() as connection:
        assert file_of(connection) not in (None, before)
    put(tmp_path, "newest")
    assert (name_of(old), old.opened) == ("newest", 2)


def test_it_is_not_opened_before_all_is_in_it(old: Store, tmp_path: Path) -> None:
    assert name_of(old) == "old"
    put(tmp_path, "new", indexed="")
    assert (name_of(old), old.opened) == ("old", 0)


def test_a_backup_is_not_opened_before_it_was_indexed_again(old: Store, tmp_path: Path) -> None:
    assert name_of(old) == "old"
    put(tmp_path, "before", indexed="2026-05-31")
    assert (name_of(old), old.opened) == ("old", 0)
    old._place.next = 0.0  # type: ignore[union-attr]
    other = Store.open(locate(tmp_path, str(tmp_path / "store"), {}))
    with other.writing() as connection:
        ledger.set_state(connection, "indexed", "2026-06-02")
        ledger.set_state(connection, "scan", "again")
    assert (name_of(old), old.opened) == ("before", 1)
    other.close()


def test_a_backup_of_the_same_scan_is_not_opened(old: Store, tmp_path: Path) -> None:
    """The indexer has published since, one file after the other."""
    assert name_of(old) == "old"
    store_at(tmp_path / "other", "old").close()
    (tmp_path / "store").rename(tmp_path / "before")
    (tmp_path / "other").rename(tmp_path / "store")
    with old.reading() as connection:
        assert ledger.recall(connection, "id_base") == "old"
    assert old.opened == 0


@pytest.mark.parametrize("data", [b"", b"This is no store, but a text."])
def test_what_is_no_store_is_not_opened(old: Store, tmp_path: Path, data: bytes) -> None:
    assert name_of(old) == "old"
    other = tmp_path / "other"
    other.write_bytes(data)
    os.replace(other, tmp_path / "store" / "store.sqlite3")
    for _ in range(2):
        assert (name_of(old), old.opened) == ("old", 0)
        for end in ("-wal", "-shm"):  # that of the store before would be read as its own
            (tmp_path / "store" / f"store.sqlite3{end}").unlink(missing_ok=True)
        old._place.next = 0.0  # type: ignore[union-attr]
    with pytest.raises(StoreError, match="another one is in its place"):
        both_at_once(old)


def both_at_once(store: Store) -> None:
    """Read with two connections, of which the second must be made."""
    with store.reading(), store.reading():
        pass


def test_where_there_is_none_none_is_made(old: Store, tmp_path: Path) -> None:
    assert name_of(old) == "old"
    (tmp_path / "store").rename(tmp_path / "away")
    (tmp_path / "store").mkdir()
    assert name_of(old) == "old"
    with pytest.raises(StoreError, match="its file is gone"):
        both_at_once(old)
    assert list((tmp_path / "store").iterdir()) == []


def test_while_it_is_gone_those_who_read_take_turns(
    old: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedsvc.store.engine._TURN_SECONDS", 60.0)  # the machine may be busy
    assert name_of(old) == "old"
    found: list[str | None] = []
    others = [threading.Thread(target=lambda: found.append(name_of(old))) for _ in range(8)]
    with old.reading():
        (tmp_path / "store").rename(tmp_path / "away")
        for other in others:
            other.start()
    for other in others:
        other.join()
    assert found == ["old"] * len(others)


def test_while_it_is_gone_an_open_connection_is_found(old: Store, tmp_path: Path) -> None:
    both_at_once(old)
    assert old.hint.moved()  # it keeps one of the two, and leaves its place empty
    (tmp_path / "store").rename(tmp_path / "away")
    for _ in range(4):
        assert name_of(old) == "old"


def test_while_it_is_held_it_is_the_same_one(old: Store, tmp_path: Path) -> None:
    with old.held():
        put(tmp_path, "new")
        assert name_of(old) == "old"
    assert name_of(old) == "new"


def test_who_publishes_opens_it_when_he_says_so(tmp_path: Path) -> None:
    store_at(tmp_path / "store", "old").close()
    writer = Store.open(locate(tmp_path, str(tmp_path / "store"), {}), ahead=True)
    assert name_of(writer) == "old"
    assert not writer.lost()
    put(tmp_path, "new", indexed="")
    assert name_of(writer) == "old"
    assert writer.lost()
    writer.reopen()
    assert (name_of(writer), writer.lost()) == ("new", False)
    writer.close()


def test_a_file_is_gone_when_it_has_been_for_a_while(tmp_path: Path) -> None:
    time = [100.0]
    place = DatabaseFile(tmp_path / "file", 0.0, lambda: time[0])
    (tmp_path / "file").touch()
    place._admit()
    assert not place.lost()
    (tmp_path / "file").rename(tmp_path / "moved")
    assert not place.lost()
    time[0] += GONE_SECONDS / 2
    assert not place.lost()
    (tmp_path / "moved").rename(tmp_path / "file")
    time[0] += GONE_SECONDS
    assert not place.lost()  # it was back
    (tmp_path / "file").unlink()
    assert not place.lost()
    time[0] += GONE_SECONDS
    assert place.lost()


def test_it_is_looked_at_only_so_often(tmp_path: Path) -> None:
    store_at(tmp_path / "store", "old").close()
    store = Store.open(locate(tmp_path, str(tmp_path / "store"), {}), glance=3600)
    assert name_of(store) == "old"
    put(tmp_path, "new")
    assert name_of(store) == "old"
    store.close()


@pytest.mark.parametrize("pages", [0, 1, 3])
def test_a_file_that_was_cut_is_damaged_whatever_is_in_memory(
    old: Store, tmp_path: Path, pages: int
) -> None:
    file = sqlite_path(locate(tmp_path / "store", str(tmp_path / "store"), {}))
    assert file is not None
    with old.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE more AS SELECT zeroblob(99999)")
    with closing(sqlite3.connect(file)) as checkpointing:
        checkpointing.execute("PRAGMA wal_checkpoint")
    assert name_of(old) == "old"
    whole = file.read_bytes()
    os.truncate(file, pages * 4096)
    for _ in range(2):
        with pytest.raises(StoreDamaged, match="cut short; put a backup in its place"):
            name_of(old)
    file.write_bytes(whole)
    assert name_of(old) == "old"
