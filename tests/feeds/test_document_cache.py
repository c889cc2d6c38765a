"""Documents in memory, while many threads ask for them."""

import threading
from datetime import datetime, timedelta
from typing import Any

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
