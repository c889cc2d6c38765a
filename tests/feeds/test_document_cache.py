"""Documents in memory, while many threads ask for them."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest

from feedsvc.errors import StoreError
from feedsvc.feeds import document_cache
from feedsvc.newsroom import Newsroom


class Overtaken:
    """A clock that reads an earlier time than another thread that asks meanwhile."""

    def __init__(self, start: datetime) -> None:
        self.time = start
        self.meanwhile: Any = None

    def __call__(self) -> datetime:
        self.time += timedelta(microseconds=1)
        mine, other, self.meanwhile = self.time, self.meanwhile, None
        if other is not None:
            thread = threading.Thread(target=other)
            thread.start()
            thread.join()
        return mine


@pytest.mark.each_database
def test_a_look_that_is_overtaken_does_not_set_the_clock_back(desk: Any, clock: Any) -> None:
    """Else each such pair would let every document be asked of the store again."""
    desk.write("a.md", "---\ntitle: A\ndate: 2026-05-01\n---\nText.\n")
    desk.open().close()
    overtaken = Overtaken(clock())
    newsroom = Newsroom.open(desk.folder, {}, overtaken)
    held = newsroom.document("feed", "atom")
    for _ in range(3):
        assert newsroom.feeds.ready_document(("feed", "atom")) is held
    for _ in range(3):
        overtaken.meanwhile = lambda: newsroom.feeds.ready_document(("feed", "atom"))
        assert newsroom.feeds.ready_document(("feed", "atom")) is held
    newsroom.close()


@pytest.mark.each_database
def test_what_is_made_with_the_settings_before_is_never_given_later(desk: Any) -> None:
    """A request may have begun before the settings changed, and ends after it."""
    desk.write("a.md", "---\ntitle: A\ndate: 2026-05-01\n---\nText.\n")
    newsroom, key = desk.open(), ("feed", "atom")
    under_way = newsroom.feeds
    desk.settings(title="Other", base_url="https://news.example", id_base="news.example,2026")
    newsroom.adopt(newsroom.read_site())
    for _ in range(2):
        assert b"<title>News</title>" in under_way.document(*key).body
        assert newsroom.feeds.ready_document(key) is None
    assert b"<title>Other</title>" in newsroom.document(*key).body
    assert b"<title>Other</title>" in newsroom.feeds.ready_document(key).body
    newsroom.close()


@pytest.mark.each_database
def test_a_store_that_cannot_be_read_is_logged_once_each_time_that_it_goes_away(
    desk: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    desk.write("a.md", "---\ntitle: A\ndate: 2026-05-01\n---\nText.\n")
    newsroom, key = desk.open(), ("feed", "atom")
    held = newsroom.document(*key)

    def fail(*_: Any) -> Any:
        raise StoreError("the disk is away")

    for times in (1, 2):
        desk.write("b.md", f"---\ntitle: B {times}\ndate: 2026-05-02\n---\nText.\n")
        with monkeypatch.context() as broken:
            broken.setattr(document_cache, "changed_since", fail)
            newsroom.index.update(["b.md"])
            for _ in range(3):
                assert newsroom.feeds.ready_document(key) is held
        said = ["the disk is away", "the store can be read again"] * times
        assert caplog.messages == said[:-1]
        held = newsroom.document(*key)
        assert f"B {times}".encode() in held.body
    newsroom.close()
