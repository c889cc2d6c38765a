"""The HTML of an article, fitted into its page: feeds and stores keep it as it is."""

from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser, LexborNode

from feedsvc.model import one_line


def fit(content: str) -> Markup:
    """The same content, in which what is too wide can be scrolled by keyboard as well.

    Args:
        content: sanitised HTML.
    """
    tree = LexborHTMLParser(content)
    for node in tree.css("main"):  # a page has one, and this is not it
        node.unwrap()
    for node in tree.css("pre"):
        _scrollable(node, "Code")
    for node in tree.css("table"):
        if not _inside(node, "table"):
            _wrap(tree, node)
    return Markup(tree.body.inner_html or "") if tree.body is not None else Markup()


def _scrollable(node: LexborNode, name: str) -> None:
    """WCAG 2.1.1: whoever has no pointer scrolls what has the focus."""
    node.attrs["tabindex"] = "0"
    node.attrs["role"] = "group"
    node.attrs["aria-label"] = name


def _wrap(tree: LexborHTMLParser, table: LexborNode) -> None:
    """Put a box that scrolls around a table; the table itself stays one for screen readers."""
    caption = table.css_first("caption")
    box = tree.create_node("div")
    box.attrs["class"] = "wide"
    _scrollable(box, (one_line(caption.text()) if caption is not None else "") or "Table")
    table.insert_before(box)
    placed = table.prev
    if placed is not None:
        placed.insert_child(table)  # a copy
        table.decompose()


def _inside(node: LexborNode, tag: str) -> bool:
    parent = node.parent
    while parent is not None and parent.tag != tag:
        parent = parent.parent
    return parent is not None
