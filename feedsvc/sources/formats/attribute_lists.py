"""Removes the lists of attributes from Markdown: `{#id .class key=value}`. What has an id keeps it.

They stand behind a link, a picture, a span or code, or on a line of their own beside a block.
Kramdown has a colon in them: https://kramdown.gettalong.org/syntax.html#inline-attribute-lists;
without it they are Pandoc's and Hugo's: https://gohugo.io/content-management/markdown-attributes/.
Those of headings, at their ends, are read in markdown.
"""

import html
import re

from feedsvc.sources.formats.attribute_callouts import as_callout
from feedsvc.sources.formats.indented_code import lines_outside_code

_ONE = r"""(?:[#.][^\s{}"'#.=<>]+|[\w-]+=(?:"[^"{}\n]*"|'[^'{}\n]*'|[^\s"'{}]+))"""
_LIST = re.compile(rf"\{{(?P<colon>:?)[ \t]*(?P<given>{_ONE}(?>(?:[ \t]*{_ONE})*))[ \t]*\}}")
_ALONE = re.compile(rf"(?P<before>[ \t>]*)(?:{_LIST.pattern})[ \t]*")
ATTRIBUTES = re.compile(r"\{:?[ \t]*(?:[#.]|[\w-]++=)")
_ID = re.compile(r"(?:^|(?<=[\s\"'\w]))#([^\s{}\"'#.=<>]+)")
_HEADING = re.compile(r"[ \t>]*#{1,6}[ \t].*[^\s}]")
_UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*")
_TARGET = re.compile(
    r"""\]\((?:<[^<>\n]*>|[^\s()]*(?>(?:\([^\s()]*\)[^\s()]*)*))"""
    r"""(?:[ \t]+(?:"[^"]*"|'[^']*'))?[ \t]*\)"""
)
_LONGEST_TARGET = 2000  # characters
_BRACKETED = re.compile(r"\[([^\[\]\n]{1,2000})\]\Z")


def without_attribute_lists(text: str) -> str:
    """The Markdown without lists of attributes outside code; its lines stay.

    Of lists on lines of their own that say nothing that matters, shortcodes removes the rest. A
    text in which ATTRIBUTES finds nothing has no lists.
    """
    lines, seen = text.split("\n"), lines_outside_code(text)
    for at, shown in enumerate(seen):
        if "{" not in shown:
            continue
        alone = _ALONE.fullmatch(shown)
        if alone is None:
            lines[at] = _inline(lines[at], shown)
            continue
        found = _ID.search(alone["given"])
        if "." in alone["given"] and as_callout(lines, at, alone["before"], alone["given"]):
            if found:
                lines[at] = lines[at] + _place(found[1])
            continue
        lines[at] = f"{alone['before']}{{:}}"
        if found and not _of_heading(lines, at, found[1]):
            lines[at] = alone["before"] + _place(found[1])
    return "\n".join(lines)


def _place(name: str) -> str:
    return f'<a id="{html.escape(name)}"></a>'


def _of_heading(lines: list[str], at: int, name: str) -> bool:
    """Give an id to the heading above or below a line; False where none is there."""
    above = at - 1
    if above > 0 and _UNDERLINE.fullmatch(lines[above]) and lines[above - 1].strip():
        lines[above - 1] += f" {{#{name}}}"
        return True
    if above >= 0 and _HEADING.fullmatch(lines[above].rstrip()):
        lines[above] = f"{lines[above].rstrip()} {{#{name}}}"
        return True
    free = above < 0 or not lines[above].strip()
    if free and at + 1 < len(lines) and _HEADING.fullmatch(lines[at + 1].rstrip()):
        lines[at + 1] = f"{lines[at + 1].rstrip()} {{#{name}}}"
        return True
    return False


def _inline(line: str, shown: str) -> str:
    """A line without the lists that follow a link, a picture, a span or code."""
    kept: list[str] = []
    written = 0
    for found in _LIST.finditer(shown):
        at = found.start()
        before = line[max(at - _LONGEST_TARGET, written) : at]
        if not before or not _is_span(before):
            continue
        bracketed = _BRACKETED.search(before) if before[-1] == "]" else None
        if bracketed and before[: bracketed.start()][-1:] not in ("]", "!"):
            kept += (line[written : at - len(bracketed[0])], bracketed[1])
        else:
            kept.append(line[written:at])
        name = _ID.search(found["given"])
        kept.append(_place(name[1]) if name else "")
        written = found.end()
    return "".join((*kept, line[written:]))


def _is_span(before: str) -> bool:
    """Whether a text ends with a span that a list of attributes can belong to."""
    if before[-1] != ")":
        return before[-1] in "]*_`>"
    target = before.rfind("](")
    return target >= 0 and _TARGET.fullmatch(before, target) is not None
