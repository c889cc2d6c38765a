"""Reads the document of an answer: undoes its coding, tells its format. Pure."""

from collections.abc import Callable
from functools import lru_cache

from feedsvc.editor.check_url.coding import decode
from feedsvc.editor.check_url.exchange import Answer
from feedsvc.editor.check_url.feed import Feed, Flaw, Reading
from feedsvc.editor.check_url.json_feed import read_json
from feedsvc.editor.check_url.xml_feed import read_xml

_KEPT = 4  # readings of one visit; most of its answers have the same bytes
_BLANK = b"\xef\xbb\xbf \t\r\n"
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<")  # how UTF-16 may begin


def reader() -> Callable[[Answer], Reading]:
    """What reads the documents of one visit; it reads no bytes twice."""
    read = lru_cache(_KEPT)(_read)

    def of(answer: Answer) -> Reading:
        decoded = decode(answer.body, answer.header("Content-Encoding"))
        return read(decoded.data, charset_of(answer))

    return of


def feed_of(read: Callable[[Answer], Reading]) -> Callable[[Answer], Feed | None]:
    """The same for whom the feed alone counts."""
    return lambda answer: read(answer).feed


def charset_of(answer: Answer) -> str:
    """The charset of Content-Type (RFC 9110 8.3.2); empty: it has none."""
    for parameter in answer.header("Content-Type").split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().casefold() == "charset":
            return value.strip().strip("\"'")
    return ""


def _read(data: bytes, charset: str) -> Reading:
    begun = data[:1000].lstrip(_BLANK)
    if not begun:
        return Reading(None, (Flaw("not-a-feed", "the document is empty", 1),))
    if begun[:1] in (b"{", b"["):
        return read_json(data)
    start = begun[:30].lower()
    if start.startswith(b"<html") or (start.startswith(b"<!doctype") and b"html" in start):
        return Reading(None, (Flaw("not-a-feed", "the document is a web page, no feed", 1),))
    if begun[:1] != b"<" and not data.startswith(_WIDE):
        return Reading(None, (Flaw("not-a-feed", "the document is neither XML nor JSON", 1),))
    return read_xml(data, charset)
