"""Makes asides of the quotes and paragraphs that a list of attributes calls callouts.

`{: .prompt-tip }` (Chirpy), `{: .notice--info}` (Minimal Mistakes), `{: .note }` and
`{: .note-title }` (Just the Docs) stand below a block or above it:
https://kramdown.gettalong.org/syntax.html#block-ials. What such a class means in HTML,
class_asides says.
"""

import re
from typing import NamedTuple

from feedsvc.sources.formats.asides import CLOSING, opening
from feedsvc.sources.html import words
from feedsvc.sources.html.callout_kinds import title_of
from feedsvc.sources.html.class_asides import kind_of_classes

_CLASS = re.compile(r"(?:^|(?<=[\s\"'\w-]))\.([\w-]+)")
_GIVEN_TITLE = re.compile(r"""\btitle=(?:"([^"]*)"|'([^']*)'|(\S+))""")
# Beside a block of Markdown these are callouts too. The last ones are those of lessons:
# https://carpentries.github.io/lesson-example/04-formatting/
_HERE = words("error info success challenge checklist discussion prereq solution testimonial")
_TITLED = "-title"  # the first paragraph is the title
_QUOTES = re.compile(r"[ ]*(?>(?:>[ ]?)+)")
_HEADING = re.compile(r"#{1,6}[ \t]+(?P<text>[^\n]*?)[ \t]*#*[ \t]*")
_OWN_TITLE = re.compile(r"\*\*|__|<(?:strong|b|h[1-6])\b|\[!")
_NO_BLOCK = re.compile(r"[ \t]*(?:#{1,6}[ \t]|<(?!https?:)|`{3}|~{3}|(?:=+|-+)[ \t]*$|\{[:%])")


class _Block(NamedTuple):
    """Some lines: the first, the one behind the last, and how many quotes stay around them.

    The level is below 0 where they are no quote.
    """

    first: int
    end: int
    level: int


def as_callout(lines: list[str], at: int, before: str, given: str) -> bool:
    """Mark the block beside a line as an aside; False where its classes name no callout.

    Args:
        lines: of the text, which get the marks; their number stays, but for one at the end.
        at: the line with the list.
        before: what stands in front of the list: blanks, marks of quotes.
        given: what is in the list.
    """
    names = [one[1] for one in _CLASS.finditer(given)]
    titled = any(name.endswith(_TITLED) for name in names)
    kind = _kind([name.removesuffix(_TITLED) for name in names])
    if kind is None:
        return False
    below = False
    if (block := _above(lines, at, before)) is None:
        if (block := _below(lines, at, before)) is None:
            return False
        below = True
    inner, outer = _inside(lines[block.first : block.end], block.level)
    found = _GIVEN_TITLE.search(given)
    title = next(filter(None, found.groups()), "") if found else ""
    title = title or _own_title(inner, titled=titled)
    if not title and not _OWN_TITLE.match(inner[0]):
        title = title_of(kind)
    lines[block.first : block.end] = [outer + line for line in inner]
    if below:
        lines[at] = outer + opening(title)
        if block.end == len(lines):
            lines.append("")
        lines[block.end] = outer + CLOSING
    else:
        lines[block.first] = outer + opening(title) + inner[0]
        lines[at] = outer + CLOSING
    return True


def _kind(names: list[str]) -> str | None:
    kind = kind_of_classes(names)
    return next((name for name in names if name in _HERE), None) if kind is None else kind


def _above(lines: list[str], at: int, before: str) -> _Block | None:
    """The block that ends right above a line: a quote deeper than it, or else any."""
    depth, first = before.count(">"), at
    if not at or _is_blank(lines[at - 1]):
        return None
    deepest = _depth(lines[at - 1])
    if depth and deepest == depth:
        if at + 1 < len(lines) and _depth(lines[at + 1]) >= depth:
            return None
        depth -= 1  # the list stands in the quote that it is of
    if deepest > depth:
        while first and _depth(lines[first - 1]) > depth:
            first -= 1
        return _Block(first, at, depth)
    if before:
        return None
    while first and not (_is_blank(lines[first - 1]) or _NO_BLOCK.match(lines[first - 1])):
        first -= 1
    apart = not first or _is_blank(lines[first - 1]) or lines[first - 1].startswith("{")
    return _Block(first, at, -1) if first < at and apart else None


def _below(lines: list[str], at: int, before: str) -> _Block | None:
    """The same of the block that begins below a line; a quote may stand apart from it."""
    depth, first = before.count(">"), at + 1
    apart = first < len(lines) and not lines[first].strip()
    first += apart
    if first >= len(lines):
        return None
    end = first
    while end < len(lines) and _depth(lines[end]) > depth:
        end += 1
    level = depth
    if end == first and not apart and not before and not _NO_BLOCK.match(lines[first]):
        level = -1
        while end < len(lines) and lines[end].strip() and not _NO_BLOCK.match(lines[end]):
            end += 1
    free = end == len(lines) or not lines[end].strip(" >")
    return _Block(first, end, level) if end > first and free else None


def _is_blank(line: str) -> bool:
    return not line.strip(f" \t{CLOSING}")


def _depth(line: str) -> int:
    found = _QUOTES.match(line) if ">" in line else None
    return found[0].count(">") if found else 0


def _inside(block: list[str], level: int) -> tuple[list[str], str]:
    """The lines in an aside, and what is in front of each: quotes up to a level, and blanks."""
    if level < 0:
        return block, ""
    indent = block[0][: len(block[0]) - len(block[0].lstrip(" "))]
    marks = re.compile(rf"[ ]*(?>(?:>[ ]?){{{level + 1}}})")
    return [marks.sub("", line, count=1) for line in block], indent + "> " * level


def _own_title(inner: list[str], *, titled: bool) -> str:
    """The title that a block has itself, which is taken from its lines."""
    heading = _HEADING.fullmatch(inner[0])
    alone = len(inner) > 1 and not inner[1].strip()
    title = heading["text"] if heading else inner[0].strip() if titled and alone else ""
    if title:
        inner[0] = ""
    return title
