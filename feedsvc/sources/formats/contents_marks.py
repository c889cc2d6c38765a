"""Removes the marks at which other publishers write a table of contents.

They are `[TOC]` (Python-Markdown), `[[_TOC_]]` (GitLab), `[[toc]]` and `${toc}` (markdown-it),
`{{< toc >}}` and the like, `@[toc]`, a code block of the language `toc`, and kramdown's `{:toc}`
with the list that it takes the place of: https://kramdown.gettalong.org/converter/html.html#toc.
"""

import re

from feedsvc.sources.formats.indented_code import lines_outside_code

_NAME = r"\.?(?:toc|TableOfContents|table_of_contents|table-of-contents)"
_MARK = re.compile(
    rf"""[ \t>]*(?:@?\[toc\]|\[\[_?toc_?\]\]|\$\{{toc\}}|__TOC__
    |\{{\{{[<%]?[ ]?{_NAME}[ ]?/?[>%]?\}}\}}|\{{%-?[ ]?{_NAME}[ ]?-?%\}})[ \t]*""",
    re.IGNORECASE | re.VERBOSE,
)
_KRAMDOWN = re.compile(r"[ \t]*\{:[ \t]*toc(?=[\s:.#}])[^{}]*\}[ \t]*")
_ITEM = re.compile(r"[ \t]{0,3}(?:[-*+]|\d{1,9}[.)])[ \t]")
_BLOCK = re.compile(
    r"^(`{3,}|~{3,})[ \t]*(?:toc|table-of-contents)[ \t]*\n(?>(?:(?!\1).*\n)*)\1[`~]*[ \t]*$",
    re.MULTILINE,
)
TOC = ("toc", "TOC", "Toc", "OfContents", "_contents", "-contents")  # a mark holds one of these
_LIKELY = re.compile(r"[tT](?<=[\[{<%:`~_ .].)(?i:oc|able.?of.?contents)")


def without_contents_marks(text: str) -> str:
    """The Markdown with empty lines in place of such marks outside code.

    A text without any of TOC has none.
    """
    if not _LIKELY.search(text):
        return text
    text = _BLOCK.sub(lambda found: "\n" * found[0].count("\n"), text)
    lines, seen = text.split("\n"), lines_outside_code(text)
    for at, line in enumerate(seen):
        if _MARK.fullmatch(line):
            lines[at] = ""
        elif ":" in line and _KRAMDOWN.fullmatch(line):
            _remove_list(lines, at)
            lines[at] = ""
    return "\n".join(lines)


def _remove_list(lines: list[str], at: int) -> None:
    """Empty the lines of the list that stands right above a line, or else right below it."""
    first = at
    while first > 0 and lines[first - 1].strip():
        first -= 1
    if first < at and _ITEM.match(lines[first]):
        lines[first:at] = [""] * (at - first)
        return
    last = at + 1
    if first == at and last < len(lines) and _ITEM.match(lines[last]):
        while last < len(lines) and lines[last].strip():
            last += 1
        lines[at + 1 : last] = [""] * (last - at - 1)
