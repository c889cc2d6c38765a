"""Measures how deep HTML elements are nested, without building a tree.

It keeps the stack of open elements and the list of active formatting elements, as far as they
decide the depth (HTML Standard 13.2.4.2, 13.2.4.3, 13.2.6.4.7). Where it is simpler than the
standard, it counts too many levels rather than too few.
"""

from collections.abc import Iterator

import msgspec

from feedsvc.model.characters import words
from feedsvc.settings import DEFAULTS

MAX_REOPENED = 20_000  # formatting elements that a parser opens again, in a whole text


_VOID = words("area base br col embed hr img input link meta param source track wbr image")
_IGNORED = frozenset({"html", "head", "body"})
_FORMATTING = words("a b big code em font i nobr s small strike strong tt u")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CLOSE_P = words(
    "address article aside blockquote center details dir div dl dd dt figcaption figure footer"
    " header hgroup hr li main nav ol p pre search section summary table"
    " ul h"
)
_TABLE_PARTS = words("caption colgroup tbody td tfoot th thead tr")
# Elements that close no `p`, or not in every parser, but that an end tag does not pass (13.2.4.2).
_OTHER_SPECIAL = words(
    "annotation-xml applet button desc dialog fieldset foreignobject form listing marquee menu"
    " mi mn mo ms mtext object select template title"
)
_SPECIAL = _CLOSE_P | _TABLE_PARTS | _OTHER_SPECIAL
_MARKERS = frozenset({"td", "th", "caption"})
_SCOPES = _MARKERS | words("applet marquee object table template")
_BUTTON_SCOPES = _SCOPES | {"button"}
_TABLE = frozenset({"table"})
_P = frozenset({"p"})
_LI_STOPS = _SPECIAL - {"address", "div", "p"}
# What the start tag of an element closes: the innermost of these, unless one of those is inside it.
_CLOSES = {
    "button": (frozenset({"button"}), _SCOPES),
    "li": (frozenset({"li"}), _LI_STOPS),
    **dict.fromkeys(("dd", "dt"), (frozenset({"dd", "dt"}), _LI_STOPS)),
    **dict.fromkeys(("td", "th"), (frozenset({"td", "th"}), _TABLE)),
    "tr": (frozenset({"tr"}), _TABLE),
    **dict.fromkeys(("tbody", "thead", "tfoot"), (frozenset({"tbody", "thead", "tfoot"}), _TABLE)),
    "table": (_TABLE, _MARKERS),
}
_RUBY = frozenset({"rb", "rt", "rtc", "rp"})
_IMPLIED_ENDS = _RUBY | {"dd", "dt", "li", "p"}  # 13.2.6.3 "generate implied end tags"
# Blocks that the end tag of a formatting element can pass, 13.2.6.4.7 "adoption agency".
_BLOCKS_PASSED = 7
_SAME_KEPT = 3  # equal formatting elements that are kept, 13.2.4.3 "Noah's Ark"


class _Element(msgspec.Struct, eq=False):
    name: str
    attributes: str
    is_open: bool = True


_MARKER = _Element("", "")


class Nesting:
    """The elements that are open at one point of a text.

    Args:
        deepest: the most elements that may be open at once.
    """

    def __init__(self, deepest: int = DEFAULTS.nesting) -> None:
        self._deepest = deepest
        self._open: list[_Element] = []
        self._formatting: list[_Element] = []
        self._tables = 0
        self._reopened = 0

    def open(self, name: str, attributes: str) -> bool:
        """Process a start tag. Returns False if the elements are now nested too deep.

        Args:
            name: of the element, in lower case.
            attributes: as written in the tag.
        """
        if name in _IGNORED or (name in _TABLE_PARTS and not self._tables):
            return True  # parsers ignore such a tag
        name = "h" if name in _HEADINGS else name
        if name in _VOID:
            return self.text()
        self._close_implied(name)
        if name not in _SPECIAL:
            self.text()
        element = _Element(name, attributes)
        self._open.append(element)
        if name in _MARKERS:
            self._formatting.append(_MARKER)
        elif name in _FORMATTING:
            self._add_formatting(element)
        elif name == "table":
            self._tables += 1
        return self._is_within()

    def is_in(self, name: str) -> bool:
        """Whether an element is open in the scope of a `p` (13.2.4.2, "button scope")."""
        for element in reversed(self._open):
            if element.name == name or element.name in _BUTTON_SCOPES:
                return element.name == name
        return False

    def text(self) -> bool:
        """Process text, before which formatting elements closed by a block are reopened (13.2.4.3).

        Returns False if the elements are now nested too deep.
        """
        formatting = self._formatting
        if not formatting or formatting[-1].is_open:
            return True
        start = len(formatting)
        while start and not formatting[start - 1].is_open:
            start -= 1
        for index in range(start, len(formatting)):
            closed = formatting[index]
            formatting[index] = _Element(closed.name, closed.attributes)
            self._open.append(formatting[index])
        self._reopened += len(formatting) - start
        return self._is_within()

    def close(self, name: str) -> None:
        """Process an end tag."""
        name = "h" if name in _HEADINGS else name
        if name in _FORMATTING:
            self._close_formatting(name)
        elif name in _TABLE_PARTS or name == "table":
            self._pop_to(frozenset({name}), stop=_TABLE)
        elif name in _SPECIAL:
            self._close_special(name)
        else:
            self._pop_to(frozenset({name}), stop=_SPECIAL)

    def _close_special(self, name: str) -> None:
        if name == "form" and not (self._open and self._open[-1].name == "form"):
            return  # what is open in a form stays open after it, and in it (13.2.6.4.7)
        stop = _BUTTON_SCOPES if name == "p" else _SCOPES
        self._pop_to(frozenset({name}), stop | {"ol", "ul"} if name == "li" else stop)

    def _is_within(self) -> bool:
        return len(self._open) <= self._deepest and self._reopened <= MAX_REOPENED

    def _close_implied(self, name: str) -> None:
        """Close the elements that the start tag of `name` closes."""
        if name in _CLOSES:
            self._pop_to(*_CLOSES[name])
        elif name in ("a", "nobr"):
            self._close_formatting(name)
        if name in _CLOSE_P:
            self._pop_to(_P, stop=_BUTTON_SCOPES)
        if name == "h" and self._open and self._open[-1].name == "h":
            self._pop(len(self._open) - 1)
        if name in _RUBY and self.is_in("ruby"):
            closed = _IMPLIED_ENDS - {"rtc"} if name in ("rt", "rp") else _IMPLIED_ENDS
            while self._open and self._open[-1].name in closed:
                self._pop(len(self._open) - 1)

    def _pop_to(self, names: frozenset[str], stop: frozenset[str]) -> None:
        """Close the innermost of `names` and all in it, unless one of `stop` is inside it."""
        for index in range(len(self._open) - 1, -1, -1):
            name = self._open[index].name
            if name in names:
                self._pop(index)
                return
            if name in stop:
                return

    def _pop(self, index: int) -> None:
        for element in self._open[index:]:
            element.is_open = False
            if element.name in _MARKERS:
                while self._formatting and self._formatting.pop() is not _MARKER:
                    pass
            elif element.name == "table":
                self._tables -= 1
        del self._open[index:]

    def _active(self, name: str) -> Iterator[int]:
        """The indexes of the formatting elements of that name after the last marker, last first."""
        for index in range(len(self._formatting) - 1, -1, -1):
            if self._formatting[index] is _MARKER:
                return
            if self._formatting[index].name == name:
                yield index

    def _add_formatting(self, element: _Element) -> None:
        given = element.attributes
        same = [i for i in self._active(element.name) if self._formatting[i].attributes == given]
        if len(same) >= _SAME_KEPT:
            del self._formatting[same[-1]]
        self._formatting.append(element)

    def _close_formatting(self, name: str) -> None:
        at = next(self._active(name), None)
        if at is None:
            self._pop_to(frozenset({name}), stop=_SPECIAL)
            return
        element = self._formatting[at]
        blocks = 0
        for index in range(len(self._open) - 1, -1, -1):
            other = self._open[index]
            if other is element:
                break
            if other.name in _SCOPES:
                return
            blocks += other.name in _SPECIAL
        if blocks > _BLOCKS_PASSED:
            return
        del self._formatting[at]
        if not element.is_open:
            return
        if blocks:
            element.is_open = False
            del self._open[index]
        else:
            self._pop(index)
