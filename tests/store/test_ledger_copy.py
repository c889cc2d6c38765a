"""Copies of a ledger: whole or not at all, of one moment, to a new place alone."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect

from feedsvc.errors import StoreError
from feedsvc.newsroom import Newsroom
from feedsvc.store import (
    Store,
    files,
    hook_events,
    keys,
    ledger,
    rebuild,
    schema,
    sqlite_path,
    sqlite_url,
)
from feedsvc.store.backup import judge
from feedsvc.store.engine import REBUILDABLE
from feedsvc.store.ledger_copy import LEDGER, back_up_store, copy_store
from feedsvc.store.locks import lock_of
from tests.store.cluster import Cluster
from tests.store.keeping import NOW, record
from tests.store.test_backup import spoil
from tests.store.test_upgrade import make_old

STORY = "---\ntitle: {}\ndate: 2026-05-01\n{}---\nText.\n"
# A copy that is killed when some of its rows are in the target.
KILLED = """
import os, signal, sys
from feedsvc.store.ledger_copy import copy_store
copy_store(*sys.argv[1:], lambda done, total: done < 1500 or os.kill(os.getpid(), signal.SIGKILL))
"""


def quiet(_done: int, _total: int) -> None:
    """Told nobody."""


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A URL where no store is yet, in each database."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "target" / "store.sqlite3")
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = cluster.make()
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def elsewhere(url: str, cluster: Cluster, tmp_path: Path) -> Iterator[str]:
    """A URL where no store is yet, in the other database than that of `url`."""
    if sqlite_path(url) is None:
        yield sqlite_url(tmp_path / "elsewhere" / "store.sqlite3")
        return
    name = cluster.make()
    yield cluster.url(name)
    cluster.drop(name)


def remembered(url: str) -> int:
    """How many articles a store remembers; 0 where there is none."""
    try:
        return judge(url).articles
    except StoreError:
        return 0


def put(store: Store, names: range) -> None:
    with store.writing() as connection:
        ledger.remember(connection, [record(str(number)) for number in names], {})


def test_each_table_is_of_the_ledger_or_made_anew(store: Store) -> None:
    with store.reading() as connection:
        found = set(inspect(connection).get_table_names())
    made_anew = {name for name in found if name.startswith("word_index")}
    made_anew |= {*schema.rebuildable_tables.tables, "alembic_version", "locks"}
    assert found - made_anew == {table.name for table in LEDGER}
    assert hook_events.hook_seen in LEDGER


def test_a_copy_is_of_one_moment_while_others_write(store: Store, url: str, elsewhere: str) -> None:
    put(store, range(1001))
    told = []

    def write(done: int, total: int) -> None:
        told.append((done, total))
        put(store, range(2000 + done, 2010 + done))

    copy_store(url, elsewhere, write)
    assert (remembered(elsewhere), told[-1]) == (1001, (1001, 1001))
    assert remembered(url) > 1001


def test_a_copy_that_is_killed_leaves_nothing(url: str, store: Store, elsewhere: str) -> None:
    put(store, range(3000))
    command = [sys.executable, "-c", KILLED, url, elsewhere]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert remembered(elsewhere) == 0
    path = sqlite_path(elsewhere)
    assert path is None or not path.exists()
    copy_store(url, elsewhere, quiet)
    assert remembered(elsewhere) == 3000


def test_only_a_new_or_empty_store_is_copied_to(store: Store, url: str, tmp_path: Path) -> None:
    put(store, range(2))
    with store.writing() as connection:
        hook_events.note_trouble(connection, "said once")
    copy, other = (sqlite_url(tmp_path / name) for name in ("copy", "other"))
    copy_store(url, copy, quiet)
    for source, into in ((url, copy), (copy, url)):
        with pytest.raises(StoreError, match=r"in use; name another"):
            copy_store(source, into, quiet)
    with pytest.raises(StoreError, match="FROM and TO are the same"):
        copy_store(copy, copy, quiet)
    assert remembered(copy) == remembered(url) == 2
    (tmp_path / "other").touch()
    copy_store(copy, other, quiet)
    with closing(Store.open(other)) as found, found.reading() as connection:
        assert hook_events.hook_state(connection).trouble == "said once"


def test_an_open_empty_store_gets_the_ledger(store: Store, url: str, tmp_path: Path) -> None:
    source = sqlite_url(tmp_path / "source")
    with closing(Store.open(source)) as made:
        put(made, range(3))
    copy_store(source, url, quiet)
    with store.reading() as connection:
        assert ledger.count_present(connection, 9) == 3


def test_nobody_may_follow_the_folder_meanwhile(store: Store, url: str, elsewhere: str) -> None:
    put(store, range(3))
    with store.reading() as connection:
        follows, writes = (lock_of(connection, name) for name in ("indexer", "writing"))
    for lock in (follows, writes):
        assert lock.take()
        with pytest.raises(StoreError, match=r"follows the folder.*store backup"):
            copy_store(url, elsewhere, quiet)
        lock.let_go()
        assert remembered(elsewhere) == 0
    refused = []
    copy_store(url, elsewhere, lambda *_: refused.append(follows.take()))
    assert (refused, follows.take()) == ([False], True)
    follows.let_go()


def test_the_next_number_is_no_earlier_one(store: Store, url: str, target: str) -> None:
    def note(connection: Any) -> int:
        event = ("id", "a", NOW, NOW, "feed")
        columns = ("entry_id", "slug", "published", "updated", "feeds")
        row = dict(zip(columns, event, strict=True)) | {"at": NOW, "kind": "new"}
        connection.execute(hook_events.hook_events.insert(), [row])
        return hook_events.waiting(connection, 9)[-1].number

    with store.writing() as connection:
        first, second = note(connection), note(connection)
        hook_events.mark_told(connection, [second])
    copy_store(url, target, quiet)
    with closing(Store.open(target)) as found, found.writing() as connection:
        assert (first, second, note(connection)) == (1, 2, 3)


def test_how_the_rest_is_made_is_not_copied(store: Store, url: str, elsewhere: str) -> None:
    with store.writing() as connection:
        known = ledger.recall(connection, REBUILDABLE)
        ledger.keep(connection, REBUILDABLE, "of another feedsvc")
    copy_store(url, elsewhere, quiet)
    with closing(Store.open(elsewhere, read_only=True)) as found, found.reading() as connection:
        assert ledger.recall(connection, REBUILDABLE) == known


def test_a_backup_from_before_an_upgrade_is_copied(tmp_path: Path, target: str) -> None:
    old = tmp_path / "old.sqlite3"
    make_old(old, "0001")
    before = old.read_bytes()
    copy_store(sqlite_url(old), target, quiet)
    assert (remembered(target), old.read_bytes()) == (1, before)


def test_a_damaged_store_is_named_and_nothing_is_made(tmp_path: Path, target: str) -> None:
    place = tmp_path / "store.sqlite3"
    with closing(Store.open(sqlite_url(place))) as made:
        put(made, range(3))
    spoil(place)
    with pytest.raises(StoreError, match=rf"{place}.*put a backup in its place"):
        copy_store(sqlite_url(place), target, quiet)
    assert remembered(target) == 0


def test_what_is_no_store_is_not_copied(tmp_path: Path, cluster: Cluster, target: str) -> None:
    with closing(sqlite3.connect(tmp_path / "other")) as connection:
        connection.execute("CREATE TABLE t (x)")
    empty = cluster.make()
    for source, why in (
        (sqlite_url(tmp_path / "nothing"), "no store is there"),
        (sqlite_url(tmp_path / "other"), "no ledger"),
        (cluster.url(empty), "no ledger"),
    ):
        with pytest.raises(StoreError, match=why):
            copy_store(source, target, quiet)
    cluster.drop(empty)
    assert remembered(target) == 0


def test_a_backup_of_each_database_is_judged_and_brought_back(
    store: Store, url: str, elsewhere: str, tmp_path: Path
) -> None:
    put(store, range(5))
    with store.reading() as connection:
        follows = lock_of(connection, "indexer")
    with follows.held():
        back_up_store(url, tmp_path / "backup", quiet)
        back_up_store(url, tmp_path / "backup", quiet)
    assert [file.name for file in tmp_path.glob("*backup*")] == ["backup"]
    found = judge(sqlite_url(tmp_path / "backup"))
    assert (found.damage, found.articles, found.keys) == ([], 5, 0)
    copy_store(sqlite_url(tmp_path / "backup"), elsewhere, quiet)
    assert remembered(elsewhere) == 5


def test_the_new_store_knows_what_an_upgrade_would_not_forget(desk: Any, target: str) -> None:
    desk.write("rain.md", STORY.format("rain", ""))
    desk.write("draft.md", STORY.format("draft", "draft: true\n"))
    first = desk.open()
    ids = [entry.id for entry in first.feeds.entries("feed", 9)]
    made = first.keys.add("Desk", drafts=True)
    first.close()
    copy_store(sqlite_url(desk.folder / ".feedsvc/store.sqlite3"), target, quiet)
    with closing(Store.open(target)) as found, found.reading() as connection:
        assert keys.all_keys(connection) == [made.key]
        known = ledger.records_at(connection, ["rain.md", "draft.md"])
        every = [record.entry_id for record in known.values()]
        found = rebuild.public_until_now(connection, every, desk.clock.time)
        assert found == {ids[0]: {"feed", "language/en"}}
        paths = dict(files.stats_page(connection, "", 9))
        assert paths.keys() == {"rain.md", "draft.md"}
        assert paths["rain.md"].size == (desk.folder / "rain.md").stat().st_size


def test_settings_in_force_come_along(desk: Any, target: str) -> None:
    desk.write("rain.md", STORY.format("rain", ""))
    desk.open().close()
    copy_store(sqlite_url(desk.folder / ".feedsvc/store.sqlite3"), target, quiet)
    desk.write("site.toml", "title = unquoted\n")
    environ = {"FEEDSVC_STORE": str(sqlite_path(target).parent) if sqlite_path(target) else target}
    with Newsroom.open(desk.folder, environ, desk.clock, as_in_force=True) as moved:
        moved.scan()
        assert b"news.example,2026" in moved.document("feed", "atom").body
