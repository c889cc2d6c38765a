"""Digests at their time: made ahead when a day ends, and printed."""

import subprocess
import sys
from typing import Any

import pytest

from feedsvc.errors import SettingsError
from feedsvc.newsroom import Newsroom
from tests.feeds.kinds.digest.days import articles, at, story


class TestTime:
    @pytest.mark.each_database
    def test_what_was_asked_for_is_made_ahead_when_a_day_ends(
        self, desk: Any, newsroom: Newsroom, clock: Any
    ) -> None:
        indexer = Newsroom.open(desk.folder, desk.environ, clock, ahead=True)
        names = ("digest/daily", "category/world/digest/daily")
        for name in names:
            newsroom.document(name, "atom")
        assert indexer.prerender() == 0
        assert indexer.due() == at("2026-06-11T00:00Z")
        clock.time = at("2026-06-11T00:00Z")
        assert indexer.prerender() == len(names)
        assert indexer.prerender() == 0
        assert "2026-06-10" in articles(newsroom)
        # Until tomorrow something stands in the week alone.
        assert indexer.due() == at("2026-06-15T00:00Z")
        clock.time = at("2026-06-15T00:00Z")
        assert indexer.due() is None

    @pytest.mark.each_database
    def test_a_change_makes_them_anew_ahead(self, desk: Any, newsroom: Newsroom) -> None:
        indexer = Newsroom.open(desk.folder, desk.environ, desk.clock, ahead=True)
        for name in ("digest/daily", "category/world/digest/daily", "category/arts/digest/daily"):
            newsroom.document(name, "atom")
        desk.write("rain.md", story("Drizzle", "2026-06-08T09:00Z", "category: World\n"))
        indexer.index.update(["rain.md"])
        assert indexer.prerender() == 2
        assert "Drizzle" in articles(newsroom)["2026-06-08"]


@pytest.mark.parametrize("key", ["digest_periods", "digest_articles"])
@pytest.mark.parametrize("number", [0, 1001])
def test_sizes_that_make_no_sense_are_refused(desk: Any, key: str, number: int) -> None:
    desk.write("site.toml", f"[feeds]\n{key} = {number}\n")
    with pytest.raises(SettingsError, match=key):
        desk.open()


def test_the_command_prints_one(desk: Any) -> None:
    desk.write("rain.md", story("Rain", "2026-05-30"))
    command = [sys.executable, "-m", "feedsvc", "feed", "digest/daily", str(desk.folder)]
    found = subprocess.run(command, check=True, capture_output=True).stdout
    assert b"Saturday, 30 May 2026" in found
