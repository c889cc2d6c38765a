"""Reads one file of the folder into what the store is to keep of it."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

import msgspec

from feedsvc import sources
from feedsvc.indexer.files_around import files_around
from feedsvc.indexer.measure_media import GRAIN, is_fresh, measure_media
from feedsvc.indexer.updated import visible_digest
from feedsvc.model.article import Article
from feedsvc.model.file_stat import FileStat
from feedsvc.model.hashing import digest
from feedsvc.model.problem import Problem
from feedsvc.settings import KILO, LimitSettings, Settings
from feedsvc.sources import LIMITED, Folder, Inherited, lacks_reader, left_out
from feedsvc.store.codec import NO_TEXT, Text, pack_text
from feedsvc.store.search_index import searchable

READING_VERSION = 11  # raised whenever the same file would be read as another article
# Any library reads these files quickly: up to QUICK bytes of any kind, or up to QUICK_PLAIN bytes
# of which at most one in SIGNS is not a letter, a digit or a single space.
QUICK, QUICK_PLAIN, SIGNS = 32 * 1024, 256 * 1024, 16
_PLAIN = bytes(code for code in range(256) if code > 127 or chr(code).isalnum()) + b" \n\r.,'-"
_MARK = 8  # characters
_TOO_MUCH = "reading it takes too much memory, or breaks the reader; make it smaller or simpler"


class ReadLater(Exception):
    """A slow file is still being read elsewhere."""


class ReadFile(msgspec.Struct, frozen=True, array_like=True):
    """A file as it was read.

    Attributes:
        path: of the file.
        stat: its state.
        source: digest of its bytes.
        article: what it says, without content and sections; None where it is no article.
        text: the article's content and sections, as the store keeps them.
        visible: a mark of the rules by which it was read, a colon, and the whole article's
            updated.visible_digest.
        problems: what an editor should know.
        words: what a search finds the article by (store.search_index.searchable).
        media: time and size of the media files that were measured for it, by path.
        holding, holds_back: as sources.Reading has them, of a file that is no article.
        left_out: whether it is none by its name, whatever it says.
        mark: of what files of folders say for it (Inherited.mark).
    """

    path: str
    stat: FileStat
    source: str
    article: Article | None
    text: Text
    visible: str
    problems: tuple[Problem, ...]
    words: str = ""
    media: dict[str, FileStat] = {}
    holding: tuple[str, ...] = ()
    holds_back: bool = False
    left_out: bool = False
    mark: str = ""


def read_file(
    folder: Folder,
    path: str,
    settings: Settings,
    now: datetime,
    larger: Callable[[str, str, str], ReadFile | None] | None = None,
) -> ReadFile | None:
    """Read a file; None where there is none.

    Args:
        folder: where it is.
        path: relative to it.
        settings: say how, and how much of the file is read.
        now: the time of reading.
        larger: reads a file that could be slow, given its path and what `source` and `mark` of
            it will be; None: it is read here. What `larger` raises is raised here.
    """
    before = folder.stat(path)
    if before is None:
        return None
    if (reason := left_out(path, settings)) is not None:
        return ReadFile(path, before, "", None, NO_TEXT, "", reason, left_out=True)
    limited = path.lower().endswith(LIMITED)
    if limited and (lacking := lacks_reader(path)):
        # What reads it may be there at the next look.
        return ReadFile(path, before.doubted(), "", None, NO_TEXT, "", lacking)
    most = settings.limits.article_bytes
    try:
        seen, data, changed = folder.look(path, min(before.size, most) + 1)
        around = files_around(folder, path, data, settings, now)
    except FileNotFoundError:
        return None
    except OSError as error:
        message = f"cannot be opened: {error.strerror}"
        problem = Problem(path, 1, "error", "unreadable", message)
        return _refused(before.doubted(), problem)
    inherited = around.inherited
    source, mark = digest(around.data), inherited.mark
    if larger and (limited or (could_be_slow(data) and not path.endswith(".json"))):
        return larger(path, source, mark)
    if settings.languages:
        inherited = msgspec.structs.replace(inherited, languages=settings.languages)
    reading = _parsed(path, around.data, settings, now, inherited)
    changed = changed or around.unsure or seen != before or len(data) != min(seen.size, most + 1)
    stat = seen.doubted() if changed or is_fresh(seen, now) else seen
    article, problems = reading.article, reading.problems
    if around.path:
        problems = around.placed(problems)
    if article is None:
        none = ReadFile(path, stat, source, None, NO_TEXT, "", problems, mark=mark)
        held = {"holding": reading.holding, "holds_back": reading.holds_back}
        return msgspec.structs.replace(none, **held)
    article, found, media = measure_media(folder, article, settings, now)
    bare, text = pack_text(article)
    rules = _rules(READING_VERSION, settings.zone, settings.limits, tuple(settings.languages))
    visible = f"{rules}:{visible_digest(article)}"
    problems, words = (*problems, *found), searchable(article)
    if seen.modified / 1e9 > max(now.timestamp(), time.time()) + GRAIN:
        problems = (*problems, _time_ahead(path, seen))
    return ReadFile(path, stat, source, bare, text, visible, problems, words, media, mark=mark)


@cache
def _rules(version: int, zone: ZoneInfo, limits: LimitSettings, languages: tuple[str, ...]) -> str:
    """A mark of all that decides what readers see of the same bytes."""
    reading = msgspec.json.encode(limits.reading)
    return digest(str(version), zone.key, reading, " ".join(languages))[:_MARK]


def could_be_slow(data: bytes) -> bool:
    """Whether a file holds so much markup, or so much at all, that parsing it may take long."""
    if len(data) <= QUICK:
        return False
    signs = len(data.translate(None, _PLAIN)) + data.count(b"  ") + data.count(b"\n\n\n")
    return len(data) > QUICK_PLAIN or signs * SIGNS > len(data)


def given_up(
    folder: Folder,
    path: str,
    settings: Settings,
    now: datetime,
    seconds: float | None,
    *,
    certain: bool,
) -> ReadFile | None:
    """A file whose reading was given up, with a problem; None where the file is gone.

    Args:
        folder, path, settings, now: as for read_file.
        seconds: the limit of processor time that it exceeded; None: reading it ended the process
            for another reason, such as memory.
        certain: whether reading it again would end the same way.
    """
    stat = folder.stat(path)
    if stat is None:
        return None
    # A file that changed after the reading began is read again at the next look.
    sure = certain and now.timestamp() - max(stat.modified, stat.changed) / 1e9 >= GRAIN
    stat = stat if sure else stat.doubted()
    holding: tuple[str, ...] = ()
    try:
        _, head, _ = folder.look(path, 2 * settings.limits.front_matter_kilobytes * KILO)
        around = files_around(folder, path, head, settings, now)
        holding = sources.holding_of(path, around.data, now, settings.limits)
        holding += around.inherited.holding
    except OSError:
        pass
    problem = Problem(path, 1, "error", "unreadable", _TOO_MUCH)
    if seconds is not None:
        message = (
            f"reading it takes more than {seconds:g} seconds; split it, or take out markup that"
            " repeats or nests without end"
        )
        problem = Problem(path, 1, "error", "too-slow", message)
    return _refused(stat, problem, holding)


def _refused(stat: FileStat, problem: Problem, holding: tuple[str, ...] = ()) -> ReadFile:
    """A file that could not be read, with its problem."""
    return ReadFile(problem.path, stat, "", None, NO_TEXT, "", (problem,), holding=holding)


def _parsed(
    path: str, data: bytes, settings: Settings, now: datetime, inherited: Inherited
) -> sources.Reading:
    """Parse a file; a fault of feedsvc or of a library becomes a problem of this file alone."""
    try:
        return sources.read(
            path,
            data,
            zone=settings.zone,
            limits=settings.limits,
            opt_in=settings.opt_in,
            now=now,
            inherited=inherited,
        )
    except BaseException as error:
        # A panic of a Rust library is not an Exception, and its class cannot be imported.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        message = f"feedsvc fails to read it ({type(error).__name__}); report that, please"
        if isinstance(error, MemoryError):
            message = _TOO_MUCH
        problems = (Problem(path, 1, "error", "unreadable", message),)
        holding = sources.holding_of(path, data, now, settings.limits) + inherited.holding
        return sources.Reading(None, problems, holding)


def _time_ahead(path: str, stat: FileStat) -> Problem:
    """The problem of a file whose time of change lies ahead, also by the clock that sets it."""
    when = datetime.fromtimestamp(stat.modified // 10**9, UTC).isoformat(" ", "minutes")
    message = (
        f"the file's time of change, {when.removesuffix('+00:00')} UTC, lies ahead: a clock was"
        " wrong when it was saved, or is wrong now; set the clock, then save the file again"
    )
    return Problem(path, 1, "warning", "time-ahead", message)
