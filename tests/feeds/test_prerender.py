"""Documents are made before they are asked for again, and smaller while it is quiet."""

from collections import Counter
from datetime import timedelta
from typing import Any

import brotli
import pytest

from feedsvc.errors import StoreError
from feedsvc.feeds import prerender, publisher
from feedsvc.feeds.content_codings import BETTER
from feedsvc.store import documents
from tests.feeds.indexing_ahead import ARTICLE, KEY, ahead


@pytest.mark.each_database
def test_what_is_asked_for_is_ready_before_it_is_asked_for_again(
    desk: Any, rendered: Counter
) -> None:
    desk.write("a.md", ARTICLE.format("Rain"))
    indexer = ahead(desk)
    indexer.scan()
    assert indexer.prerender() == 0  # nobody ever asked
    reader = desk.open(scan=False)
    for name in ("feed", "tag/x"):
        reader.document(name, "atom")
    desk.write("a.md", ARTICLE.format("Snow"))
    indexer.index.update(["a.md"])
    assert indexer.prerender() == 2
    rendered.clear()
    assert b"Snow" in reader.document(*KEY).body
    assert b"Snow" in reader.document("tag/x", "atom").body
    assert not rendered
    assert indexer.prerender() == 0


@pytest.mark.each_database
def test_until_it_is_made_readers_wait(desk: Any, rendered: Counter) -> None:
    """What they had before may have been retracted."""
    desk.write("a.md", ARTICLE.format("Rain"))
    indexer = ahead(desk)
    indexer.scan()
    reader = desk.open(scan=False)
    reader.document(*KEY)
    desk.write("a.md", ARTICLE.format("Snow"))
    indexer.index.update(["a.md"])
    rendered.clear()
    waited: list[float] = []

    def made_meanwhile(seconds: float) -> None:
        waited.append(seconds)
        indexer.prerender()

    reader._publisher._pause = made_meanwhile
    assert b"Snow" in reader.document(*KEY).body
    assert len(waited) == 1
    assert rendered == {("atom", "Snow"): 1}


def test_rendering_ahead_can_be_left_and_taken_up_again(desk: Any) -> None:
    desk.write("a.md", ARTICLE.format("Rain"))
    indexer = ahead(desk)
    indexer.scan()
    reader = desk.open(scan=False)
    for name in ("feed", "tag/x"):
        reader.document(name, "atom")
    desk.write("a.md", ARTICLE.format("Snow"))
    indexer.index.update(["a.md"])
    assert [indexer.prerender(within=0) for _ in range(3)] == [1, 1, 0]


@pytest.mark.each_database
def test_what_was_asked_for_last_is_made_first(desk: Any, clock: Any) -> None:
    desk.write("a.md", ARTICLE.format("Rain"))
    indexer = ahead(desk)
    indexer.scan()
    reader = desk.open(scan=False)
    names = ["feed", "tag/x"]
    for name in names:
        reader.document(name, "atom")
    for number, first in enumerate([*names, *names]):
        clock.forward(hours=2)
        desk.open(scan=False).document(first, "atom")
        desk.write("a.md", ARTICLE.format(f"Snow {number}"))
        indexer.index.update(["a.md"])
        assert indexer.prerender(within=0) == 1
        with reader.store.reading() as connection:
            kept = {name: documents.document_of(connection, name, "atom") for name in names}
        snow = b"Snow %d" % number
        assert [name for name, one in kept.items() if one and snow in one.body] == [first]
        indexer.prerender()


@pytest.mark.parametrize("some", [1, 2, 100])
def test_what_cannot_be_made_ahead_holds_up_nothing_else(
    desk: Any, clock: Any, monkeypatch: pytest.MonkeyPatch, some: int
) -> None:
    """Such as a category that the settings no longer name, of which nothing is to be seen yet."""
    monkeypatch.setattr(prerender, "SOME", some)
    desk.write(
        "site.toml", 'id_base = "news.example,2026"\n[categories.world]\n[categories.arts]\n'
    )
    for name in ("world", "arts"):
        desk.write(f"{name}/a.md", "---\ntitle: A\nembargo: 2030-01-01\n---\nLater.\n")
    desk.write("b.md", ARTICLE.format("Rain"))
    desk.open().document(*KEY)
    clock.forward(hours=2)
    reader = desk.open()
    for name in ("category/world", "category/arts"):
        reader.document(name, "atom")
    desk.settings(id_base="news.example,2026")
    indexer = ahead(desk)
    for name in ("world", "arts"):
        desk.write(f"{name}/a.md", "---\ntitle: A\nembargo: 2030-01-01\n---\nMuch later.\n")
    desk.write("b.md", ARTICLE.format("Snow"))
    indexer.scan()
    assert [indexer.prerender(within=0) for _ in range(2)] == [1, 0]
    assert b"Snow" in reader.document(*KEY).body


def test_documents_nobody_asks_for_any_more_are_not_made_ahead(desk: Any, clock: Any) -> None:
    desk.write("a.md", ARTICLE.format("Rain"))
    indexer = ahead(desk)
    indexer.scan()
    desk.open(scan=False).document(*KEY)
    clock.forward(days=6)
    for text, made in (("Snow", 1), ("Hail", 1)):
        desk.write("a.md", ARTICLE.format(text))
        indexer.index.update(["a.md"])
        assert indexer.prerender() == made
    clock.forward(days=2)  # to be made ahead is not to be asked for
    desk.write("a.md", ARTICLE.format("Sun"))
    indexer.index.update(["a.md"])
    assert indexer.prerender() == 0
    desk.open(scan=False).document(*KEY)
    desk.write("a.md", ARTICLE.format("Fog"))
    indexer.index.update(["a.md"])
    assert indexer.prerender() == 1


@pytest.mark.each_database
def test_reading_a_kept_document_is_asking_for_it(desk: Any, clock: Any) -> None:
    desk.write("a.md", ARTICLE.format("Rain"))
    indexer = ahead(desk)
    indexer.scan()
    for _ in range(4):
        desk.open(scan=False).document(*KEY)
        clock.forward(days=3)
    desk.write("a.md", ARTICLE.format("Snow"))
    indexer.index.update(["a.md"])
    assert indexer.prerender() == 1


def test_what_becomes_due_is_made_when_it_is(desk: Any, clock: Any, rendered: Counter) -> None:
    start = clock().replace(microsecond=0)
    lift, end = start + timedelta(hours=1), start + timedelta(hours=2)
    desk.write("a.md", ARTICLE.format("Rain"))
    desk.write(
        "b.md",
        ARTICLE.format("Later").replace("tags", f"embargo: {lift}\nexpires: {end}\ntags"),
    )
    indexer = ahead(desk)
    indexer.scan()
    reader = desk.open(scan=False)
    reader.document(*KEY)
    assert indexer.due() == lift
    for moment, shown, following in ((lift, True, end), (end, False, None)):
        clock.time = moment
        assert indexer.due() == following
        assert indexer.prerender() == 1
        rendered.clear()
        assert (b"Later" in reader.document(*KEY).body) is shown
        assert not rendered


@pytest.mark.each_database
def test_idle_time_makes_documents_smaller(desk: Any, clock: Any) -> None:
    text = " ".join(f"word{n} rain" for n in range(2000))
    desk.write("a.md", ARTICLE.format("Rain") + text)
    indexer = ahead(desk)
    indexer.scan()
    reader = desk.open(scan=False)
    live = reader.document(*KEY)
    before = live.coded("br")
    assert not indexer.recompress()  # what just changed may change again
    clock.forward(seconds=prerender.REST.total_seconds())
    assert sum(iter(indexer.recompress, False)) == len(BETTER)
    for newsroom in (reader, desk.open(scan=False)):
        document = newsroom.document(*KEY)
        assert document.body == live.body
        for coding, level in BETTER.items():
            assert document.coded(coding) == level.code(live.body)
    assert len(reader.document(*KEY).coded("br")) < len(before)
    assert brotli.decompress(reader.document(*KEY).coded("br")) == live.body
    desk.write("a.md", ARTICLE.format("Snow"))
    indexer.index.update(["a.md"])
    indexer.prerender()
    assert b"Snow" in brotli.decompress(reader.document(*KEY).coded("br"))


def test_documents_that_cannot_be_kept_are_not_made_ahead_for_ever(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write("a.md", ARTICLE.format("Rain"))
    indexer = ahead(desk)
    indexer.scan()
    desk.open(scan=False).document(*KEY)
    desk.write("a.md", ARTICLE.format("Snow"))
    indexer.index.update(["a.md"])

    def fail(*_: Any) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(publisher.documents, "put_document", fail)
    with pytest.raises(StoreError, match="full"):
        indexer.prerender()
