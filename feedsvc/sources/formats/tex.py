r"""Keeps the formulas of TeX in Markdown as they are written: `$$a_1 * b_2$$`, `\\(x\\)`, `$x_1$`.

Few readers show formulas, but Markdown must not take their signs for its own.
https://kramdown.gettalong.org/syntax.html#math-blocks,
https://docusaurus.io/docs/markdown-features/math-equations
"""

import re

from feedsvc.sources.formats.indented_code import lines_outside_code

_FORMULA = re.compile(
    r"""(?P<fence>\$\$)(?P<display>(?>(?:[^$\n]|(?<=\\)\$|\n(?![ \t>]*(?:\n|\Z)))+))\$\$
    |\\\\\((?P<round>(?>(?:(?!\\\\)[^\n])+))\\\\\)
    |\\\\\[(?P<square>(?>(?:(?!\\\\[\[\]])[^\n]|\n(?![ \t>]*(?:\n|\Z)))+))\\\\\]
    |(?<![\\$\w])\$(?=\S)(?P<inline>[^$\n]{1,500})(?<=\S)\$(?![\d$\w])""",
    re.VERBOSE,
)
_OF_TEX = re.compile(r"[\\^_{]")
_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")  # ASCII punctuation, CommonMark 2.4
_LINE = re.compile(r"\n[ \t>]*")


def with_tex(text: str) -> str:
    """The Markdown with a backslash before each sign of its formulas, outside code."""
    if text.count("$") < 2 and "\\\\(" not in text and "\\\\[" not in text:
        return text
    if not _FORMULA.search(text):
        return text
    pieces: list[str] = []
    written = 0
    for found in _FORMULA.finditer("\n".join(lines_outside_code(text))):
        if found["inline"] and not _OF_TEX.search(found["inline"]):
            continue
        formula = text[found.start() : found.end()]
        pieces += (text[written : found.start()], _escaped(formula))
        written = found.end()
    return "".join((*pieces, text[written:]))


def _escaped(formula: str) -> str:
    """A formula with its signs escaped; at the beginning of a line, marks of quotes stay."""
    if formula.startswith("\\\\"):  # Markdown makes one backslash of the two
        formula = formula[1:-3] + formula[-2:]
    pieces: list[str] = []
    written = 0
    for line in _LINE.finditer(formula):
        pieces += (_SIGNS.sub(r"\\\g<0>", formula[written : line.start()]), line[0])
        written = line.end()
    return "".join((*pieces, _SIGNS.sub(r"\\\g<0>", formula[written:])))
