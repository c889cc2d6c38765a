"""Newsrooms of stories that can be told apart by their headlines, whatever their files are called.

What the tests ask of a newsroom after a fault is asked as readers would: of its documents.
"""

import json
import random
import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from feedsvc.model.feed import FORMATS
from feedsvc.newsroom import Newsroom

SITE = 'base_url = "https://news.example"\nid_base = "news.example,2026"\n[feeds]\nentries = 1000\n'
_ATOM = "{http://www.w3.org/2005/Atom}"
Ids = dict[str, str]  # by headline


def story(headline: str, body: str = "Wet it is.", **header: str) -> str:
    lines = "".join(f"{name}: {value}\n" for name, value in header.items())
    return f"---\ntitle: {headline}\ndate: 2026-05-01\n{lines}---\n{body}\n\n## Later\n\nDry.\n"


def fill(folder: Path, numbers: Iterable[int]) -> Path:
    """Stories by number, in three categories; site.toml."""
    (folder / "site.toml").parent.mkdir(parents=True, exist_ok=True)
    (folder / "site.toml").write_text(SITE)
    for number in numbers:
        file = folder / ("world", "sport", "arts")[number % 3] / f"{number}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(story(f"Story {number}"))
    return folder


def ids_in(body: bytes, format: str) -> Ids:
    """The entries of a document, which must be whole."""
    if format == "json":
        found = [(item["title"], item["id"]) for item in json.loads(body)["items"]]
    elif format == "atom":
        entries = ET.fromstring(body).findall(f"{_ATOM}entry")
        found = [(_text(one, f"{_ATOM}title"), _text(one, f"{_ATOM}id")) for one in entries]
    else:
        items = ET.fromstring(body).findall("channel/item")
        found = [(_text(one, "title"), _text(one, "guid")) for one in items]
    assert len(dict(found)) == len({entry_id for _, entry_id in found}) == len(found)
    return dict(found)


def _text(element: ET.Element, name: str) -> str:
    found = element.findtext(name)
    assert found
    return found


def published(folder: Path) -> Ids:
    """What readers get of a newsroom as its store is now; its three documents agree."""
    with closing(Newsroom.open(folder, {})) as newsroom:
        found = [ids_in(newsroom.document("feed", one).body, one) for one in FORMATS]
    assert found[1:] == found[:-1]
    return found[0]


def is_sound(folder: Path) -> bool:
    """Whether the store opens, and SQLite finds nothing wrong with it."""
    with closing(sqlite3.connect(folder / ".feedsvc" / "store.sqlite3")) as database:
        return database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


class Editor:
    """Changes files of a newsroom at random: no headline has two files, none is used again.

    No story is both edited and moved, nor a new one moved: an indexer that sees both at once takes
    it for a new one, or gives it the id of its later path.

    Args:
        folder: of the newsroom.
        dice: decides.
    """

    def __init__(self, folder: Path, dice: random.Random) -> None:
        self._folder = folder
        self._dice = dice
        self._next = 100_000
        self.headlines = {self._headline(file) for file in self._files()}
        self._to_stay: set[str] = set()
        self._moved: set[str] = set()

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*/*.md"))

    @staticmethod
    def _headline(file: Path) -> str:
        return file.read_text().splitlines()[1].removeprefix("title: ")

    def change(self) -> None:
        """Edit, move, delete a story each, write a new one; now and then rename a folder."""
        files = self._files()
        edited = self._dice.choice([f for f in files if self._headline(f) not in self._moved])
        self._to_stay.add(self._headline(edited))
        moved = self._dice.choice([f for f in files if self._headline(f) not in self._to_stay])
        self._moved.add(self._headline(moved))
        deleted = self._dice.choice([f for f in files if f not in (edited, moved)])
        with edited.open("a") as file:
            file.write(f"\nMore of it, {self._dice.random()}.\n")
        self._next += 1
        moved.rename(self._folder / self._dice.choice(["world", "sport"]) / f"{self._next}.md")
        self.headlines.discard(self._headline(deleted))
        deleted.unlink()
        headline = f"Story {self._next}"
        (self._folder / "world" / f"new-{self._next}.md").write_text(story(headline))
        self.headlines.add(headline)
        self._to_stay.add(headline)
        if self._dice.random() < 0.2:
            (self._folder / "arts").rename(self._folder / "arts.old")
            (self._folder / "arts.old").rename(self._folder / "arts")
