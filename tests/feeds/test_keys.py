"""Keys: what is kept of them, what is refused, and when each counts."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from feedsvc.errors import KeyRefused
from feedsvc.feeds.keys import LONGEST_NAME
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


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("Key", {}, "--drafts"),
        ("Key", {"categories": ["zoo"]}, "no category 'zoo'; private are: board"),
        (
            "Key",
            {"categories": ["board", "world"]},
            r"'world' is not private.*\[categories.world\]",
        ),
        ("Key", {"categories": ["Sport"]}, "'sport' is not private"),
        ("", {"drafts": True}, "needs a name"),
        ("x" * (LONGEST_NAME + 1), {"drafts": True}, "needs a name"),
        ("a\x07b", {"drafts": True}, "needs a name"),
        ("Taken", {"drafts": True}, "in force already"),
        (" Taken\t", {"drafts": True}, "in force already"),
    ],
)
def test_what_is_refused_says_what_to_do(
    newsroom: Any, name: str, values: dict[str, Any], said: str
) -> None:
    newsroom.keys.add("Taken", drafts=True)
    with pytest.raises(KeyRefused, match=said):
        newsroom.keys.add(name, **values)
    assert [key.name for key in newsroom.keys.all()] == ["Taken"]


def test_a_name_is_free_again_once_its_key_is_revoked(newsroom: Any) -> None:
    first = newsroom.keys.add("Key", drafts=True)
    assert newsroom.keys.revoke("Key") == first.key
    with pytest.raises(KeyRefused, match="key list"):
        newsroom.keys.revoke("Key")
    second = newsroom.keys.add("Key", categories=["Board", "board"])
    assert second.key.categories == ("board",)
    assert newsroom.private.visit(first.token) is None
    assert newsroom.private.visit(second.token) is not None


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


def test_another_process_counts_them_at_once(desk: Any, newsroom: Any) -> None:
    worker = desk.open(scan=False)
    made = newsroom.keys.add("Key", drafts=True)
    assert worker.private.visit(made.token) is not None
    newsroom.keys.revoke("Key")
    assert worker.private.visit(made.token) is None


def test_a_visit_while_another_writes_waits_for_nobody(desk: Any, newsroom: Any) -> None:
    made = newsroom.keys.add("Key", drafts=True)
    other = sqlite3.connect(desk.folder / ".feedsvc" / "store.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert newsroom.private.visit(made.token) is not None  # its use is noted another time
    other.execute("ROLLBACK")
    other.close()
    newsroom.private.visit(made.token)
    assert newsroom.keys.all()[0].used is not None


def test_keys_outlive_tables_that_are_made_anew(desk: Any, newsroom: Any) -> None:
    made = newsroom.keys.add("Key", drafts=True, categories=["board"])
    newsroom.close()
    file: Path = desk.folder / ".feedsvc" / "store.sqlite3"
    other = sqlite3.connect(file)
    other.execute("UPDATE kept SET value = '8' WHERE name = 'rebuildable'")
    other.commit()
    other.close()
    assert desk.open().keys.all() == [made.key]
