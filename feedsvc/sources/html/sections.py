"""The sections of an article: its headings, their anchors, and the plain text under each."""

from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feedsvc.model.article import PAGE, TOP, Section
from feedsvc.model.characters import one_line
from feedsvc.model.slugs import slugify
from feedsvc.sources.html.nesting import words
from feedsvc.sources.html.sanitizer import FOOTNOTES

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ALL_HEADINGS = ",".join(sorted(_HEADINGS))
# A heading in one of these belongs to that, and begins no section of the article.
_APART = frozenset(
    {"blockquote", "table", "li", "figure", "aside", "details", "nav", "td", "th", "dd"}
)
# What a reader would not read aloud as part of the text.
_NOT_TEXT = frozenset({"pre", "table", "figure", "figcaption", "nav", "audio", "video"})
_BLOCKS = _HEADINGS | words(
    "address article aside blockquote center dd details div dl dt footer header hgroup hr li main"
    " ol p section summary ul"
)
_NOTES = frozenset({"section", "a", "sup"})
_ID_LENGTH = 200


def take_headline(tree: LexborHTMLParser, headline: str) -> str:
    """The headline, its h1 taken out of the tree.

    Args:
        tree: the body.
        headline: as the header gives it; an h1 that repeats it at the beginning is dropped.
            Empty: the first h1 is the headline.
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
    """The sections in their order; every section's heading is given its unique id."""
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
    """The text of an element as one line: a line break is a space, a note's mark is nothing."""
    texts: list[str] = []

    def enter(inner: LexborNode) -> bool:
        if inner.tag == "-text":
            texts.append(inner.text_content or "")
        elif inner.tag == "br" or inner.tag in _BLOCKS:
            texts.append(" ")
        return inner.tag not in _NOTES or not _is_note(inner)

    _walk(node, enter, lambda inner: None)
    return one_line("".join(texts))


class _Names:
    """Anchors, each given once."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        """Keeps the authors' own ids, the first of each; the rest is removed."""
        self._taken = {TOP}
        self._next: dict[str, int] = {}
        self._wanted: dict[int, str] = {}  # by node: an id that another node had before
        for node in tree.css("[id]"):
            name = node.attributes.get("id") or ""
            if name.split() == [name] and name not in self._taken:
                self._taken.add(name)
                continue
            if name.split() == [name]:
                self._wanted[node.mem_id] = name
            del node.attrs["id"]

    def give(self, node: LexborNode, heading: str) -> str:
        """The id of a heading, unused before."""
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
    """Gathers the sections while a tree is walked."""

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
            if self._texts or not text.isspace():  # a line begins with no space
                self._texts.append(text)
            return False
        if tag == "br":
            self._texts.append(" ")
            return False
        if tag in _BLOCKS or tag in _NOT_TEXT:
            self._end_line()
        if tag in _NOT_TEXT or (tag in _NOTES and _is_note(node)):
            return False
        if tag in _HEADINGS and not self._apart and (heading := inline_text(node)):
            self._end_section()
            self._heading = (self._names.give(node, heading), heading, int(tag[1]))
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
    """Calls `enter` with every node in `root`, and `leave` after the children of those it took.

    A node is taken, its children walked, where `enter` says True.
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
    """The text that is all that an element holds."""
    child = node.child
    alone = child is not None and child.next is None and child.tag == "-text"
    return child if alone else None


def _is_note(node: LexborNode) -> bool:
    """Whether a node is a footnote's mark, its way back, or all the footnotes."""
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
    """Whether nothing stands before a node in the body."""
    at: LexborNode | None = node
    while at is not None and at.tag != "body":
        before = at.prev
        while before is not None:
            if before.tag != "-text" or (before.text_content or "").strip():
                return False
            before = before.prev
        at = at.parent
    return True
