"""Removes the links of headings to themselves, which publishers add: ¶, #, § and the like.

They are those of Sphinx, MkDocs, markdown-it-anchor, Hugo's themes, Docusaurus, GitHub and Zola.
"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feedsvc.model.article import PAGE
from feedsvc.model.characters import words

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MOST_LINKS = 20  # of one heading that are looked at
_LINKS = ",".join(f"{name} a" for name in _HEADINGS)
_SPANS = ",".join(f"{name} span" for name in _HEADINGS)
_ELSEWHERE = 'a[class*="anchor"],a[class*="header"],a[class*="link"]'
# Names that nothing but such links has.
_CLASSES = words(
    "anchor anchor-link anchorjs-link direct-link doc-anchor hanchor hash-link header-anchor"
    " header-link headerlink heading-anchor heading-link heading-permalink headline-hash permalink"
    " post-anchor section-anchor td-heading-self-link toclink zola-anchor"
)
_SIGN = re.compile(
    "[#¶§∞🔗⚓☍\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff\\s]*|\\[#\\]|\\(#\\)"
    "|\\[?(?:perma)?link\\]?|anchor",
    re.IGNORECASE,
)
_HINT = re.compile(r'href="[^"]*#|class="[^"]*(?:anchor|headerlink|permalink)')


def remove_permalinks(tree: LexborHTMLParser, html: str) -> None:
    """Remove the links of headings to themselves; where they hold the heading, it stays.

    Args:
        tree: with resolved URLs, and with classes still.
        html: that the tree was made of.
    """
    if not _HINT.search(html):
        return
    looked: dict[int, int] = {}  # by heading: at how many of its links
    for node in tree.css(_LINKS):
        if (heading := _heading_of(node)) is None:
            continue
        looked[heading.mem_id] = looked.get(heading.mem_id, 0) + 1
        if looked[heading.mem_id] <= _MOST_LINKS:
            _remove_link(node, heading)
    for node in reversed(tree.css(_SPANS)):  # those inside others first
        if _is_sign(node) and node.text().strip():
            _take_out(node)
    for node in tree.css(_ELSEWHERE):
        if _is_named(node) and _leads_to_place(node) and _heading_of(node) is None:
            signs = "".join(part.text() for part in node.css('[aria-hidden="true"]')) or node.text()
            if _SIGN.fullmatch(signs):
                node.decompose()


def _remove_link(node: LexborNode, heading: LexborNode) -> None:
    """Remove a link in a heading if it is a permalink."""
    sign, named = bool(_SIGN.fullmatch(node.text())), _is_named(node)
    if not _leads_to_place(node) or not (sign or named or _leads_to(node, heading)):
        return
    whole = heading.text().strip() == node.text().strip()
    if (whole and sign) or (not whole and node.css_first("img") is not None):
        return
    own = node.attributes.get("id")
    if own and not heading.attributes.get("id"):
        heading.attrs["id"] = own
    if whole:
        node.unwrap()
    elif sign or named:
        _take_out(node)


def _take_out(node: LexborNode) -> None:
    """Remove a node, with the space between it and the text."""
    before, after = node.prev, node.next
    node.decompose()
    if after is None and before is not None and before.tag == "-text":
        before.replace_with((before.text_content or "").rstrip())
    elif before is None and after is not None and after.tag == "-text":
        after.replace_with((after.text_content or "").lstrip())


def _is_sign(span: LexborNode) -> bool:
    """Whether a span in a heading is the sign of a permalink."""
    hidden = span.attributes.get("aria-hidden") == "true"
    return bool(_SIGN.fullmatch(span.text())) and (hidden or _is_named(span))


def _heading_of(node: LexborNode) -> LexborNode | None:
    parent = node.parent
    while parent is not None and parent.tag not in _HEADINGS:
        parent = parent.parent
    return parent


def _is_named(node: LexborNode) -> bool:
    return not _CLASSES.isdisjoint((node.attributes.get("class") or "").split())


def _leads_to_place(node: LexborNode) -> bool:
    """Whether a link leads to a place of a page."""
    href = node.attributes.get("href") or ""
    return href.startswith(PAGE + "#") or ("#" in href and _is_named(node))


def _leads_to(node: LexborNode, heading: LexborNode) -> bool:
    own = heading.attributes.get("id")
    return bool(own) and node.attributes.get("href") == f"{PAGE}#{own}"
