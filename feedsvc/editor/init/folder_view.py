"""Looks at a folder once, so that all that is decided of it is decided on a value."""

import os
import stat
from collections.abc import Collection, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path

import msgspec

from feedsvc.settings import Settings
from feedsvc.sources import is_article, left_out

MOST_SEEN = 20_000  # files and folders; enough to know whose layout it is
_READ = 64 * 1024  # bytes of a configuration
_BEGINNING = 4 * 1024  # bytes of an article
_ARTICLES = 200  # of which the beginnings are read
_CLOSED = ("node_modules", "__pycache__", "vendor", "_site")


class FolderView(msgspec.Struct, frozen=True):
    """What was seen of a folder.

    Attributes:
        paths: of files, and of folders with a slash at their ends; POSIX, relative to the folder,
            what stands at the top first.
        texts: what was read of files, by path: of configurations, and the beginnings of articles.
    """

    paths: tuple[str, ...] = ()
    texts: Mapping[str, str] = {}

    def has(self, path: str) -> bool:
        """Whether there is a file, or a folder where the path has a slash at its end."""
        return path in self.paths

    def articles(self, within: str = "") -> Iterator[str]:
        """The paths of files in a folder that are articles where site.toml says nothing else."""
        prefix = f"{within}/" if within else ""
        for path in self.paths:
            inner = path[len(prefix) :]
            if path.startswith(prefix) and is_article(inner) and left_out(inner, _PLAIN) is None:
                yield path


_PLAIN = Settings()


def view_of(folder: Path, configurations: Collection[str], *, deep: bool = True) -> FolderView:
    """Look at a folder. What cannot be listed or read is not seen; links are not followed.

    Args:
        folder: may be missing; nothing is seen then.
        configurations: paths of files that are read where they are there.
        deep: whether the folders in it are looked at as well, and the beginnings of articles.
    """
    paths = tuple(islice(_walk(folder, deep), MOST_SEEN))
    texts = {path: _text(folder / path, _READ) for path in configurations}
    if deep:
        articles = (path for path in paths if is_article(path))
        for path in islice(articles, _ARTICLES):
            texts.setdefault(path, _text(folder / path, _BEGINNING))
    found = {path: text for path, text in texts.items() if text is not None}
    known = set(paths)
    deeper = (path for path in found if path not in known)  # such as config/_default/hugo.toml
    return FolderView(tuple(chain(paths, deeper)), found)


def _walk(folder: Path, deep: bool) -> Iterator[str]:
    """Yield the paths of files and folders, level by level."""
    level = [""]
    while level:
        below: list[str] = []
        for within in level:
            for name, is_folder in _names(folder / within):
                yield f"{within}{name}/" if is_folder else f"{within}{name}"
                if is_folder and name not in _CLOSED and not name.startswith("."):
                    below.append(f"{within}{name}/")
        level = below if deep else []


def _names(folder: Path) -> list[tuple[str, bool]]:
    try:
        with os.scandir(folder) as entries:
            found = [(one.name, one.is_dir(follow_symlinks=False)) for one in entries]
    except OSError:
        return []
    return sorted((name, is_folder) for name, is_folder in found if name.isprintable())


def _text(path: Path, most: int) -> str | None:
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # opening a pipe would wait for its writer
            return None
        with open(path, "rb") as file:
            return file.read(most).decode("utf-8-sig", "replace")
    except (OSError, ValueError):
        return None
