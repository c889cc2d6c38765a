"""Paragraphs of a plain text message: filled to 72 columns, behind the margin of their lists."""

import re
import textwrap
from typing import NamedTuple

from selectolax.lexbor import LexborNode

COLUMNS = 72
VERBATIM = "    "  # before each line of a listing
_DEEPEST = 24  # columns of margin: however deep lists and quotations stand, words have room
_INTEGER = re.compile(r"[ \t\n\f\r]*([+-]?[0-9]{1,9})(?![0-9])")


def filled(text: str, first: str = "", rest: str = "") -> str:
    """A text in lines of at most COLUMNS, unless a line holds a single word.

    Args:
        text: in one line.
        first, rest: what stands before the first line, before the others.
    """
    return textwrap.fill(
        text,
        COLUMNS,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


class Block:
    """A paragraph, heading, row or listing.

    Args:
        text: its words; its line breaks are those of the article.
        first, rest: what stands before its first line, before the others.
        sign: of the line under a heading; `VERBATIM` where lines are kept; empty: a paragraph.
        list: the number of the list that it stands in; 0: in none.
    """

    def __init__(self, text: str, first: str, rest: str, sign: str, list: int) -> None:
        self.text = text
        self.first = first
        self.rest = rest
        self.sign = sign
        self.list = list

    def lines(self) -> list[str]:
        """The block as it is sent."""
        found: list[str] = []
        for line in self.text.split("\n"):
            margin = self.rest if found else self.first
            if self.sign == VERBATIM:
                found.append(f"{margin}{VERBATIM}{line}".rstrip())
            else:
                found += filled(line, margin, self.rest).split("\n")
        if self.sign and self.sign != VERBATIM:
            widths = [
                len(found[0]) - len(self.first),
                *(len(s) - len(self.rest) for s in found[1:]),
            ]
            most = max(COLUMNS - len(self.rest), 1)
            found.append(self.rest + self.sign * min(most, max(widths)))
        return found


class Margin(NamedTuple):
    """What stands before the lines of a quotation or an item: before its first, the others."""

    first: str
    rest: str

    def quoted(self) -> "Margin":
        """The margin of a quotation that stands here."""
        if max(map(len, self)) + 2 > _DEEPEST:
            return self
        return Margin(f"{self.first}> ", f"{self.rest}> ")

    def item(self, mark: str) -> "Margin":
        """The margin of a list's item that stands here."""
        first = self.first if len(self.first) <= _DEEPEST else self.rest
        deep = len(self.rest) + len(mark) > _DEEPEST
        return Margin(first + mark, self.rest if deep else self.rest + " " * len(mark))


class Numbers:
    """The marks of a list's items (HTML Standard 4.4.5, 4.4.8).

    Args:
        node: `ul` or `ol`.
    """

    def __init__(self, node: LexborNode) -> None:
        self._ordered = node.tag == "ol"
        self._step = -1 if "reversed" in node.attributes else 1
        start = _integer(node.attributes.get("start"))
        if start is None:
            items = (item for item in node.iter() if item.tag == "li")
            start = sum(1 for _ in items) if self._step < 0 else 1
        self._next = start

    def mark(self, item: LexborNode) -> str:
        """What stands before the next item."""
        if not self._ordered:
            return "- "
        value = _integer(item.attributes.get("value"))
        number = self._next if value is None else value
        self._next = number + self._step
        return f"{number}. "


def _integer(text: str | None) -> int | None:
    found = _INTEGER.match(text or "")
    return int(found[1]) if found else None
