"""Periods of digests are remembered: what of them was told, also when nothing is left."""

from typing import Any

import feedparser
import pytest

from feedsvc.model.feed import FORMATS
from feedsvc.newsroom import Newsroom
from tests.feeds.kinds.digest.days import (
    SITE,
    read,
    told,
    updated,
    wednesday,
)

pytestmark = pytest.mark.each_database


@pytest.fixture
def newsroom(desk: Any, clock: Any) -> Newsroom:
    return wednesday(desk, clock)


class TestEmptyPeriods:
    def test_the_last_article_takes_its_period_along_and_readers_are_told(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        before = newsroom.document("digest/daily", "atom")
        clock.forward(hours=1)
        (desk.folder / "may.md").unlink()
        newsroom.index.update(["may.md"])
        gone = clock.time
        assert list(read(newsroom)) == ["2026-06-09", "2026-06-08"]
        assert told(newsroom) == {"2026-05-20": gone}
        after = newsroom.document("digest/daily", "atom")
        assert feedparser.parse(after.body).feed.updated == gone.isoformat()
        assert before.last_modified < after.last_modified == gone
        clock.forward(days=30, seconds=-1)
        assert told(newsroom) == {"2026-05-20": gone}
        clock.forward(seconds=1)
        assert told(newsroom) == {}
        assert feedparser.parse(newsroom.document("digest/daily", "atom").body).feed.updated > (
            gone.isoformat()
        )

    def test_one_that_comes_back_is_newer_than_its_end(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        read(newsroom)
        text = (desk.folder / "may.md").read_text()
        (desk.folder / "may.md").unlink()
        newsroom.index.update(["may.md"])
        (gone,) = told(newsroom).values()
        clock.forward(hours=1)
        desk.write("may.md", text)
        newsroom.index.update(["may.md"])
        assert told(newsroom) == {}
        assert updated(newsroom, "2026-05-20") == clock.time > gone

    def test_one_that_is_no_longer_shown_is_told_of_too(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        read(newsroom)
        desk.write("site.toml", SITE + "[feeds]\ndigest_periods = 1\n")
        newsroom = desk.open()
        assert list(read(newsroom)) == ["2026-06-09"]
        (desk.folder / "may.md").unlink()
        newsroom.index.update(["may.md"])
        assert told(newsroom) == {"2026-05-20": clock.time}

    def test_what_no_reader_was_shown_is_not_told(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        (desk.folder / "may.md").unlink()
        newsroom.index.update(["may.md"])
        assert told(newsroom) == {}


class TestSameBytes:
    def test_of_another_process_and_another_store(
        self, desk: Any, newsroom: Newsroom, clock: Any, desks: Any
    ) -> None:
        worker, other = desk.open(scan=False), desks("other")
        other.clock.time = clock.time
        other.clock.forward(days=-1)
        for file in desk.folder.glob("*.md"):
            other.write(file.name, file.read_bytes())
        fresh = other.open()
        other.clock.forward(days=1)
        for format in FORMATS:
            for name in ("digest/daily", "category/world/digest/weekly"):
                bodies = {one.document(name, format).body for one in (newsroom, worker, fresh)}
                assert len(bodies) == 1

    def test_of_both_formats_in_either_order(self, desk: Any, newsroom: Newsroom) -> None:
        """What is kept is kept by whichever format is made first."""
        newsroom.document("digest/daily", "json")
        (desk.folder / "rain.md").unlink()
        newsroom.index.update(["rain.md"])
        found = [read(newsroom, "digest/daily", format) for format in FORMATS]
        assert found[0] == found[1] == found[2]
