"""Reads what Obsidian has in pictures of Markdown: a size, and pages of other sites.

`![A flower|80](flower.png)` is 80 pixels wide, `![](https://youtu.be/…)` an embed:
https://help.obsidian.md/embeds
"""

import re

from feedsvc.sources.formats.indented_code import lines_outside_code

_SIZE = re.compile(r"(!\[[^\[\]\n|]{0,500})\|\d{1,4}(?:x\d{1,4})?(?=\]\()")
_PAGE = re.compile(
    r"!\[(?P<alt>[^\[\]\n]{0,500})\]\((?P<address>https://(?:(?:www\.|m\.)?youtube\.com/watch\?"
    r"|youtu\.be/|vimeo\.com/\d|(?:twitter|x)\.com/\w{1,40}/status/)[^\s()<>]{0,500})\)"
)
# A text in which these find nothing has no such pictures.
PICTURES = (_SIZE, _PAGE)


def with_picture_marks(text: str) -> str:
    """The Markdown with pictures without sizes, and links in place of pages. Its lines stay."""
    lines = text.split("\n")
    for at, shown in enumerate(lines_outside_code(text)):
        if "![" in shown and "](" in shown and (_SIZE.search(shown) or _PAGE.search(shown)):
            if shown != lines[at]:  # code beside it
                continue
            lines[at] = _PAGE.sub(_link, _SIZE.sub(r"\1", shown))
    return "\n".join(lines)


def _link(found: re.Match[str]) -> str:
    return f"[{found['alt'] or found['address']}]({found['address']})"
