"""What stands in a document of a feed, as a reader takes it."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

_ATOM = "{http://www.w3.org/2005/Atom}"
_STONE = "{http://purl.org/atompub/tombstones/1.0}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_COPY = re.compile(r"Copy (\d+)\.(\d+) (begins|ends)")


class Entry(NamedTuple):
    """An entry: the story's number, and which of its copies the entry shows."""

    id: str
    number: int
    copy: int
    updated: datetime


class Read(NamedTuple):
    """What a document says: its entries, and the ids of those that it tells were withdrawn.

    `told` is None where the format cannot tell.
    """

    entries: list[Entry]
    told: set[str] | None


class Torn(Exception):
    """A document, or an entry in it, is not whole."""


def read(body: bytes, format: str) -> Read:
    """The content of a document.

    Raises:
        Torn: it is not what its format says, or an entry is no whole copy of one story.
    """
    try:
        parts = list({"atom": _atom, "rss": _rss, "json": _json}[format](body))
    except (ET.ParseError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise Torn(f"not well-formed: {error!r}") from error
    entries = [_entry(*part) for part in parts if len(part) > 1]
    told = {part[0] for part in parts if len(part) == 1}
    for name, values in (
        ("id", [one.id for one in entries]),
        ("story", [one.number for one in entries]),
    ):
        if len(set(values)) < len(values):
            twice = {value for value in values if values.count(value) > 1}
            raise Torn(f"one {name} stands twice: {twice}")
    return Read(entries, None if format == "rss" else told)


def _entry(entry_id: str, title: str, updated: str, content: str, whole: str) -> Entry:
    numbers = {(int(number), int(copy)) for number, copy, _ in _COPY.findall(whole)}
    ends = [word for *_, word in _COPY.findall(content)]
    if len(numbers) != 1 or ends != ["begins", "ends"]:
        raise Torn(f"an entry is no whole copy: {title!r}, {sorted(numbers)}, {ends}")
    ((number, copy),) = numbers
    if title != f"Story {number}":
        raise Torn(f"the entry of story {number} is called {title!r}")
    return Entry(entry_id, number, copy, datetime.fromisoformat(updated).astimezone(UTC))


def _atom(body: bytes) -> Iterator[tuple[str, ...]]:
    feed = ET.fromstring(body)
    for stone in feed.findall(f"{_STONE}deleted-entry"):
        yield (stone.attrib["ref"],)
    for one in feed.findall(f"{_ATOM}entry"):
        said = [_text(one, f"{_ATOM}{name}") for name in ("id", "title", "updated", "content")]
        yield (*said, " ".join(one.itertext()))


def _rss(body: bytes) -> Iterator[tuple[str, ...]]:
    for one in ET.fromstring(body).findall("channel/item"):
        names = ("guid", "title", f"{_ATOM}updated", _CONTENT)
        yield (*(_text(one, name) for name in names), " ".join(one.itertext()))


def _json(body: bytes) -> Iterator[tuple[str, ...]]:
    feed = json.loads(body)
    for stone in feed["_feedsvc"].get("deleted", []):
        yield (stone["id"],)
    for one in feed["items"]:
        names = ("id", "title", "date_modified", "content_html")
        yield (*(one[name] for name in names), json.dumps(one))


def _text(element: ET.Element, name: str) -> str:
    found = element.findtext(name)
    if not found:
        raise ValueError(f"no {name}")
    return found
