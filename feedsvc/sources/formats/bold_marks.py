"""Finds what is bold beside East Asian words, where CommonMark sees none: `**“words”**系统`.

CommonMark tells by blanks and punctuation where `**` begins and ends (6.2: left-flanking and
right-flanking). These languages have no blanks: in a line where a mark stands between one of their
characters and a sign, the first mark begins bold words, and the next ends them.
"""

import re

from feedsvc.sources.formats.indented_code import lines_outside_code

_WIDE = (
    "\u1100-\u11ff\u2e80-\u2fff\u3001-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffee\U00020000-\U0003ffff"
)
_SIGN = r"[^\w\s*]"
# A text in which this finds nothing has no such marks.
BOLD = re.compile(rf"\*\*(?:(?<=[{_WIDE}]..)(?={_SIGN})|(?<={_SIGN}..)(?=[{_WIDE}]))")
# What holds no marks, and the marks.
_TOKEN = re.compile(r"\\.|<[a-z/!][^<>\n]{0,500}>|\]\([^()\s]{0,500}|(?P<mark>\*+)", re.IGNORECASE)


def with_bold(text: str) -> str:
    """The Markdown with such bold words as `<strong>`; code and escaped marks stay.

    Only such lines are changed, and where each mark has its other one. Takes linear time.

    Args:
        text: in which BOLD finds something.
    """
    lines = text.split("\n")
    for at, shown in enumerate(lines_outside_code(text)):
        if "**" in shown and BOLD.search(lines[at]):
            lines[at] = _bold(lines[at], shown)
    return "\n".join(lines)


def _bold(line: str, shown: str) -> str:
    marks = [found.span() for found in _TOKEN.finditer(shown) if found["mark"]]
    if any(end - start > 2 for start, end in marks):
        return line
    pieces: list[str] = []
    written, opened = 0, False
    for start, end in marks:
        if end - start < 2:
            continue
        inner = line[start - 1 : start] if opened else line[end : end + 1]
        if not inner.strip() or (opened and "|" in shown[written:start]):
            return line
        pieces += (line[written:start], "</strong>" if opened else "<strong>")
        written, opened = end, not opened
    return line if opened else "".join((*pieces, line[written:]))
