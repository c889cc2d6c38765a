"""The file of counts: made, added to, shortened, and refused where it is none."""

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest

from feedsvc.errors import StoreError
from feedsvc.model.audience import FeedDay
from feedsvc.store.audience import DAYS_KEPT, add_counts, counts_since

DAY = "2026-06-01"
COUNT = FeedDay(DAY, "feed", 3, 2, 2, True, {"Feedly": 3}, {"Feedly": {"atom": 16}})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / ".feedsvc" / "readers.db"


def test_counts_are_kept_as_they_are(file: Path) -> None:
    add_counts(file, [COUNT])
    assert counts_since(file, DAY) == [COUNT]
    add_counts(file, [COUNT])
    assert counts_since(file, DAY) == [COUNT.joined(COUNT)]
    assert counts_since(file, "2026-06-02") == []


def test_git_leaves_the_folder_out(file: Path) -> None:
    add_counts(file, [COUNT])
    assert (file.parent / ".gitignore").read_text() == "*\n"
    assert {path.name for path in file.parent.iterdir()} == {".gitignore", "readers.db"}


def test_without_a_file_there_are_none_and_none_is_made(file: Path) -> None:
    assert counts_since(file, DAY) == []
    assert not file.parent.exists()


def test_days_beyond_the_last_ones_are_dropped(file: Path) -> None:
    first = date.fromisoformat(DAY)
    for ahead in (0, 1, DAYS_KEPT - 1):
        day = (first + timedelta(days=ahead)).isoformat()
        add_counts(file, [FeedDay(day, "feed", 1)])
    assert len(counts_since(file, "")) == 3
    add_counts(file, [FeedDay((first + timedelta(days=DAYS_KEPT)).isoformat(), "feed", 1)])
    assert counts_since(file, "")[0].day == "2026-06-02"


def test_feeds_beyond_the_most_share_a_row(file: Path) -> None:
    add_counts(file, [FeedDay(DAY, f"tag/{name}", 1) for name in "abcd"], most_feeds=2)
    add_counts(file, [FeedDay(DAY, name, 1) for name in ("tag/a", "tag/d", "feed")], most_feeds=2)
    found = {one.feed: one.polls for one in counts_since(file, "")}
    assert found == {"feed": 1, "other feeds": 3, "tag/a": 2, "tag/b": 1}


def test_a_damaged_file_is_told_and_what_to_do(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"no database" * 1000)
    for act in (lambda: add_counts(file, [COUNT]), lambda: counts_since(file, DAY)):
        with pytest.raises(StoreError, match=r"readers\.db: .*; delete it to begin anew$"):
            act()


def test_a_newer_file_is_left_alone(file: Path) -> None:
    add_counts(file, [COUNT])
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 9")
    connection.close()
    before = file.read_bytes()
    for act in (lambda: add_counts(file, [COUNT]), lambda: counts_since(file, DAY)):
        with pytest.raises(StoreError, match="made by a newer feedsvc; upgrade"):
            act()
    assert file.read_bytes() == before


def test_what_is_refused_half_way_changes_nothing(file: Path) -> None:
    add_counts(file, [COUNT])
    with pytest.raises(StoreError):
        add_counts(file, [COUNT, FeedDay(DAY, "tag/\ud800", 1)])
    assert counts_since(file, "") == [COUNT]


def test_who_else_writes_is_waited_for_a_second_only(file: Path) -> None:
    add_counts(file, [COUNT])
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        add_counts(file, [COUNT])
    other.execute("ROLLBACK")
    other.close()
    add_counts(file, [COUNT])
    assert counts_since(file, "")[0].polls == 6
