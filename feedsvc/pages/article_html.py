"""Adapts the HTML of an article to its page; feeds and the store keep it unchanged."""

from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser, LexborNode

from feedsvc.model.characters import one_line
from feedsvc.model.slugs import unused

_HOLDING = "li, dt, dd, td, th, caption, summary"  # the parts of lists and tables that hold text
_PARTED = frozenset({"details", "dl", "ol", "table", "tbody", "tfoot", "thead", "tr", "ul"})
_EMPTY = frozenset({"audio", "br", "hr", "img", "picture", "video", "wbr"})
_NOWHERE = frozenset({"col", "colgroup", "source", "track"})


def fit(content: str) -> Markup:
    """Adapt an article's content to its page.

    Code blocks and tables can then be scrolled by keyboard as well (WCAG 2.1.1). Ids that begin
    with `_` belong to the page's templates: in the content they become `<a name>`, so that links
    to them still lead to the same place.

    Args:
        content: sanitized HTML.
    """
    tree = LexborHTMLParser(content)
    for node in tree.css("main"):  # a page may have only one, and the template has it
        node.unwrap()
    _give_up_ids(tree)
    for node in tree.css("pre"):
        _scrollable(node, "Code")
    for node in tree.css("table"):
        if _inside(node, "table") is None:
            _wrap(tree, node)
    return Markup(tree.body.inner_html or "") if tree.body is not None else Markup()


def _give_up_ids(tree: LexborHTMLParser) -> None:
    """Turn ids that a template may have into `<a name>`.

    A link finds both (HTML Standard 7.4.6.4, "find a potential indicated element"), the id first.
    Scripts and screen readers look for ids alone.
    """
    taken = {node.attributes.get("id") or "" for node in tree.css("[id]")}
    cells: dict[str, str] = {}  # new id by old: cells keep one, for `headers` names cells
    for node in tree.css('[id^="_"]'):
        name = node.attributes.get("id") or ""
        del node.attrs["id"]
        if node.tag in ("td", "th"):
            cells[name] = node.attrs["id"] = unused(f"cell{name}", taken)
            taken.add(cells[name])
        _give_name(tree, node, name)
    for node in tree.css("[headers]") if cells else ():
        headers = (node.attributes.get("headers") or "").split()
        node.attrs["headers"] = " ".join(cells.get(header, header) for header in headers)


def _give_name(tree: LexborHTMLParser, node: LexborNode, name: str) -> None:
    """Put `<a name>` at an element, so that links to the name lead there."""
    link = node if node.tag == "a" else _inside(node, "a")
    if link is not None:  # no `a` may stand in another
        link.attrs["name"] = name
        return
    if node.tag in _PARTED:
        node = node.css_first(_HOLDING) or node
    if node.tag in _NOWHERE:
        return
    mark = tree.create_node("a")
    mark.attrs["name"] = name
    first = node.child
    if node.tag in _PARTED or node.tag in _EMPTY:
        (_inside(node, "picture") or node).insert_before(mark)
    elif first is not None:
        first.insert_before(mark)
    else:
        node.insert_child(mark)


def _scrollable(node: LexborNode, name: str) -> None:
    """Make an element focusable, so that it can be scrolled by keyboard (WCAG 2.1.1)."""
    node.attrs["tabindex"] = "0"
    node.attrs["role"] = "group"
    node.attrs["aria-label"] = name


def _wrap(tree: LexborHTMLParser, table: LexborNode) -> None:
    """Put a scrolling box around a table; to screen readers it stays a table."""
    caption = table.css_first("caption")
    box = tree.create_node("div")
    box.attrs["class"] = "wide"
    _scrollable(box, (one_line(caption.text()) if caption is not None else "") or "Table")
    table.insert_before(box)
    placed = table.prev
    if placed is not None:
        placed.insert_child(table)  # a copy
        table.decompose()


def _inside(node: LexborNode, tag: str) -> LexborNode | None:
    """The nearest ancestor with a tag; None where there is none."""
    parent = node.parent
    while parent is not None and parent.tag != tag:
        parent = parent.parent
    return parent
