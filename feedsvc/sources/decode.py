"""Decodes the bytes of a file as UTF-8, or as UTF-16 if there is a byte order mark."""

import codecs
import re

from feedsvc.errors import UnreadableArticle
from feedsvc.model.characters import first_illegal, legal
from feedsvc.settings import DEFAULTS, MEGA
from feedsvc.sources.source import Findings

_LINE_END = re.compile("\r\n?")
_WIDE_SHARE = 20  # UTF-16 has at least one NUL in so many bytes, in most alphabets


def decode(data: bytes, findings: Findings, most: int = DEFAULTS.article_bytes) -> str:
    """The text of a file with LF line ends, without characters that XML forbids (XML 1.0 2.2).

    Args:
        data: the whole file.
        findings: gets a warning if characters were removed.
        most: the largest size of a file, in bytes.

    Raises:
        UnreadableArticle: empty-file, too-large or not-utf-8.
    """
    if len(data) > most:
        raise UnreadableArticle(
            f"the file is larger than {most / MEGA:g} MB; split it, or keep large"
            " data in files beside it",
            code="too-large",
        )
    if data.startswith(codecs.BOM_UTF32_LE) or _is_wide(data):
        raise UnreadableArticle(
            "the file is UTF-32, or UTF-16 without a byte order mark; save the file as UTF-8",
            code="not-utf-8",
        )
    text = _decoded(data)
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    first = first_illegal(text)
    if first >= 0:
        line = text.count("\n", 0, first) + 1
        kept = legal(text)
        count = len(text) - len(kept)
        findings.add(
            "warning",
            "illegal-characters",
            f"{count} control character{'s' * (count > 1)} left out, the first is"
            f" U+{ord(text[first]):04X}; delete what the editor does not show",
            line,
        )
        text = kept
    if not text.strip():
        raise UnreadableArticle("the file is empty; write a headline first", code="empty-file")
    return text


def _is_wide(data: bytes) -> bool:
    """Whether bytes look like UTF-16 without a byte order mark: NULs at every other byte."""
    if b"\0" not in data or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    first, second = data[::2].count(0), data[1::2].count(0)
    return min(first, second) == 0 and max(first, second) >= max(2, len(data) // _WIDE_SHARE)


def _decoded(data: bytes) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        start = error.start
    if wide:
        raise UnreadableArticle(
            f"byte {start + 1} is no UTF-16, which the file's first bytes promise;"
            " save the file as UTF-8",
            code="not-utf-8",
        )
    if data.startswith(codecs.BOM_UTF8):
        start += len(codecs.BOM_UTF8)
    before = data[:start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line = before.count(b"\n") + 1
    raise UnreadableArticle(
        f"byte {start + 1} of the file (0x{data[start]:02X}) is no UTF-8; save the file as UTF-8",
        line=line,
        code="not-utf-8",
    )
