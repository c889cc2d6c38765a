"""A newsroom that moved in, as its editor and its subscribers meet it."""

import re
from pathlib import Path
from typing import Any

import feedparser

from feedsvc.importers import Import, Notes, Source
from feedsvc.web import create_app
from tests.cli.commands import run


class MovedIn:
    """A source, and the newsroom into which it is imported."""

    def __init__(self, desk: Any, kind: str, source: Path) -> None:
        self.desk = desk
        self.kind = kind
        self.source = source
        self.notes = Notes()

    def move(self, **options: Any) -> Notes:
        """Import, or import again."""
        uploads = options.pop("uploads", None)
        fetch = options.pop("fetch", None)
        source = Source(self.kind, str(self.source), uploads, fetch)
        moving = Import(source, self.desk.folder, **options)
        moving.survey(lambda done, total: None)
        moving.run(lambda done, total: None)
        self.notes = moving.notes
        return self.notes

    def files(self) -> dict[str, bytes]:
        """The article files, by path."""
        folder = self.desk.folder
        found = sorted(folder.rglob("*.html"))
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.desk.folder / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def errors(self) -> list[str]:
        """The errors and warnings that `feedsvc check` tells."""
        told = run("check", self.desk.folder, "--all").stdout
        return re.findall(r"^.*: (?:error|warning): .*$", told, re.MULTILINE)

    def entries(self) -> dict[str, Any]:
        """The entries of the Atom feed, by id."""
        self.client = create_app(self.desk.open()).test_client()
        read = feedparser.parse(self.client.get("/feed.atom").data)
        return {entry.id: entry for entry in read.entries}

    def leads(self, path: str) -> str:
        """Where an old address leads."""
        answer = self.client.get(path)
        assert answer.status_code == 301, path
        return str(answer.headers["Location"])
