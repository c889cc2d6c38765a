"""Finds what earlier imports wrote, wherever editors have moved it since, by the files' headers."""

import json
import os
import re
from pathlib import Path

from feedsvc.importers.article_file import SOURCE
from feedsvc.sources import is_article

_HEAD = 64 * 1024  # bytes of a file that are read; a header is no longer
_KEYS = re.compile(rf"^(id|{SOURCE}):[ \t]*(\S[^\n]*?)[ \t\r]*$".encode(), re.MULTILINE)
_END = re.compile(rb"^---[ \t]*\r?$", re.MULTILINE)


class Existing:
    """The articles that are in the newsroom's folder.

    Attributes:
        paths: of files that were imported, relative to the folder, by source.
        ids: that are taken, and the source of each; empty where it was not imported.
        ids_of: the id of each source.
        own: paths of files that were not imported, by their ids.
    """

    def __init__(self) -> None:
        self.paths: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.ids_of: dict[str, str] = {}
        self.own: dict[str, str] = {}

    def add(self, path: str, source: str, id: str) -> None:
        """Take a file in."""
        if source:
            self.paths.setdefault(source, path)
            if id:
                self.ids_of.setdefault(source, id)
        elif id:
            self.own.setdefault(id, path)
        if id:
            self.ids.setdefault(id, source)


def find_existing(articles: Path) -> Existing:
    """Look at the header of each article file in a folder; it may not be there yet."""
    found = Existing()
    for folder, folders, names in os.walk(articles):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        inner = os.path.relpath(folder, articles)
        for name in sorted(names):
            if not is_article(name):
                continue
            try:
                with open(os.path.join(folder, name), "rb", buffering=0) as file:
                    head = file.read(_HEAD)
            except OSError:
                continue
            keys = _keys(head)
            if keys:
                path = name if inner == "." else f"{inner}/{name}".replace(os.sep, "/")
                found.add(path, keys.get(SOURCE, ""), keys.get("id", ""))
    return found


def _keys(head: bytes) -> dict[str, str]:
    head = head.removeprefix(b"\xef\xbb\xbf")
    if not head.startswith(b"---"):
        return {}
    end = _END.search(head, 3)
    within = head[: end.start()] if end else head
    return {key.decode(): _plain(value) for key, value in _KEYS.findall(within)}


def _plain(value: bytes) -> str:
    """The text of a value of YAML on one line."""
    text = value.decode("utf-8", "replace")
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        try:
            found = json.loads(text)
        except ValueError:
            return text[1:-1]
        return found if isinstance(found, str) else text
    if text.startswith("'") and text.endswith("'") and len(text) > 1:
        return text[1:-1].replace("''", "'")
    return text
