"""Blanks out the code and comments in a text. Everything else keeps its place and its line.

Code in Markdown is recognized by CommonMark 0.29 (4.5 fenced code blocks, 6.3 code spans), as far
as is needed to find links.
"""

import re

_FENCE = re.compile(r"[ \t]*(?:(?:[>*+-]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`]*$)|~{3,})")
_SPAN = re.compile(r"\\[\\`<]|`+|<!--|<(pre|code|script|style|template)(?=[\s>])", re.IGNORECASE)
_RAW = re.compile(r"<!--|<(script|style|template)(?=[\s>])", re.IGNORECASE)
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_VISIBLE = re.compile(r"[^\n]")


def without_code(markdown: str) -> str:
    """The Markdown with spaces in place of code and comments; length and lines are the same."""
    return _without_spans(_without_fences(markdown), _SPAN)


def without_comments(html: str) -> str:
    """The HTML with spaces in place of comments, scripts and styles; length and lines stay."""
    return _without_spans(html, _RAW)


def _without_fences(text: str) -> str:
    if "```" not in text and "~~~" not in text:
        return text
    fence = ""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if fence:
            inner = line.strip(" \t>")
            if len(inner) >= len(fence) and not inner.strip(fence[0]):
                fence = ""
        elif opening := _FENCE.match(line):
            fence = opening[1]
        else:
            continue
        lines[number] = " " * len(line)
    return "\n".join(lines)


def _without_spans(text: str, opening: re.Pattern[str]) -> str:
    kept: list[str] = []
    written = position = 0
    spans = _Spans(text)
    while found := opening.search(text, position):
        end = spans.end(found)
        if end > found.end():
            kept += (text[written : found.start()], _VISIBLE.sub(" ", text[found.start() : end]))
            written = end
        position = max(end, found.end())
    kept.append(text[written:])
    return "".join(kept)


class _Spans:
    """Finds the ends of spans in a text. An end that is missing is searched for only once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraph_end = -1
        self.without: dict[str, int] = {}  # by pattern: up to where it does not occur

    def end(self, found: re.Match[str]) -> int:
        """The end of the span that a match opens; the end of the match if it is never closed."""
        mark = found[0]
        if mark[0] == "`":
            return self.find(rf"(?<!`){mark}(?!`)", found.end(), self.paragraph(found.end()))
        if mark[0] == "\\":
            return found.end()
        closing = "-->" if mark == "<!--" else f"</{found[1].lower()}>"
        return self.find(closing, found.end(), len(self.text))

    def find(self, pattern: str, start: int, limit: int) -> int:
        if self.without.get(pattern, -1) >= limit:
            return start
        found = re.compile(pattern, re.IGNORECASE).search(self.text, start, limit)
        if found is None:
            self.without[pattern] = limit
            return start
        return found.end()

    def paragraph(self, start: int) -> int:
        if start > self.paragraph_end:
            found = _PARAGRAPH_END.search(self.text, start)
            self.paragraph_end = found.start() if found else len(self.text)
        return self.paragraph_end
