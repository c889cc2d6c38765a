"""Finds the sentences of Thai, where pythainlp is installed: pip install 'feedsvc[thai]'.

Thai has no mark at the end of a sentence. A blank stands there, and between phrases as well, so a
model must say which blank is which. It is loaded with the first Thai text, since it takes half a
second and 80 MB. Ends that it sees within a sentence are then taken away; none is added.
"""

import logging
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec

ARTICLE_CHARS = 20_000
"""So much of one article's Thai is looked at: a fifth of a second, or half of one at worst."""
LINE_CHARS = 4_096
"""So much of one line, because some texts take the library quadratic time."""
LEAST_CHARS = 256
"""Where less is left, a longer line stays whole."""
SHORT_CHARS = 20
"""No sentence is as short as this; what is belongs to its neighbour."""

has_thai = re.compile("[\u0e01-\u0e2e]").search

_PACKAGES = {"pythainlp": "pythainlp", "python-crfsuite": "pycrfsuite"}
_NOT_THAI = re.compile("[^\u0e01-\u0e4e]+")
_END = re.compile(r"[!?…][”’\"')\]]* $")
# A full stop is no end in Thai but for some writers; after so few letters it shortens a word.
_SHORTENED = re.compile(
    "(?:^|[ (“\"'0-9])(?:[\u0e01-\u0e2e\u0e40-\u0e44][\u0e01-\u0e4e]{0,3}\\.)+ ?$"
)
# What a sentence does not begin with: conjunctions, and verbs that lack who does it. The words in
# brackets begin with the same letters and are others, such as "friend" or "appoint".
_GOES_ON = re.compile(
    "เพื่อ(?!น)|ซึ่ง|เนื่องจาก|เพราะ|โดย(?!สาร|ทั่วไป|ปกติ|รวม)|และ|หรือ|แต่(?![งม]|ละ|เดิม|ก่อน)"
    "|ว่า(?![งจนยว]|ที่)|คือ|ได้แก่|เช่น(?!เดียว)|จะ(?!เข้)|ก็|จึง|ถูก|ทำให้|ส่งผล|รวมถึง|รวมทั้ง"
    "|ตลอดจน|อีกทั้ง|พร้อม(?:ทั้ง|กับ|ด้วย)|หลังจาก(?!นี้|นั้น)|(?:ใน)?ขณะที่|ก่อนที่|จน(?:ถึง|กระทั่ง|กว่า)"
    "|กล่าว|ระบุ|เปิดเผย|แถลง(?!การณ์|ข่าว)|บอก|มีผล|อายุ ?[0-9๐-๙]|ๆ|ฯ"
)
# "At two o'clock at the town hall" still lacks what happened.
_WHEN = re.compile("เมื่อ(?:เวลา|วัน|เช้า|คืน|ค่ำ|วาน)[^\n]{0,40}$")
_PAIRS = {"“": "”", "‘": "’", "(": ")", "[": "]", "«": "»"}

_log = logging.getLogger("feedsvc")
_lock = threading.Lock()  # the model is for one thread at a time
_tokenize: Callable[[str], list[str]] | None = None
_failed = False


def library() -> str:
    """What finds the sentences, with its version; empty where it is not there or cannot be used."""
    return "" if _failed else _installed()


@cache
def _installed() -> str:
    if not all(map(find_spec, _PACKAGES.values())):
        return ""
    from importlib.metadata import version

    return " ".join(f"{name} {version(name)}" for name in _PACKAGES)


def is_thai(line: str) -> bool:
    """Whether a line is for the most part Thai."""
    return has_thai(line) is not None and 2 * len(_NOT_THAI.sub("", line)) >= len(line)


class ThaiSentences:
    """Finds the sentences of one article's Thai, up to ARTICLE_CHARS.

    What one part does not need is left to those after it, so all have about the same.

    Args:
        parts: how many there are, such as sections.
    """

    def __init__(self, parts: int) -> None:
        self._left = ARTICLE_CHARS
        self._parts = parts
        self._share = 0

    def begin(self) -> None:
        """Go to the next part."""
        self._share = self._left // max(self._parts, 1)
        self._parts -= 1

    def split(self, line: str) -> list[str]:
        """The sentences of a line, which joined are the line; never raises.

        Of a line that is longer than what may be looked at, they are those of its beginning; the
        last of them, which may go on, is left out.

        Args:
            line: with single spaces.

        Returns:
            nothing where the line is to be split as others are: it is not for the most part Thai,
            nothing more may be looked at, or the library fails.
        """
        room = min(self._share, LINE_CHARS)
        part = line if len(line) <= room else line[: line.rfind(" ", 0, room) + 1]
        if len(part) < min(len(line), LEAST_CHARS) or not is_thai(part):
            return []
        self._share -= len(part)
        self._left -= len(part)
        pieces = _joined(_segment(part))
        return pieces if part is line else pieces[:-1]


def _segment(text: str) -> list[str]:
    """The sentences of a text as the library sees them; none where it fails."""
    global _tokenize, _failed
    try:
        with _lock:
            if _failed:
                return []
            if _tokenize is None:
                _tokenize = _load()
            pieces = _tokenize(text)
    except Exception as error:  # what a library fails on must not take a feed down
        _failed = _tokenize is None
        _log.error("pythainlp cannot split Thai into sentences: %r", error)
        return []
    return pieces if "".join(pieces) == text else []


def _load() -> Callable[[str], list[str]]:
    """The library's way from a text to pieces; it and its data are in memory after that."""
    with _offline():
        from pythainlp.tokenize import sent_tokenize

        sent_tokenize("ไป", engine="crfcut")
    return lambda text: list(map(str, sent_tokenize(text, engine="crfcut")))


@contextmanager
def _offline() -> Iterator[None]:
    """While it lasts, the library makes no folder in the home directory and asks no server."""
    kept = {name: os.environ[name] for name in os.environ if name.startswith("PYTHAINLP_")}
    for name in kept:
        del os.environ[name]
    ours = {"PYTHAINLP_READ_ONLY": "1", "PYTHAINLP_OFFLINE": "1"}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name in ours:
            os.environ.pop(name, None)
        os.environ.update(kept)


def _joined(pieces: list[str]) -> list[str]:
    """The pieces joined where no sentence ends between them."""
    pieces = _without_full_stops(pieces)
    joined: list[str] = []
    opened: list[str] = []
    _follow("".join(pieces), opened)
    paired = not opened  # a mark that is never closed would hold all together
    opened.clear()
    for piece in pieces:
        if joined and (opened or _goes_on(joined[-1], piece)):
            joined[-1] += piece
        else:
            joined.append(piece)
        if paired:
            _follow(piece, opened)
    return joined


def _without_full_stops(pieces: list[str]) -> list[str]:
    """The pieces joined where there is no blank between them, or a word that is shortened."""
    joined: list[str] = []
    for piece in pieces:
        text = piece.lstrip()
        if joined:
            joined[-1] += piece[: len(piece) - len(text)]
        if joined and not (joined[-1].endswith(" ") and not _SHORTENED.search(joined[-1][-40:])):
            joined[-1] += text
        elif text:
            joined.append(text)
    return joined


def _goes_on(before: str, following: str) -> bool:
    """Whether a sentence goes on with what follows."""
    if len(before) <= SHORT_CHARS or _GOES_ON.match(following) or _WHEN.match(before):
        return True
    return len(following) <= SHORT_CHARS and not _END.search(before[-20:])


def _follow(piece: str, opened: list[str]) -> None:
    """Note which quotations and brackets are open after a piece."""
    for sign in piece:
        if opened and sign == opened[-1]:
            opened.pop()
        elif sign in _PAIRS:
            opened.append(_PAIRS[sign])
        elif sign == '"':
            opened.append(sign)
