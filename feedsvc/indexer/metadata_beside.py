"""Reads the header of an article from a file beside it, where there is one."""

import errno
import os
import posixpath

import msgspec

from feedsvc.model.file_stat import FileStat
from feedsvc.model.problem import Problem
from feedsvc.sources import METADATA, Folder, with_metadata


class Beside(msgspec.Struct, frozen=True):
    """An article file with what stands beside it.

    Attributes:
        data: the file as it is to be read.
        lines: how many lines of it are of the file beside.
        path: of that file; empty: there is none.
        stat: its state.
    """

    data: bytes
    lines: int = 0
    path: str = ""
    stat: FileStat | None = None

    @property
    def looks(self) -> dict[str, FileStat]:
        """The state of the file beside, by its path."""
        return {self.path: self.stat} if self.stat else {}

    def placed(self, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """The problems with the lines of the article's own file."""
        return tuple(
            msgspec.structs.replace(one, line=one.line - self.lines)
            if one.line > self.lines
            else msgspec.structs.replace(one, line=1, message=f"{self.path}: {one.message}")
            for one in problems
        )


def metadata_beside(folder: Folder, path: str, data: bytes, most: int) -> Beside:
    """An article file with the header from the file beside it.

    Args:
        folder: where both are.
        path: of the article file.
        data: its bytes.
        most: bytes of the file beside that are read.

    Raises:
        OSError: that file is there and cannot be read.
    """
    name = posixpath.splitext(path)[0] + METADATA
    stat = folder.stat(name)
    if stat is None:
        return Beside(data)
    try:
        seen, metadata, changed = folder.look(name, most)
    except FileNotFoundError as error:  # only just gone; the article is not
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY)) from error
    whole, lines = with_metadata(metadata, path, data)
    return Beside(whole, lines, name, seen.doubted() if changed or seen != stat else seen)
