"""Collects the problems of a newsroom's folder: of files, of articles and of the settings."""

import codecs
import re
import threading
from collections.abc import Callable, Collection, Iterable

from feedsvc.editor.check import Checker
from feedsvc.errors import SettingsError
from feedsvc.model.characters import legal
from feedsvc.model.entry import Entry
from feedsvc.model.problem import Problem
from feedsvc.newsroom import Newsroom
from feedsvc.settings import FILE_NAME

_LINE = re.compile(rf"{re.escape(FILE_NAME)}:(\d+):")


class DeskProblems:
    """The problems of a newsroom's folder, each file's kept until it is looked at again.

    Args:
        newsroom: knows the problems of files.
        checker: finds the problems of articles.
        of_theme: gives the problems of the theme.
    """

    def __init__(
        self,
        newsroom: Newsroom,
        checker: Checker,
        of_theme: Callable[[], list[Problem]] = list,
    ) -> None:
        self._newsroom = newsroom
        self._checker = checker
        self._of_theme = of_theme
        self._by_path: dict[str, list[Problem]] = {}
        self._settings: Problem | None = None
        self._guard = threading.Lock()  # pages ask while files are looked at

    def begin(self, entries: Iterable[Entry], before: Collection[str]) -> None:
        """Find the problems of everything.

        Args:
            entries: all articles.
            before: paths of those that were known.

        Raises:
            StoreError: it cannot be read.
        """
        with self._guard:
            self._checker.drop(before)
            self._checker.take(entries)
            self._by_path = _by_path(self._newsroom.problems.all())

    def take(self, paths: Collection[str], gone: Collection[str], entries: list[Entry]) -> None:
        """Find the problems of some files again.

        Args:
            paths: of all these files.
            gone: paths at which articles were that are not there any more.
            entries: the articles that are there.

        Raises:
            StoreError: it cannot be read.
        """
        found = _by_path(self._newsroom.problems.at(paths))
        with self._guard:
            for path in paths:
                self._by_path.pop(path, None)
            self._by_path |= found
            self._checker.drop(gone)
            self._checker.take(entries)

    def refuse_settings(self, error: SettingsError) -> None:
        """Add the problem that site.toml is in error, so that the settings from before are used."""
        found = _LINE.search(str(error))
        line = int(found[1]) if found else 1
        message = f"{error}; until it is mended the settings from before are used"
        self._settings = Problem(FILE_NAME, line, "error", "settings", message)

    def errors(self, paths: Iterable[str]) -> list[str]:
        """Those of the files that cannot be published as they stand."""
        known = self._by_path
        return [p for p in paths if any(one.severity == "error" for one in known.get(p, ()))]

    def all(self) -> list[Problem]:
        """All problems, by file and line; those of site.toml, which concern all files, first."""
        with self._guard:
            found = [one for some in self._by_path.values() for one in some]
            found += self._checker.problems() + self._of_theme()
        if self._settings:
            found.append(self._settings)
        return sorted(found, key=_place)

    def lines(self, path: str) -> list[str]:
        """The lines of a file, as problems count them; none where it cannot be read."""
        folder = self._newsroom.folder
        stat = folder.stat(path)
        try:
            most = self._newsroom.settings.limits.article_bytes
            data = b"" if stat is None else folder.look(path, min(stat.size, most))[1]
        except OSError:
            return []
        wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        text = data.decode("utf-16" if wide else "utf-8-sig", "replace")
        text = legal(text.replace("\r\n", "\n").replace("\r", "\n"))
        return text.split("\n") if text else []


def _by_path(found: Iterable[Problem]) -> dict[str, list[Problem]]:
    grouped: dict[str, list[Problem]] = {}
    for problem in found:
        grouped.setdefault(problem.path, []).append(problem)
    return grouped


def _place(problem: Problem) -> tuple[bool, str, int, str, str]:
    return (problem.path != FILE_NAME, problem.path, problem.line, problem.code, problem.message)
