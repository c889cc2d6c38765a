"""Makes HTML of Lexical, in which newer versions of Ghost keep texts. Pure.

https://lexical.dev/docs/concepts/nodes: a tree of nodes, each with a type; formats of text are the
bits of a number.
"""

import html
import json
from collections.abc import Callable
from typing import Any

from feedsvc.importers.ghost.cards import card_html
from feedsvc.importers.json_file import table, texts, values

_DEEPEST = 100
# The bits of `format`, those outermost first.
_FORMATS = (
    *((1, "strong"), (2, "em"), (4, "s"), (8, "u"), (16, "code")),
    *((32, "sub"), (64, "sup"), (128, "mark")),
)
_AROUND = {
    "paragraph": "p",
    "quote": "blockquote",
    "extended-quote": "blockquote",
    "aside": "blockquote",
    "listitem": "li",
}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def lexical_html(written: str, tell: Callable[[str], None]) -> str:
    """The text as HTML; empty where it cannot be read.

    Args:
        written: JSON.
        tell: told the type of each node for which nothing can stand.
    """
    try:
        value = json.loads(written)
    except (ValueError, RecursionError):
        return ""
    parts = (_node(one, tell, 0) for one in values(table(value, "root"), "children"))
    return "\n".join(filter(None, parts))


def _node(node: dict[str, Any], tell: Callable[[str], None], depth: int) -> str:
    kind = texts(node).get("type", "")
    if kind in ("text", "extended-text"):
        return _text(node)
    if kind == "linebreak":
        return "<br>"
    if kind == "tab":
        return "\t"
    if depth > _DEEPEST:
        return ""
    if not isinstance(node.get("children"), list):
        return card_html(kind, node, tell)
    inner = "".join(_node(one, tell, depth + 1) for one in values(node, "children"))
    if kind in ("heading", "extended-heading"):
        tag = texts(node).get("tag", "")
        name = tag if tag in _HEADINGS else "h2"
    elif kind == "list":
        return _list(node, inner)
    elif kind in ("link", "autolink", "at-link"):
        return f'<a href="{html.escape(texts(node).get("url", ""))}">{inner}</a>'
    else:
        name = _AROUND.get(kind, "")
    if kind == "paragraph" and not inner.strip():
        return ""
    return f"<{name}>{inner}</{name}>" if name else inner


def _list(node: dict[str, Any], inner: str) -> str:
    if texts(node).get("listType") != "number":
        return f"<ul>{inner}</ul>"
    start = node.get("start")
    counted = f' start="{start}"' if isinstance(start, int) and start != 1 else ""
    return f"<ol{counted}>{inner}</ol>"


def _text(node: dict[str, Any]) -> str:
    text = node.get("text")
    made = html.escape(text, quote=False) if isinstance(text, str) else ""
    bits = node.get("format")
    for bit, name in reversed(_FORMATS if isinstance(bits, int) else ()):
        if made and isinstance(bits, int) and bits & bit:
            made = f"<{name}>{made}</{name}>"
    return made
