"""The newsroom's folder: lists its files, tells their states, and reads them."""

import errno
import os
import posixpath
import stat
import unicodedata
from collections.abc import Callable, Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import imagesize

from feedsvc.errors import FolderMissing
from feedsvc.model.file_stat import FileStat
from feedsvc.model.problem import Problem
from feedsvc.settings import DEFAULTS, LimitSettings
from feedsvc.sources.attachments import places_of
from feedsvc.sources.disk_list import in_order
from feedsvc.sources.durations import seconds_of
from feedsvc.sources.filenames import as_text, is_plain, is_text

__all__ = ["MOST_TOLD", "Folder", "is_text"]

Named: TypeAlias = tuple[str, str]  # sort key, real name
MOST_TOLD = 100  # problems that are reported of names in one folder that are not text
_TRIES = 3  # attempts to open a file while another one takes its place
_NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)


class Folder:
    """A folder of articles and of the files beside them.

    Paths are relative to it, POSIX, NFC. Names that begin with a dot and what is more than
    limits.folders deep are ignored. Links are followed only to files inside the folder.

    Args:
        root: the path of the folder.
        wants: returns whether a path could be that of an article.
        limits: the depth of nested folders, and the largest width or height of images.

    Attributes:
        noted: by path, what who reads many files remembers of others meanwhile.
    """

    def __init__(
        self, root: Path, wants: Callable[[str], bool], limits: LimitSettings = DEFAULTS
    ) -> None:
        self.root = root
        self.wants = wants
        self._folders = limits.folders
        self._pixels = limits.image_pixels
        self.noted: dict[str, Any] = {}

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder at a path that a walk would enter."""
        if not is_plain(path, self._folders):
            return False
        try:
            whole = self.root / self.real(path)
            status = os.lstat(whole)
            there = whole.resolve() == self.root.resolve() / whole.relative_to(self.root)
        except (OSError, ValueError, RuntimeError):
            return False
        return there and stat.S_ISDIR(status.st_mode)

    def lacks(self, path: str) -> bool:
        """Whether it is certain that a walk would find no file at a path.

        A file without permission to look at it, or on a disk that fails, may still be there.
        """
        if not is_plain(path, self._folders):
            return True
        try:
            os.stat(self.root / self.real(path))
        except OSError as error:
            return error.errno in _NOT_THERE
        except ValueError:
            return True
        return not self.lists(path)

    def lists(self, path: str) -> bool:
        """Whether a walk would find a file at a path."""
        folder, _ = posixpath.split(path)
        return (not folder or self.is_folder(folder)) and self.stat(path) is not None

    def folders(self, within: str) -> list[str]:
        """The names of the folders in a folder that a walk would enter, sorted."""
        try:
            with os.scandir(os.path.join(self.root, self.real(within))) as entries:
                found = [one.name for one in entries if one.is_dir(follow_symlinks=False)]
        except OSError:
            return []
        return sorted(name for name in found if not name.startswith(".") and is_text(name))

    def check(self) -> None:
        """Check that the folder is there.

        Raises:
            FolderMissing: the folder is not there, or cannot be listed.
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
        """Every file that could be an article, and the problems with names and folders.

        Raises:
            FolderMissing: the folder is not there, or cannot be listed.
        """
        problems: list[Problem] = []
        return dict(self.files("", problems)), problems

    def files(self, within: str, problems: list[Problem]) -> Iterator[tuple[str, FileStat]]:
        """Yield path and state of the files that could be articles, in the order of their paths.

        Args:
            within: a folder, relative; empty for all.
            problems: gets the problems with names and folders. When a path is yielded, those of
                all paths before it are in the list.

        Raises:
            FolderMissing: the folder is not there, or cannot be listed.
        """
        prefix = f"{within}/" if within else ""
        found = self._walk(self.real(within) if within else "", prefix, problems)
        for shown, same in groupby(found, key=itemgetter(0)):
            first, *others = same
            for _ in others:
                message = "another file has the same name in other code points; rename one of them"
                problems.append(Problem(shown, 1, "error", "same-name", message))
            # Of files with the same name, the state is that of the one that `read` finds.
            _, _, status = next((one for one in others if one[1] == shown), first)
            yield shown, FileStat.of(status)

    def _walk(
        self, within: str, shown_within: str, problems: list[Problem]
    ) -> Iterator[tuple[str, str, os.stat_result]]:
        """Yield files in the order of their paths: path in NFC, real path and status."""
        closed = False
        names = in_order(self._named(within, shown_within, problems), tuple[str, str])
        for key, same in groupby(names, key=itemgetter(0)):
            shown = shown_within + key
            paths = [f"{within}/{name}" if within else name for _, name in same]
            if key.endswith("/"):
                walks = [self._walk(path, shown, problems) for path in paths]
                yield from walks[0] if len(walks) == 1 else merge(*walks, key=itemgetter(0))
            else:
                for path in paths:
                    if (status := self._regular(path, walked=True)) is not None:
                        yield shown, path, status
                    elif not self.lacks(shown) and not closed:
                        closed = True
                        message = "the files in this folder cannot be looked at"
                        where = shown_within.rstrip("/") or "."
                        problems.append(Problem(where, 1, "error", "unreadable-folder", message))

    def _named(self, within: str, shown_within: str, problems: list[Problem]) -> Iterator[Named]:
        """Yield sort key and real name of what is in one folder. Keys of folders end in a slash."""
        if shown_within.count("/") > self._folders:
            message = f"folders stand more than {self._folders} deep here; move them up"
            shown = shown_within.rstrip("/")
            problems.append(Problem(shown, 1, "error", "unreadable-folder", message))
            return
        unfit = 0
        try:
            with os.scandir(os.path.join(self.root, within)) as entries:
                for entry in entries:
                    name = entry.name
                    if name.startswith("."):
                        continue
                    if not is_text(name):
                        unfit += 1
                        if unfit <= MOST_TOLD:
                            path = as_text(f"{within}/{name}" if within else name)
                            message = "the name is not UTF-8, or has control characters; rename it"
                            problems.append(Problem(path, 1, "error", "name-encoding", message))
                        continue
                    key = name if name.isascii() else unicodedata.normalize("NFC", name)
                    if entry.is_dir(follow_symlinks=False):
                        yield f"{key}/", name
                    elif self.wants(shown_within + key):
                        yield key, name
        except OSError as error:
            if not within:
                raise self._missing(error) from error
            shown = shown_within.rstrip("/")
            message = f"this folder cannot be listed: {error.strerror}"
            problems.append(Problem(shown, 1, "error", "unreadable-folder", message))

    def _regular(self, path: str, *, walked: bool = False) -> os.stat_result | None:
        """The status of a regular file inside the folder; None if there is none.

        Args:
            path: relative, as the file system has it.
            walked: whether the path is from a walk, so that no folder in it is a link.
        """
        try:
            status = os.lstat(os.path.join(self.root, path))
            if stat.S_ISLNK(status.st_mode) or not (walked or self._is_straight(path)):
                whole = self.root / path
                if not whole.resolve().is_relative_to(self.root.resolve()):
                    return None
                status = whole.stat()
        except (OSError, ValueError, RuntimeError):
            return None
        return status if stat.S_ISREG(status.st_mode) else None

    def _is_straight(self, path: str) -> bool:
        """Whether no folder in a path is a link."""
        end = path.find("/")
        while end >= 0:
            if stat.S_ISLNK(os.lstat(os.path.join(self.root, path[:end])).st_mode):
                return False
            end = path.find("/", end + 1)
        return True

    def real(self, path: str) -> str:
        """The path as the file system has it. The same name can have other code points there.

        It is looked up each time, because files are renamed, and because a process that only reads
        never lists the folder.
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
        """The state of a file; None if there is no file."""
        status = self._regular(self.real(path)) if is_plain(path, self._folders) else None
        return FileStat.of(status) if status else None

    def look(self, path: str, limit: int) -> tuple[FileStat, bytes, bool]:
        """The state of a file, its first bytes, and whether it changed meanwhile.

        Args:
            path: of a file for which `stat` did not return None.
            limit: the most bytes to read.

        Raises:
            OSError: the file is no longer there, or cannot be read.
        """
        with self.open(path) as file:
            number = file.fileno()
            before = os.fstat(number)
            data = b""
            while len(data) < limit and (some := os.read(number, limit - len(data))):
                data = data + some if data else some
            after = os.fstat(number)
        seen = FileStat.of(before)
        return seen, data, seen != FileStat.of(after)

    def open(self, path: str) -> BinaryIO:
        """Open a file for reading. It is certainly inside the folder, even if names change.

        If the name is given to another file meanwhile, it is opened again, _TRIES times in all.

        Raises:
            OSError: the file is not there, cannot be read, or is another one each time.
        """
        real = self.real(path)
        for _ in range(_TRIES):
            number = os.open(os.path.join(self.root, real), os.O_RDONLY | os.O_NONBLOCK)
            inside = self._regular(real)
            if inside is not None and os.path.samestat(inside, os.fstat(number)):
                return os.fdopen(number, "rb")
            os.close(number)
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    def read(self, path: str, limit: int = -1) -> bytes:
        """The bytes of a file, at most `limit` of them; all if it is negative.

        Raises:
            OSError: the file is not there, or cannot be read.
        """
        with self.open(path) as file:
            return file.read(limit)

    def file(self, path: str) -> Path | None:
        """The absolute path of a file inside the folder, for serving it; None if there is none."""
        if not is_plain(path, self._folders) or self._regular(self.real(path)) is None:
            return None
        return self.root / self.real(path)

    def attached(self, path: str) -> str:
        """The path at which a file is that an article names by its name alone (Obsidian).

        It is the same path where it is there, or in no folder of attachments.
        """
        if not is_plain(path, self._folders) or self.file(path):
            return path
        return next(filter(self.file, places_of(path)), path)

    def pixels(self, path: str) -> tuple[int, int] | None:
        """Width and height of an image file in pixels.

        None if they are not known, or one is larger than limits.image_pixels.
        """
        file = self.file(path)
        if file is None:
            return None
        try:
            width, height = map(int, imagesize.get(file))
        except (OSError, ValueError, ArithmeticError, LookupError):
            return None
        fits = 0 < min(width, height) <= max(width, height) <= self._pixels
        return (width, height) if fits else None

    def seconds(self, path: str) -> int | None:
        """How long an audio or video file is, in seconds; None if that is not known."""
        try:
            with self.open(path) as file:
                return seconds_of(file)
        except OSError:
            return None
