"""Reads JSON Feed 1.1 for judging, with the line of each member and item. Pure."""

import json
import re
from collections.abc import Iterator
from typing import Any

from feedsvc.editor.check_url.feed import Content, Entry, Feed, Flaw, Link, Reading, Said

_BLANKS = re.compile(r"[ \t\r\n]*")
_BOM = b"\xef\xbb\xbf"


def read_json(data: bytes) -> Reading:
    """What a document of JSON says.

    Args:
        data: without content coding.
    """
    flaws: list[Flaw] = []
    if data.startswith(_BOM):
        flaws.append(Flaw("json-bom", "a byte order mark stands before the text", 1))
        data = data[len(_BOM) :]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        flaws.append(Flaw("json-encoding", "a byte is not of UTF-8, as JSON must be", line))
        text = data.decode("utf-8", "replace")
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        flaws.append(Flaw("json-invalid", f"this is no JSON: {error.msg}", error.lineno))
        return Reading(None, tuple(flaws))
    except (RecursionError, ValueError):  # nested too deeply; a number of too many digits
        flaws.append(Flaw("too-deep", "values are nested too deeply, or a number is too long", 1))
        return Reading(None, tuple(flaws))
    if not isinstance(value, dict):
        flaws.append(Flaw("not-a-feed", "the JSON is no object, so it is no feed", 1))
        return Reading(None, tuple(flaws))
    if "version" not in value and not isinstance(value.get("items"), list):
        flaws.append(Flaw("not-a-feed", "the JSON has neither version nor items", 1))
        return Reading(None, tuple(flaws))
    return Reading(_feed(text, value), tuple(flaws))


def _feed(text: str, value: dict[str, Any]) -> Feed:
    places = dict(_members(text))
    lines = {key: text.count("\n", 0, at) + 1 for key, at in places.items()}

    def said(key: str) -> Said | None:
        one = _text(value.get(key))
        return Said(one, lines.get(key, 1), key) if one else None

    links = [
        Link(rel, value[key].strip(), lines.get(key, 1), key)
        for key, rel in (("home_page_url", "alternate"), ("feed_url", "self"), ("next_url", "next"))
        if _text(value.get(key))
    ]
    for hub in value.get("hubs") or [] if isinstance(value.get("hubs"), list) else []:
        if isinstance(hub, dict) and _text(hub.get("url")):
            links.append(Link("hub", hub["url"].strip(), lines.get("hubs", 1), "hubs"))
    items = value.get("items")
    strange = () if isinstance(items, list) else (Said("items", lines.get("items", 1), "items"),)
    found = items if isinstance(items, list) else []
    starts = _items(text, places["items"]) if found else []
    return Feed(
        format="JSON Feed",
        version=_text(value.get("version")),
        title=said("title"),
        description=said("description"),
        language=said("language"),
        id=None,
        updated=None,
        links=tuple(links),
        complete=False,
        archive=False,
        has_author=True,
        entries=tuple(_entries(text, found, starts)),
        strange=strange,
    )


def _text(value: Any) -> str:
    """A text without white space around it; empty where the value is none."""
    return value.strip() if isinstance(value, str) else ""


def _entries(text: str, items: list[Any], starts: list[tuple[int, int]]) -> Iterator[Entry]:
    line, counted = 1, 0
    for number, (item, (start, end)) in enumerate(zip(items, starts, strict=True), 1):
        line += text.count("\n", counted, start)
        counted = start
        size = len(text[start:end].encode("utf-8", "replace"))
        yield _entry(item if isinstance(item, dict) else {}, number, line, size)


def _entry(item: dict[str, Any], number: int, line: int, size: int) -> Entry:
    def said(key: str) -> Said | None:
        one = _text(item.get(key))
        return Said(one, line, key) if one else None

    id_ = item.get("id")
    number_id = isinstance(id_, int | float) and not isinstance(id_, bool)
    content = _text(item.get("content_html"))
    links = [
        Link("alternate", item[key].strip(), line, key)
        for key in ("url", "external_url")
        if _text(item.get(key))
    ]
    given = item.get("attachments")
    attachments = (
        tuple(
            Link("enclosure", str(one.get("url", "")).strip(), line, "attachments")
            for one in given
            if isinstance(one, dict)
        )
        if isinstance(given, list)
        else ()
    )
    return Entry(
        number=number,
        line=line,
        size=size,
        id=Said(str(id_), line, "id") if number_id else said("id"),
        permalink=False,
        id_is_text=not number_id,
        title=said("title"),
        links=tuple(links),
        enclosures=attachments,
        published=said("date_published"),
        updated=said("date_modified"),
        has_text="content_html" in item or "content_text" in item,
        content=(Content(content, line, "content_html"),) if _text(content) else (),
    )


def _members(text: str) -> Iterator[tuple[str, int]]:
    """The members of the outermost object, and where the value of each begins."""
    decoder = json.JSONDecoder()
    here = _next(text, _next(text, 0) + 1)
    while text[here] != "}":
        key, here = decoder.raw_decode(text, here)
        here = _next(text, _next(text, here) + 1)
        yield key, here
        here = _next(text, decoder.raw_decode(text, here)[1])
        if text[here] == ",":
            here = _next(text, here + 1)


def _items(text: str, start: int) -> list[tuple[int, int]]:
    """Where each value of a list begins and ends."""
    decoder = json.JSONDecoder()
    found = []
    here = _next(text, start + 1)
    while text[here] != "]":
        end = decoder.raw_decode(text, here)[1]
        found.append((here, end))
        here = _next(text, end)
        if text[here] == ",":
            here = _next(text, here + 1)
    return found


def _next(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at
