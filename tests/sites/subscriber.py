"""What a subscriber finds in the three formats of a feed, in one form, and what else it may ask."""

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import unquote

from lxml import etree
from lxml.html import HtmlElement, fragment_fromstring
from werkzeug.test import Client

SITE = "https://news.example"
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


class Item(NamedTuple):
    """What all formats say alike of an entry."""

    id: str
    url: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    content: str
    title: str


def of_json(body: bytes) -> list[Item]:
    return [
        Item(
            item["id"],
            item["url"],
            datetime.fromisoformat(item["date_published"]),
            datetime.fromisoformat(item["date_modified"]),
            tuple(author["name"] for author in item.get("authors", ())),
            tuple(item.get("tags", ())),
            item["content_html"],
            item.get("title", ""),
        )
        for item in json.loads(body)["items"]
    ]


def of_atom(body: bytes) -> list[Item]:
    found = []
    for entry in etree.fromstring(body).iterfind("a:entry", NAMES):

        def text(name: str, entry: Any = entry) -> str:
            return str(entry.findtext(f"a:{name}", namespaces=NAMES))

        links = entry.iterfind("a:link[@rel='alternate']", NAMES)
        labels = [one.get("label") for one in entry.iterfind("a:category", NAMES)]
        found.append(
            Item(
                text("id"),
                next(links).get("href"),
                datetime.fromisoformat(text("published")),
                datetime.fromisoformat(text("updated")),
                tuple(one.text for one in entry.iterfind("a:author/a:name", NAMES)),
                tuple(dict.fromkeys(labels)),
                text("content"),
                text("title"),
            )
        )
    return found


def of_rss(body: bytes) -> list[Item]:
    return [
        Item(
            str(item.findtext("guid")),
            str(item.findtext("link")),
            parsedate_to_datetime(str(item.findtext("pubDate"))),
            datetime.fromisoformat(str(item.findtext("{http://www.w3.org/2005/Atom}updated"))),
            tuple(str(one.text) for one in item.iterfind("dc:creator", NAMES)),
            tuple(dict.fromkeys(str(one.text) for one in item.iterfind("category"))),
            str(item.findtext("content:encoded", namespaces=NAMES)),
            str(item.findtext("title") or ""),
        )
        for item in etree.fromstring(body).iterfind("channel/item")
    ]


class Page:
    """An entry's content as a reader shows it."""

    def __init__(self, html: str, url: str) -> None:
        self._tree: HtmlElement = fragment_fromstring(html, create_parent="div")
        self._url = url

    def links(self) -> list[str]:
        """Where its links lead; `#x` is a part of itself, `/x` is on the site."""
        return [self._short(one.get("href")) for one in self._tree.iter("a") if one.get("href")]

    def pictures(self) -> list[tuple[str, str]]:
        """Addresses and alternative texts of its pictures."""
        found = self._tree.iter("img")
        return [(self._short(one.get("src", "")), one.get("alt", "")) for one in found]

    def codes(self) -> list[str]:
        """The texts of its code."""
        return [" ".join(one.text_content().split()) for one in self._tree.iter("code")]

    def _short(self, address: str) -> str:
        return unquote(address.removeprefix(self._url).removeprefix(SITE))

    @cached_property
    def words(self) -> str:
        """Its text outside code."""
        tree = fragment_fromstring(etree.tostring(self._tree, encoding=str, method="html"))
        for code in list(tree.iter("pre", "code", "kbd", "samp")):
            tail = code.tail
            code.clear()
            code.tail = tail
        return str(tree.text_content())


def numbers(text: str) -> set[str]:
    """The numbers that stand in a text."""
    return set(re.findall(r"\d+", text))


def answers(client: Client, address: str) -> bool:
    """Whether an address of the site answers, and, where it names a part of a page, has it."""
    path, _, part = address.partition("#")
    with client.get(path, base_url=SITE, follow_redirects=True) as answer:
        found = answer.status_code == 200
        return found and (not part or f'id="{part}"' in answer.get_data(as_text=True))
