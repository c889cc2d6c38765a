"""Makes HTML of Mobiledoc, in which Ghost kept texts from version 1 on. Pure.

https://github.com/bustle/mobiledoc-kit/blob/main/MOBILEDOC.md: sections, whose texts open markups
by number and close so many of them, and which name cards by number.
"""

import html
import json
from collections.abc import Callable
from typing import Any

from feedsvc.importers.ghost.cards import card_html

_MARKUP, _PICTURE, _LIST, _CARD = 1, 2, 3, 10  # kinds of sections
_ATOM = 1  # a kind of text
_TAGS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside", "ul", "ol", "pull-quote"}
)
_MARKUPS = frozenset({"a", "b", "strong", "i", "em", "s", "u", "code", "sub", "sup", "mark"})


def mobiledoc_html(written: str, tell: Callable[[str], None]) -> str:
    """The text as HTML; empty where it cannot be read.

    Args:
        written: JSON.
        tell: told the name of each card for which nothing can stand.
    """
    try:
        value = json.loads(written)
        return _Writer(value, tell).run() if isinstance(value, dict) else ""
    except (ValueError, RecursionError, TypeError, IndexError, KeyError, AttributeError):
        return ""


class _Writer:
    def __init__(self, value: dict[str, Any], tell: Callable[[str], None]) -> None:
        self._value = value
        self._tell = tell

    def run(self) -> str:
        return "\n".join(filter(None, map(self._section, self._value["sections"])))

    def _section(self, section: list[Any]) -> str:
        kind, *rest = section
        if kind == _PICTURE:
            return f'<figure><img src="{html.escape(rest[0])}" alt=""></figure>'
        if kind == _CARD:
            name, card = self._value["cards"][rest[0]][:2]
            return card_html(name, card if isinstance(card, dict) else {}, self._tell)
        tag = rest[0].lower() if rest[0].lower() in _TAGS else "p"
        if kind == _LIST:
            items = "".join(f"<li>{self._texts(one)}</li>" for one in rest[1])
            return f"<{tag}>{items}</{tag}>"
        inner = self._texts(rest[1])
        tag = "blockquote" if tag in ("aside", "pull-quote") else tag
        return f"<{tag}>{inner}</{tag}>" if inner.strip() else ""

    def _texts(self, markers: list[Any]) -> str:
        opened: list[str] = []
        parts: list[str] = []
        for kind, opens, closes, value in markers:
            for number in opens:
                name, *given = self._value["markups"][number]
                name = name if name in _MARKUPS else "span"
                attributes = given[0] if given else []
                href = dict(zip(attributes[::2], attributes[1::2], strict=False)).get("href", "")
                parts.append(f'<a href="{html.escape(href)}">' if name == "a" else f"<{name}>")
                opened.append(name)
            parts.append(self._atom(value) if kind == _ATOM else html.escape(value, quote=False))
            parts += (f"</{opened.pop()}>" for _ in range(closes))
        parts += (f"</{name}>" for name in reversed(opened))
        return "".join(parts)

    def _atom(self, number: int) -> str:
        name, text = self._value["atoms"][number][:2]
        return "<br>" if name == "soft-return" else html.escape(text, quote=False)
