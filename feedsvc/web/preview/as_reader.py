"""Reads an entry from the bytes of a document, as a feed reader does."""

import json
from html import escape
from typing import NamedTuple
from xml.etree import ElementTree

from selectolax.lexbor import LexborHTMLParser

from feedsvc.model.characters import one_line
from feedsvc.model.feed import Format

_ATOM = "{http://www.w3.org/2005/Atom}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
_APART = "p, li, br, div, h1, h2, h3, h4, h5, h6, td, th, dt, dd, figcaption, pre, blockquote"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


class Shown(NamedTuple):
    """An entry as a feed reader has it.

    Attributes:
        title: plain text.
        link: where it leads; may be empty.
        published, updated: as the document writes them; empty where it does not.
        authors, labels: names; categories and tags.
        summary: HTML; empty where the document has none.
        content: HTML; empty where the document has none.
        text: the summary as plain text of some lines; JSON Feed alone carries it, and it may be
            empty.
    """

    title: str
    link: str
    published: str
    updated: str
    authors: tuple[str, ...]
    labels: tuple[str, ...]
    summary: str
    content: str
    text: str = ""


def read_entry(document: bytes, format: Format) -> Shown:
    """The first entry of a document of ours.

    Args:
        document: whole, with one entry at least.
        format: of the document.
    """
    return {"atom": _read_atom, "rss": _read_rss, "json": _read_json}[format](document)


def plain(html: str) -> str:
    """The text of HTML in one line, as lists of readers show it."""
    tree = LexborHTMLParser(html)
    for node in tree.css(_APART):
        node.insert_after(" ")
    return one_line(tree.body.text()) if tree.body is not None else ""


def unspaced(html: str) -> str:
    """The same where a reader takes the tags away and puts nothing in their place."""
    tree = LexborHTMLParser(html)
    return one_line(tree.body.text()) if tree.body is not None else ""


def _read_atom(document: bytes) -> Shown:
    """The first entry of an Atom document (RFC 4287 4.1.2)."""
    entry = _first(ElementTree.fromstring(document), f"{_ATOM}entry")
    links = [link for link in entry.iter(f"{_ATOM}link") if link.get("rel") == "alternate"]
    return Shown(
        title=entry.findtext(f"{_ATOM}title", ""),
        link=links[0].get("href", "") if links else "",
        published=entry.findtext(f"{_ATOM}published", ""),
        updated=entry.findtext(f"{_ATOM}updated", ""),
        authors=tuple(one.findtext(f"{_ATOM}name", "") for one in entry.iter(f"{_ATOM}author")),
        labels=tuple(
            one.get("label", one.get("term", "")) for one in entry.iter(f"{_ATOM}category")
        ),
        summary=_atom_text(entry.find(f"{_ATOM}summary")),
        content=_atom_text(entry.find(f"{_ATOM}content")),
    )


def _atom_text(found: ElementTree.Element | None) -> str:
    """A text construct as HTML (RFC 4287 3.1.1)."""
    if found is None:
        return ""
    if found.get("type") != "xhtml":
        return found.text or ""
    box = _first(found, f"{_XHTML}div")
    for element in box.iter():
        element.tag = element.tag.removeprefix(_XHTML)
    inside = [ElementTree.tostring(child, "unicode", method="html") for child in box]
    return (box.text or "") + "".join(inside)


def _read_rss(document: bytes) -> Shown:
    """The first item of an RSS 2.0 document."""
    item = _first(ElementTree.fromstring(document), "item")
    return Shown(
        title=item.findtext("title", ""),
        link=item.findtext("link", ""),
        published=item.findtext("pubDate", ""),
        updated=item.findtext(f"{_ATOM}updated", ""),
        authors=tuple(one.text or "" for one in item.iter(_CREATOR)),
        labels=tuple(one.text or "" for one in item.iter("category")),
        summary=item.findtext("description", ""),
        content=item.findtext(f"{_CONTENT}encoded", ""),
    )


def _read_json(document: bytes) -> Shown:
    """The first item of a JSON Feed 1.1 document; its summary is plain text."""
    item = json.loads(document)["items"][0]
    text = str(item.get("summary", ""))
    return Shown(
        title=item.get("title", ""),
        link=item.get("url", ""),
        published=item.get("date_published", ""),
        updated=item.get("date_modified", ""),
        authors=tuple(one.get("name", "") for one in item.get("authors", [])),
        labels=tuple(item.get("tags", [])),
        summary="".join(f"<p>{escape(line)}</p>" for line in text.splitlines()),
        content=item.get("content_html", ""),
        text=text,
    )


def _first(within: ElementTree.Element, tag: str) -> ElementTree.Element:
    found = next(within.iter(tag), None)
    if found is None:  # documents are ours, so this is a mistake of ours
        raise LookupError(tag)
    return found
