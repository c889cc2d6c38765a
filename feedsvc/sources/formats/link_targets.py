"""Mends targets of Markdown links that CommonMark does not take: file names with blanks.

`![On deck](IMG 0412 (1).jpg)` shows the picture in the editors that wrote it.
"""

import re

from feedsvc.sources.formats.comments import Syntax
from feedsvc.sources.formats.file_kinds import kind_of
from feedsvc.sources.formats.mark_writing import as_target

_BLANK = re.compile(
    r"\]\((?P<target>(?>[^\n()<>\"]{1,300}(?:\([^\n()<>\"]{0,100}\)[^\n()<>\"]{0,300}){0,5}))"
    r"(?P<title>(?:\"[^\"\n]{0,500}\")?)[ ]{0,9}\)"
)
# Docusaurus (https://docusaurus.io/docs/static-assets).
_REQUIRED = re.compile(
    r"\{\s{0,9}(?:require|useBaseUrl)\(\s{0,9}(?P<sign>['\"])(?P<name>[^'\"\n{}]{1,500})(?P=sign)"
    r"[^(){}\n]{0,200}\)(?:\.default|\.src)?\s{0,9}\}"
)


def mended_at(text: str, at: int, syntax: Syntax) -> tuple[int, str]:
    """The end of a target that begins at a place, and what stands for it; the place if none does.

    Args:
        text: Markdown, or HTML, in which only `{require('a.png').default}` is mended.
        at: where `](` or `{` may stand.
        syntax: of the text.
    """
    if text[at] == "{":
        required = _REQUIRED.match(text, at) if text[at - 1 : at] == "=" else None
        name = required["name"].removeprefix("@site/static") if required else ""
        return (required.end(), f'"{as_target(name, syntax)}"') if required else (at, "")
    found = _BLANK.match(text, at)
    target = found["target"].strip() if found else ""
    name = target.partition("#")[0]
    if found is None or " " not in target or not (kind_of(name) or name.endswith(".md")):
        return at, ""
    title = f" {found['title']}" if found["title"] else ""
    return found.end(), f"]({as_target(target, 'markdown')}{title})"
