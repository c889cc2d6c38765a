"""Keys: what is refused, and when each counts."""

import sqlite3
from typing import Any

import pytest

from feedsvc.errors import KeyRefused
from feedsvc.feeds.keys import LONGEST_NAME

TOML = 'base_url = "https://news.example"\n[categories.board]\nprivate = true\n[categories.world]\n'


@pytest.fixture
def newsroom(desk: Any) -> Any:
    desk.write("site.toml", TOML)
    desk.write("a.md", "---\ntitle: A\ncategory: Sport\ndate: 2026-05-01\n---\nX.\n")
    return desk.open()


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


@pytest.mark.each_database
def test_a_name_is_free_again_once_its_key_is_revoked(newsroom: Any) -> None:
    first = newsroom.keys.add("Key", drafts=True)
    assert newsroom.keys.revoke("Key") == first.key
    with pytest.raises(KeyRefused, match="key list"):
        newsroom.keys.revoke("Key")
    second = newsroom.keys.add("Key", categories=["Board", "board"])
    assert second.key.categories == ("board",)
    assert newsroom.private.visit(first.token) is None
    assert newsroom.private.visit(second.token) is not None


@pytest.mark.each_database
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
