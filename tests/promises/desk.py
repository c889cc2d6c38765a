"""A folder, its newsroom at a time that tests set, and what readers get of it."""

import json
from datetime import UTC, datetime
from pathlib import Path

from feedsvc.newsroom import Newsroom
from feedsvc.web import create_app

START = datetime(2026, 11, 28, 12, tzinfo=UTC)


class Desk:
    """A folder, its newsroom at a time that tests set, and what readers get."""

    def __init__(self, folder: Path, **environ: str) -> None:
        self.folder, self.now = folder, START
        self.newsroom = Newsroom.open(folder, environ, lambda: self.now)
        self.client = create_app(self.newsroom).test_client()

    def write(self, path: str, text: str | bytes) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def save(self, path: str, text: str | bytes) -> None:
        self.write(path, text)
        self.newsroom.scan()

    def get(self, path: str) -> str:
        return self.client.get(path).text

    def items(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = json.loads(self.get("/feed.json"))["items"]
        return found

    def titles(self) -> list[str]:
        return sorted(item["title"] for item in self.items())

    def told(self) -> list[tuple[str, int, str, str]]:
        """Path, line, severity and code of each problem of a file."""
        found = self.newsroom.problems.all()
        return [(p.path, p.line, p.severity, p.code) for p in found if p.path != "site.toml"]

    def everything(self) -> str:
        paths = ("/", "/feed.atom", "/feed.rss", "/feed.json", "/sitemap.xml", "/feeds.opml")
        return "\n".join(map(self.get, (*paths, "/search?q=ferry", "/digest/daily.atom")))
