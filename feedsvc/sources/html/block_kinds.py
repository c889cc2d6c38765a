"""Tells what each block of an article's text is: prose, an item of a list, a quotation, …"""

import re

from selectolax.lexbor import LexborNode

from feedsvc.model import blocks

# Of the elements around a line, the first of these kinds that is there counts.
_NEVER_QUOTED = (blocks.HIDDEN, blocks.BYLINE)
_OTHERS = (blocks.QUOTATION, blocks.ASIDE, blocks.ITEM)
_ENDS = ".!?…。！？"
_KIND_OF = {
    "details": blocks.HIDDEN,
    "address": blocks.BYLINE,
    "blockquote": blocks.QUOTATION,
    "aside": blocks.ASIDE,
    "li": blocks.ITEM,
    "dt": blocks.ITEM,
    "dd": blocks.ITEM,
}
_SMALL_PRINT = frozenset({"em", "i", "small"})
_CODE = frozenset({"code", "kbd", "samp"})
_BOLD = frozenset({"b", "strong"})
STEPS = frozenset(_KIND_OF) | _CODE | _BOLD | {"a", "p"}  # elements whose beginning and end count
_WORD = re.compile(r"\w")
_SHORT = 100  # characters; bylines and captions are no longer
# Who wrote or pictured it, as newspapers put it; a name follows.
_BYLINE = re.compile(
    r"(?i:(?:posted|written|published|reported|compiled|story|text|words) )?"
    r"(?i:by|von|par|por|di|door|av|af) (?i:the )?[A-ZÀ-ÞА-ЯЁЄІЇ]"
)
# The desk that wrote it: `By the harbour desk`, `Von unserer Redaktion`.
DESK = re.compile(
    r"(?:by|from) (?:the|our|an?) (?:[\w.'\u2019&-]{1,30} ){0,4}(?:desk|newsroom|staff|team"
    r"|bureau|agenc(?:y|ies)|(?:correspondent|reporter|editor|writer)s?)(?: (?:in|at) .{1,40})?"
    r"|(?:von|par|por|di|door|av|af) (?:der|unserer|unserem|la|notre|nuestra|de|onze|v\u00e5r)"
    r" ?(?:[\w-]{1,30} ){0,2}[\w-]{0,20}(?:redaktion(?:en)?|r\u00e9daction|redacci\u00f3n|redazione"
    r"|redactie|korrespondent(?:en|in)?)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\(?(?:photos?|image|picture|illustration|graphic|video|screenshot|foto|bild|фото)"
    r"(?: (?:credit|courtesy|source))?(?: by| of|:) ",
    re.IGNORECASE,
)


class BlockKinds:
    """Follows a walk through the tree of an article, and tells the kind of each of its lines."""

    def __init__(self) -> None:
        # How many elements of each kind are open.
        self._around = dict.fromkeys((*_NEVER_QUOTED, *_OTHERS), 0)
        self._links = self._codes = 0
        self._linked = self._bare = False  # whether the line has words in links; outside of them
        self._caption = False
        self._bold = 0  # 1: in the bold words that the line begins with, 2: behind them

    def text(self, text: str) -> None:
        """Text follows."""
        if self._bold > 1 and _WORD.search(text):
            self._bold = 0
        if self._links:
            self._linked = True
        elif not self._bare and not self._codes:
            self._bare = _WORD.search(text) is not None

    def step(self, node: LexborNode, tag: str, by: int) -> None:
        """An element of STEPS begins (`by` is 1) or ends (-1)."""
        if kind := _KIND_OF.get(tag):
            if tag != "details" or "open" not in node.attributes:  # HTML Standard 4.11.1
                self._around[kind] += by
        elif tag == "a":
            self._links += by
        elif tag in _CODE:
            self._codes += by
        elif tag in _BOLD:
            if by < 0:
                self._bold *= 2
            elif not (self._bare or self._linked):
                self._bold = 1
        elif by > 0:
            child = node.child
            if child is not None and child.tag in _SMALL_PRINT and child.next is None:
                self._caption = _comes_after_picture(node)

    def end(self, line: str) -> str:
        """The kind of a line that ends (feedsvc.model.blocks)."""
        # A line of nothing but bold words is a label, such as that of a tab, and no sentence.
        label = self._bold > 0 and (line[-1].isalnum() or line[-1] in "+)]")
        bare, linked, caption = self._bare, self._linked, self._caption or label
        self._bare = self._linked = self._caption = False
        self._bold = 0
        around = self._around
        for kind in _NEVER_QUOTED:
            if around[kind]:
                return kind
        if not bare:
            return blocks.LINK if linked else blocks.CODE
        if len(line) <= _SHORT and line[-1] not in _ENDS:
            if caption or _CREDIT.match(line):
                return blocks.CAPTION
            if _BYLINE.match(line) or DESK.fullmatch(line):
                return blocks.BYLINE
        for kind in _OTHERS:
            if around[kind]:
                return kind
        return blocks.PROSE


def _comes_after_picture(node: LexborNode) -> bool:
    """Whether nothing but a picture stands in what comes before a paragraph."""
    before = node.prev
    while before is not None and before.tag == "-text":
        before = before.prev
    if before is None:
        return False
    if before.tag in ("figure", "img"):
        return True
    return before.tag == "p" and not before.text().strip() and before.css_first("img") is not None
