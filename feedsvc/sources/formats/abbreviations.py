"""Reads the definitions of abbreviations in Markdown: `*[HTML]: Hyper Text Markup Language`.

https://kramdown.gettalong.org/syntax.html#abbreviations,
https://python-markdown.github.io/extensions/abbreviations/
"""

import html
import re

from feedsvc.sources.formats.indented_code import lines_outside_code
from feedsvc.sources.html import words

DEFINITION = "*["  # a text without it has none
_DEFINITION = re.compile(r"[ ]{0,3}\*\[(?P<name>[^\[\]\n]{1,100})\]:(?P<meaning>.{0,200})")
_WORD = re.compile(r"\w+")
_TOKEN = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)[^<>]*>|[^<]+|<")
_CODE = words("abbr code kbd pre samp script style textarea")


def without_definitions(text: str) -> tuple[str, dict[str, str]]:
    """The Markdown without definitions outside code, and the meanings of the abbreviations."""
    lines = text.split("\n")
    meanings: dict[str, str] = {}
    for at, shown in enumerate(lines_outside_code(text)):
        if "*[" in shown and (found := _DEFINITION.fullmatch(shown)):
            meanings.setdefault(found["name"].strip(), found["meaning"].strip())
            lines[at] = ""
    return "\n".join(lines), meanings


def with_meanings(rendered: str, meanings: dict[str, str]) -> str:
    """The HTML with an `<abbr>` for each abbreviation of one word outside code. In linear time."""
    code = ""
    pieces: list[str] = []
    for token in _TOKEN.finditer(rendered):
        name = (token["name"] or "").lower()
        if name or code:
            pieces.append(token[0])
            if code:
                code = "" if token["end"] and name == code else code
            elif name in _CODE and not token["end"]:
                code = name
            continue
        pieces.append(_WORD.sub(lambda found: _abbreviated(found[0], meanings), token[0]))
    return "".join(pieces)


def _abbreviated(word: str, meanings: dict[str, str]) -> str:
    meaning = meanings.get(word)
    return f'<abbr title="{html.escape(meaning)}">{word}</abbr>' if meaning else word
