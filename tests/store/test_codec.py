"""Entries are kept whole, in little room; articles whose files are gone, in any number."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.indexer.identity import FewMissing, match_moves
from feedsvc.model.article import Article, Section
from feedsvc.model.entry import Entry
from feedsvc.model.ledger_record import Record, Sighting
from feedsvc.sources import disk_list
from feedsvc.sources.disk_list import DiskList, in_order
from feedsvc.store.codec import unpack_entry
from feedsvc.store.missing import ManyMissing
from tests.store.keeping import kept

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@given(st.text(), st.lists(st.text(max_size=50), max_size=3))
def test_an_entry_comes_back_as_it_was(content: str, texts: list[str]) -> None:
    content = content.encode("utf-8", "ignore").decode()
    sections = tuple(Section(f"s{n}", "H", 2, f"t{n}") for n, _ in enumerate(texts))
    article = Article(path="a.txt", headline="A", slug="a", content=content, sections=sections)
    entry = Entry(id="x", slug="a", published=NOW, updated=NOW, article=article)
    assert unpack_entry(kept(entry)) == entry


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


def test_many_vanished_articles_are_matched_as_a_few_are() -> None:
    few, many = FewMissing(), ManyMissing()
    for some in ([record(n) for n in range(40)], [record(7)]):
        few.add(some)
        many.add(some)
    for vanished in (few, many):
        vanished.found(["id:3", "id:999"])
    assert list(few) == list(many)
    assert len(few) == len(many) == 39
    assert few.among(["id:3", "id:4"]) == many.among(["id:3", "id:4"]) == {"id:4"}
    files = [
        Sighting(f"new{n}.txt", f"source {n}", f"s{n % 7}", NOW.replace(day=n + 1))
        for n in range(20)
    ]
    assert match_moves(files, few.candidates(files)) == match_moves(files, many.candidates(files))
    assert many.candidates([Sighting("x", "nothing", "nothing", None)]) == []
    many.close()
    few.close()
    assert len(few) == 0


def test_a_spool_is_read_while_it_grows() -> None:
    with DiskList(str) as spooled:
        for number in range(20_000):
            spooled.add(f"line\n{number}")
        seen = []
        for item in spooled:
            seen.append(item)
            if len(seen) == 10:
                spooled.add("late")
        assert seen == [*(f"line\n{number}" for number in range(20_000)), "late"]
        assert list(spooled) == seen
        assert len(spooled) == 20_001


@pytest.mark.parametrize("run", [1, 3, 100])
def test_more_than_memory_may_hold_is_sorted(run: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_list, "RUN", run)
    items = [f"{number * 7919 % 101}" for number in range(100)]
    assert list(in_order(iter(items), str)) == sorted(items)
