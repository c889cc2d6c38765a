"""Reads lists of definitions in Markdown: a term, and below it a line such as `: what it means`.

https://kramdown.gettalong.org/syntax.html#definition-lists,
https://python-markdown.github.io/extensions/definition_lists/; Hugo and Pandoc have them alike.
"""

import re

from feedsvc.sources.formats.indented_code import lines_outside_code

# A text in which this finds nothing has no such list.
DEFINED = re.compile(r"\n(?::[ \t]|[ ]{1,3}:)")
_DEFINITION = re.compile(r"[ ]{0,3}:[ \t]+(?=\S)")
_NO_TERM = re.compile(
    r"[ \t]*(?:#{1,6}[ \t]|[>|<]|[-*+][ \t]|\d{1,9}[.)][ \t]|:|={2,}|-{2,}|`{3}|~{3}|\[[^\[\]]*\]:"
    r"|\{[:%]|!!!|\?\?\?)|[ ]{4}|\t"
)
_LONGEST_TERM = 120  # characters
_MOST_TERMS = 4  # for one definition
_INDENTED = re.compile(r"[ ]{2,}|\t")
_ONE_PARAGRAPH = re.compile(r"<(dt|dd)>\n<p>((?:(?!</?(?:p|dt|dd)>)[\s\S])*)</p>\n</\1>")


def with_definition_lists(text: str) -> str:
    """The Markdown with `<dl>` elements in place of lists of definitions outside code."""
    lines, seen = text.split("\n"), lines_outside_code(text)
    kept: list[str] = []
    at = 0
    while at < len(lines):
        terms = _terms(seen, at)
        if not terms:
            kept.append(lines[at])
            at += 1
            continue
        kept += ["", "<dl>", ""]
        while terms := _terms(seen, at):
            for line in lines[at : at + terms]:
                kept += ["<dt>", "", line.strip(), "", "</dt>", ""]
            at = _take_definitions(lines, seen, at + terms, kept)
            if at + 1 < len(lines) and not lines[at].strip() and _terms(seen, at + 1):
                at += 1
        kept += ["</dl>", ""]
    return "\n".join(kept)


def with_short_definitions(rendered: str) -> str:
    """The HTML of such lists without paragraphs where a term or definition is only one."""
    return _ONE_PARAGRAPH.sub(r"<\1>\2</\1>", rendered)


def _terms(seen: list[str], at: int) -> int:
    """How many terms begin at a line, which a definition follows; 0 where none does."""
    if at and seen[at - 1].strip():
        return 0
    end = at
    while end < len(seen) and end - at <= _MOST_TERMS and seen[end].strip():
        if _DEFINITION.match(seen[end]):
            return end - at
        if _NO_TERM.match(seen[end]) or len(seen[end]) > _LONGEST_TERM:
            return 0
        end += 1
    after = end + 1
    apart = end > at and after < len(seen) and not seen[end].strip()
    return end - at if apart and _DEFINITION.match(seen[after]) else 0


def _take_definitions(lines: list[str], seen: list[str], at: int, kept: list[str]) -> int:
    """Write the definitions that follow a term; the line behind them."""
    while True:
        first = at + 1 if at < len(lines) and not lines[at].strip() else at
        if first >= len(lines) or not (found := _DEFINITION.match(seen[first])):
            return at
        room = len(found[0])
        content = [lines[first][found.end() :]]
        at = end = first + 1
        while end < len(lines):
            line = lines[end]
            if line.strip():
                apart = not lines[end - 1].strip()
                if _DEFINITION.match(seen[end]) or (apart and not _INDENTED.match(line)):
                    break
                at = end + 1
            content.append(_dedented(line, room))
            end += 1
        kept += ["<dd>", "", *content[: at - first], "", "</dd>", ""]


def _dedented(line: str, room: int) -> str:
    expanded = line.expandtabs(4) if line.startswith("\t") else line
    blanks = len(expanded) - len(expanded.lstrip(" "))
    return expanded[min(blanks, room) :]
