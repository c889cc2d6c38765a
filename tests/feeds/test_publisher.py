"""Documents are made once a change."""

import threading
from collections import Counter
from typing import Any

import pytest

from feedsvc.errors import StoreError
from feedsvc.feeds import publisher as publishing
from feedsvc.feeds.publisher import LONGEST_WAIT, WAIT
from feedsvc.newsroom import Newsroom
from feedsvc.store import documents
from tests.feeds.indexing_ahead import ARTICLE, KEY

pytestmark = pytest.mark.each_database


def test_a_change_is_rendered_once_for_all_who_wait(desk: Any, rendered: Counter) -> None:
    desk.write("a.md", ARTICLE.format("Rain"))
    newsrooms = [desk.open(), *(desk.open(scan=False) for _ in range(3))]
    everybody = threading.Barrier(12)
    bodies: list[bytes] = []

    def ask(newsroom: Newsroom) -> None:
        everybody.wait()
        bodies.append(newsroom.document(*KEY).body)

    threads = [threading.Thread(target=ask, args=(newsrooms[i % 4],)) for i in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(bodies) == 12
    assert len(set(bodies)) == 1
    assert rendered == {("atom", "Rain"): 1}


def test_where_the_store_cannot_be_written_a_reader_waits_for_nothing(
    desk: Any, monkeypatch: pytest.MonkeyPatch, rendered: Counter
) -> None:
    desk.write("a.md", ARTICLE.format("Rain"))
    newsroom = desk.open()
    publisher = newsroom.feeds._publisher
    waits: list[float] = []
    monkeypatch.setattr(publisher, "_pause", waits.append)

    def full(*_: object) -> Any:
        raise StoreError("the disk is full")

    monkeypatch.setattr(publisher._store, "keeping", full)
    assert b"Rain" in newsroom.document(*KEY).body
    assert waits == []
    assert rendered == {("atom", "Rain"): 1}


def test_one_that_another_process_is_making_is_waited_for_and_then_made(
    desk: Any, monkeypatch: pytest.MonkeyPatch, rendered: Counter
) -> None:
    desk.write("a.md", ARTICLE.format("Rain"))
    newsroom, other = desk.open(), desk.open(scan=False)
    publisher = newsroom.feeds._publisher
    waits: list[float] = []
    monkeypatch.setattr(publisher, "_pause", waits.append)
    assert other.feeds._publisher._claim(*KEY, desk.clock())
    assert not publisher._claim(*KEY, desk.clock())
    assert b"Rain" in newsroom.document(*KEY).body
    assert sum(waits) == pytest.approx(LONGEST_WAIT, abs=2 * WAIT)
    assert set(waits) == {WAIT}
    assert not other.feeds._publisher._claim(*KEY, desk.clock())  # it is made
    assert rendered == {("atom", "Rain"): 1}


def test_what_took_long_to_make_replaces_no_newer_document(
    desk: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write("a.md", ARTICLE.format("Rain"))
    newsroom, other = desk.open(), desk.open(scan=False)
    monkeypatch.setattr(other.feeds._publisher, "_pause", lambda _: None)
    build, newer = publishing.build, []

    def slowly(*given: Any) -> Any:
        made = build(*given)
        if not newer:
            newer.append(made)
            clock.forward(hours=1)
            desk.write("a.md", ARTICLE.format("Snow"))
            other.index.update(["a.md"])
            newer[0] = other.document(*KEY)
        return made

    monkeypatch.setattr(publishing, "build", slowly)
    newsroom.document(*KEY)
    with newsroom.store.reading() as connection:
        kept = documents.document_of(connection, *KEY)
    assert kept is not None
    assert b"Snow" in newer[0].body
    assert (kept.version, kept.last_modified) == (newer[0].version, newer[0].last_modified)


def test_a_kept_document_notes_that_it_is_asked_for_at_most_once_in_an_hour(
    desk: Any, clock: Any
) -> None:
    desk.write("a.md", ARTICLE.format("Rain"))
    desk.open().document(*KEY)
    made = clock.time

    def asked() -> Any:
        newsroom = desk.open(scan=False)
        newsroom.document(*KEY)
        with newsroom.store.reading() as connection:
            found = documents.document_of(connection, *KEY)
        assert found is not None
        return found.asked

    clock.forward(hours=1)
    assert asked() == made
    clock.forward(seconds=1)
    assert asked() == clock.time
