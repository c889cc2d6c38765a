"""Finds the sections of an article: its subheadings, their anchors, and the text under each."""

import re
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feedsvc.model.article import TOP, Section
from feedsvc.model.blocks import PROSE
from feedsvc.model.characters import one_line, words
from feedsvc.sources.html.anchors import Anchors
from feedsvc.sources.html.block_kinds import STEPS, BlockKinds
from feedsvc.sources.html.bold_lines import bold_lines
from feedsvc.sources.html.notes import NOTE_TAGS, is_note
from feedsvc.sources.html.sanitizer import WORDS
from feedsvc.sources.html.scripts import scripted

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ALL_HEADINGS = ",".join(sorted(_HEADINGS))
# A heading inside one of these belongs to that element and begins no section of the article.
_APART = frozenset(
    {"blockquote", "table", "li", "figure", "aside", "details", "nav", "td", "th", "dd"}
)
# Elements that somebody who reads the text aloud would leave out.
_NOT_TEXT = frozenset({"pre", "table", "figure", "figcaption", "nav", "audio", "video"})
# What is struck out, and how characters are read (HTML Standard 4.7.2, 4.5.5, 4.5.11).
_UNREAD = frozenset({"del", "s", "strike", "rt", "rp"})
_SCRIPTS = frozenset({"sup", "sub"})
_BOLD_LEVEL = 2
# Where all headings are of such words and differ, every publisher gives them the same anchors.
_PLAIN = re.compile(r"[a-z][a-z0-9]*(?: [a-z0-9]+)*")
_BLOCKS = _HEADINGS | words(
    "address article aside blockquote center dd details div dl dt footer header hgroup hr li main"
    " ol p section summary ul"
)
_ENDING = _BLOCKS | _NOT_TEXT  # a line ends where one of these begins
_SPECIAL = _NOT_TEXT | _UNREAD | _SCRIPTS


def take_headline(tree: LexborHTMLParser, headline: str) -> tuple[str, str]:
    """The headline of an article, and the text of its h1, if that is removed from the tree.

    Args:
        tree: of the body.
        headline: of the header; an h1 at the beginning that repeats it is removed. If empty, the
            first h1 outside quotations, tables and the like is the headline.
    """
    for node in tree.css("h1"):
        text = inline_text(node)
        if headline:
            if text.casefold() != headline.casefold() or not _is_first(node):
                return headline, ""
            node.decompose()
            return headline, text
        if text and not _is_apart(node):
            node.decompose()
            return text, text
    return headline, ""


def outline(
    tree: LexborHTMLParser, *, above: str = "", slugged: bool = False, noted: bool = True
) -> tuple[Section, ...]:
    """The sections of an article in order. The heading of each gets a unique id in the tree.

    Where there is no heading, bold lines are the headings.

    Args:
        tree: of the body, without its headline.
        above: the text of the heading that was removed from it.
        slugged: whether the headings answer to the anchors that other publishers give them, too.
        noted: whether there may be notes: no element is one that has no class, role or link to
            another place of the page.
    """
    body = tree.body
    if body is None:
        return ()
    headings = tree.css(_ALL_HEADINGS)
    for node in headings:
        if not node.text().strip() and node.css_first("img,audio,video") is None:
            node.unwrap(delete_empty=True)
    anchors = Anchors(tree)
    bold = frozenset() if headings else bold_lines(tree)
    outliner = _Outliner(anchors, bold, NOTE_TAGS if noted else frozenset())
    _walk(body, outliner.enter, outliner.leave)
    names = [text.lower() for _, text in outliner.headings]
    if slugged and (
        len({above.lower(), *names}) <= len(names) or not all(map(_PLAIN.fullmatch, names))
    ):
        anchors.answer_to_others([(None, above), *outliner.headings])
    return outliner.sections()


def inline_text(node: LexborNode, *, aloud: bool = True) -> str:
    """The text of an element on one line: line breaks become spaces, marks of footnotes go.

    Args:
        node: the element.
        aloud: whether it is as somebody reads it: 10⁶ and not 106, without what is struck out.
    """
    texts: list[str] = []

    def enter(inner: LexborNode) -> bool:
        if inner.tag == "-text":
            texts.append(inner.text_content or "")
        elif inner.tag == "br" or inner.tag in _BLOCKS:
            texts.append(" ")
        elif (inner.tag in NOTE_TAGS and is_note(inner)) or (aloud and inner.tag in _UNREAD):
            return False
        elif aloud and inner.tag in _SCRIPTS:
            texts.append(_script_text(inner))
            return False
        return True

    _walk(node, enter, lambda inner: None)
    return one_line("".join(texts))


class _Outliner:
    """Collects the sections of an article while its tree is walked."""

    def __init__(self, anchors: Anchors, bold: frozenset[int], notes: frozenset[str]) -> None:
        """Begin with anchors to give, the paragraphs that are headings, and tags of notes."""
        self.headings: list[tuple[LexborNode | None, str]] = []  # with their words
        self._anchors = anchors
        self._bold = bold
        self._notes = notes
        self._special = _SPECIAL | notes
        self._texts: list[str] = []  # of the line being read
        self._lines: list[str] = []  # of the section being read
        self._kinds: list[str] = []  # of each of these lines
        self._blocks = BlockKinds()
        self._apart = 0
        self._heading = (TOP, "", 0)
        self._sections: list[Section] = []

    def enter(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            if self._texts or not text.isspace():  # a line does not begin with a space
                self._texts.append(text)
                self._blocks.text(text)
            return False
        if tag == "br":
            self._texts.append(" ")
            return False
        if tag in _ENDING and self._texts:
            self._end_line()
        if tag in self._special:
            if tag in _NOT_TEXT or tag in _UNREAD or (tag in self._notes and is_note(node)):
                return False
            if tag in _SCRIPTS:
                self._texts.append(_script_text(node))
                return False
        headed = tag in _HEADINGS or (self._bold and node.mem_id in self._bold)
        if headed and (heading := inline_text(node)):
            same = node.text().strip() == heading
            text = heading if same else inline_text(node, aloud=False)
            text = node.attributes.get(WORDS) or text
            if not node.attributes.get("id"):
                self.headings.append((None if self._apart else node, text))
            if not self._apart:
                self._end_section()
                level = int(tag[1]) if tag in _HEADINGS else _BOLD_LEVEL
                self._heading = (self._anchors.give(node, text), heading, level)
                return False
        if tag == "p":
            if self._apart and _is_title(node):
                return False
            child = node.child
            if child is not None and child.next is None and child.tag == "-text":  # most paragraphs
                text = child.text_content or ""
                self._texts.append(text)
                self._blocks.text(text)
                self._end_line()
                return False
        self._apart += tag in _APART
        if tag in STEPS:
            self._blocks.step(node, tag, 1)
        return True

    def leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        self._apart -= tag in _APART
        if tag in _BLOCKS and self._texts:
            self._end_line()
        if tag in STEPS:
            self._blocks.step(node, tag, -1)

    def sections(self) -> tuple[Section, ...]:
        self._end_line()
        self._end_section()
        return tuple(self._sections)

    def _end_line(self) -> None:
        if not self._texts:
            return
        line = one_line("".join(self._texts))
        self._texts.clear()
        if line:
            self._lines.append(line)
            self._kinds.append(self._blocks.end(line))

    def _end_section(self) -> None:
        id, heading, level = self._heading
        if heading or self._lines:
            kinds = "".join(self._kinds)
            kinds = "" if kinds.count(PROSE) == len(kinds) else kinds
            self._sections.append(Section(id, heading, level, "\n".join(self._lines), kinds))
        self._lines.clear()
        self._kinds.clear()


def _walk(
    root: LexborNode,
    enter: Callable[[LexborNode], bool],
    leave: Callable[[LexborNode], None],
) -> None:
    """Call `enter` with every node in `root`, in document order.

    If `enter` returns True, the children of the node are walked, and then `leave` is called with
    the node.
    """
    node = root.child
    taken: list[LexborNode] = []
    while True:
        if node is None:
            if not taken:
                return
            node = taken.pop()
            leave(node)
        elif enter(node):
            taken.append(node)
            node = node.child
            continue
        node = node.next


def _is_title(node: LexborNode) -> bool:
    """Whether a paragraph is the title of an aside: bold, and the first in it."""
    child, parent, before = node.child, node.parent, node.prev
    if child is None or child.tag != "strong" or child.next is not None or parent is None:
        return False
    while before is not None and before.tag == "-text":
        before = before.prev
    return before is None and parent.tag == "aside"


def _script_text(node: LexborNode) -> str:
    return scripted(node.text(), raised=node.tag == "sup")


def _is_apart(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in _APART:
            return True
        parent = parent.parent
    return False


def _is_first(node: LexborNode) -> bool:
    """Whether nothing but white space is before a node in the body."""
    at: LexborNode | None = node
    while at is not None and at.tag != "body":
        before = at.prev
        while before is not None:
            if before.tag != "-text" or (before.text_content or "").strip():
                return False
            before = before.prev
        at = at.parent
    return True
