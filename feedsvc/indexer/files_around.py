"""Reads what other files say of an article: its header beside it, and what counts in its folder."""

import errno
import os
import posixpath
from collections.abc import Iterator
from datetime import datetime

import msgspec

from feedsvc.errors import UnreadableArticle
from feedsvc.model.file_stat import FileStat
from feedsvc.model.problem import Problem
from feedsvc.settings import Settings, matching
from feedsvc.sources import (
    ENDINGS,
    METADATA,
    NOTHING,
    Folder,
    FolderFile,
    Inherited,
    inherited,
    is_folder_file,
    likely_names,
    place_of,
    read_folder_file,
    with_metadata,
)
from feedsvc.sources import files_for as folder_files_for

_MANY = 500  # names in a folder; listing more takes long


class Around(msgspec.Struct, frozen=True):
    """An article file with what other files say of it.

    Attributes:
        data: the file as it is to be read.
        lines: how many lines of it are of the file beside.
        path: of that file; empty: there is none.
        inherited: what files of folders say.
        unsure: whether one of the files changed while it was read.
    """

    data: bytes
    lines: int = 0
    path: str = ""
    inherited: Inherited = NOTHING
    unsure: bool = False

    def placed(self, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """The problems with the lines of the article's own file."""
        return tuple(
            msgspec.structs.replace(one, line=one.line - self.lines)
            if one.line > self.lines
            else msgspec.structs.replace(one, line=1, message=f"{self.path}: {one.message}")
            for one in problems
        )


def files_around(
    folder: Folder, path: str, data: bytes, settings: Settings, now: datetime
) -> Around:
    """An article file with what other files say of it.

    The names in a folder are noted until it changes or `folder.noted` is cleared.

    Args:
        folder: where they are.
        path: of the article file.
        data: its bytes.
        settings, now: as for read_file.

    Raises:
        OSError: one of the files is there and cannot be read, or a folder cannot be listed.
    """
    names: dict[str, frozenset[str]] = {}
    within, some = path, False
    while within:
        within = within.rpartition("/")[0]
        there = os.path.join(folder.root, within if within.isascii() else folder.real(within))
        status = os.stat(there)
        look = (status.st_ino, status.st_mtime_ns, status.st_ctime_ns)
        noted = folder.noted.get(within)
        if noted is None or noted[0] != look:
            _, before, size = noted or (None, None, 0)
            before = before if size > _MANY else None
            found, count = _listed(there, within, path, settings, before)
            noted = folder.noted[within] = look, found, count or size
        names[within] = noted[1]
        some = some or bool(noted[1])
    return _with_files(folder, path, data, settings, now, names) if some else Around(data)


def _listed(
    there: str, within: str, path: str, settings: Settings, before: frozenset[str] | None
) -> tuple[frozenset[str], int]:
    """The names in a folder of files that may say something, and how many names there are.

    Args:
        there: the folder.
        within: its path, relative to the newsroom's.
        path: of the article.
        settings: name languages.
        before: the names when it was last listed. Listing a large folder for each article that is
            saved would take long, so those are looked for, and likely ones; others that arrive are
            reported, and their articles follow. None: the folder is listed.
    """
    if before is None:
        names = os.listdir(there)
        ends = (one for one in names if one[0] == "_" or one.endswith(ENDINGS))
        return frozenset(filter(is_folder_file, ends)), len(names)
    stem = posixpath.splitext(posixpath.basename(path))[0]
    tags = {settings.language, *settings.languages}
    tags |= {stem.rpartition(".")[2]} if "." in stem else set()
    own = stem if posixpath.dirname(path) == within else ""
    likely = likely_names(os.path.basename(there), own, sorted(tags))
    found = {one for one in (*before, *likely) if os.path.lexists(os.path.join(there, one))}
    return frozenset(found), 0


def _with_files(
    folder: Folder,
    path: str,
    data: bytes,
    settings: Settings,
    now: datetime,
    names: dict[str, frozenset[str]],
) -> Around:
    """As `files_around`, given the names of the files that may say something, by folder."""
    beside = posixpath.splitext(path)[0] + METADATA
    lines, unsure = 0, False
    if posixpath.basename(beside) in names[posixpath.dirname(path)] and (
        stat := folder.stat(beside)
    ):
        seen, header, changed = _look(folder, beside, settings)
        data, lines = with_metadata(header, path, data)
        unsure = changed or seen != stat
    else:
        beside = ""
    root = folder.root.absolute().name
    found = list(_folder_files(folder, path, settings, now, names))
    said = inherited(found, place_of(path, root, settings.languages)) if found else NOTHING
    return Around(data, lines, beside, said, unsure)


def _folder_files(
    folder: Folder, path: str, settings: Settings, now: datetime, names: dict[str, frozenset[str]]
) -> Iterator[tuple[str, FolderFile]]:
    """Yield the files of folders that count for an article, the nearest first."""
    root = folder.root.absolute().name
    for one in folder_files_for(path, names.__getitem__, root, settings.languages):
        left_out = settings.exclude and matching(settings.exclude)(one)
        if not left_out or (settings.include and matching(settings.include)(one)):
            yield one, folder_file(folder, one, settings, now)


def folder_file(folder: Folder, path: str, settings: Settings, now: datetime) -> FolderFile:
    """What a file says for articles below its folder or beside it.

    It is read once, until it changes or `folder.noted` is cleared.

    Args:
        folder, settings, now: as for read_file.
        path: of the file.

    Raises:
        OSError: it is only just gone.
    """
    stat = folder.stat(path)
    if stat is None and os.path.lexists(os.path.join(folder.root, folder.real(path))):
        return FolderFile(fault=_fault("it leads out of the folder"))
    noted = folder.noted.get(path)
    if noted is not None and noted[0] == stat:
        file: FolderFile = noted[1]
        return file
    try:
        seen, data, changed = _look(folder, path, settings)
    except OSError as error:
        if error.errno == errno.EBUSY:
            raise
        return FolderFile(fault=_fault(f"it cannot be opened: {error.strerror}"))
    file = read_folder_file(path, data, settings.zone, settings.limits, now)
    if not changed:
        folder.noted[path] = seen, file
    return file


def _look(folder: Folder, path: str, settings: Settings) -> tuple[FileStat, bytes, bool]:
    """As Folder.look.

    Raises:
        OSError: the file cannot be read, or is only just gone; the article is not.
    """
    try:
        return folder.look(path, settings.limits.article_bytes + 1)
    except FileNotFoundError as error:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY)) from error


def _fault(message: str) -> UnreadableArticle:
    return UnreadableArticle(message, code="folder-file")
