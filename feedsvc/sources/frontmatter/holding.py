"""Tells which keys of front matter hold an article back, also where they are misspelt.

What may hold an article back is never ignored: a value that cannot be understood, or a key that is
nearly one of these, is an error of the file.
"""

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from feedsvc.errors import UnreadableArticle
from feedsvc.settings import DEFAULTS, KILO, LimitSettings
from feedsvc.sources.frontmatter import dates
from feedsvc.sources.frontmatter.key_names import (
    ALIASES,
    HOLDING,
    UNSEEN,
    form_of,
    may_begin,
    meaning,
    nearly,
)
from feedsvc.sources.frontmatter.nikola import nikola_header
from feedsvc.sources.frontmatter.preamble import FIRST, end_of_preamble

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
_KEY = re.compile(rf"[ \t]*{_NAME}")
_KEY_IN_LINE = re.compile(rf"(?<![\w.-]){_NAME}")  # JSON may be on one line
_META = re.compile(r"<meta\b[^>]{0,2000}>", re.IGNORECASE)
_META_NAME = re.compile(r"""\b(?:name|property)\s*=\s*["']?([\w:-]+)""", re.IGNORECASE)
_END = re.compile(r"^(?:---|\+\+\+|\.\.\.|\})[ \t]*(?:[ \t]#.*)?$", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]*\n")
_BODY = re.compile(r"<body\b", re.IGNORECASE)
_MARKS = ("---", "+++", "{")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 20  # characters of a word; no name has so many
_COMMON = 40  # characters of what is remembered, because other headers have it as well
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_ESCAPED = re.compile(
    r"\\(?:x([2-7][0-9a-f]|ad)|(?:u|U0000)(?!00[01])([0-9a-f]{4})|_)", re.IGNORECASE
)
_ODD_SPACE = re.compile(r"[^\S \t\n]")
_UNSEEN = re.compile(f"[{''.join(map(chr, UNSEEN))}]")


def _slips(names: Iterable[str]) -> frozenset[str]:
    """The names, and what is left of each without one of its letters."""
    return frozenset(name[:at] + name[at + 1 :] for name in names for at in range(len(name) + 1))


_SLIPS = {
    "holding": _slips(
        name
        for key in HOLDING - {"hidden", "password", "build", "permalink"}  # words of many texts
        for name in ALIASES[key]
    ),
    "date": _slips(ALIASES["date"]),
}


def meant(key: str, text: str, zone: ZoneInfo = _UTC, now: datetime | None = None) -> str:
    """The name of the key that holds back and that an unknown key is nearly; empty: none.

    Args:
        key: as written, without a meaning of its own.
        text: its value, which must be valid for the key that is meant.
        zone: the time zone of times that name none.
        now: the time; a date counts only where it lies ahead. None: any date counts.
    """
    near = nearly(key, everywhere=True)
    found = next((name for name in near if is_valid(name, text, zone, now)), "")
    # `embargoed: true` says what is wanted, though no time.
    return found or (form_of(key) if text.strip().casefold() in TRUE else "")


def is_valid(name: str, text: str, zone: ZoneInfo = _UTC, now: datetime | None = None) -> bool:
    """Whether a value could hold an article back under a key, or say that it does not.

    Args:
        name: a known key; false where it never holds back.
        text, zone, now: as for `meant`.
    """
    key, word = meaning(name), text.strip().casefold()
    if key == "status":
        return word in _STATUSES
    if key in ("draft", "published", "publish", "hidden") and word in TRUE | FALSE:
        return True
    if key == "permalink":
        return word in FALSE
    if key in ("draft", "hidden", "password", "build") or (key not in HOLDING and key != "date"):
        return False
    try:
        date = dates.parse_date(text, zone)
    except UnreadableArticle:
        return False
    return key != "date" or now is None or date > now


def is_key(name: str, value: str = "") -> bool:
    """Whether a key may begin a header: a known one, or one that is nearly one that holds back."""
    return may_begin(name) or is_valid(name, value) or bool(meant(name, value))


def holding_lines(
    path: str, text: str, now: datetime, limits: LimitSettings = DEFAULTS
) -> tuple[str, ...]:
    """The lines of a header that name a key that holds back, or nearly one.

    They are found in headers that cannot be parsed as well. These may be broken in any way, so each
    line counts that has the word of such a key anywhere.

    Args:
        path: of the file; its suffix names the format.
        text: of the file, or its beginning.
        now: the time; lines with a date count where it lies ahead.
        limits: the length of headers.
    """
    head = text[: limits.front_matter_kilobytes * KILO].lstrip("\n \t\ufeff")
    if head.startswith(("<!--", "..")) and (nikola := nikola_header(head)):
        head = nikola.lines
    elif head[:1] in FIRST:
        head = head[end_of_preamble(head) :]
    is_html = posixpath.splitext(path)[1].lower().startswith(".htm")
    found = dict.fromkeys(_metas(head, now) if is_html else ())
    marked, blank = head.startswith(_MARKS), _BLANK.search(head)
    end = (_END.search(head, 3) if marked else blank) if head else None
    keys = _KEY_IN_LINE if marked and "{" in head[:20] else _KEY
    first = keys.match(head)
    # Where no header is, or none that ends, such words may be ordinary ones of the article's text.
    sure = 0
    if marked or (first and may_begin(first[1] or first[2] or first[3])):
        last = end or blank
        sure = head.count("\n", 0, last.start() if last else len(head)) + 1
    lines = seen = (head := head[: end.start()] if end else head).split("\n")
    if not head.isascii() or "\\" in head:
        seen = _as_seen(head).split("\n")
    runs = set(" ".join(seen[:sure]).split())
    telling = {word for run in runs for word in (_told if len(run) > _COMMON else _TOLD)(run)}
    today, after = now.date().isoformat(), 0
    for at, line in enumerate(seen):
        if at < after:
            continue
        signs = max(lines[at].rfind(":"), lines[at].rfind("=")) + 1  # no key ends after these
        named = (_named if signs > _COMMON else _NAMED)(lines[at][:signs], keys) if signs else ()
        words = any(word in line for word in telling) if at < sure else False
        if not (named or words):
            continue
        after, indent = at + 1, len(line) - len(line.lstrip())
        while after < len(lines) and (
            lines[after][:1] == ":" or lines[after][: indent + 1].isspace()
        ):
            after += 1  # it goes on with the value
        whole = "\n".join(lines[at:after])
        kinds = set(map(_kind, _WORD.findall(line))) if words else set()
        if (
            "holding" in kinds
            or ("date" in kinds and any(day > today for day in _DAY.findall(line)))
            or any(_holds_back(names, whole[end:].strip(" \t\"',"), now) for end, names in named)
        ):
            found[whole.strip()] = None
        else:
            after = at + 1
    return tuple(found)


def _metas(head: str, now: datetime) -> Iterator[str]:
    """Yield the `<meta>` elements of a document that name such a key."""
    body = _BODY.search(head)
    for tag in _META.finditer(head, 0, body.start() if body else len(head)):
        name = _META_NAME.search(tag[0])
        if name and _holds_back(_names(name[1]), "", now):
            yield tag[0]


def _as_seen(text: str) -> str:
    """The text with each line as it looks: without escapes and what is not seen.

    Signs that look like spaces may separate words or stand within one, so a line has both.
    """
    if "\\" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1] or found[2] or "a0", 16)), text)
    text = _UNSEEN.sub("", text)
    spaced = unicodedata.normalize("NFKC", text)
    if not _ODD_SPACE.search(text):
        return spaced
    joined = unicodedata.normalize("NFKC", _ODD_SPACE.sub("", text)).split("\n")
    return "\n".join(map(" ".join, zip(spaced.split("\n"), joined, strict=True)))


def _told(run: str) -> tuple[str, ...]:
    """The words that are or nearly are such keys, of what stands between two blanks."""
    return tuple([word for word in _WORD.findall(run) if _kind(word)])


@lru_cache(16_384)
def _kind(word: str) -> str:
    """Which keys a word is or nearly is: `holding`, `date`, or none."""
    if len(word) > _LONGEST:
        return ""
    word = word.casefold()
    shorter = {word[:at] + word[at + 1 :] for at in range(len(word) + 1)}
    return next((kind for kind, slips in _SLIPS.items() if not slips.isdisjoint(shorter)), "")


def _holds_back(names: tuple[str, ...], value: str, now: datetime) -> bool:
    if any(meaning(known) in HOLDING for known in names):
        return True
    if value[:4].isdecimal() and int(value[:4]) < now.year:
        return False  # most dates: no need to parse them
    return any(is_valid(known, value, now=now) for known in names)


def _named(before: str, keys: re.Pattern[str]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Where the keys of a line end that may be meant for such, and what they may be meant for.

    Args:
        before: the line up to its last sign that may follow a key.
        keys: finds keys.
    """
    named = [(key.end(), _names(key[1] or key[2] or key[3])) for key in keys.finditer(before)]
    return tuple([one for one in named if one[1]])


@lru_cache(4096)
def _names(name: str) -> tuple[str, ...]:
    """The keys that hold back, or could with a date ahead, that a key is or nearly is."""
    found = nearly(name, everywhere=True) or (name,)
    return tuple(one for one in found if meaning(one) in HOLDING or meaning(one) == "date")


# Most headers have the same words and keys: a corpus of 2,000 articles has 12,000 different runs
# between blanks.
_TOLD = lru_cache(16_384)(_told)
_NAMED = lru_cache(4096)(_named)
