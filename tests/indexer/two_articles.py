"""Two articles, and what readers and editors have of a newsroom of them."""

import json

from feedsvc.newsroom import Newsroom

A = "Title: Alpha\nDate: 2026-05-01\nTags: x\n\nThe first text of all.\n"
B = "Title: Beta\nDate: 2026-05-02\n\nAnother text.\n"


def ids(newsroom: Newsroom, name: str = "feed") -> dict[str, str]:
    """Headline -> entry id, as a reader of the JSON feed has it."""
    items = json.loads(newsroom.document(name, "json").body)["items"]
    return {item["title"]: item["id"] for item in items}


def codes(newsroom: Newsroom) -> list[tuple[str, str]]:
    return [(p.path, p.code) for p in newsroom.problems.all()]
