"""What the tests of effects share: cards of articles, as they were and as they are."""

from datetime import UTC, datetime, timedelta
from typing import Any

from feedsvc.editor.article_status import ArticleStatus

START = datetime(2026, 5, 1, 9, tzinfo=UTC)
FEEDS = ("feed", "category/world", "tag/websub")
NAMES = {
    "feed": "everything",
    "category/world": "World",
    "category/sport": "Sport",
    "tag/websub": "tag websub",
}


def card(name: str = "rain", **values: Any) -> ArticleStatus:
    plain: dict[str, Any] = {
        "id": f"tag:news.example,2026:{name}.md",
        "slug": name,
        "path": f"{name}.md",
        "headline": name.capitalize(),
        "standing": "published",
        "published": START,
        "updated": START,
        "expires": None,
        "feeds": FEEDS,
        "seen": "as it was",
    }
    return ArticleStatus(**plain | values)


def edited(name: str = "rain", **values: Any) -> ArticleStatus:
    return card(name, **{"updated": START + timedelta(days=1), "seen": "as it is"} | values)


def cards(*some: ArticleStatus) -> dict[str, ArticleStatus]:
    return {one.path: one for one in some}
