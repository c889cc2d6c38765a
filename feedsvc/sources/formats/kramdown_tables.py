"""Makes tables that only kramdown reads such as GitHub's: without a head, or with other rules.

https://kramdown.gettalong.org/syntax.html#tables: `|---+---|`, `|---` and `|===` are rules.
"""

import re

from feedsvc.sources.formats.indented_code import lines_outside_code

ROWS = re.compile(r"\|(?<=\n\|)")  # a text in which it finds nothing has no such table
_RULE = re.compile(r"\|(?=[^-=]*[-=])[-:=+| \t]+")
_CELLS = re.compile(r"(?<!\\)\|")


def with_kramdown_tables(text: str) -> str:
    """The Markdown with these tables outside code as others read them.

    The number of lines changes where a table has no head: it gets an empty one.
    """
    lines, seen = text.split("\n"), lines_outside_code(text)
    kept: list[str] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(seen) and seen[end].startswith("|"):
            end += 1
        if end - at > 1 and (at == 0 or not seen[at - 1].strip()):
            kept += _table(lines[at:end])
        else:
            end = max(end, at + 1)
            kept += lines[at:end]
        at = end
    return "\n".join(kept)


def _table(rows: list[str]) -> list[str]:
    """The rows of a table as GitHub reads them; as they are where it reads them already."""
    width = _width(rows[0])
    rule = next((n for n, row in enumerate(rows) if _RULE.fullmatch(row)), -1)
    if rule == 1 and "+" not in rows[1] and _width(rows[1]) == width:
        return rows
    body = [row for row in rows if not _RULE.fullmatch(row)]
    if width < 2 or any(_width(row) != width or not row.rstrip().endswith("|") for row in body):
        return rows
    aligned = rows[rule].replace("+", "|") if rule == 1 else ""
    if not aligned or _width(aligned) != width:
        aligned = "|" + "---|" * width
    head = body[0] if rule == 1 else "|" + "  |" * width
    return [head, aligned, *(body[1:] if rule == 1 else body)]


def _width(row: str) -> int:
    return len(_CELLS.findall(row.strip().removesuffix("|")))
