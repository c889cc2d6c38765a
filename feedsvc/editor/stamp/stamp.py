"""Adds an article's id, date and slug to the bytes of its file.

Pure: no file is opened, no clock read. A result counts only if it reads back as the same article
with these values.
"""

import difflib
import posixpath
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from feedsvc import sources
from feedsvc.editor.header import insert, lay_out
from feedsvc.errors import UnreadableArticle
from feedsvc.model.article import Article
from feedsvc.model.characters import legal, one_line, printable
from feedsvc.model.problem import Problem
from feedsvc.settings import DEFAULTS, LimitSettings
from feedsvc.sources import Findings, read_name
from feedsvc.sources.frontmatter import Keyed, meaning

_CONTEXT = 3  # lines of a difference before and after what changes


class Remembered(msgspec.Struct, frozen=True):
    """What is to stand in an article's file.

    Attributes:
        id: of its entry.
        first_seen: its date, where neither its file nor the file's name gives one.
        slug: of its page; empty where it is not to be written.
    """

    id: str
    first_seen: datetime
    slug: str = ""


class Stamped(NamedTuple):
    """A file with what it lacked.

    Attributes:
        data: the whole file.
        values: what was written, by key: id, and date and slug where the header had none.
    """

    data: bytes
    values: dict[str, str]


def own_id(path: str, data: bytes, limits: LimitSettings = DEFAULTS) -> str:
    """The id that a file's header gives; empty where there is none, or no header can be read."""
    try:
        known = Keyed(lay_out(path, data, limits).fields).known
    except UnreadableArticle:
        return ""
    value = known["id"][1].value if "id" in known else ""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return one_line(value) if isinstance(value, str) else ""


def stamp(
    article: Article,
    data: bytes,
    remembered: Remembered,
    zone: ZoneInfo,
    limits: LimitSettings = DEFAULTS,
) -> Stamped | Problem:
    """Add its id to the file of an article, and its date where the header has none.

    All else is read from it as before, and no byte of it is lost but an empty value's.

    Args:
        article: as read from the file; it has no id.
        data: the whole file.
        remembered: what to write.
        zone: of times that name none; the date is written in it.
        limits: how much of a file is taken.

    Returns:
        the new file, or why there is none.
    """
    path = article.path
    of_name = read_name(path, zone, Findings(path), wants_date=False).date
    in_name = of_name is not None and article.date == of_name  # perhaps also in the header
    date = remembered.first_seen if article.date is None else None
    if in_name and _own_date(path, data, zone, limits) is None:
        date = of_name
    values = {"id": remembered.id}
    if date is not None:
        values["date"] = _moment(date, zone)
    if remembered.slug and not _has(path, data, "slug", limits):
        values["slug"] = remembered.slug
    wanted = msgspec.structs.replace(
        article,
        id=remembered.id,
        date=date or article.date,
        slug=values.get("slug", article.slug),
    )
    for new in insert(path, data, values, limits):
        found = sources.read(path, new, zone=zone, limits=limits).article
        # A line that is filled in may be one that could hold back; the address by the file's name
        # leads to one by a slug that is written.
        other = {"holding": found.holding} if found else {}
        if found and "slug" in values:
            other["aliases"] = found.aliases
        same = found == msgspec.structs.replace(wanted, **other)
        if same and not (in_name and date and _own_date(path, new, zone, limits) != date):
            return Stamped(new, values)
    lines = " and ".join(f"`{key}: {value}`" for key, value in values.items())
    message = (
        "nothing can be added to its header without changing how the rest is read; write"
        f" {lines} into it yourself"
    )
    return Problem(path, 1, "error", "not-stamped", message)


def difference(path: str, before: bytes, after: bytes, limits: LimitSettings = DEFAULTS) -> str:
    """What was written into a file, as a unified diff for a terminal: LF, no control characters.

    Args:
        path: of the file.
        before, after: its bytes; these have a header or a text that can be read.
        limits: with which they were read.
    """
    old, new = (
        [legal(line.rstrip("\r\n")) for line in lay_out(path, data, limits).lines]
        for data in (before, after)
    )
    name = printable(path)
    same = 0
    while same < min(len(old), len(new)) and old[-1 - same] == new[-1 - same]:
        same += 1
    unneeded = max(same - _CONTEXT, 0)
    found = difflib.unified_diff(
        old[: len(old) - unneeded], new[: len(new) - unneeded], name, name, lineterm="", n=_CONTEXT
    )
    return "".join(f"{line}\n" for line in found)


def _own_date(path: str, data: bytes, zone: ZoneInfo, limits: LimitSettings) -> datetime | None:
    """The date that a file would have if its name gave none."""
    name = f"article{posixpath.splitext(path)[1]}"
    found = sources.read(name, data, zone=zone, limits=limits).article
    return found.date if found else None


def _has(path: str, data: bytes, name: str, limits: LimitSettings) -> bool:
    fields = lay_out(path, data, limits).fields
    return any(meaning(key) == name and field.value for key, field in fields.items())


def _moment(time: datetime, zone: ZoneInfo) -> str:
    """A time as headers have it: in the site's zone; in UTC where that offset has seconds."""
    local = time.astimezone(zone)
    if (local.utcoffset() or timedelta()) % timedelta(minutes=1):
        local = time.astimezone(UTC)
    return local.isoformat(timespec="seconds")
