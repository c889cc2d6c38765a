"""`[feeds.elements]` of site.toml: elements of a newsroom's own, from front matter."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import msgspec

LONGEST_FRAGMENT = 10_000  # characters of `feeds.before` and `feeds.after`
_NAME = "[A-Za-z_][A-Za-z0-9_.-]*"  # as XML allows it, in ASCII (Namespaces in XML 1.0, 4)
_ELEMENT = re.compile(f"({_NAME}):({_NAME})")
# What documents declare by themselves. An element of one of these could be taken for ours.
_OURS = frozenset(("at", "atom", "content", "dc", "fh", "itunes", "media", "podcast", "rsl", "sy"))
_OUR_NAMESPACES = (
    *("http://www.w3.org/", "http://purl.org/", "http://search.yahoo.com/mrss/"),
    *("http://www.itunes.com/dtds/podcast", "https://podcastindex.org/namespace/"),
    "https://rslstandard.org/rsl",
)


class ElementSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[feeds.elements.NAME]`: an element of Atom and RSS, and the front matter that it holds.

    Attributes:
        namespace: its URI.
        element: its name, with the prefix that documents use, such as `paper:rating`.
        key: of front matter; one that has no meaning for feedsvc.
    """

    namespace: str
    element: str
    key: str

    @property
    def prefix(self) -> str:
        """The prefix of its name."""
        return self.element.partition(":")[0]

    @property
    def name(self) -> str:
        """Its name without the prefix."""
        return self.element.partition(":")[2]


def element_complaints(elements: Mapping[str, ElementSettings]) -> Iterator[tuple[str, str]]:
    """What is wrong: pairs of a key, as in site.toml, and what it must be."""
    prefixes: dict[str, str] = {}
    for name, one in elements.items():
        place = f"feeds.elements.{name}"
        if not _ELEMENT.fullmatch(one.element) or one.element.lower().startswith("xml"):
            yield place, f"{one.element!r} is no name with a prefix; write one such as paper:rating"
        elif one.prefix in _OURS or one.namespace.startswith(_OUR_NAMESPACES):
            yield (
                place,
                f"{one.element!r} is in a namespace that feeds have already; choose one of yours",
            )
        elif not _is_uri(one.namespace):
            yield place, f"{one.namespace!r} is no URI; write one such as https://example.org/ns"
        elif not one.key.strip():
            yield place, "names no key of front matter; write one such as rating"
        elif prefixes.setdefault(one.prefix, one.namespace) != one.namespace:
            yield place, f"{one.prefix!r} stands for another namespace already; use another prefix"
        elif [p for p, uri in prefixes.items() if uri == one.namespace] != [one.prefix]:
            yield place, f"{one.namespace!r} has another prefix already; use that one"


def fragment_complaints(fragments: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is wrong with `before` and `after`, by their keys."""
    for key, html in fragments.items():
        if len(html) > LONGEST_FRAGMENT:
            yield f"feeds.{key}", f"has more than {LONGEST_FRAGMENT:,} characters; make it shorter"


def _is_uri(text: str) -> bool:
    try:
        return bool(urlsplit(text).scheme) and not re.search(r"[\s\"<>\\^`{|}\x00-\x20]", text)
    except ValueError:
        return False
