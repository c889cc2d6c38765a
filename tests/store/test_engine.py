"""Where a store lies, how it is opened, upgraded and refused, and who may use it at once."""

import os
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from feedsvc.errors import StoreError
from feedsvc.model.clock import system_clock
from feedsvc.store import Store, ledger, locate, sqlite_path
from feedsvc.store.engine import LEDGER_REVISION, is_prepared

LIMIT = 60  # seconds
TEXT = "Title: Story\nTags: C++, C\n\nA text without a date.\n"


def path_of(folder: Path, store: str = "", **environ: str) -> Path | None:
    return sqlite_path(locate(folder, store, environ))


def sql(file: Path, *statements: str) -> list:
    connection = sqlite3.connect(file)
    try:
        with connection:
            found = [connection.execute(statement).fetchall() for statement in statements]
    finally:
        connection.close()
    return found[-1]


# Where it lies.


@pytest.mark.parametrize(
    "name", ["plain", "what?", "a#b", "100%", "a%20b", "sp ace", "тека", "a;b&c"]
)
def test_state_lies_in_the_folder_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    assert path_of(folder) == folder / ".feedsvc" / "store.sqlite3"
    Store.open(locate(folder, "", {})).close()
    assert [file.name for file in tmp_path.iterdir()] == [name]
    assert (folder / ".feedsvc" / "store.sqlite3").is_file()
    assert (folder / ".feedsvc" / ".gitignore").read_text() == "*\n"


def test_the_setting_names_a_folder_or_a_url(tmp_path: Path) -> None:
    assert path_of(tmp_path, "state") == tmp_path / "state" / "store.sqlite3"
    assert path_of(tmp_path, "/srv/state") == Path("/srv/state/store.sqlite3")
    assert path_of(tmp_path, "~/state") == Path.home() / "state" / "store.sqlite3"
    assert locate(tmp_path, "postgresql://u:p@h/db", {}) == "postgresql://u:p@h/db"
    assert sqlite_path("postgresql://u:p@h/db") is None


@pytest.mark.parametrize("store", ["", "~/state", "~nobody-of-that-name/state"])
def test_a_user_without_a_home_folder_makes_none_called_tilde(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: str
) -> None:
    """As env -i leaves a user of a container who has no name."""
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(StoreError, match="FEEDSVC_STORE"):
        locate(tmp_path, store, {})


def test_only_feedsvcs_own_folder_is_hidden_from_git(tmp_path: Path) -> None:
    Store.open(locate(tmp_path, "state", {})).close()
    assert not (tmp_path / "state" / ".gitignore").exists()


def test_an_own_gitignore_is_kept(tmp_path: Path) -> None:
    (tmp_path / ".feedsvc").mkdir()
    (tmp_path / ".feedsvc" / ".gitignore").write_text("own\n")
    Store.open(locate(tmp_path, "", {})).close()
    assert (tmp_path / ".feedsvc" / ".gitignore").read_text() == "own\n"


def test_a_folder_that_cannot_be_written_has_its_state_with_the_user(tmp_path: Path) -> None:
    folders = [tmp_path / "one" / "articles", tmp_path / "two" / "articles"]
    for folder in folders:
        folder.mkdir(parents=True)
        folder.chmod(0o555)
    if os.access(folders[0], os.W_OK):
        pytest.skip("this user may write every folder")
    state = tmp_path / "state"
    one, two = (path_of(folder, XDG_STATE_HOME=str(state)) for folder in folders)
    assert one != two
    assert {path.relative_to(state).parts[0] for path in (one, two)} == {"feedsvc"}
    assert path_of(folders[0], HOME="/h").is_relative_to("/h/.local/state/feedsvc")


# What is refused.


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense://x", "nonsense"),
        ("://", "parse"),
        ("postgresql+nodriver://u:secret@h/db", "nodriver"),
        ("mysql://u:secret@h/db", "in a folder or in PostgreSQL"),
        ("sqlite:////proc/nowhere/store.sqlite3", "FEEDSVC_STORE"),
    ],
)
def test_a_url_that_cannot_be_opened_says_so(url: str, says: str) -> None:
    with pytest.raises(StoreError, match=says) as raised:
        Store.open(url)
    assert "secret" not in str(raised.value)


def test_a_file_that_is_no_store_is_named(tmp_path: Path) -> None:
    (tmp_path / "my store.sqlite3").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match=r"my store\.sqlite3: file is not a database"):
        Store.open(f"sqlite:///{tmp_path}/my store.sqlite3")


def test_a_ledger_of_a_newer_feedsvc_is_left_alone(desk) -> None:
    desk.write("a.txt", TEXT)
    desk.open().close()
    file = path_of(desk.folder)
    sql(file, "UPDATE alembic_version SET version_num = '9999'")
    before = file.read_bytes()
    with pytest.raises(StoreError, match="newer feedsvc"):
        desk.open()
    assert file.read_bytes() == before


def test_a_store_that_is_only_read_is_not_changed(desk) -> None:
    desk.write("a.txt", TEXT)
    desk.open().close()
    folder = desk.folder / ".feedsvc"
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    store = Store.open(locate(desk.folder, "", {}), read_only=True)
    with store.reading() as connection:
        assert is_prepared(connection)
        assert list(ledger.records_at(connection, ["a.txt"])) == ["a.txt"]
    with pytest.raises(StoreError, match="readonly"), store.writing() as connection:
        ledger.keep(connection, "x", "y")
    store.close()
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


# Upgrades.


@pytest.mark.parametrize(
    "damage",
    [
        ["UPDATE kept SET value = '0' WHERE name = 'rebuildable'"],
        ["DELETE FROM kept WHERE name = 'rebuildable'", "DROP TABLE feeds"],
        [
            "UPDATE kept SET value = '77' WHERE name = 'rebuildable'",
            "DROP TABLE articles",
            "CREATE TABLE articles (something_else INTEGER)",
        ],
    ],
)
def test_what_can_be_rebuilt_is_rebuilt_and_the_ledger_kept(desk, clock, damage: list[str]) -> None:
    desk.write("b/story.txt", TEXT)
    newsroom = desk.open()
    desk.write("a/story.txt", TEXT.replace("C++, ", ""))
    newsroom.scan()
    before = newsroom.feeds.entries("feed", 9), newsroom.feeds.all()
    body = newsroom.document("feed", "atom").body
    newsroom.close()
    sql(path_of(desk.folder), *damage)
    clock.forward(days=1)
    newsroom = desk.open()
    assert (newsroom.feeds.entries("feed", 9), newsroom.feeds.all()) == before
    assert newsroom.document("feed", "atom").body == body


def test_a_new_store_is_at_the_newest_revision(tmp_path: Path) -> None:
    Store.open(locate(tmp_path, "", {})).close()
    assert sql(path_of(tmp_path), "SELECT * FROM alembic_version") == [(LEDGER_REVISION,)]


# Many at once.


def test_a_transaction_that_fails_keeps_nothing(tmp_path: Path) -> None:
    store = Store.open(locate(tmp_path, "", {}))

    def fail() -> None:
        with store.writing() as connection:
            ledger.keep(connection, "name", "value")
            assert ledger.recall(connection, "name") == "value"
            raise KeyError("in the midst")

    with pytest.raises(KeyError, match="in the midst"):
        fail()
    with store.reading() as connection:
        assert ledger.recall(connection, "name") is None
    store.close()


def test_readers_see_one_state_while_a_writer_writes(tmp_path: Path) -> None:
    store = Store.open(locate(tmp_path, "", {}))
    done = threading.Event()
    torn: list[tuple] = []
    seen: list[set[str | None]] = [set() for _ in range(4)]  # by each reader

    def read(states: set[str | None]) -> None:
        while not done.is_set():
            with store.reading() as connection:
                one, two = ledger.recall(connection, "one"), ledger.recall(connection, "two")
            states.add(one)
            if one != two:
                torn.append((one, two))

    readers = [threading.Thread(target=read, args=(states,)) for states in seen]
    for reader in readers:
        reader.start()
    end = time.monotonic() + LIMIT
    try:
        number = 0
        # Until each has read often enough to meet a state that is half written.
        while number < 50 or min(map(len, seen)) < 5:
            assert time.monotonic() < end, seen
            number += 1
            with store.writing() as connection:
                ledger.keep(connection, "one", str(number))
                ledger.keep(connection, "two", str(number))
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert torn == []
    store.close()


def test_processes_that_scan_at_once_agree(desk) -> None:
    for number in range(30):
        desk.write(f"{number % 3}/{number % 7}-{number}.txt", TEXT + f"{number}\n")
        desk.write(f"same/{number}/story.txt", TEXT + f"same {number}\n")
    work = (
        "import sys; from pathlib import Path; from feedsvc.newsroom import Newsroom;"
        "newsroom = Newsroom.open(Path(sys.argv[1]), {}); sys.stdin.readline(); newsroom.scan();"
        "print(len(newsroom.feeds.entries('feed', 99)))"
    )
    command = [sys.executable, "-W", "error", "-c", work, str(desk.folder)]
    pipe = subprocess.PIPE
    workers = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(3)]
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    assert [worker.communicate()[0] for worker in workers] == ["60\n"] * 3
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    file = path_of(desk.folder)
    assert sql(file, "SELECT count(*), count(DISTINCT path), count(DISTINCT slug) FROM ledger") == [
        (60, 60, 60)
    ]
    assert sql(file, "SELECT count(*) FROM slugs") == [(60,)]
    assert sql(file, "SELECT count(*) FROM articles") == [(60,)]
    desk.clock.time = system_clock()
    before = {view.url for view in desk.open(scan=False).feeds.entries("feed", 99)}
    assert len(before) == 60
    assert {view.url for view in desk.open().feeds.entries("feed", 99)} == before
