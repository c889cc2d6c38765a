"""Finds the containers of Markdown: what is between `:::tip Title` and `:::`.

https://docusaurus.io/docs/markdown-features/admonitions,
https://vuepress.vuejs.org/guide/markdown.html, https://pandoc.org/MANUAL.html#divs-and-spans;
with slashes, https://facelessuser.github.io/pymdown-extensions/extensions/blocks/
"""

import re
from typing import NamedTuple

from feedsvc.sources.formats.asides import CLOSING, PREFIX, opening
from feedsvc.sources.html.callout_kinds import KINDS, title_of

_FENCE = re.compile(rf"(?P<before>{PREFIX})(?P<fence>:{{3,}}|/{{3,}})(?P<rest>.*)")
_NAMED = re.compile(
    r"""[ \t]*(?:\{(?P<attributes>[^{}]*)\}|(?P<name>[A-Za-z][\w-]*))
    (?:[ ]?\[(?P<label>[^\[\]]*)\])?[ \t]*(?:\{(?P<more>[^{}]*)\})?[ \t]*
    (?:\|[ \t]*)?(?P<title>.*)""",
    re.VERBOSE,
)
_CLASS = re.compile(r"\.?(?:callout-|admonition-|alert-)?(?P<kind>[A-Za-z][\w-]*)")
_TITLE = re.compile(r"""\btitle=(?:"([^"]*)"|'([^']*)'|(\S+))""")
_DETAILS = frozenset({"details", "spoiler"})
# Their marks go, and what is between them stays:
# https://facelessuser.github.io/pymdown-extensions/extensions/blocks/plugins/caption/
_CAPTIONS = frozenset({"caption", "figure-caption", "table-caption"})
_DEEPEST = 50  # containers among which that is sought which a fence ends


class _Opened(NamedTuple):
    """A container that is open.

    Attributes:
        line: at which it begins.
        fence: its signs.
        before: the marks of quotes and lists before them.
        mark: what stands for the line.
        known: whether its name is that of a callout.
    """

    line: int
    fence: str
    before: str
    mark: str
    known: bool

    @property
    def ending(self) -> str:
        return CLOSING if self.mark else ""


def container_marks(lines: list[str], seen: list[str]) -> dict[int, str]:
    """What stands for the lines at which containers begin and end, by their indexes.

    A container that nothing ends goes to the end of the text where its name is that of a callout.

    Args:
        lines: of a Markdown text.
        seen: the same, with spaces in place of code.
    """
    marks: dict[int, str] = {}
    opened: list[_Opened] = []
    for at, line in enumerate(seen):
        found = _FENCE.fullmatch(line) if ":::" in line or "///" in line else None
        if found is None:
            continue
        fence, before = found["fence"], found["before"]
        if found["rest"].strip():
            if one := _opened(at, before, fence, lines[at][found.start("rest") :]):
                opened.append(one)
            continue
        place = _innermost(opened, fence)
        if place >= 0:
            marks |= {one.line: one.before + one.mark for one in opened[place:]}
            marks[at] = before + "".join(one.ending for one in opened[place:])
            del opened[place:]
    for one in opened:
        if one.known and _is_sure(one):
            marks[one.line] = one.before + one.mark
            last = len(lines) - 1
            marks[last] = marks.get(last, lines[last]) + one.ending
    return marks


def _is_sure(one: _Opened) -> bool:
    """Whether a container that nothing ends is one: it stands at the top, behind colons."""
    return one.fence[0] == ":" and not one.before


def _innermost(opened: list[_Opened], fence: str) -> int:
    """The place of the innermost container that a fence ends; -1 where there is none."""
    for place in range(len(opened) - 1, max(len(opened) - 1 - _DEEPEST, -1), -1):
        one = opened[place]
        if one.fence[0] == fence[0] and len(one.fence) <= len(fence):
            return place
    return -1


def _opened(at: int, before: str, fence: str, rest: str) -> _Opened | None:
    """The container that a line begins; None where it begins none."""
    found = _NAMED.fullmatch(rest)
    if found is None:
        return None
    attributes = f"{found['attributes'] or ''} {found['more'] or ''}"
    first = _CLASS.match(found["name"] or (found["attributes"] or "").strip())
    kind = first["kind"].lower() if first else ""
    known = kind in KINDS or kind in _DETAILS
    if fence[0] == "/" and not known:
        return _Opened(at, fence, before, "", known) if kind in _CAPTIONS else None
    given = _TITLE.search(attributes)
    title = found["label"] or found["title"].strip(" \t:")
    title = title or (next(filter(None, given.groups()), "") if given else "")
    if not title and known:
        title = title_of(kind)
    mark = opening(title) if known or title else ""
    return _Opened(at, fence, before, mark, known)
