"""Keys as the store keeps them: no token, their last day, and for ever."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from feedsvc.model.token import new_token, token_digest

TOML = 'base_url = "https://news.example"\n[categories.board]\nprivate = true\n[categories.world]\n'


@pytest.fixture
def newsroom(desk: Any) -> Any:
    desk.write("site.toml", TOML)
    desk.write("a.md", "---\ntitle: A\ncategory: Sport\ndate: 2026-05-01\n---\nX.\n")
    return desk.open()


def test_only_the_digest_of_a_token_is_kept(desk: Any, newsroom: Any) -> None:
    made = newsroom.keys.add("Key", drafts=True)
    visit = newsroom.private.visit(made.token)
    for format in ("atom", "rss", "json"):
        newsroom.private.document(visit, format)
    kept = b"".join(file.read_bytes() for file in (desk.folder / ".feedsvc").iterdir())
    assert token_digest(made.token).encode() in kept
    assert made.token[:12].encode() not in kept


def test_the_last_use_is_known_to_the_day(desk: Any, newsroom: Any) -> None:
    made = newsroom.keys.add("Key", drafts=True)
    assert newsroom.keys.all()[0].used is None
    for days in (0, 0, 3):
        desk.clock.forward(days=days, hours=1)
        newsroom.private.visit(made.token)
        (key,) = newsroom.keys.all()
        assert key.used == desk.clock().replace(hour=0)
    newsroom.private.visit(new_token())
    assert newsroom.keys.all() == [key]


def test_keys_outlive_tables_that_are_made_anew(desk: Any, newsroom: Any) -> None:
    made = newsroom.keys.add("Key", drafts=True, categories=["board"])
    newsroom.close()
    file: Path = desk.folder / ".feedsvc" / "store.sqlite3"
    other = sqlite3.connect(file)
    other.execute("UPDATE kept SET value = '8' WHERE name = 'rebuildable'")
    other.commit()
    other.close()
    assert desk.open().keys.all() == [made.key]
