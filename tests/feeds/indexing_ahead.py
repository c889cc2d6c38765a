"""A newsroom as the indexer has it, which makes documents before they are asked for."""

from typing import Any

from feedsvc.newsroom import Newsroom

ARTICLE = "---\ntitle: {}\ndate: 2026-05-01\ntags: [x]\n---\nRain all day.\n"
KEY = ("feed", "atom")


def ahead(desk: Any) -> Newsroom:
    """The newsroom as the indexer has it."""
    return Newsroom.open(desk.folder, desk.environ, desk.clock, ahead=True)
