"""Stores that an earlier feedsvc made: what must last is kept."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

import feedsvc.store
from feedsvc.model.key import Key
from feedsvc.store import Store, keys, ledger, sqlite_url, tombstones
from feedsvc.store.backup import judge

MIGRATIONS = Path(feedsvc.store.__file__).parent / "migrations"
RECORD = (
    "INSERT INTO ledger (entry_id, path, slug, wanted, first_seen, updated, visible, source,"
    " present) VALUES ('tag:old', 'rain.md', 'rain', 'rain', 0, 0, 'v', 's', true)"
)


def make_old(file: Path, revision: str) -> None:
    """A store as its first migrations left it, with one article."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.execute(text(RECORD))
        connection.execute(text("INSERT INTO slugs (slug, entry_id) VALUES ('rain', 'tag:old')"))
    engine.dispose()


@pytest.mark.parametrize("revision", ["0001", "0004", "0005", "0006"])
def test_a_store_of_an_earlier_version_is_judged(tmp_path: Path, revision: str) -> None:
    file = tmp_path / "store"
    make_old(file, revision)
    has_keys = revision >= "0005"
    if has_keys:
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("INSERT INTO keys VALUES ('a', 'digest', false, '', 0, NULL)")
    found = judge(sqlite_url(file))
    assert (found.damage, found.revision) == ([], revision)
    assert (found.articles, found.present, found.keys) == (1, 1, int(has_keys))


def test_records_of_the_first_revision_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite3"
    make_old(file, "0001")
    store = Store.open(f"sqlite:///{file}")
    with store.reading() as connection:
        record = ledger.records_of(connection, ["tag:old"])["tag:old"]
        assert (record.path, record.slug, record.present) == ("rain.md", "rain", True)
        assert (record.corrected, record.corrections) == (None, None)
        assert tombstones.tombstones_of(connection, ["tag:old"]) == {}
    store.close()


def test_a_store_of_before_digests_learns_what_they_show(desk: Any) -> None:
    (desk.folder / ".feedsvc").mkdir()
    make_old(desk.folder / ".feedsvc" / "store.sqlite3", "0003")
    for name in ("rain", "sun"):
        desk.write(f"{name}.md", f"---\ntitle: {name}\ndate: 2026-05-30\n---\nText.\n")
    newsroom = desk.open()
    assert b"2026-05-31T00:00:00" in newsroom.document("digest/daily", "atom").body
    desk.clock.forward(hours=1)
    (desk.folder / "sun.md").unlink()
    newsroom.index.update(["sun.md"])
    (view,) = newsroom.feeds.shown(newsroom.feeds.feed("digest/daily")).entries
    assert ([one.id for one in view.articles], view.updated) == (["tag:old"], desk.clock.time)


def test_its_corrections_lift_nothing_and_its_ids_stay(desk: Any) -> None:
    """Of corrections that were there before, nobody knows when they came."""
    (desk.folder / ".feedsvc").mkdir()
    make_old(desk.folder / ".feedsvc" / "store.sqlite3", "0001")
    desk.write("site.toml", 'id_base = "x.example,2026"\n[feeds]\nentries = 1\n')
    desk.write("rain.md", "---\ntitle: Rain\ndate: 2026-01-01\ncorrection: No.\n---\nText.\n")
    desk.write("sun.md", "---\ntitle: Sun\ndate: 2026-02-01\n---\nText.\n")
    newsroom = desk.open()
    shown = newsroom.feeds.shown(newsroom.feeds.feed("feed")).entries
    assert [view.headline for view in shown] == ["Sun"]
    assert [view.id for view in newsroom.feeds.entries("feed", 2)][1] == "tag:old"


def test_a_store_of_before_private_feeds_takes_keys(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite3"
    make_old(file, "0003")
    store = Store.open(f"sqlite:///{file}")
    made = datetime(2026, 6, 1, tzinfo=UTC)
    key = Key(name="Board", digest="d" * 64, drafts=True, categories=("a", "b"), made=made)
    with store.writing() as connection:
        assert keys.all_keys(connection) == []
        keys.put_key(connection, key)
    with store.reading() as connection:
        assert keys.key_of(connection, "d" * 64) == key
        assert "tag:old" in ledger.records_of(connection, ["tag:old"])
    store.close()


def test_a_store_of_before_such_leavings_tells_of_them_from_now_on(desk: Any) -> None:
    (desk.folder / ".feedsvc").mkdir()
    make_old(desk.folder / ".feedsvc" / "store.sqlite3", "0007")
    for header in ("", "status: withdrwan\n", "status: withdrawn\n"):
        desk.write("rain.md", f"---\ntitle: Rain\ndate: 2026-05-30\n{header}---\nText.\n")
        newsroom = desk.open()
        told = b"deleted-entry" in newsroom.document("feed", "atom").body
        assert told is ("withdrawn" in header)
