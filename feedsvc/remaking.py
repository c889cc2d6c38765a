"""Whether settings make all documents anew, beside what articles change in them."""

import re
from html import unescape
from typing import NamedTuple

import msgspec

from feedsvc.documents import Document
from feedsvc.feeds import EVERYTHING, FORMATS, Format
from feedsvc.render import maker
from feedsvc.settings import Settings
from feedsvc.store import Connection, documents, ledger

# The head of a document of ours comes before its entries, so the first ones are the feed's own.
_TITLE = re.compile(r"<title>([^<]*)</title>")
_SELF = re.compile(r"(https?://[^\"<>\s]*)/feed\.(?:atom|rss)\b")


class _Head(NamedTuple):
    """What a document of everything says of the newsroom: its title, and the site's address."""

    title: str
    site: str


class _JsonFeed(msgspec.Struct):
    title: str
    feed_url: str


def remade(connection: Connection, settings: Settings) -> list[str]:
    """What changes in documents that were published, whatever articles say: sentences, or none.

    Args:
        connection: to the store that they are published from.
        settings: those to be published with. Where they have no base_url, that of the documents
            is theirs.
    """
    id_base = ledger.recall(connection, "id_base") or settings.tag_authority
    said = []
    if settings.id_base and settings.id_base != id_base:
        said.append("The ids of all feeds change with id_base: readers may take them for new ones.")
    kept = {format: documents.document_of(connection, EVERYTHING, format) for format in FORMATS}
    found = [(one.document, format) for format, one in kept.items() if one]
    if not found:
        return said
    head = _head(*max(found, key=lambda one: one[0].version))
    usual = [settings.base_url] if settings.base_url else ["", head.site]
    makers = {
        maker(msgspec.structs.replace(settings, base_url=base_url), id_base) for base_url in usual
    }
    if any(document.maker in makers for document, _ in found):
        return said
    keys = ["base_url"] if settings.base_url and settings.site != head.site else []
    keys += ["title"] if settings.title != head.title else []
    why = f"with the settings ({', '.join(keys)})" if keys else "with the settings or with feedsvc"
    return [*said, f"Every feed is made anew {why}; readers mark no entry as changed for that."]


def _head(document: Document, format: Format) -> _Head:
    if format == "json":
        told = msgspec.json.decode(document.body, type=_JsonFeed)
        return _Head(told.title, told.feed_url.removesuffix(f"/{EVERYTHING}.json"))
    text = document.body.decode()
    title, site = _TITLE.search(text), _SELF.search(text)
    return _Head(unescape(title[1]) if title else "", unescape(site[1]) if site else "")
