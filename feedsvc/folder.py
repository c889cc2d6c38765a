"""The newsroom's folder: what files are in it, what they look like, their bytes."""

import os
import posixpath
import stat
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import imagesize

from feedsvc.errors import FolderMissing
from feedsvc.model import FileStat, Problem


class Folder:
    """A folder of articles and of the files beside them.

    Paths are relative to it, POSIX, NFC. Names that begin with a dot are not looked at, links
    are followed only to files inside.

    Args:
        root: where it is.
        wanted: says of a path whether it could be an article.
    """

    def __init__(self, root: Path, wanted: Callable[[str], bool]) -> None:
        self.root = root
        self._wanted = wanted

    def check(self) -> None:
        """Do nothing where the folder is there.

        Raises:
            FolderMissing: it is not, or cannot be listed.
        """
        try:
            os.scandir(self.root).close()
        except OSError as error:
            raise self._missing(error) from error

    def _missing(self, error: OSError) -> FolderMissing:
        return FolderMissing(
            f"{self.root}: {error.strerror}; name the folder that holds your articles"
        )

    def listing(self) -> tuple[dict[str, FileStat], list[Problem]]:
        """Every file that could be an article, and what is wrong with the names of others.

        Raises:
            FolderMissing: the folder is not there, or cannot be listed.
        """
        found: dict[str, FileStat] = {}
        problems: list[Problem] = []
        for path, status in self._walk("", problems):
            shown = unicodedata.normalize("NFC", path)
            if not self._wanted(shown):
                continue
            if shown in found:
                message = "another file has the same name in other code points; rename one of them"
                problems.append(Problem(shown, 1, "error", "same-name", message))
            if shown not in found or shown == path:  # the file that `read` finds
                found[shown] = FileStat(status.st_mtime_ns, status.st_size)
        return found, problems

    def _walk(self, within: str, problems: list[Problem]) -> Iterator[tuple[str, os.stat_result]]:
        try:
            with os.scandir(self.root / within) as entries:
                ordered = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            if not within:
                raise self._missing(error) from error
            shown = unicodedata.normalize("NFC", within)
            message = f"this folder cannot be listed: {error.strerror}"
            problems.append(Problem(shown, 1, "error", "unreadable-folder", message))
            return
        for entry in ordered:
            path = f"{within}/{entry.name}" if within else entry.name
            if entry.name.startswith("."):
                continue
            if not _is_text(path):
                shown = path.encode("utf-8", "backslashreplace").decode()
                message = "the name is not UTF-8; rename the file"
                problems.append(Problem(shown, 1, "error", "name-encoding", message))
            elif entry.is_dir(follow_symlinks=False):
                yield from self._walk(path, problems)
            elif (status := self._regular(path, walked=True)) is not None:
                yield path, status

    def _regular(self, path: str, *, walked: bool = False) -> os.stat_result | None:
        """The status of a regular file that lies inside, else None.

        A walk passes through no link to a folder; any other path might.
        """
        whole = self.root / path
        try:
            status = whole.lstat()
            if not walked or stat.S_ISLNK(status.st_mode):
                if not whole.resolve().is_relative_to(self.root.resolve()):
                    return None
                status = whole.stat()
        except (OSError, ValueError, RuntimeError):
            return None
        return status if stat.S_ISREG(status.st_mode) else None

    def _real(self, path: str) -> str:
        """The path as the file system has it, which may hold other code points for the same name.

        Looked up each time: what was NFD may be renamed, and a process may never have listed.
        """
        if path.isascii() or os.path.lexists(self.root / path):
            return path
        real = ""
        for part in path.split("/"):
            try:
                names = sorted(os.listdir(self.root / real))
            except (OSError, ValueError):
                return path
            same = (name for name in names if unicodedata.normalize("NFC", name) == part)
            real = posixpath.join(real, part if part in names else next(same, part))
        return real

    def stat(self, path: str) -> FileStat | None:
        """What a file looks like; None where there is none."""
        status = self._regular(self._real(path)) if _is_plain(path) else None
        return FileStat(status.st_mtime_ns, status.st_size) if status else None

    def read(self, path: str, limit: int = -1) -> bytes:
        """A file's bytes, at most `limit` of them.

        Raises:
            OSError: it is not there, or cannot be read.
        """
        with open(self.root / self._real(path), "rb") as file:
            return file.read(limit)

    def file(self, path: str) -> Path | None:
        """Where a file inside the folder is, for serving it; None where there is none."""
        if not _is_plain(path) or self._regular(self._real(path)) is None:
            return None
        return self.root / self._real(path)

    def pixels(self, path: str) -> tuple[int, int] | None:
        """Width and height of an image file; None where they cannot be told."""
        file = self.file(path)
        if file is None:
            return None
        try:
            width, height = imagesize.get(file)
        except (OSError, ValueError, ArithmeticError, LookupError):
            return None
        return (int(width), int(height)) if width > 0 and height > 0 else None


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_plain(path: str) -> bool:
    """Whether a path stays inside: no empty, dotted or absolute part, no NUL."""
    parts = path.split("/")
    return "\x00" not in path and all(part and not part.startswith(".") for part in parts)
