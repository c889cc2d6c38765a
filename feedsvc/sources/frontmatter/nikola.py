"""Finds Nikola's header: `.. title: The title` and its like, in a comment or bare.

https://getnikola.com/handbook.html#metadata-fields
"""

import re
from typing import NamedTuple

# A line of the header; the whole of it may stand on the line of the comment's mark.
_LINE = r"[ \t]*\.\.[ \t]+(?P<key>[A-Za-z][\w -]{0,40}):(?:[ \t]+(?P<value>[^\n]*))?"
_BARE = re.compile(_LINE + r"(?:\n|\Z)")
_OPENING = re.compile(r"<!--[ \t]*(?:\n[ \t]*)*(?=\.\.[ \t])")
_CLOSING = re.compile(r"[ \t]*-->[ \t]*(?:\n|\Z)")
# One of these is in each header, so that a text which only begins with two stops has none.
_KNOWN = re.compile(r"^(?:title|slug|date|status|updated|tags|category):", re.MULTILINE | re.I)
_STATUS = re.compile(r"^status:[ \t]*\S", re.MULTILINE | re.IGNORECASE)
_HOLDING_TAGS = re.compile(
    r"^tags:(?:[^\n,]*,)*[ \t]*(?:draft|private)[ \t]*(?:,|$)", re.MULTILINE | re.IGNORECASE
)
_BLANK = re.compile(r"[ \t]*\n")


class NikolaHeader(NamedTuple):
    """A header of Nikola.

    Attributes:
        lines: as `Key: value` lines, one for each line of the header.
        skipped: lines of the text before the first of them.
        end: where in the text the body begins.
    """

    lines: str
    skipped: int
    end: int


def nikola_header(text: str, start: int = 0) -> NikolaHeader | None:
    """The header of Nikola with which a text begins; None: it has none, or not only such lines.

    Args:
        text: of a file.
        start: where in it the header may begin.
    """
    opening = _OPENING.match(text, start)
    at = opening.end() if opening else start
    found: list[str] = []
    while line := _BARE.match(text, at):
        value = line["value"] or ""
        at = line.end()
        closed = opening is not None and value.rstrip().endswith("-->")
        found.append(f"{line['key']}: {value.rstrip()[:-3].rstrip() if closed else value}\n")
        if closed:
            return _header(found, text, start, opening, at)
    if not found:
        return None
    while blank := _BLANK.match(text, at):
        at = blank.end()
        if not opening:
            return _header(found, text, start, opening, at)
    if opening:
        closing = _CLOSING.match(text, at)
        return _header(found, text, start, opening, closing.end()) if closing else None
    return _header(found, text, start, opening, at) if at == len(text) else None


def _header(
    lines: list[str], text: str, start: int, opening: re.Match[str] | None, end: int
) -> NikolaHeader | None:
    skipped = text.count("\n", start, opening.end()) if opening else 0
    joined = "".join(lines)
    # Before there was a status, these tags were one.
    if not _STATUS.search(joined) and _HOLDING_TAGS.search(joined):
        joined += "status: draft\n"
    return NikolaHeader(joined, skipped, end) if _KNOWN.search(joined) else None
