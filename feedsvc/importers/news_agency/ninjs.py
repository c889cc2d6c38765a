"""Reads items of ninjs 1.3, 2 and 3 (https://iptc.org/standards/ninjs/).

Version 1 has one value where 2 and 3 have lists, and 3 writes names in camel case. So names are
compared in small letters, and a value alone counts as a list of one.
"""

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from feedsvc.errors import ImportRefused
from feedsvc.importers.feeds import plain, standfirst_of, text_html
from feedsvc.importers.json_file import Item, items_of, read_json, texts
from feedsvc.importers.news_agency.ninjs_media import pictures_of, players_of
from feedsvc.importers.news_agency.signals import (
    HELD,
    WITHDRAWN,
    bylines,
    correction,
    told_to_editors,
)
from feedsvc.importers.news_agency.versions import Versions
from feedsvc.importers.notes import Notes
from feedsvc.importers.post import ImportedPost
from feedsvc.importers.times import any_time
from feedsvc.model.article import Author
from feedsvc.model.slugs import distinct, slugify
from feedsvc.sources import shielded

_LISTS = ("items", "_items", "data")
# The forms of a text, those that say most in front.
_FORMS = ("html", "xhtml", "text")
_TYPES = {"text/html": "html", "application/xhtml+xml": "xhtml", "text/plain": "text", "": "text"}
_LABELS = (
    *("subject", "subjects", "keyword", "keywords", "genre", "genres"),
    *("person", "people", "organisation", "organisations", "place", "places"),
)
_BODY = re.compile(r"<body\b[^<>]*>(.*)</body\s*>", re.DOTALL | re.IGNORECASE)
_DIGITS = re.compile(r"\d{1,9}")


class NinjsReader:
    """The items of files of ninjs. Of an item's versions, the newest counts.

    Args:
        place: as the user named it.
        files: each has an item, or a list of them.
        notes: told what is left out, and what is wrong.
    """

    def __init__(self, place: str, files: list[Path], notes: Notes) -> None:
        self._files = files
        self._notes = notes
        self._versions = Versions()

    def survey(self, watch: Callable[[int, int], None]) -> int:
        """Find which version of each item is the newest; returns how many items there are.

        Raises:
            ImportRefused: a file is no ninjs.
        """
        for number, file in enumerate(self._files, 1):
            for post in _posts(file, Notes()):
                self._versions.add(post)
            watch(number, len(self._files))
        return len(self._versions)

    def posts(self) -> Iterator[ImportedPost]:
        """Yield the newest version of each item.

        Raises:
            ImportRefused: as for `survey`.
        """
        self._versions.again()
        for file in self._files:
            for post in _posts(file, self._notes):
                if newest := self._versions.newest(post):
                    yield newest
                else:
                    self._notes.left_out["older versions"] += 1


def _posts(file: Path, notes: Notes) -> Iterator[ImportedPost]:
    for item in _items(file):
        value = _folded(item.value)
        kind = texts(value).get("type", "text").casefold()
        if kind == "text":
            yield _post(value, str(file), item.line, notes)
        else:
            notes.left_out[f"items of the type {kind}"] += 1


def _items(file: Path) -> Iterator[Item]:
    text, whole = read_json(file, str(file))
    if isinstance(whole, list):
        yield from (Item(one, 1) for one in whole if isinstance(one, dict))
        return
    if isinstance(whole, dict) and "uri" in _folded(whole):
        yield Item(whole, 1)
        return
    for key in _LISTS if isinstance(whole, dict) else ():
        if isinstance(whole.get(key), list):
            yield from items_of(text, whole[key], key)
            return
    message = "it has no `uri` and no list of items, and is no ninjs; choose another kind of source"
    raise ImportRefused(str(file), 1, message)


def _post(value: dict[str, Any], file: str, line: int, notes: Notes) -> ImportedPost:
    said = texts(value)
    uri = said.get("uri", "")
    title = plain(said.get("headline") or _first(value, "headlines") or said.get("title", ""))
    body = _text(value, "body", "bodies")
    about = _text(value, "description", "descriptions")
    changed = any_time(said.get("versioncreated", ""))
    status = said.get("pubstatus", "usable").casefold()
    signals = {word.rpartition(":")[2].casefold() for word in _words(value, "signal", "signals")}
    withdrawn = not signals.isdisjoint(WITHDRAWN) or status in WITHDRAWN
    embargo = any_time(said.get("embargoed") or said.get("embargoeduntil") or "")
    note = plain(said.get("ednote", ""))
    labels = distinct(word for key in _LABELS for word in _words(value, key))
    pictures = pictures_of(value)
    image = next(iter(pictures), None)
    more = "".join(f"\n{one.figure}" for one in pictures[1:] if one.url not in body)
    draft = not withdrawn and (status in HELD or not signals.isdisjoint(HELD)) and not embargo
    corrections = correction(any("correct" in one for one in signals), note, changed)
    if note and (withdrawn or corrections):
        notes.add(file, line, "info", "note-to-editors", told_to_editors(note))
    if draft:
        notes.add(file, line, "info", "withheld", "it is withheld, so it is a draft here")
    return ImportedPost(
        source=f"ninjs:{uri}",
        file=file,
        line=line,
        id=uri,
        version=int(one) if _DIGITS.fullmatch(one := said.get("version", "")) else 0,
        title=html.escape(title, quote=False),
        standfirst=standfirst_of(about, body) if body else "",
        html=shielded((body or about) + more),
        date=any_time(said.get("firstcreated") or said.get("contentcreated") or "") or changed,
        updated=changed,
        authors=_authors(value, said),
        category=next(iter(labels), ""),
        tags=labels[1:],
        slug=slugify(title or said.get("slugline") or uri),
        image=image.url if image else "",
        image_alt=image.alt if image else "",
        image_credit=image.credit if image else "",
        enclosures=players_of(value),
        language=said.get("language", ""),
        draft=draft,
        embargo=embargo,
        expires=any_time(said.get("expires", "")),
        status="withdrawn" if withdrawn else "",
        corrections=() if withdrawn else corrections,
    )


def _authors(value: dict[str, Any], said: dict[str, str]) -> tuple[Author, ...]:
    names = _words(value, "authors", "contributors")
    if names:
        return tuple(Author(name) for name in distinct(names))
    return bylines(plain(said.get("byline") or said.get("by") or ""))


def _folded(value: dict[str, Any]) -> dict[str, Any]:
    """A table with its names in small letters."""
    return {key.lower(): one for key, one in value.items()}


def _list(value: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = value.get(key)
    found = found if isinstance(found, list) else [found]
    return [_folded(one) if isinstance(one, dict) else {"value": one} for one in found if one]


def _words(value: dict[str, Any], *keys: str) -> list[str]:
    """The names of things: each a text, or a table with its name or code."""
    found = []
    for one in (one for key in keys for one in _list(value, key)):
        said = texts(one)
        names = (said.get(key, "") for key in ("name", "value", "code", "literal", "qcode", "uri"))
        found.append(next(filter(None, names), ""))
    return [word for word in found if word]


def _first(value: dict[str, Any], key: str) -> str:
    """The value of the main one of some texts, else of the first."""
    found = [texts(one) for one in _list(value, key)]
    found.sort(key=lambda one: one.get("role", "main").casefold() not in ("main", "headline"))
    return found[0].get("value", "") if found else ""


def _text(value: dict[str, Any], one: str, several: str) -> str:
    """A text as HTML, in the form that says most."""
    found: dict[str, str] = {}
    for key, text in texts(value).items():
        if key.startswith(f"{one}_"):
            form = key.removeprefix(f"{one}_")
            # Agencies have names of their own, such as `body_html5`.
            found.setdefault(form if form in _FORMS or "html" not in form else "html", text)
    for said in map(texts, _list(value, several)):
        form = _TYPES.get(said.get("contenttype", "").split(";")[0].strip(), "")
        if form:
            found.setdefault(form, said.get("value", ""))
    form = next((form for form in _FORMS if found.get(form)), "")
    if not form:
        return ""
    whole = found[form]
    if form == "text":
        return text_html(whole)
    inner = _BODY.search(whole)
    return (inner[1] if inner else whole).strip()
