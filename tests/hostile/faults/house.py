"""An indexer's own loop over a real newsroom, driven by hand: events and clocks are the test's."""

import json
import logging
from typing import Any

from feedsvc.indexer.indexer import Indexer
from feedsvc.indexer.log import IndexerLog
from feedsvc.indexer.watch import Event, FolderEyes, Heard
from feedsvc.model.feed import FORMATS
from feedsvc.newsroom import Newsroom


class Deaf:
    """Hears of nothing by itself."""

    def start(self) -> str:
        return ""

    def stop(self) -> None: ...

    def wake(self) -> None: ...

    def wait(self, seconds: float) -> Heard:
        raise AssertionError(f"nobody is to wait {seconds} s here")


class House:
    """An indexer, and a reader of the same store; both go by one wall clock.

    Args:
        desk: whose newsroom it is.
    """

    def __init__(self, desk: Any) -> None:
        self._desk = desk
        self.seconds = 1000.0  # of the clock that is never set
        self.newsroom = Newsroom.open(desk.folder, {}, desk.clock, ahead=True)
        self.reader = Newsroom.open(desk.folder, {}, desk.clock)
        self._indexer = Indexer(
            self.newsroom,
            Deaf(),
            FolderEyes(desk.folder, self.newsroom.folder.file),
            IndexerLog(logging.getLogger("feedsvc.test")),
            monotonic=lambda: self.seconds,
            wall=desk.clock,
        )
        self._indexer.begin()
        self.go(1)

    def go(self, seconds: float) -> None:
        """Let time pass by both clocks."""
        end = self.seconds + seconds
        while self.seconds < end:
            wait = min(max(self._indexer.step(), 0.01), end - self.seconds)
            self.seconds += wait
            self._desk.clock.forward(seconds=wait)
        self._indexer.step()

    def hear(self, *events: Event, lost: bool = False) -> None:
        self._indexer.hear(Heard(list(events), lost=lost))

    def save(self, path: str, text: str) -> None:
        self._desk.write(path, text)
        self.hear(Event(path, "made"))
        self.go(12)

    def ids(self) -> dict[str, str]:
        """What stands in the feed, by headline."""
        for format in FORMATS:
            self.reader.document("feed", format)
        items = json.loads(self.reader.document("feed", "json").body)["items"]
        return {item["title"]: item["id"] for item in items}

    def titles(self) -> set[str]:
        return set(self.ids())

    def path_of(self, headline: str) -> str:
        """Where the file of an article is."""
        every = {
            entry.article.headline: entry.article.path for entry in self.reader.articles.every()
        }
        return every[headline]

    def close(self) -> None:
        self._indexer.close()
        self.newsroom.close()
        self.reader.close()
