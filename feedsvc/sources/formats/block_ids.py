"""Makes anchors of the ids of blocks in Obsidian's notes: `A paragraph. ^quay-1`.

https://help.obsidian.md/links#Link+to+a+block+in+a+note
"""

import re

from feedsvc.sources.formats.indented_code import lines_outside_code

IDS = re.compile(r"\^(?<=[ \n\t]\^)")  # a text in which it finds nothing has no such ids
# A power such as `x ^2` or `x ^n` is none.
_AT_END = re.compile(r"(?P<before>.*\S)[ \t]+\^(?P<id>(?=[0-9-]*[A-Za-z])[A-Za-z0-9-]{2,60})[ \t]*")
_ALONE = re.compile(r"(?P<before>[ \t>]*)\^(?P<id>(?=[0-9-]*[A-Za-z])[A-Za-z0-9-]{2,60})[ \t]*")
_ENDS_BLOCK = re.compile(r"[ \t>]*(?:$|[-*+][ \t]|\d{1,9}[.)][ \t]|\^|#{1,6}[ \t]|\|)")


def anchor_of(id: str) -> str:
    """The anchor of a block, for a link to it."""
    return f"block-{id}"


def with_block_ids(text: str) -> str:
    """The Markdown with anchors in place of ids at the ends of blocks. Its lines stay."""
    lines, seen = text.split("\n"), lines_outside_code(text)
    for at, shown in enumerate(seen):
        if "^" not in shown:
            continue
        if found := _ALONE.fullmatch(shown):
            lines[at] = f"{found['before']}{_place(found['id'])}"
            continue
        last = at + 1 == len(seen) or _ENDS_BLOCK.match(seen[at + 1])
        if last and (found := _AT_END.fullmatch(shown)):
            lines[at] = lines[at][: found.end("before")] + _place(found["id"])
    return "\n".join(lines)


def _place(id: str) -> str:
    return f'<a id="{anchor_of(id)}"></a>'
