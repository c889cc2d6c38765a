"""Finds the header of an article file. Pure."""

import codecs
import posixpath
import re
from typing import Literal, NamedTuple

from feedsvc.model.characters import legal
from feedsvc.settings import DEFAULTS, LimitSettings
from feedsvc.sources import Findings, decode
from feedsvc.sources.frontmatter import Field, is_key, split_front_matter

Form = Literal["yaml", "toml", "lines", "dotted", "none"]
_FORMS: dict[str, Form] = {"---": "yaml", "+++": "toml", "<!--": "dotted"}  # the last: Nikola
_WITHOUT_KEY_LINES = (".html", ".htm")
_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"", "utf-8"),
)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_BLANK = " \t\ufeff\r\n"


class Edit(NamedTuple):
    """A change of a text: its index, how many characters go, and what comes in their place."""

    at: int
    gone: int
    new: str


class Layout(NamedTuple):
    """A file's text and where its header lies in it.

    Attributes:
        mark, codec: byte order mark and encoding.
        lines: the text without the mark, each line with its own end.
        form: of the header.
        first: index of the header's first line, which may be its opening mark.
        end: index of the line that ends it: the closing mark, a blank line, or one past the last.
        fields: of the header.
    """

    mark: bytes
    codec: str
    lines: list[str]
    form: Form
    first: int
    end: int
    fields: dict[str, Field]


def lay_out(path: str, data: bytes, limits: LimitSettings = DEFAULTS) -> Layout:
    """Find the header of a file.

    Args:
        path: its suffix names the format.
        data: the whole file.
        limits: how much of it is read.

    Raises:
        UnreadableArticle: the text or its front matter cannot be read.
    """
    suffix = posixpath.splitext(path)[1].lower()
    known = None if suffix in _WITHOUT_KEY_LINES else is_key
    text = decode(data, Findings(path), limits.article_bytes)
    front = split_front_matter(text, known, limits)
    mark, codec = next(found for found in _ENCODINGS if data.startswith(found[0]))
    lines = _LINE.findall(data[len(mark) :].decode(codec))
    if front.body_line == 1:
        return Layout(mark, codec, lines, "none", 0, 0, {})
    # Characters that XML forbids are left out before a header is sought.
    first = next(i for i, line in enumerate(lines) if legal(line).strip(_BLANK))
    opening = legal(lines[first]).strip(_BLANK)
    form = "dotted" if opening.startswith("..") else _FORMS.get(opening, "lines")
    end = min(front.body_line - 2, len(lines))
    return Layout(mark, codec, lines, form, first, end, front.fields)


def edited(layout: Layout, edits: list[Edit]) -> bytes:
    """The whole file after some edits."""
    text = "".join(layout.lines)
    for at, gone, new in sorted(edits, reverse=True):
        text = text[:at] + new + text[at + gone :]
    return layout.mark + text.encode(layout.codec)


def start_of(layout: Layout, line: int) -> int:
    """Where a line starts in the text."""
    return sum(map(len, layout.lines[:line]))


def line_end(line: str) -> str:
    """The line break at the end of a line; LF where it has none."""
    return line[len(line.rstrip("\r\n")) :] or "\n"
