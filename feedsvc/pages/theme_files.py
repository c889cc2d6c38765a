"""Reads the files of a theme: templates, one style, and pictures for it."""

import os
import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from feedsvc.model.file_stat import FileStat
from feedsvc.model.hashing import digest
from feedsvc.model.problem import Problem
from feedsvc.settings import FILE_NAME
from feedsvc.sources import Folder, is_text

STYLE = "style.css"
PICTURES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
MOST_FILES = 200
MOST_BYTES = 1024 * 1024  # of one file
_DEPTH = 4  # of folders in the folder


class Listing(NamedTuple):
    """What is in a theme's folder: the states of its files by path in it, and what is wrong."""

    files: Mapping[str, FileStat]
    problems: tuple[Problem, ...]


class ThemeFiles(NamedTuple):
    """The files of a theme as they were read.

    Attributes:
        templates: texts by name; a name is the path in the folder.
        style: to follow the built-in one; may be empty.
        pictures: bytes by name.
        problems: why some of the files do not count.
        mark: a digest of all of it.
    """

    templates: Mapping[str, str]
    style: str
    pictures: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    mark: str


def list_theme(root: Path, place: str) -> Listing:
    """What is in a theme's folder.

    Args:
        root: the newsroom's folder.
        place: of the theme in it, POSIX. It may be missing, or a link that leads out.
    """
    theme = root / place
    problems: list[Problem] = []
    try:
        inside = theme.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        inside = False
    if not inside or not theme.is_dir():
        told = f"theme.folder: there is no folder {place!r} inside the newsroom's; make it"
        return Listing({}, (_problem(FILE_NAME, told),))
    folder = _folder(theme)
    files = {}
    for path in _walk(theme, "", place, problems):
        status = folder.stat(path)
        if status is None:
            told = "is no file inside the theme's folder; put the file itself there"
            problems.append(_problem(f"{place}/{path}", told))
        else:
            files[path] = status
        if len(files) + len(problems) >= MOST_FILES:
            told = f"has more than {MOST_FILES} files, and the others do not count"
            problems.append(_problem(place, told))
            break
    return Listing(dict(sorted(files.items())), tuple(sorted(problems)))


def read_theme(root: Path, place: str, listing: Listing) -> ThemeFiles:
    """Read the files of a theme.

    Args:
        root, place: as for `list_theme`.
        listing: what is there.
    """
    folder = _folder(root / place)
    problems = list(listing.problems)
    found: dict[str, bytes] = {}
    texts: dict[str, str] = {}
    for path in listing.files:
        try:
            data = folder.read(path, MOST_BYTES + 1)
        except OSError as error:
            problems.append(_problem(f"{place}/{path}", f"cannot be read: {error.strerror}"))
            continue
        if len(data) > MOST_BYTES:
            told = f"has more than {MOST_BYTES:,} bytes, and does not count"
            problems.append(_problem(f"{place}/{path}", told))
        elif _is_text(path):
            try:
                texts[path] = data.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                line = data.count(b"\n", 0, error.start) + 1
                problems.append(_problem(f"{place}/{path}", "is not UTF-8; save it so", line))
        else:
            found[path] = data
    parts: list[str | bytes] = [place]
    for path, held in (texts | found).items():
        parts += (path, held)
    parts += [f"{one.path} {one.line} {one.message}" for one in problems]
    style = texts.pop(STYLE, "")
    return ThemeFiles(texts, style, found, tuple(problems), digest(*parts))


def _problem(path: str, message: str, line: int = 1) -> Problem:
    return Problem(path, line, "error", "theme", message)


def _folder(theme: Path) -> Folder:
    return Folder(theme, lambda path: True)


def _is_text(path: str) -> bool:
    return path == STYLE or path.endswith(".html")


def _counts(path: str) -> bool:
    return _is_text(path) or posixpath.splitext(path)[1].lower() in PICTURES


def _walk(folder: Path, within: str, place: str, problems: list[Problem]) -> Iterator[str]:
    """Yield the paths of what may be files of a theme; links to folders are not followed."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda one: one.name)
    except OSError as error:
        problems.append(
            _problem(f"{place}/{within}".rstrip("/"), f"cannot be listed: {error.strerror}")
        )
        return
    for one in found:
        if one.name.startswith(".") or not is_text(one.name):
            continue
        path = within + one.name
        if not one.is_dir(follow_symlinks=False):
            if _counts(path):
                yield path
        elif _counts(path):
            problems.append(_problem(f"{place}/{path}", "is a folder and no file; rename it"))
        elif path.count("/") < _DEPTH:
            yield from _walk(folder / one.name, f"{path}/", place, problems)
