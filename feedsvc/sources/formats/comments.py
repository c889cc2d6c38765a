"""Finds what authors write for themselves: the comments of publishers, editors and HTML.

They are `{# … #}`, `{/* … */}`, `{>> … <<}`, `%% … %%` (in HTML that is text), Liquid's
`{% comment %} … {% endcomment %}`, Hugo's `{{< comment >}} … {{< /comment >}}`, in Markdown
`{::comment} … {:/comment}`, and in Markdown and plain text `<!-- … -->`.
"""

import re
from typing import Literal, NamedTuple

from feedsvc.sources.formats.code_spans import CodeScanner

Syntax = Literal["markdown", "html", "text"]

# `{#id}` and `{#id .class}` name a heading.
_JINJA = r"\{\#(?!\}|[\w:.-][^{}\#\n]*\})"
_LIQUID = r"\{%[-+]?\s*{}comment(?!\w|-\w)(?>(?:(?!\{%|%\})[\s\S])*)%\}"
_HUGO = r"\{\{[<%]\s*{}comment(?!\w|-\w)(?>(?:(?!\{\{[<%]|[>%]\}\})[\s\S])*)(?<!/)[>%]\}\}"
_OPENING = re.compile(
    rf"(?P<jinja>{_JINJA})|(?P<liquid>{_LIQUID.replace('{}', '')})"
    rf"|(?P<hugo>{_HUGO.replace('{}', '')})|(?P<mdx>\{{/\*)|(?P<critic>\{{>>)|(?P<html><!--)"
    r"|(?P<kramdown>\{::comment[ \t]*\})|(?P<obsidian>%%)"
)
_ENDS = {
    "jinja": r"\#\}",
    "liquid": _LIQUID.replace("{}", "end"),
    "hugo": _HUGO.replace("{}", r"/\s*"),
    "mdx": r"\*/\}",
    "critic": r"<<\}",
    "html": r"--!?>",
    "kramdown": r"\{:/(?:comment)?[ \t]*\}",
    "obsidian": r"%%",
}
# Comments of these kinds may hold others of their kind.
_NESTED = {
    kind: re.compile(f"(?P<end>{_ENDS[kind]})|{opening.replace('{}', '')}")
    for kind, opening in {"jinja": _JINJA, "liquid": _LIQUID, "hugo": _HUGO}.items()
}
# What begins one of these is never meant as text.
_CERTAIN = frozenset({"liquid", "hugo", "html", "kramdown"})
_SHOWN_ENDS = {
    "jinja": "#}",
    "liquid": "{% endcomment %}",
    "hugo": "{{< /comment >}}",
    "mdx": "*/}",
    "critic": "<<}",
    "html": "-->",
    "kramdown": "{:/comment}",
    "obsidian": "%%",
}
# Of a comment of HTML.
OPEN_COMMENT = (
    "'<!--' begins a comment that has no end, so all that follows is left out; write '-->' where it"
    " ends"
)
_SHORT_HTML = re.compile(r"-?>")  # `<!-->` and `<!--->` are whole (HTML Standard 13.2.5.43)


class Comment(NamedTuple):
    """A comment of an author, or what begins one.

    Attributes:
        kind: of _OPENING.
        opening: its first characters.
        closing: what an author ends it with.
        end: where it ends; None: nowhere.
    """

    kind: str
    opening: str
    closing: str
    end: int | None

    @property
    def certain(self) -> bool:
        """Whether its opening is never meant as text."""
        return self.kind in _CERTAIN

    @property
    def template(self) -> bool:
        """Whether it is between template marks, with names."""
        return self.kind in ("liquid", "hugo")


class Comments:
    """Finds the comments of a text, in linear time. Must be asked for rising positions.

    Args:
        text: the whole text.
        syntax: of the text.
        scanner: of the text.
    """

    def __init__(self, text: str, syntax: Syntax, scanner: CodeScanner) -> None:
        self._text = text
        self._syntax = syntax
        self._scanner = scanner
        self._pairs: dict[str, dict[int, int]] = {}

    def at(self, at: int) -> Comment | None:
        """The comment that begins at a place; None: none begins there."""
        match = _OPENING.match(self._text, at)
        kind = match.lastgroup if match else None
        if match is None or kind is None or (kind == "kramdown" and self._syntax != "markdown"):
            return None
        if kind == "obsidian" and self._text[max(at - 1, 0)].isdigit():
            return None  # a share, written with two signs
        return Comment(kind, match[0], _SHOWN_ENDS[kind], self._end(kind, at, match.end()))

    def _end(self, kind: str, at: int, after: int) -> int | None:
        if kind in _NESTED:
            if kind not in self._pairs:
                self._pairs[kind] = _pairs(self._text, _NESTED[kind])
            end = self._pairs[kind].get(at)
            if end is not None or kind != "jinja":
                return end
        if kind == "html" and (short := _SHORT_HTML.match(self._text, after)):
            return short.end()
        found = self._scanner.find(_ENDS[kind], after)
        return found.end() if found else None


def _pairs(text: str, marks: re.Pattern[str]) -> dict[int, int]:
    """Where each opening mark is, and where the closing mark that belongs to it ends."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for mark in marks.finditer(text):
        if mark["end"] is None:
            opened.append(mark.start())
        elif opened:
            pairs[opened.pop()] = mark.end()
    return pairs
