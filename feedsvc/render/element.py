"""An element that a namespace adds to feed or entry, as a value: any module can say which."""

from typing import NamedTuple


class Element(NamedTuple):
    """An XML element, without any library's classes.

    Attributes:
        namespace: its URI; empty: none, as RSS has it.
        name: without a prefix.
        text: what it holds; empty: no text.
        attributes: pairs of a name without a namespace and a value; those without a value are
            left out.
        children: elements in it.
    """

    namespace: str
    name: str
    text: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple["Element", ...] = ()


class Extension(NamedTuple):
    """Elements of namespaces that a feed declares beside those that each feed has.

    Attributes:
        namespaces: pairs of a prefix and a URI; the same in a feed and in all of its entries.
        elements: in their order.
    """

    namespaces: tuple[tuple[str, str], ...] = ()
    elements: tuple[Element, ...] = ()

    def plus(self, other: "Extension") -> "Extension":
        """These elements and others after them, each namespace declared once."""
        namespaces = dict.fromkeys((*self.namespaces, *other.namespaces))
        return Extension(tuple(namespaces), (*self.elements, *other.elements))


NOTHING = Extension()
