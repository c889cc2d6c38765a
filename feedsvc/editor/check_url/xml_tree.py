"""Reads XML as a tree with lines, and refuses what would harm its reader (XML 1.0). Pure."""

import codecs
import re
from typing import NamedTuple
from xml.parsers import expat

from feedsvc.editor.check_url.feed import Flaw

MOST_NESTING = 200
MOST_ELEMENTS = 200_000
_ILLEGAL = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})""")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Python's, of which no document is.
_NO_ENCODINGS = {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"}

# Prefixes under which elements are known here, whatever the document calls them.
_PREFIXES = {
    "http://www.w3.org/2005/Atom": "atom:",
    "http://purl.org/atom/ns#": "old-atom:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://backend.userland.com/RSS2": "",
    "http://backend.userland.com/rss": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/syndication/history/1.0": "fh:",
}


class Node:
    """An element: its name with a prefix of this module, its attributes, its place, its parts."""

    __slots__ = ("attributes", "end", "line", "name", "parts", "start")

    def __init__(self, name: str, attributes: dict[str, str], line: int, start: int) -> None:
        self.name = name
        self.attributes = attributes
        self.line = line
        self.start = start  # the byte at which it begins
        self.end = start
        self.parts: list[Node | str] = []

    def children(self, name: str) -> "list[Node]":
        """The elements in it that are called so."""
        return [one for one in self.parts if isinstance(one, Node) and one.name == name]

    def child(self, name: str) -> "Node | None":
        """The first of them."""
        return next(iter(self.children(name)), None)

    def text(self) -> str:
        """Its text, without that of elements in it and without white space around it."""
        return "".join(part for part in self.parts if isinstance(part, str)).strip()


class Tree(NamedTuple):
    """The root, or None where it is no XML; what is wrong; the encoding that counted."""

    root: Node | None
    flaws: tuple[Flaw, ...]


class _Text(NamedTuple):
    text: str
    flaws: tuple[Flaw, ...]


def read_tree(data: bytes, charset: str) -> Tree:
    """The tree of a document.

    What many readers overlook is told and passed over: a blank before the declaration, characters
    that are not allowed, bytes that are not of the encoding.

    Args:
        data: without content coding.
        charset: that of Content-Type; empty: it has none.
    """
    decoded = _decoded(data, charset)
    flaws = list(decoded.flaws)
    text = decoded.text
    begun = text.lstrip("\ufeff \t\r\n")
    skipped = text[: len(text) - len(begun)].count("\n")
    if begun.startswith("<?xml") and text != begun:
        message = "white space stands before <?xml, which must be the very first"
        flaws.append(Flaw("blank-before-xml", message, 1))
    else:
        begun, skipped = text, 0
    plain = begun.encode("utf-8", "replace")
    if (clean := plain.translate(None, _ILLEGAL)) != plain:
        at = next(place for place, code in enumerate(plain) if code in _ILLEGAL)
        message = f"the character U+{plain[at]:04X} is not allowed in XML"
        flaws.append(Flaw("illegal-character", message, plain.count(b"\n", 0, at) + 1 + skipped))
    reader = _Reader(skipped)
    if (flaw := reader.read(clean)) is not None:
        return Tree(None, (*flaws, flaw))
    return Tree(reader.root, (*flaws, *reader.flaws))


def _decoded(data: bytes, charset: str) -> _Text:
    bom = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    found = _DECLARED.search(data[:400])
    declared = bom or _known(found[1].decode() if found else "")
    told = _known(charset)
    flaws: list[Flaw] = []
    if found and not bom and not _known(found[1].decode()):
        message = f"the encoding {found[1].decode()} is not known"
        flaws.append(Flaw("encoding-wrong", message, 1))
    if declared and told and _family(declared) != _family(told) and not data.isascii():
        message = f"Content-Type says charset={charset}, the document says {declared}"
        flaws.append(Flaw("encoding-differs", message, 1))
    if not bom and _family(declared) == "utf-16" and data.startswith(b"<?xml"):
        message = f"the document says that it is in {declared}, and is not"
        flaws.append(Flaw("encoding-wrong", message, 1))
        declared = "utf-8"
    name = declared or told or "utf-8"
    for one in dict.fromkeys((name, told or name)):
        try:
            text = data.decode("utf-8-sig" if one == "utf-8" else one)
        except (UnicodeDecodeError, UnicodeError) as error:
            at = getattr(error, "start", 0)
            continue
        if _family(one) not in ("utf-8", "utf-16", "ascii"):
            message = f"the document is in {one}"
            flaws.append(Flaw("encoding-rare", message, 1))
        return _Text(text, tuple(flaws))
    message = f"a byte is not of {name}, in which the document is said to be"
    flaws.append(Flaw("encoding-wrong", message, data.count(b"\n", 0, at) + 1))
    return _Text(data.decode(name, "replace"), tuple(flaws))


def _known(name: str) -> str:
    """The name of an encoding of documents as Python has it; empty: there is none of that name."""
    try:
        known = codecs.lookup(name.strip("\"' ")).name if name else ""
        b"".decode(known or "ascii")
    except (LookupError, ValueError):  # also what encodes no text
        return ""
    return "" if known in _NO_ENCODINGS else known


def _family(name: str) -> str:
    return "utf-16" if name.startswith("utf-16") else name


class _Reader:
    """One parser of expat, and the tree that it has read."""

    def __init__(self, skipped: int) -> None:
        self.root: Node | None = None
        self._skipped = skipped  # lines before the text that is parsed
        self._open: list[Node] = []
        self._count = 0
        self._names: dict[str, str] = {}
        self._flaw: Flaw | None = None
        self.flaws: list[Flaw] = []  # that do not end the reading
        self._plain = ""  # the namespace that stands for none
        parser = expat.ParserCreate("utf-8", namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        self._parser = parser

    def read(self, data: bytes) -> Flaw | None:
        """Read the whole; the flaw that ends it, or None."""
        try:
            self._parser.Parse(data, True)
        except _Stop:
            return self._flaw
        except expat.ExpatError as error:
            return self._of(error)
        return None

    def _of(self, error: expat.ExpatError) -> Flaw:
        reason = expat.errors.messages.get(error.code, "it cannot be read")
        code = _CODES.get(reason, "not-well-formed")
        message = _MESSAGES.get(code, f"this is no well-formed XML: {reason}")
        return Flaw(code, message, error.lineno + self._skipped)

    def _stop(self, code: str, message: str) -> None:
        line = self._parser.CurrentLineNumber + self._skipped
        self._flaw = Flaw(code, message, line)
        raise _Stop

    def _name(self, whole: str) -> str:
        name = self._names.get(whole)
        if name is None:
            space, mark, local = whole.rpartition("}")
            if self.root is None and mark and local == "rss" and _PREFIXES.get(space) != "":
                self._plain = space  # as of a document that puts RSS into a namespace
                line = self._parser.CurrentLineNumber + self._skipped
                message = f"the elements of RSS are in the namespace {space[:100]}"
                self.flaws.append(Flaw("rss-namespace", message, line))
            mark = "" if space == self._plain else mark
            name = self._names[whole] = (_PREFIXES.get(space, "other:") if mark else "") + local
        return name

    def _start(self, whole: str, given: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= MOST_NESTING:
            self._stop("too-deep", f"elements are nested more than {MOST_NESTING} deep")
        if self._count > MOST_ELEMENTS:
            self._stop("too-deep", f"there are more than {MOST_ELEMENTS:,} elements")
        attributes = {self._name(key): value for key, value in given.items()}
        line = self._parser.CurrentLineNumber + self._skipped
        node = Node(self._name(whole), attributes, line, self._parser.CurrentByteIndex)
        if self._open:
            self._open[-1].parts.append(node)
        else:
            self.root = node
        self._open.append(node)

    def _end(self, whole: str) -> None:
        self._open.pop().end = self._parser.CurrentByteIndex + len(whole) + 3

    def _text(self, text: str) -> None:
        self._open[-1].parts.append(text)

    def _entity(self, *_: object) -> None:
        self._stop("entity-declared", "the document declares an entity")


class _Stop(Exception):
    """The document is refused; the reader has the flaw."""


_CODES = {
    expat.errors.XML_ERROR_UNBOUND_PREFIX: "undeclared-prefix",
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: "undeclared-entity",
    expat.errors.XML_ERROR_MISPLACED_XML_PI: "blank-before-xml",
    expat.errors.XML_ERROR_BAD_CHAR_REF: "illegal-character",
}
_MESSAGES = {
    "blank-before-xml": "something stands before <?xml, which must be the very first",
    "undeclared-prefix": "a name has a prefix, such as media: or dc:, that no xmlns declares",
    "undeclared-entity": "an entity of HTML, such as &nbsp;, stands there, which XML does not know",
    "illegal-character": "a number names a character that is not allowed in XML",
}
