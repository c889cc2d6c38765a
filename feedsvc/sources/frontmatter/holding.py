"""Tells which keys of front matter hold an article back, also where they are misspelt.

What may hold an article back is never ignored: a value that cannot be understood, or a key that is
nearly one of these, is an error of the file.
"""

import posixpath
import re
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from feedsvc.errors import UnreadableArticle
from feedsvc.settings import DEFAULTS, KILO, LimitSettings
from feedsvc.sources.frontmatter import dates
from feedsvc.sources.frontmatter.key_names import HOLDING, may_begin, meaning, nearly

TRUE = frozenset({"true", "yes", "on", "y", "1"})
FALSE = frozenset({"false", "no", "off", "n", "0"})
PUBLISHED = frozenset({"published", "publish", "featured"})  # the last is Nikola's
# Pelican, Nikola and WordPress have these for what readers do not see, or not yet.
DRAFTS = frozenset(
    {"draft", "hidden", "private", "pending", "scheduled", "future", "unlisted", "skip"}
    | {"auto-draft", "trash"}
)
WITHDRAWN = "withdrawn"
_STATUSES = PUBLISHED | DRAFTS | {WITHDRAWN}
_UTC = ZoneInfo("UTC")
_NAME = r"""(?:"([^"\n]{3,20})"|'([^'\n]{3,20})'|([^\W\d][\w -]{2,20}?))[ \t]*[:=]"""
_KEY = re.compile(rf"^[ \t]*{_NAME}", re.MULTILINE)
_KEY_IN_LINE = re.compile(rf"(?<![\w.-]){_NAME}")  # JSON may be on one line
_MORE = re.compile(r"[^\n]*(?:\n[ \t]+\S[^\n]*)*")  # the rest of a line, and lines that go on
_META = re.compile(r"<meta\b[^>]{0,2000}>", re.IGNORECASE)
_META_NAME = re.compile(r"""\b(?:name|property)\s*=\s*["']?([\w:-]+)""", re.IGNORECASE)
_END = re.compile(r"^(?:---|\+\+\+|\.\.\.|\})[ \t]*$", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]*\n")
_BODY = re.compile(r"<body\b", re.IGNORECASE)
_MARKS = ("---", "+++", "{")


def meant(key: str, text: str, zone: ZoneInfo = _UTC, now: datetime | None = None) -> str:
    """The name of the key that holds back and that an unknown key is nearly; empty: none.

    Args:
        key: as written, without a meaning of its own.
        text: its value, which must be valid for the key that is meant.
        zone: the time zone of times that name none.
        now: the time; a date counts only where it lies ahead. None: any date counts.
    """
    near = nearly(key, everywhere=True)
    return next((name for name in near if is_valid(name, text, zone, now)), "")


def is_valid(name: str, text: str, zone: ZoneInfo = _UTC, now: datetime | None = None) -> bool:
    """Whether a value could hold an article back under a key, or say that it does not.

    Args:
        name: a known key; false where it never holds back.
        text, zone, now: as for `meant`.
    """
    key, word = meaning(name), text.strip().casefold()
    if key == "status":
        return word in _STATUSES
    if key in ("draft", "published", "publish") and word in TRUE | FALSE:
        return True
    if key == "draft" or (key not in HOLDING and key != "date"):
        return False
    try:
        date = dates.parse_date(text, zone)
    except UnreadableArticle:
        return False
    return key != "date" or now is None or date > now


def is_key(name: str, value: str = "") -> bool:
    """Whether a key may begin a header: a known one, or one that is nearly one that holds back."""
    return may_begin(name) or bool(meant(name, value))


def holding_lines(
    path: str, text: str, now: datetime, limits: LimitSettings = DEFAULTS
) -> tuple[str, ...]:
    """The lines of a header that name a key that holds back, or nearly one.

    They are found in headers that cannot be parsed as well.

    Args:
        path: of the file; its suffix names the format.
        text: of the file, or its beginning.
        now: the time; lines with a date count where it lies ahead.
        limits: the length of headers.
    """
    head = text[: limits.front_matter_kilobytes * KILO].lstrip("\n \t\ufeff")
    found: dict[str, None] = {}
    if posixpath.splitext(path)[1].lower().startswith(".htm"):
        body = _BODY.search(head)
        for tag in _META.finditer(head, 0, body.start() if body else len(head)):
            name = _META_NAME.search(tag[0])
            if name and _holds_back(name[1], "", now):
                found[tag[0]] = None
    marked = head.startswith(_MARKS)
    end = (_END.search(head, 3) if marked else _BLANK.search(head)) if head else None
    keys = _KEY_IN_LINE if marked and "{" in head[:20] else _KEY
    for match in keys.finditer(head, 0, end.start() if end else len(head)):
        key = match[1] or match[2] or match[3]
        if not _names(key):
            continue
        rest = _MORE.match(head, match.end())
        value = rest[0] if rest else ""
        if _holds_back(key, value.strip(" \t\"',"), now):
            line = head[head.rfind("\n", 0, match.start()) + 1 : match.end()] + value
            found[line.strip()] = None
    return tuple(found)


def _holds_back(name: str, value: str, now: datetime) -> bool:
    if any(meaning(known) in HOLDING for known in _names(name)):
        return True
    if value[:4].isdecimal() and int(value[:4]) < now.year:
        return False  # most dates: no need to parse them
    return any(is_valid(known, value, now=now) for known in _names(name))


@lru_cache(4096)
def _names(name: str) -> tuple[str, ...]:
    """The keys that hold back, or could with a date ahead, that a key is or nearly is."""
    found = nearly(name) or (name,)
    return tuple(one for one in found if meaning(one) in HOLDING or meaning(one) == "date")
