"""Finds the bold lines that stand where headings would, in a text that has no headings."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feedsvc.model.characters import one_line, words

_FEWEST = 2  # one bold line may be anything
_LONGEST = 120  # characters
_STOPS = (".", ",", ";", ":", "\u3002", "\uff0e", "\uff0c", "\u3001", "\uff1b", "\uff1a", "…")
_CLOSING = "\"'\u201d\u2019\u00bb)]"  # may follow the full stop
_TEXT = words("blockquote div dl figure ol p pre table ul")  # what can stand below a heading


def bold_lines(tree: LexborHTMLParser) -> frozenset[int]:
    """The paragraphs that are surely headings, by `mem_id`; none unless all bold lines can be.

    Each is bold as a whole, short and not like the others, ends no sentence, and has text below it.

    Args:
        tree: of a body without headings.
    """
    body = tree.body
    if body is None:
        return frozenset()
    found: dict[int, str] = {}
    for node in tree.css("body > p > strong:only-child,body > p > b:only-child"):
        paragraph = node.parent
        text = one_line(node.text())
        if paragraph is None or one_line(paragraph.text()) != text or not text:
            continue
        if not _is_heading(text) or not _has_text_below(paragraph):
            return frozenset()
        found[paragraph.mem_id] = text.casefold()
    alike = len(set(found.values())) < len(found)
    return frozenset() if alike or len(found) < _FEWEST else frozenset(found)


def _is_heading(text: str) -> bool:
    ends = text.rstrip(_CLOSING).endswith(_STOPS)
    return len(text) <= _LONGEST and not ends and any(sign.isalpha() for sign in text)


def _has_text_below(paragraph: LexborNode) -> bool:
    """Whether text follows a paragraph that is not bold as a whole, too."""
    below = paragraph.next
    while below is not None and below.tag == "-text":
        below = below.next
    if below is None or below.tag not in _TEXT:
        return False
    first = below.child
    bold = first is not None and first.tag in ("strong", "b") and first.next is None
    return not (below.tag == "p" and bold)
