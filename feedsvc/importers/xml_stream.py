"""Reads XML of any size as a stream of elements, and refuses what would harm (XML 1.0).

No entity is declared, nothing is fetched, and depth and sizes have limits. Python's expat is used
because it tells the line of each fault, also behind line 65,535, and keeps nothing of what is read.
"""

import re
from collections.abc import Callable, Collection, Iterator
from html.entities import html5
from typing import BinaryIO, NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from feedsvc.errors import ImportRefused

MOST_NESTING = 200
MOST_BYTES = 32 * 1024 * 1024  # of one post, with its comments
MOST_ELEMENTS = 200_000  # of one post
_CHUNK = 64 * 1024
_LONGEST_NAME = 1024  # of an element
# Characters that XML 1.0 forbids (2.2). Exports hold them all the same.
_FORBIDDEN = bytes(code for code in range(0x20) if code not in b"\t\n\r")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")

# Prefixes under which elements are known here, whatever the document calls them.
_PREFIXES = {
    "http://www.w3.org/2005/Atom": "atom:",
    "http://www.w3.org/2007/app": "app:",
    "http://purl.org/atom/app#": "app:",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://purl.org/syndication/history/1.0": "fh:",
    "http://purl.org/atompub/tombstones/1.0": "at:",
    "http://iptc.org/std/NITF/2006-10-18/": "",
}
_WORDPRESS = re.compile(r"http://wordpress\.org/export/\d+\.\d+/(excerpt/)?")


Root = Callable[[str, dict[str, str]], int]


class Found(NamedTuple):
    """An element that was read whole.

    Attributes:
        element: names have the prefixes of this module, such as `wp:post_id` and `atom:entry`.
        line: at which it begins, from 1.
        skipped: how many elements of each name that is not wanted stood in it.
    """

    element: Element
    line: int
    skipped: dict[str, int]


def elements(
    stream: BinaryIO,
    file: str,
    *,
    depth: Root,
    skip: Collection[str] = (),
    watch: Callable[[int], None] = lambda count: None,
) -> Iterator[Found]:
    """Yield the elements of a document at one depth, one by one, as they end.

    Args:
        stream: the document.
        file: its name, for messages.
        depth: given the name and attributes of the root, at which depth they are; the root is at 0.
        skip: names of elements that are left out, and only counted.
        watch: told how many bytes were read so far.

    Raises:
        ImportRefused: it is no well-formed XML, declares entities, or is beyond a limit.
    """
    reader = _Reader(file, depth, frozenset(skip))
    fed = 0
    start = stream.read(_CHUNK)
    wide = start.startswith(_WIDE)
    while start:
        fed += len(start)
        reader.feed(start if wide else start.translate(None, _FORBIDDEN))
        watch(fed)
        yield from reader.take()
        start = stream.read(_CHUNK)
    reader.feed(b"", last=True)
    yield from reader.take()


class _Reader:
    """One parser of expat, and the element that it is in."""

    def __init__(self, file: str, depth: Root, skip: frozenset[str]) -> None:
        self._file = file
        self._depth_of = depth
        self._skip = skip
        self._found: list[Found] = []
        self._names: dict[str, str] = {}
        self._at = 0  # how many elements are open
        self._wanted = -1  # depth of the elements that are yielded
        self._builder: TreeBuilder | None = None
        self._line = 1
        self._began = 0  # the index of the byte at which the element begins
        self._count = 0
        self._skipped: dict[str, int] = {}
        self._skipping = 0  # how many elements are open within one that is left out
        self._fed = 0
        self._parser = self._made()

    def _made(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.buffer_size = 1024 * 1024
        parser.UseForeignDTD(True)  # else `&nbsp;` would end a document that has no DTD
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._reference
        return parser

    def feed(self, data: bytes, *, last: bool = False) -> None:
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            reason = expat.errors.messages.get(error.code, "it cannot be read")
            raise self._refused(f"this is no well-formed XML ({reason}); mend it there") from None
        except (ValueError, LookupError):  # an encoding that Python does not know
            raise self._refused("its encoding is not known; save it as UTF-8") from None
        self._fed += len(data)
        if self._fed - max(self._parser.CurrentByteIndex, 0) > MOST_BYTES:
            raise self._refused(f"a tag or text is larger than {MOST_BYTES >> 20} MB")

    def take(self) -> list[Found]:
        found, self._found = self._found, []
        return found

    def _refused(self, message: str, line: int | None = None) -> ImportRefused:
        return ImportRefused(self._file, line or self._parser.CurrentLineNumber, message)

    def _name(self, whole: str) -> str:
        name = self._names.get(whole)
        if name is None:
            space, mark, local = whole.rpartition("}")
            if found := _WORDPRESS.fullmatch(space):
                prefix = "excerpt:" if found[1] else "wp:"
            else:
                prefix = _PREFIXES.get(space, "other:") if mark else ""
            if len(self._names) > MOST_ELEMENTS or len(local) > _LONGEST_NAME:
                raise self._refused("it has too many names of elements, or too long ones")
            name = self._names[whole] = prefix + local
        return name

    def _start(self, whole: str, given: dict[str, str]) -> None:
        self._at += 1
        self._count += 1
        if self._at > MOST_NESTING or self._count > MOST_ELEMENTS:
            self._check_limits()
        if self._skipping:
            self._skipping += 1
            return
        name = self._names.get(whole) or self._name(whole)
        if self._wanted < 0:
            self._wanted = self._depth_of(name, self._named(given))
        if self._at - 1 == self._wanted:
            self._builder = TreeBuilder()
            self._line = self._parser.CurrentLineNumber
            self._began = self._parser.CurrentByteIndex
            self._count, self._skipped = 0, {}
        if self._builder is None:
            return
        if name in self._skip:
            self._skipped[name] = self._skipped.get(name, 0) + 1
            self._skipping = 1
            return
        self._builder.start(name, self._named(given) if given else given)

    def _named(self, given: dict[str, str]) -> dict[str, str]:
        return {self._name(key): given[key] for key in given}

    def _check_limits(self) -> None:
        if self._at > MOST_NESTING:
            raise self._refused(f"elements are nested more than {MOST_NESTING} deep; take them out")
        if self._builder is not None:
            raise self._refused(f"this has more than {MOST_ELEMENTS:,} elements", self._line)

    def _end(self, whole: str) -> None:
        self._at -= 1
        if self._skipping:
            self._skipping -= 1
            return
        if self._builder is None:
            return
        self._builder.end(self._names[whole])
        if self._at == self._wanted:
            element = self._builder.close()
            self._builder = None
            self._found.append(Found(element, self._line, self._skipped))

    def _text(self, text: str) -> None:
        if self._builder is None or self._skipping:
            return
        if self._parser.CurrentByteIndex - self._began > MOST_BYTES:
            raise self._refused(f"this is larger than {MOST_BYTES >> 20} MB", self._line)
        self._builder.data(text)

    def _entity(self, *_: object) -> None:
        raise self._refused(
            "it declares an entity, which may stand for endless text or for a file of yours; take"
            " the declaration out"
        )

    def _reference(self, name: str, is_parameter: bool) -> None:
        if is_parameter:
            return
        text = html5.get(f"{name};")
        if text is None:
            raise self._refused(f"nothing says what &{name}; stands for; write the character")
        self._text(text)


def children(element: Element, *path: str) -> list[Element]:
    """The elements that are reached by names of children; names have prefixes of this module."""
    found = [element]
    for name in path:
        found = [child for one in found for child in one if child.tag == name]
    return found
