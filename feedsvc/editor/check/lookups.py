"""Looks up files and old slugs of a newsroom, for the checks."""

from collections.abc import Callable

from feedsvc.errors import UnreadableArticle
from feedsvc.feeds import Moved
from feedsvc.sources import Findings, Folder, decode

LONGEST_SOURCE = 512 * 1024  # bytes of a file that are looked at to find a line


class FolderLookups:
    """Answers what the checks ask of a newsroom's folder.

    Args:
        folder: the newsroom's.
        article: what is published under a name (ArticleCatalog.article), which knows old slugs;
            without it, these are not known.
    """

    def __init__(self, folder: Folder, article: Callable[[str], object] = lambda _: None) -> None:
        self._folder = folder
        self._article = article

    def source(self, path: str) -> str:
        """The text of an article's file, lines ended by LF; only its beginning where it is long.

        Empty where it cannot be read.
        """
        try:
            data = self._folder.read(path, LONGEST_SOURCE)
        except (OSError, ValueError):
            return ""
        if len(data) == LONGEST_SOURCE:  # ends with a line, not inside a character
            data = data[: data.rfind(b"\n") + 1]
        try:
            return decode(data, Findings(path))
        except UnreadableArticle:
            return ""

    def has(self, path: str) -> bool:
        """Whether there is a file for a path relative to the folder that an article names."""
        return self._folder.stat(self._folder.attached(path)) is not None

    def moved(self, name: str) -> str | None:
        """The present slug of an article that once had another, or that an old link may mean."""
        found = self._article(name)
        return found.slug if isinstance(found, Moved) else None
