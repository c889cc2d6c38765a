"""An editor who saves files, and sees what the desk makes of it."""

from typing import Any

from feedsvc.editor.article_status import ArticleStatus, status_of
from feedsvc.editor.desk import Desk
from feedsvc.newsroom import Newsroom

RAIN = "---\ntitle: Rain\nstandfirst: It falls.\ndate: 2026-05-01\ncategory: World\n---\nWet.\n"


class Editor:
    """Saves files, and sees what the desk makes of it."""

    def __init__(self, files: Any, newsroom: Newsroom, desk: Desk) -> None:
        self.files, self.newsroom, self.desk = files, newsroom, desk
        self.seconds = 0.0

    def wait(self, seconds: float) -> None:
        self.seconds += seconds

    def save(self, path: str, text: str) -> str:
        """What the desk says of a saved file."""
        self.files.write(path, text)
        return self.look(path)

    def look(self, *paths: str) -> str:
        self.desk.take(self.newsroom.index.update(paths))
        return " ".join(self.desk.events()[0].said)

    def standings(self) -> dict[str, str]:
        return {card.headline: card.standing for card in self.desk.cards()}


def cards_of(files: Any) -> list[ArticleStatus]:
    """The status of all articles of a newsroom."""
    newsroom = files.open()
    return [status_of(one, newsroom.settings, newsroom.now()) for one in newsroom.articles.every()]
