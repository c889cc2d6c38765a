"""One file of the folder -> what the store is to keep of it."""

from datetime import datetime
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import msgspec

from feedsvc import sources
from feedsvc.documents import digest
from feedsvc.folder import Folder
from feedsvc.identity import visible_digest
from feedsvc.model import SITE, Article, Enclosure, FileStat, Problem
from feedsvc.sources.decoding import MAX_BYTES
from feedsvc.store.packing import NO_TEXT, Text, pack_text

READING_VERSION = 2  # raised whenever the same file would be read as another article
_MEDIA = f"{SITE}/media/"
_UNSURE = -1  # a time of change that no file has, so that the next look reads it again


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
    """

    path: str
    stat: FileStat
    source: str
    article: Article | None
    text: Text
    visible: str
    problems: tuple[Problem, ...]


def read_file(folder: Folder, path: str, zone: ZoneInfo, now: datetime) -> ReadFile | None:
    """Read a file; None where there is none.

    Args:
        folder: where it is.
        path: relative to it.
        zone: of times that name none.
        now: the time of reading.
    """
    before = folder.stat(path)
    if before is None:
        return None
    try:
        seen, data, changed = folder.look(path, min(before.size, MAX_BYTES) + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        message = f"cannot be opened: {error.strerror}"
        problem = Problem(path, 1, "error", "unreadable", message)
        unsure = FileStat(_UNSURE, before.size)
        return ReadFile(path, unsure, "", None, NO_TEXT, "", (problem,))
    reading = sources.read(path, data, zone=zone)
    changed = changed or seen != before or len(data) != min(seen.size, MAX_BYTES + 1)
    # A file changed within the clock's grain may change again and look the same.
    fresh = abs(now.timestamp() - seen.modified / 1e9) < 2
    stat = FileStat(_UNSURE, seen.size) if fresh or changed else seen
    article, problems = reading.article, reading.problems
    if article is None:
        return ReadFile(path, stat, digest(data), None, NO_TEXT, "", problems)
    article, found = _measure(folder, article)
    bare, text = pack_text(article)
    return ReadFile(
        path, stat, digest(data), bare, text, visible_digest(article), (*problems, *found)
    )


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
