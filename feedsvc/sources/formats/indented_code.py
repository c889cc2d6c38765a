"""Finds the indented code blocks of Markdown (CommonMark 4.4).

Whether a line is one depends on the lists, quotes and paragraphs around it, so cmark is asked.
"""

from bisect import bisect_right

from feedsvc.sources.formats import gfm
from feedsvc.sources.formats.code_spans import without_code

_FENCES = ("```", "~~~")


class IndentedCode:
    """Finds where lines of indented code end.

    Args:
        text: Markdown, with its template marks and comments.
    """

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        if "    " not in text and "\t" not in text:
            return
        lines = text.split("\n")
        inside = {
            line
            for block in gfm.code_blocks(text)
            if _is_indented(block, lines[block.first - 1])
            for line in range(block.first, block.last + 1)
        }
        start = 0
        for number, line in enumerate(lines, 1):
            if number in inside:
                self._starts.append(start)
                self._ends.append(start + len(line))
            start += len(line) + 1

    def line_end(self, at: int) -> int:
        """The end of the line of code that a place is in; 0 where it is in none."""
        place = bisect_right(self._starts, at) - 1
        return self._ends[place] if place >= 0 and at < self._ends[place] else 0


def lines_outside_code(text: str) -> list[str]:
    """The lines of a Markdown text, with spaces in place of code and comments of any kind."""
    indented = IndentedCode(text)
    seen: list[str] = []
    start = 0
    for line in without_code(text).split("\n"):
        seen.append(" " * len(line) if indented.line_end(start) else line)
        start += len(line) + 1
    return seen


def _is_indented(block: gfm.CodeBlock, line: str) -> bool:
    """Whether a block begins with code rather than with a fence."""
    begins = line.encode("utf-8", "surrogatepass")[block.column - 1 :].decode(errors="replace")
    return not begins.startswith(_FENCES) or begins == block.begins
