"""Finds the code in Markdown and HTML, and blanks out code and comments.

Code in Markdown is recognized by CommonMark 0.29 (4.5 fenced code blocks, 6.3 code spans), as far
as is needed to find template marks and links.
"""

import re
from bisect import bisect_right
from collections import defaultdict

# What opens an element or a comment; the group is the element's name.
CODE_ELEMENTS = re.compile(r"<(pre|code)(?=[\s>])", re.IGNORECASE)
_UNSEEN = re.compile(r"<!--|<(script|style|template)(?=[\s>])", re.IGNORECASE)
_CODE_OR_UNSEEN = re.compile(r"<!--|<(pre|code|script|style|template)(?=[\s>])", re.IGNORECASE)
_STARTS = re.compile(r"<(?=[!PpCcSsTt])|`|~(?=~~)|\\(?=[\\`<])")
_STARTS_OF_UNSEEN = re.compile(r"<(?=[!SsTt])")
_TICKS = re.compile("`+")
_FENCE = re.compile(r"~{3,}|`{3,}(?=[^`\n]*$)", re.MULTILINE)
# A group is repeated inside an atomic group, (?>(?:…)*): see shortcodes.
_BEFORE_FENCE = re.compile(r"[ \t]*(?>(?:(?:[>*+-]|\d{1,9}[.)])[ \t]+)*)")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_VISIBLE = re.compile(r"[^\n]")


def without_code(markdown: str) -> str:
    """The Markdown with spaces in place of code and comments; length and lines are the same."""
    return _blanked(markdown, _STARTS, _CODE_OR_UNSEEN)


def without_comments(html: str) -> str:
    """The HTML with spaces in place of comments, scripts and styles; length and lines stay."""
    return _blanked(html, _STARTS_OF_UNSEEN, _UNSEEN)


def _blanked(text: str, starts: re.Pattern[str], elements: re.Pattern[str]) -> str:
    scanner = CodeScanner(text, elements)
    kept: list[str] = []
    written = position = 0
    while found := starts.search(text, position):
        start, end = scanner.code_at(found.start())
        if end > start:
            kept += (text[written:start], _VISIBLE.sub(" ", text[start:end]))
            written = end
        position = max(end, found.end())
    kept.append(text[written:])
    return "".join(kept)


class CodeScanner:
    """Finds where code ends, in linear time. Must be asked for rising positions.

    Args:
        text: Markdown, or HTML where it is asked only for places of `<`.
        elements: matches what opens an element or comment that counts as code.
    """

    def __init__(self, text: str, elements: re.Pattern[str]) -> None:
        self._text = text
        self._elements = elements
        self._sought = self._started = 0  # the last argument and result of line_start
        self._missing: set[str] = set()  # patterns that do not occur in the rest of the text
        self._tick_runs: dict[int, list[int]] | None = None
        self._paragraph_ends: list[int] = []

    def code_at(self, at: int) -> tuple[int, int]:
        """Start and end of the code at a backtick, tilde, `<` or backslash; fences with their line.

        Both are the place at which to go on where no code begins.
        """
        first = self._text[at]
        if first == "\\":
            return at + 2, at + 2
        if first == "<":
            return at, self._element_end(at)
        fence = _FENCE.match(self._text, at)
        if fence:
            start = self.line_start(at)
            if _BEFORE_FENCE.fullmatch(self._text, start, at):
                closing = rf"(?m)^[ \t>]*{first}{{{len(fence[0])},}}[ \t]*$"
                end = self.find(closing, fence.end())
                return start, end.end() if end else len(self._text)
        if first == "`":
            return self._span(at)
        return (fence.end(), fence.end()) if fence else (at + 1, at + 1)

    def _element_end(self, at: int) -> int:
        opening = self._elements.match(self._text, at)
        if opening is None:
            return at
        closing = rf"</{opening[1].lower()}(?:\s*>)?" if opening.lastindex else "--!?>"
        end = self.find(closing, opening.end())
        return end.end() if end else at

    def _span(self, at: int) -> tuple[int, int]:
        """The code span at `at`; the end of its backticks if its paragraph does not close it."""
        if self._tick_runs is None:
            self._tick_runs = defaultdict(list)
            for run in _TICKS.finditer(self._text):
                self._tick_runs[len(run[0])].append(run.start())
            self._paragraph_ends = [m.start() for m in _PARAGRAPH_END.finditer(self._text)]
        opening = _TICKS.match(self._text, at)
        length = len(opening[0]) if opening else 1
        same = self._tick_runs.get(length, [])
        following = bisect_right(same, at)
        paragraph = bisect_right(self._paragraph_ends, at)
        limit = self._paragraph_ends[paragraph : paragraph + 1] or [len(self._text)]
        if following < len(same) and same[following] < limit[0]:
            return at, same[following] + length
        return at + length, at + length

    def line_start(self, at: int) -> int:
        """Where the line of `at` starts."""
        start = self._text.rfind("\n", self._sought, at) + 1
        self._started = start or self._started
        self._sought = at
        return self._started

    def find(self, pattern: str, position: int) -> re.Match[str] | None:
        """The next match of a pattern; None at once if an earlier search found none."""
        if pattern in self._missing:
            return None
        found = re.compile(pattern, re.IGNORECASE).search(self._text, position)
        if found is None:
            self._missing.add(pattern)
        return found
