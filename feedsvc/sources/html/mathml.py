"""Writes formulas of MathML as plain text, since few readers show them: 1/2, 10², √(x).

https://www.w3.org/TR/mathml-core/
"""

import html
import re

from feedsvc.model.characters import one_line
from feedsvc.sources.html.scripts import scripted

_TOKEN = re.compile(r"<(/?)(?:[A-Za-z]{1,20}:)?([A-Za-z-]{1,30})[^<>]*?(/?)>|([^<]+)|<")
_DEEPEST = 60  # elements; what is deeper is written in a row
_UNSEEN = frozenset({"annotation", "annotation-xml", "mphantom"})
_SIMPLE = re.compile(r"\w*|\W")


def as_text(markup: str) -> str:
    """The formula as plain text; its TeX where there is nothing else.

    Args:
        markup: what stands in a `<math>` element; not trusted.
    """
    stack: list[tuple[str, list[str]]] = [("math", [])]
    tex = ""
    for token in _TOKEN.finditer(markup):
        closes, name, empty, text = token[1], (token[2] or "").lower(), token[3], token[4]
        if text is not None:
            if text.strip():
                stack[-1][1].append(one_line(html.unescape(text)))
        elif closes:
            if len(stack) > 1 and stack[-1][0] == name:
                _, parts = stack.pop()
                tex = tex or (_row(parts) if name == "annotation" else "")
                stack[-1][1].append(_written(name, parts))
        elif name and not empty and len(stack) < _DEEPEST:
            stack.append((name, []))
    while len(stack) > 1:
        name, parts = stack.pop()
        stack[-1][1].append(_written(name, parts))
    return _row(stack[0][1]) or tex


def _written(name: str, parts: list[str]) -> str:
    """An element of the name, whose children are written already."""
    if name in _UNSEEN:
        return ""
    if name == "mfrac" and len(parts) == 2:
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if name == "msqrt":
        return f"√{_grouped(_row(parts))}"
    if name == "mroot" and len(parts) == 2:
        return f"{scripted(parts[1], raised=True)}√{_grouped(parts[0])}"
    if name in ("msup", "mover") and len(parts) == 2:
        return _grouped(parts[0]) + _script(parts[1], "^")
    if name in ("msub", "munder") and len(parts) == 2:
        return parts[0] + _script(parts[1], "_")
    if name in ("msubsup", "munderover") and len(parts) == 3:
        return parts[0] + _script(parts[1], "_") + _script(parts[2], "^")
    if name in ("mtr", "mtable"):
        return (", " if name == "mtr" else "; ").join(parts)
    return f"({', '.join(parts)})" if name == "mfenced" else _row(parts)


def _script(text: str, sign: str) -> str:
    written = scripted(text, raised=sign == "^")
    return f"{sign}{_grouped(text)}" if written == text and text.isalnum() else written


def _grouped(text: str) -> str:
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def _row(parts: list[str]) -> str:
    """The parts in a row, with a space between two numbers."""
    row: list[str] = []
    for part in filter(None, parts):
        if row and row[-1][-1:].isdigit() and part[:1].isdigit():
            row.append(" ")
        row.append(part)
    return "".join(row)
