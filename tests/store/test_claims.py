"""Who makes a document: one at a time, and nobody waits for the dead."""

from typing import Any

import pytest

from feedsvc.feeds import DocumentCache, Looks, publisher
from feedsvc.store import Store, claims, locate
from tests.feeds.indexing_ahead import ARTICLE, KEY, ahead


def test_an_indexer_that_died_holds_up_nobody_for_long(desk: Any) -> None:
    desk.write("a.md", ARTICLE.format("Rain"))
    indexer = ahead(desk)
    indexer.scan()
    reader = desk.open(scan=False)
    reader.document(*KEY)
    desk.write("a.md", ARTICLE.format("Snow"))
    indexer.index.update(["a.md"])
    indexer.close()  # without rendering ahead
    assert b"Snow" in reader.document(*KEY).body


def test_who_has_nothing_waits_for_whoever_makes_it(desk: Any) -> None:
    """A worker that just started, while another process makes the document, or has died."""
    desk.write("a.md", ARTICLE.format("Rain"))
    desk.open()
    store = Store.open(locate(desk.folder, "", {}))
    with store.writing() as connection:
        claims.claim(connection, "feed", "atom", "somebody", desk.clock())
    paused: list[float] = []

    def made_meanwhile(seconds: float) -> None:
        paused.append(seconds)
        if len(paused) == 3:
            with store.writing() as connection:
                claims.drop_claim(connection, "feed", "atom")

    newsroom = desk.open(scan=False)
    looks = Looks(newsroom.settings, store)
    found = publisher.Publisher(looks, DocumentCache(store, newsroom.now), made_meanwhile)
    assert b"Rain" in found.document("feed", "atom", newsroom.now()).body
    assert len(paused) == 3
    with store.writing() as connection:
        claims.claim(connection, "feed", "rss", "somebody who died", desk.clock())
    paused.clear()
    never = publisher.Publisher(looks, DocumentCache(store, newsroom.now), paused.append)
    assert b"Rain" in never.document("feed", "rss", newsroom.now()).body
    assert sum(paused) == pytest.approx(publisher.LONGEST_WAIT, abs=publisher.WAIT * 2)
    store.close()
