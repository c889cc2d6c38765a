"""Finds the sections of an article: its subheadings, their anchors, and the text under each."""

from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feedsvc.model.article import PAGE, TOP, Section
from feedsvc.model.characters import one_line
from feedsvc.model.slugs import slugify
from feedsvc.sources.html.nesting import words
from feedsvc.sources.html.sanitizer import FOOTNOTES
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
_BLOCKS = _HEADINGS | words(
    "address article aside blockquote center dd details div dl dt footer header hgroup hr li main"
    " ol p section summary ul"
)
_NOTES = frozenset({"section", "a", "sup"})
_ID_LENGTH = 200


def take_headline(tree: LexborHTMLParser, headline: str) -> str:
    """The headline of an article; its h1 is removed from the tree.

    Args:
        tree: of the body.
        headline: of the header; an h1 at the beginning that repeats it is removed. If empty, the
            first h1 outside quotations, tables and the like is the headline.
    """
    for node in tree.css("h1"):
        text = inline_text(node)
        if headline:
            if text.casefold() == headline.casefold() and _is_first(node):
                node.decompose()
            return headline
        if text and not _is_apart(node):
            node.decompose()
            return text
    return headline


def outline(tree: LexborHTMLParser) -> tuple[Section, ...]:
    """The sections of an article in order. The heading of each gets a unique id in the tree."""
    body = tree.body
    if body is None:
        return ()
    for node in tree.css(_ALL_HEADINGS):
        if not node.text().strip() and node.css_first("img,audio,video") is None:
            node.unwrap(delete_empty=True)
    outliner = _Outliner(_Names(tree))
    _walk(body, outliner.enter, outliner.leave)
    return outliner.sections()


def inline_text(node: LexborNode) -> str:
    """The text of an element on one line: line breaks become spaces, marks of footnotes go."""
    texts: list[str] = []

    def enter(inner: LexborNode) -> bool:
        if inner.tag == "-text":
            texts.append(inner.text_content or "")
        elif inner.tag == "br" or inner.tag in _BLOCKS:
            texts.append(" ")
        elif inner.tag in _UNREAD or (inner.tag in _NOTES and _is_note(inner)):
            return False
        elif inner.tag in _SCRIPTS:
            texts.append(_script_text(inner))
            return False
        return True

    _walk(node, enter, lambda inner: None)
    return one_line("".join(texts))


class _Names:
    """Gives the headings of a tree their anchors, each of them unique."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        """Keep the ids in the tree, the first of each; others are removed."""
        self._taken = {TOP}
        self._next: dict[str, int] = {}
        self._wanted: dict[int, str] = {}  # by node: its removed id, which an earlier node has
        for node in tree.css("[id]"):
            name = node.attributes.get("id") or ""
            if name.split() == [name] and name not in self._taken:
                self._taken.add(name)
                continue
            if name.split() == [name]:
                self._wanted[node.mem_id] = name
            del node.attrs["id"]

    def give(self, node: LexborNode, heading: str) -> str:
        """The unique id of a heading, which is set in the tree."""
        own = node.attributes.get("id")
        if own:
            return own
        wanted = self._wanted.get(node.mem_id) or slugify(heading[:_ID_LENGTH])
        name = wanted
        number = self._next.get(wanted, 2)
        while name in self._taken:
            name = f"{wanted}-{number}"
            number += 1
        self._next[wanted] = number
        self._taken.add(name)
        node.attrs["id"] = name
        return name


class _Outliner:
    """Collects the sections of an article while its tree is walked."""

    def __init__(self, names: _Names) -> None:
        self._names = names
        self._texts: list[str] = []  # of the line being read
        self._lines: list[str] = []  # of the section being read
        self._apart = 0
        self._heading = (TOP, "", 0)
        self._sections: list[Section] = []

    def enter(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            if self._texts or not text.isspace():  # a line does not begin with a space
                self._texts.append(text)
            return False
        if tag == "br":
            self._texts.append(" ")
            return False
        if tag in _BLOCKS or tag in _NOT_TEXT:
            self._end_line()
        if tag in _NOT_TEXT or tag in _UNREAD or (tag in _NOTES and _is_note(node)):
            return False
        if tag in _SCRIPTS:
            self._texts.append(_script_text(node))
            return False
        if tag in _HEADINGS and not self._apart and (heading := inline_text(node)):
            self._end_section()
            self._heading = (self._names.give(node, heading), heading, int(tag[1]))
            return False
        if self._apart and tag == "p" and _is_title(node):
            return False
        if tag == "p" and (text_node := _only_text(node)) is not None:
            self._texts.append(text_node.text_content or "")
            self._end_line()
            return False
        self._apart += tag in _APART
        return True

    def leave(self, node: LexborNode) -> None:
        self._apart -= node.tag in _APART
        if node.tag in _BLOCKS:
            self._end_line()

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

    def _end_section(self) -> None:
        id, heading, level = self._heading
        if heading or self._lines:
            self._sections.append(Section(id, heading, level, "\n".join(self._lines)))
        self._lines.clear()


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


def _only_text(node: LexborNode) -> LexborNode | None:
    """The text node that is the only child of an element; None if there are other children."""
    child = node.child
    alone = child is not None and child.next is None and child.tag == "-text"
    return child if alone else None


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


def _is_note(node: LexborNode) -> bool:
    """Whether a node is the mark of a footnote, its link back, or the section of footnotes."""
    tag = node.tag
    if tag == "section":
        return node.attributes.get("class") == FOOTNOTES
    if tag == "a":
        return (node.attributes.get("href") or "").startswith(PAGE + "#fnref")
    if tag == "sup":
        child = node.child
        if child is not None and child.tag == "a":
            return (child.attributes.get("href") or "").startswith(PAGE + "#fn")
    return False


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
