"""The log beside a store in use, when somebody removes it."""

import os
from pathlib import Path

import pytest

from feedsvc.errors import StoreError
from feedsvc.store import Store, ledger, locate
from feedsvc.store.log_files import ENDS, LogFiles, await_log


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "store.sqlite3"
    for end in ("", *ENDS):
        Path(f"{path}{end}").write_text(f"the first{end}")
    return path


def log_of(database: Path) -> dict[str, str]:
    files = {end: Path(f"{database}{end}") for end in ENDS}
    return {end: file.read_text() for end, file in files.items() if file.exists()}


def remove(database: Path) -> None:
    for end in ENDS:
        Path(f"{database}{end}").unlink()


FIRST = {end: f"the first{end}" for end in ENDS}


def test_what_is_removed_is_put_back_as_often_as_it_is(database: Path) -> None:
    log = LogFiles(database, keeps=True)
    log.note()
    assert not log.mend()
    for _ in range(2):
        remove(database)
        assert log.removed() == list(ENDS)
        assert log.mend()
        assert log_of(database) == FIRST
        assert log.removed() == []


def test_another_log_in_its_place_gives_way(database: Path) -> None:
    log = LogFiles(database, keeps=True)
    log.note()
    remove(database)
    for end in ENDS:
        Path(f"{database}{end}").write_text("another")
    assert log.mend()
    assert log_of(database) == FIRST


def test_one_process_keeps_it_and_the_others_only_see(database: Path) -> None:
    log = LogFiles(database, keeps=False)
    log.note()
    remove(database)
    assert log.removed() == list(ENDS)
    assert not log.mend()
    assert log_of(database) == {}


def test_a_log_that_was_left_by_a_killed_process_is_not_put_back(database: Path) -> None:
    LogFiles(database, keeps=True).note()
    remove(database)
    for end in ENDS:
        Path(f"{database}{end}").write_text("the second")
    log = LogFiles(database, keeps=True)
    log.note()
    remove(database)
    assert log.mend()
    assert log_of(database) == dict.fromkeys(ENDS, "the second")


def test_what_was_put_back_makes_room_for_another_store(database: Path) -> None:
    log = LogFiles(database, keeps=True)
    log.note()
    remove(database)
    log.mend()
    log.withdraw()
    assert os.listdir(database.parent) == [database.name]


def test_what_another_put_there_since_stays(database: Path) -> None:
    log = LogFiles(database, keeps=True)
    log.note()
    remove(database)
    log.mend()
    remove(database)
    for end in ENDS:
        Path(f"{database}{end}").write_text("another")
    log.withdraw()
    log.let_go()
    assert log_of(database) == dict.fromkeys(ENDS, "another")


def test_nothing_is_left_where_no_connection_is_open(tmp_path: Path) -> None:
    store = Store.open(locate(tmp_path, str(tmp_path), {}), ahead=True)
    assert not store.mend_log()
    store.close()
    assert os.listdir(tmp_path) == ["store.sqlite3"]


def test_who_opens_it_waits_for_the_log(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = LogFiles(database, keeps=True)
    log.note()
    remove(database)
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        assert log.mend()

    monkeypatch.setattr("feedsvc.store.log_files.time.sleep", wait)
    await_log(database, patience=60)
    assert log_of(database) == FIRST
    assert len(waited) == 1


def test_nobody_waits_for_ever_or_where_the_store_is_gone(database: Path) -> None:
    LogFiles(database, keeps=True).note()
    remove(database)
    await_log(database, patience=0)
    database.unlink()
    await_log(database, patience=60)
    assert log_of(database) == {}


def test_beside_an_open_connection_none_is_made_on_another_log(tmp_path: Path) -> None:
    store = Store.open(locate(tmp_path, str(tmp_path), {}), ahead=True)
    with store.writing() as connection:
        ledger.keep(connection, "id_base", "kept")
    with store.reading() as connection:
        remove(tmp_path / "store.sqlite3")
        with pytest.raises(StoreError, match="removed the log"), store.reading():
            pass
        assert store.mend_log()
        with store.reading() as second:
            assert ledger.recall(second, "id_base") == "kept"
    store.close()
