"""Finds the URLs that the source of an article writes, and their lines. Pure."""

import html
import posixpath
import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from feedsvc.sources.formats import meant_addresses, without_code, without_comments
from feedsvc.sources.html import attributes

MAX_MENTIONS = 10_000  # of one file that are looked at
MAX_TAG = 4000  # characters of an img tag that are looked at
_HTML = frozenset({".html", ".htm"})
_DESTINATION = r"<([^<>\n]*)>|((?:[^\s()<>\\]|\\.|\((?:[^\s()\\]|\\.)*\))+)"
_INLINE = re.compile(rf"(!\[([^\[\]]{{0,500}})\]|\])\([ \t]*+\n?+[ \t]*+(?:{_DESTINATION})")
_DEFINITION = re.compile(
    r"^[ ]{0,3}\[([^\[\]\n]{1,200})\]:[ \t]*+\n?+[ \t]*+(?:<([^<>\n]*)>|([^\s<]\S*))", re.MULTILINE
)
_BARE_REFERENCE = re.compile(r"!\[[ \t]*\]\[([^\[\]\n]{1,200})\]")
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])(?:href|src|poster|srcset)[ \t\n]*=[ \t\n]*
    (?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""",
    re.VERBOSE | re.IGNORECASE,
)
_CANDIDATE = re.compile(r"(?:(?<=,)|(?<![^\s]))[^\s,]\S*(?<!,)")
_IMG = re.compile(r"<img(?=[\s/>])", re.IGNORECASE)
_IMG_TAG = re.compile(r"""((?:[^"'<>]|"[^"]*"|'[^']*')*)>""")
_WEB = re.compile(r"https?://[^\s<>\"'`]+", re.IGNORECASE)
_ESCAPED = re.compile(r"""\\([!-/:-@\[-`{-~])""")
_TRAILING = ".,;:!?)]*_"


class Mention(NamedTuple):
    """A URL in a text.

    Attributes:
        url: as written, its escapes and references decoded.
        line: from 1, in the file.
        shown: whether it is a picture's, not a link's.
        bare: whether it is a picture's that has no alternative text.
        meant: what a mark of another publisher says that means it; empty: the URL is written.
    """

    url: str
    line: int
    shown: bool = False
    bare: bool = False
    meant: str = ""


def mentions(body: str, path: str, first_line: int) -> list[Mention]:
    """The URLs of a text outside code and comments, in no certain order, at most MAX_MENTIONS.

    Args:
        body: of the file, without its header.
        path: of the file; its suffix tells the format.
        first_line: of the body in the file.
    """
    suffix = posixpath.splitext(path)[1].lower()
    if suffix == ".txt":
        found = _plain(_Text(body, first_line))
    elif suffix in _HTML:
        text = _Text(without_comments(body), first_line)
        found = chain(_in_marks(text, path), _in_html(text), _plain(text))
    else:
        text = _Text(without_code(body), first_line)
        marks = _in_marks(text, path)  # first, for what is written in them looks like HTML
        found = chain(marks, _in_markdown(text), _in_html(text), _plain(text))
    return list(islice(found, MAX_MENTIONS))


class _Text:
    def __init__(self, text: str, first_line: int) -> None:
        self.text = text
        self._first = first_line
        self._ends = [found.start() for found in re.finditer("\n", text)]

    def line(self, at: int) -> int:
        return self._first + bisect_left(self._ends, at)

    def is_indented(self, at: int) -> bool:
        """Whether a line may belong to an indented code block (CommonMark 4.4)."""
        start = self.text.rfind("\n", 0, at) + 1
        return self.text.startswith(("    ", "\t"), start)


def _in_markdown(text: _Text) -> Iterator[Mention]:
    labels: dict[str, str] = {}
    if "](" in text.text:
        for found in _INLINE.finditer(text.text):
            group = 3 if found[3] is not None else 4
            shown = found[2] is not None and not text.is_indented(found.start())
            bare = shown and not found[2].strip()
            yield Mention(_decoded(found[group]), text.line(found.start(group)), shown, bare)
    if "]:" in text.text:
        for found in _DEFINITION.finditer(text.text):
            group = 2 if found[2] is not None else 3
            url = _decoded(found[group])
            labels.setdefault(_folded(found[1]), url)
            yield Mention(url, text.line(found.start(group)))
    if labels:
        for found in _BARE_REFERENCE.finditer(text.text):
            if given := labels.get(_folded(found[1])):
                yield Mention(given, text.line(found.start()), shown=True, bare=True)


def _in_html(text: _Text) -> Iterator[Mention]:
    for found in _ATTRIBUTE.finditer(text.text):
        group = found.lastindex or 1
        start = found.start(group)
        yield Mention(html.unescape(found[group]), text.line(start))
        if found[0][:6].lower() == "srcset":
            for one in _CANDIDATE.finditer(found[group]):
                yield Mention(html.unescape(one[0]), text.line(start + one.start()))
    for found in _IMG.finditer(text.text):
        tag = _IMG_TAG.match(text.text[found.end() : found.end() + MAX_TAG])
        if tag is not None:
            given = attributes(tag[1])
            bare = "alt" not in given and not given.get("title", "").strip()
            if src := given.get("src"):
                at = found.end() + max(tag[1].lower().find("src"), 0)
                yield Mention(src, text.line(at), shown=True, bare=bare)


def _in_marks(text: _Text, path: str) -> Iterator[Mention]:
    for one in meant_addresses(text.text, path):
        yield Mention(one.address, text.line(one.at), meant=one.written)


def _plain(text: _Text) -> Iterator[Mention]:
    if "://" not in text.text:
        return
    for found in _WEB.finditer(text.text):
        line = text.line(found.start())
        yield Mention(found[0], line)
        if found[0][-1] in _TRAILING:
            yield Mention(found[0].rstrip(_TRAILING), line)


def _decoded(destination: str) -> str:
    return html.unescape(_ESCAPED.sub(r"\1", destination))


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())
