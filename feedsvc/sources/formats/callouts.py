"""Finds the callouts of Markdown, and marks them as asides.

- quotes that begin with `[!WARNING]`, in Obsidian with `+`, `-` and a title:
  https://docs.github.com/get-started/writing-on-github, https://help.obsidian.md/callouts
- what is indented below `!!! note "Title"`, `??? note` and `=== "Tab"`:
  https://python-markdown.github.io/extensions/admonition/,
  https://facelessuser.github.io/pymdown-extensions/extensions/details/
- containers between `:::tip Title` and `:::`: see containers
"""

import re

from feedsvc.sources.formats.asides import (
    CLOSING,
    PREFIX,
    TAB_CLOSING,
    following,
    opening,
    quote_opening,
    tab_opening,
)
from feedsvc.sources.formats.containers import container_marks
from feedsvc.sources.formats.indented_code import lines_outside_code
from feedsvc.sources.html.callout_kinds import KINDS, title_of

_LINES = (":::", "!!!", "???", '=== "', "///")
INDENTED = tuple(map(re.compile, (r"!!!", r"\?\?\?", '=== "')))
"""Where they find nothing are no callouts with indented lines, which look like code before."""
_MORE = (":::", "///", r"\[!", CLOSING, TAB_CLOSING)
SIGNS = (*INDENTED, *map(re.compile, _MORE))
"""A text in which they find nothing has neither callouts nor asides."""
_DEEPEST = 8  # callouts inside one another; each round finds those inside the ones before
_INDENTED = re.compile(
    r"""(?P<indent>[ \t]*)(?P<sign>!!!|\?\?\?\+?|===[!+]?(?=[ ]"))[ \t]*
    (?P<kind>[^\W\d_][\w-]*)?(?>(?:[ \t]+[\w-]+)*)[ \t]*(?P<title>".*")?[ \t]*""",
    re.VERBOSE,
)
_QUOTED = re.compile(
    rf"(?P<before>{PREFIX})\[!(?P<kind>[A-Za-z][\w-]{{0,40}})(?:\|[^\]\n]*)?\][+-]?"
    r"(?P<title>[ \t].*|$)"
)
_QUOTES = re.compile(r"(?>(?:[ \t]*>)*)")
_ROOM = 4  # columns by which content is indented


def with_callouts(text: str) -> str:
    """The Markdown with marks of asides in place of its callouts; those in code stay."""
    for _ in range(_DEEPEST):
        if not any(sign in text for sign in _LINES):
            break
        before, text = text, _round(text)
        if before == text:
            break
    return _with_quotes(text) if "[!" in text else text


def _round(text: str) -> str:
    """The Markdown with the outermost of its callouts marked."""
    lines, seen = text.split("\n"), lines_outside_code(text)
    marks = container_marks(lines, seen)
    kept: list[str] = []
    at = 0
    while at < len(lines):
        begins = at not in marks and seen[at].lstrip()[:3] in ("!!!", "???", "===")
        if begins and (end := _content_end(lines, seen[at], at)):
            kept += _indented(lines[at:end])
            # The mark at the end takes the place of an empty line: the text keeps its lines.
            at = end + 1 if end < len(lines) and not lines[end].strip() else end
        else:
            kept.append(marks.get(at, lines[at]))
            at += 1
    return "\n".join(kept)


def _content_end(lines: list[str], shown: str, at: int) -> int:
    """The line after the callout that begins at a line; 0 where none begins."""
    found = _INDENTED.fullmatch(shown)
    tab = found is not None and found["sign"].startswith("=")
    if found is None or not (found["kind"] or tab):
        return 0
    room = _width(found["indent"]) + _ROOM
    end = last = at + 1
    while end < len(lines) and (not lines[end].strip() or _width(lines[end]) >= room):
        end += 1
        last = end if lines[end - 1].strip() else last
    alone = found["title"] or (found["kind"] or "").lower() in KINDS
    return last if last > at + 1 or (alone and not tab) else 0


def _indented(lines: list[str]) -> list[str]:
    """The lines of a callout, with its content no longer indented."""
    found = _INDENTED.fullmatch(lines[0])
    if found is None:
        return lines
    indent, given = found["indent"], found["title"]
    room = _width(indent) + _ROOM
    content = [indent + _expanded(line)[room:] if line.strip() else "" for line in lines[1:]]
    if found["sign"].startswith("="):
        return [indent + tab_opening(given[1:-1]), *content, indent + TAB_CLOSING]
    title = title_of(found["kind"]) if given is None else given[1:-1]
    return [indent + opening(title), *content, indent + CLOSING]


def _expanded(line: str) -> str:
    """The line with spaces for the tabs that it begins with."""
    text = line.lstrip(" \t")
    return line[: len(line) - len(text)].expandtabs(_ROOM) + text


def _width(line: str) -> int:
    expanded = _expanded(line)
    return len(expanded) - len(expanded.lstrip(" "))


def _with_quotes(text: str) -> str:
    """The Markdown with the quotes that begin with the name of a callout marked."""
    kept: list[str] = []
    above = 0  # quotes that the line before is in
    for line, shown in zip(text.split("\n"), lines_outside_code(text), strict=True):
        found = _QUOTED.fullmatch(line) if "[!" in shown else None
        if found and found["before"].count(">") > above:
            before, title = found["before"], found["title"].strip()
            kept += [before + quote_opening(title or title_of(found["kind"]))]
            kept += [following(before).rstrip()]
        else:
            kept.append(line)
        quotes = _QUOTES.match(line)
        above = quotes[0].count(">") if quotes else 0
    return "\n".join(kept)
