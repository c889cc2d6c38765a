"""Splits plain text into paragraphs, lists, tables, and lines that stay lines, as verse does."""

import html
import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Literal

import msgspec

from feedsvc.model.characters import one_line
from feedsvc.sources.formats.text_lists import (
    ENDS_SENTENCE,
    MARKED_LINE,
    Line,
    ListReader,
    TextList,
)
from feedsvc.sources.html.east_asian import joined_lines

WIDEST = 80  # characters of a line beyond which nobody breaks lines by hand
# Three blanks or a tab, or two blanks twice where no sentence ends, or the bars of a table.
_COLUMNS = re.compile(
    r"\S(?:[ ]{3,}|[ ]*\t[ ]*)\S|[^\s.!?:;][ ]{2,}\S.*?[^\s.!?:;][ ]{2,}\S|\S[ ]*\|[^|]*\|"
)
LONG = 120  # characters; of a line that is a paragraph
_GOES_ON = re.compile(r"[a-zß-öø-ÿа-яёα-ω](?![A-Z])|[,;:.)\]!?%]")
_FIRST_WORD = re.compile(r"\S*")
_TAB = 4
_BREAK = "<br>\n"

Kind = Literal["paragraph", "lines", "table", "list"]


class Block(msgspec.Struct):
    """A part of a text between others.

    Attributes:
        kind: `lines` are those of a verse or an address, each of which stays one.
        lines: of all but lists, without blanks at their ends; of tables with those between.
        items: a list.
    """

    kind: Kind
    lines: list[str] = []
    items: TextList | None = None

    @property
    def text(self) -> str:
        """The text on one line; empty for a list."""
        return joined(self.lines)

    def as_html(self, linked: Callable[[str], str]) -> str:
        """The block as HTML.

        Args:
            linked: makes HTML of the text of a line.
        """
        if self.items is not None:
            return self.items.as_html(lambda lines: linked(joined(lines)))
        if self.kind == "table":
            written = html.escape("\n".join(self.lines), quote=False)
            return f"<pre>{written}</pre>\n"
        if self.kind == "lines":
            return f"<p>{_BREAK.join(linked(one_line(line)) for line in self.lines)}</p>\n"
        return f"<p>{linked(self.text)}</p>\n"


def joined(lines: Sequence[str]) -> str:
    """Lines as one; between two East Asian characters there is nothing where they met."""
    text = "\n".join(lines)
    return one_line(text if text.isascii() else joined_lines(text))


def blocks_of(text: str) -> list[Block]:
    """The blocks of a text, in its order. Takes time that grows with the length of the text."""
    written = text.split("\n")
    lines = [_line(one) for one in written]
    reader = ListReader(lines)
    width = min(max(len(line.text) for line in lines), WIDEST)
    found: list[Block] = []
    open_lines: list[str] = []  # of the block that has no end yet
    above = ""
    position = 0

    def end_block() -> None:
        if open_lines:
            found.extend(_blocks(open_lines, width))
            open_lines.clear()

    while position < len(lines):
        if taken := reader.at(position, above):
            end_block()
            made, position = taken
            found.append(Block("list", items=made))
            above = ""
            continue
        if lines[position].text:
            open_lines.append(written[position].rstrip())
            above = lines[position].text
        else:
            end_block()
        position += 1
    end_block()
    return found


def _line(written: str) -> Line:
    text = written.strip()
    before = written[: len(written) - len(written.lstrip())]
    indent = len(before.expandtabs(_TAB)) if "\t" in before else len(before)
    return Line(indent, text.replace("\t", " ") if text.isascii() else one_line(text))


def _blocks(lines: list[str], width: int) -> list[Block]:
    """The blocks of lines without an empty one among them."""
    bare = [line.strip() for line in lines]
    if len(lines) > 1 and len(max(lines, key=len)) > LONG and _are_paragraphs(bare):
        return [Block("paragraph", [line]) for line in bare]
    if len(lines) > 1 and 3 * sum(bool(_COLUMNS.search(line)) for line in bare) >= 2 * len(lines):
        return [Block("table", list(lines))]
    marked = [n for n, line in enumerate(bare) if MARKED_LINE.match(line)]
    if len(marked) > 1 and marked[0] == 0:
        parts = [bare[a:b] for a, b in zip(marked, [*marked[1:], len(bare)], strict=True)]
        return [Block("lines" if len(part) == 1 else "paragraph", part) for part in parts]
    return [Block("lines" if _stay(bare, width) else "paragraph", bare)]


def _are_paragraphs(lines: list[str]) -> bool:
    """Whether each line is a paragraph: most are long, and every long one ends its sentence.

    Short ones between them may be headlines and subheadings, which have no stop.
    """
    long = [line for line in lines if len(line) > LONG]
    return (
        len(long) > 1
        and 2 * len(long) >= len(lines)
        and all(map(ENDS_SENTENCE.search, long))
        and not any(_GOES_ON.match(line) for line in lines)
    )


def _stay(lines: list[str], width: int) -> bool:
    """Whether lines were ended on purpose: the next word would have found room on nearly all."""
    if len(lines) < 3 or max(map(len, lines)) > WIDEST:
        return False
    room = 0
    for line, after in pairwise(lines):
        word = _FIRST_WORD.match(after)
        room += len(line) + 1 + len(word[0] if word else "") <= 0.75 * width
    text = "\n".join(lines)
    return room >= len(lines) - 2 and (text.isascii() or joined_lines(text) == text)
