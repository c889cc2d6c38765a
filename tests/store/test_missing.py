"""Articles whose files are gone, in a temporary database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from feedsvc.errors import FeedsvcError
from feedsvc.indexer.identity import match_moves
from feedsvc.model.ledger_record import Record, Sighting
from feedsvc.store import missing as missing_articles
from feedsvc.store.missing import MissingArticles, is_within

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def record(number: int) -> Record:
    return Record(
        entry_id=f"id:{number}",
        path=f"{number:03}.txt",
        slug=f"s{number}",
        wanted=f"s{number % 7}",
        first_seen=NOW,
        updated=NOW,
        visible="v",
        source=f"source {number % 5}",
        date=None if number % 3 else NOW.replace(day=number % 28 + 1),
    )


@pytest.fixture
def missing(desk: Any) -> Iterator[MissingArticles]:
    """No article is missing in a newsroom of one file that is there."""
    desk.write("a.txt", "Title: A\nDate: 2026-05-01\n\nText.\n")
    newsroom = desk.open()
    missing = MissingArticles(newsroom.store, newsroom.folder.lacks)
    yield missing
    missing.settle()


def test_what_is_missing_is_found_by_bytes_or_by_slug_and_date(missing: MissingArticles) -> None:
    for some in ([record(n) for n in range(40)], [record(7)], []):
        missing.add(some)
    missing.found(["id:3", "id:999"])
    assert list(missing.left()) == [record(n) for n in range(40) if n != 3]
    assert missing.count() == 39
    assert missing.among(["id:3", "id:4"]) == {"id:4"}
    files = [
        Sighting(f"new{n}.txt", f"source {n}", f"s{n % 7}", NOW.replace(day=n + 1))
        for n in range(20)
    ]
    found = missing.candidates(files)
    everything = list(missing.left())
    assert len(missing.candidates(files[:2])) < len(everything)
    assert match_moves(files, found) == match_moves(files, everything)
    assert missing.candidates([Sighting("x", "nothing", "s1", None)]) == []
    assert missing.candidates([Sighting("x", "nothing", "s6", NOW.replace(day=7))]) == [record(6)]
    missing.settle()
    assert missing.count() == 0
    assert list(missing.left()) == []


def test_more_are_listed_than_are_read_at_once(missing: MissingArticles) -> None:
    records = [record(n) for n in range(1200)]
    missing.add(records)
    missing.add([msgspec.structs.replace(record(1), path="000.txt")])
    left = list(missing.left())
    assert len(left) == 1200
    assert [one.path for one in left] == sorted(one.path for one in left)


def test_what_is_spared_stays_when_what_leaves_is_forgotten(missing: MissingArticles) -> None:
    missing.add([record(1)])
    missing.spare(["a.txt"])
    assert missing.count() == 1
    missing.settle()
    assert missing.count() == 0
    assert missing.among(["id:1"]) == set()
    assert missing.spared == {"a.txt"}


def test_what_lies_at_spared_places_does_not_leave(missing: MissingArticles) -> None:
    deep = msgspec.structs.replace(record(2), path="old/deep/2.txt")
    beside = msgspec.structs.replace(record(3), path="old.txt")
    missing.add([record(1), deep, beside])
    missing.spare(["001.txt", "old"])
    assert list(missing.left()) == [beside]
    assert missing.count() == 3
    assert missing.among(["id:1", "id:2", "id:3"]) == {"id:1", "id:2", "id:3"}
    missing.spare(["old"])
    assert missing.among(["id:1", "id:2"]) == {"id:2"}
    missing.spare([])
    assert (missing.spared, missing.count()) == (frozenset(), 0)
    missing.add([record(1)])
    missing.found(["id:1"])
    assert missing.count() == 0
    missing.add([record(1)])
    missing.spare([])
    assert missing.count() == 0


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_a_spared_folder_is_looked_up_whole(
    desk: Any, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """However many of its files are read at once."""
    names = [f"old/{n}.txt" for n in range(number)]
    for name in (*names, "a.txt", "older.txt"):
        desk.write(name, f"Title: {name}\nDate: 2026-05-01\n\nThe text of {name}.\n")
    newsroom = desk.open()
    ids = {view.headline: view.id for view in newsroom.feeds.entries("feed", 99)}
    monkeypatch.setattr(missing_articles, "CHUNK", 2)
    missing = MissingArticles(newsroom.store, lambda path: True)
    missing.spare(["old", "a.txt", "nowhere"])
    assert missing.among(ids.values()) == {ids[one] for one in (*names, "a.txt")}
    assert (missing.count(), list(missing.left())) == (0, [])
    missing.settle()
    assert missing.among(ids.values()) == {ids[one] for one in (*names, "a.txt")}
    missing.spare(["a.txt"])
    assert missing.among(ids.values()) == {ids["a.txt"]}
    there = MissingArticles(newsroom.store, newsroom.folder.lacks)
    there.spare(["old"])
    assert there.among(ids.values()) == set()


def test_a_place_holds_what_is_below_it() -> None:
    assert is_within("a/b/c.txt", {"a/b"})
    assert is_within("a/b", {"a/b"})
    assert is_within("a", {"a"})
    assert not is_within("a", {""})
    assert not is_within("a/bc", {"a/b"})
    assert not is_within("a", {"a/b"})
    assert not is_within("a", ())


def test_no_room_for_them_is_said(missing: MissingArticles) -> None:
    missing.add([record(0)])
    assert missing._database is not None
    missing._database.execute("PRAGMA max_page_count=8")
    with pytest.raises(FeedsvcError, match=r"temporary files cannot be written .*TMPDIR"):
        missing.add([record(n) for n in range(1000)])
