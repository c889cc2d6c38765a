"""One file of the folder -> what the store is to keep of it."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import msgspec

from feedsvc import sources
from feedsvc.indexer.updated import visible_digest
from feedsvc.model.article import SITE, Article, Enclosure
from feedsvc.model.file_stat import FileStat
from feedsvc.model.hashing import digest
from feedsvc.model.problem import Problem
from feedsvc.settings import LimitSettings
from feedsvc.sources import Folder
from feedsvc.store.codec import NO_TEXT, Text, pack_text
from feedsvc.store.search_index import searchable

READING_VERSION = 3  # raised whenever the same file would be read as another article
# What is read in no time by any library: so many bytes whatever they are, or so many of which
# all but a small share are letters, digits and single spaces.
QUICK, QUICK_PLAIN, SIGNS = 32 * 1024, 256 * 1024, 16
_PLAIN = bytes(code for code in range(256) if code > 127 or chr(code).isalnum()) + b" \n\r.,'-"
_MEDIA = f"{SITE}/media/"
_GRAIN = 2  # seconds
_TOO_MUCH = "reading it takes too much memory, or breaks the reader; make it smaller or simpler"
_UNSURE = -1  # a time of change that no file has, so that the next look reads it again


class ReadLater(Exception):
    """It is not known yet what a file says; it is being read elsewhere."""


class ReadFile(msgspec.Struct, frozen=True, array_like=True):
    """A file as it was found.

    Attributes:
        path: of the file.
        stat: what it looked like.
        source: digest of its bytes.
        article: what it says, without its text; None where it is no article.
        text: the article's content and sections, as the store keeps them.
        visible: identity.visible_digest of the whole article.
        problems: what an editor should know.
        words: what the article is found by (searchable.searchable).
    """

    path: str
    stat: FileStat
    source: str
    article: Article | None
    text: Text
    visible: str
    problems: tuple[Problem, ...]
    words: str = ""


def read_file(
    folder: Folder,
    path: str,
    zone: ZoneInfo,
    now: datetime,
    limits: LimitSettings,
    larger: Callable[[str, bytes], ReadFile | None] | None = None,
) -> ReadFile | None:
    """Read a file; None where there is none.

    Args:
        folder: where it is.
        path: relative to it.
        zone: of times that name none.
        now: the time of reading.
        limits: how much of it is taken.
        larger: reads in its place what could be slow, by path and bytes; None: nobody does. What
            it raises is raised here.
    """
    before = folder.stat(path)
    if before is None:
        return None
    most = limits.article_bytes
    try:
        seen, data, changed = folder.look(path, min(before.size, most) + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        message = f"cannot be opened: {error.strerror}"
        problem = Problem(path, 1, "error", "unreadable", message)
        return _refused(FileStat(_UNSURE, before.size), problem)
    if larger is not None and could_be_slow(data):
        return larger(path, data)
    reading = _parsed(path, data, zone, limits)
    changed = changed or seen != before or len(data) != min(seen.size, most + 1)
    # A file changed within the clock's grain may change again and look the same.
    fresh = abs(_age(seen, now)) < _GRAIN
    stat = FileStat(_UNSURE, seen.size) if fresh or changed else seen
    article, problems = reading.article, reading.problems
    if article is None:
        return ReadFile(path, stat, digest(data), None, NO_TEXT, "", problems)
    article, found = _measure(folder, article)
    bare, text = pack_text(article)
    visible, problems = visible_digest(article), (*problems, *found)
    return ReadFile(path, stat, digest(data), bare, text, visible, problems, searchable(article))


def could_be_slow(data: bytes) -> bool:
    """Whether there is enough of what markup is made of to keep a parser busy."""
    if len(data) <= QUICK:
        return False
    signs = len(data.translate(None, _PLAIN)) + data.count(b"  ") + data.count(b"\n\n\n")
    return len(data) > QUICK_PLAIN or signs * SIGNS > len(data)


def given_up(
    folder: Folder, path: str, now: datetime, seconds: float | None, *, certain: bool
) -> ReadFile | None:
    """A file that could not be read to its end; None where there is none any more.

    Args:
        folder, path, now: as for read_file.
        seconds: of the processor that it took and that were too many; None: reading it ended the
            process for another reason, such as memory.
        certain: it would do so again.
    """
    stat = folder.stat(path)
    if stat is None:
        return None
    # What changed after the reading had begun is looked at again.
    sure = certain and _age(stat, now) >= _GRAIN
    stat = stat if sure else FileStat(_UNSURE, stat.size)
    if seconds is None:
        return _refused(stat, Problem(path, 1, "error", "unreadable", _TOO_MUCH))
    message = (
        f"reading it takes more than {seconds:g} seconds; split it, or take out markup that"
        " repeats or nests without end"
    )
    return _refused(stat, Problem(path, 1, "error", "too-slow", message))


def _age(stat: FileStat, now: datetime) -> float:
    """Seconds since the last change; negative where that is ahead."""
    return now.timestamp() - stat.modified / 1e9


def _refused(stat: FileStat, problem: Problem) -> ReadFile:
    """A file that is no article, and that nothing more is known of."""
    return ReadFile(problem.path, stat, "", None, NO_TEXT, "", (problem,))


def _parsed(path: str, data: bytes, zone: ZoneInfo, limits: LimitSettings) -> sources.Reading:
    """What the file says; a fault of feedsvc, or of a library, is a problem of this file alone."""
    try:
        return sources.read(path, data, zone=zone, limits=limits)
    except BaseException as error:
        # A panic of a Rust library is no Exception and its class cannot be imported.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        message = f"feedsvc fails to read it ({type(error).__name__}); report that, please"
        if isinstance(error, MemoryError):
            message = _TOO_MUCH
        return sources.Reading(None, (Problem(path, 1, "error", "unreadable", message),))


def _measure(folder: Folder, article: Article) -> tuple[Article, list[Problem]]:
    """The article with length and pixels of the files beside it that it encloses."""
    problems: list[Problem] = []

    def measured(media: Enclosure) -> Enclosure:
        if not media.url.startswith(_MEDIA):
            return media
        path = unquote(media.url.removeprefix(_MEDIA))
        stat = folder.stat(path)
        if stat is None:
            message = f"{path} is not there; put the file beside the article, or mend its name"
            problems.append(Problem(article.path, 1, "warning", "missing-file", message))
            return media
        pixels = folder.pixels(path) if media.type.startswith("image/") else None
        width, height = pixels or (media.width, media.height)
        return msgspec.structs.replace(media, length=stat.size, width=width, height=height)

    if not article.image and not article.enclosures:
        return article, problems
    whole = msgspec.structs.replace(
        article,
        image=measured(article.image) if article.image else None,
        enclosures=tuple(measured(media) for media in article.enclosures),
    )
    return whole, problems
