"""What the tests take for granted of their stores."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from feedsvc.store import Store, engine, store

CONTENTS = ("alembic_version", "kept", "word_index_data", "word_index_config")


def all_of(path: Path) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT * FROM sqlite_master ORDER BY rowid").fetchall()
        contents = [connection.execute(f"SELECT * FROM {name}").fetchall() for name in CONTENTS]
    assert len(tables) > 50
    return [tables, contents]


def test_a_store_made_by_heart_is_the_store_that_the_service_makes(
    tmp_path: Path, monkeypatch: Any
) -> None:
    paths = [tmp_path / f"{number}.sqlite3" for number in range(3)]
    assert store.prepare is not engine.prepare
    for path in paths[:2]:
        Store.open(f"sqlite:///{path}").close()
    monkeypatch.setattr(store, "prepare", engine.prepare)
    Store.open(f"sqlite:///{paths[2]}").close()
    first, second, own = map(all_of, paths)
    assert first == second == own
