"""Answers as a subscriber gets and reads them."""

import gzip
import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from lxml import etree, html

ATOM = "{http://www.w3.org/2005/Atom}"
STONE = "{http://purl.org/atompub/tombstones/1.0}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
STORY = re.compile(r"Story (\d+)\b")
COPY = re.compile(r"Copy (\d+)\.(\d+) ")


class Answer(NamedTuple):
    """What came back; the body without its coding."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def tag(self) -> str:
        return self.headers.get("ETag", "")

    @property
    def modified(self) -> str:
        return self.headers.get("Last-Modified", "")

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(client: Any, path: str, **headers: str) -> Answer:
    """One GET; none is ever answered with a server's error."""
    sent = {name.replace("_", "-"): value for name, value in headers.items() if value}
    response = client.get(path, headers=sent)
    assert response.status_code < 500, (path, response.status_code, response.text)
    coded = response.headers.get("Content-Encoding") == "gzip"
    body = gzip.decompress(response.data) if coded else response.data
    found = Answer(response.status_code, dict(response.headers), body)
    response.close()
    if found.status in (404, 410):
        private = "private, " * path.startswith("/private/")
        assert found.headers["Cache-Control"] == f"{private}no-store", path
    return found


class Item(NamedTuple):
    """An entry: its id, which story and text it is, its page's name, its times."""

    id: str
    number: int
    text: int
    slug: str
    published: datetime
    updated: datetime


class Stone(NamedTuple):
    """A tombstone."""

    id: str
    when: datetime
    reason: str


class Read(NamedTuple):
    """A feed, as any reader has it of any format; RSS has no tombstones."""

    items: list[Item]
    stones: list[Stone]
    updated: datetime


def read(kind: str, body: bytes, marks: dict[int, str] | None = None, place: str = "") -> Read:
    """A feed document in one of the three formats.

    Args:
        kind, body: which, and what it says.
        marks: what must stand in front of the headlines of a private one, by story.
        place: below which its pages must be.
    """
    for number, mark in (marks or {}).items():
        title = f'(<title>|"title":"){re.escape(mark)}(Story {number}[<"])'.encode()
        body, times = re.subn(title, rb"\1\2", body)
        assert times <= 1
    if place:
        body = body.replace(f"{place}/articles/".encode(), b"https://x.example/articles/")
        assert f"{place[: place.index('/private')]}/articles/".encode() not in body
    return {"atom": _atom, "rss": _rss, "json": _json}[kind](body)


def _item(
    entry_id: str, title: str, content: str, url: str, published: datetime, updated: datetime
) -> Item:
    number, text = map(int, COPY.search(content).groups())  # type: ignore[union-attr]
    assert title == f"Story {number}"
    assert set(STORY.findall(title + content)) == {str(number)}
    return Item(entry_id, number, text, slug_of(url), published, updated)


def _atom(body: bytes) -> Read:
    feed = etree.fromstring(body)
    items = [
        _item(
            one.findtext(f"{ATOM}id"),
            one.findtext(f"{ATOM}title"),
            one.findtext(f"{ATOM}content"),
            one.find(f"{ATOM}link[@rel='alternate']").get("href"),
            _time(one.findtext(f"{ATOM}published")),
            _time(one.findtext(f"{ATOM}updated")),
        )
        for one in feed.findall(f"{ATOM}entry")
    ]
    stones = [
        Stone(one.get("ref"), _time(one.get("when")), one.findtext(f"{STONE}comment") or "")
        for one in feed.findall(f"{STONE}deleted-entry")
    ]
    return Read(items, stones, _time(feed.findtext(f"{ATOM}updated")))


def _rss(body: bytes) -> Read:
    channel = etree.fromstring(body).find("channel")
    items = [
        _item(
            one.findtext("guid"),
            one.findtext("title"),
            one.findtext(CONTENT),
            one.findtext("link"),
            parsedate_to_datetime(one.findtext("pubDate")),
            _time(one.findtext(f"{ATOM}updated")),
        )
        for one in channel.findall("item")
    ]
    return Read(items, [], parsedate_to_datetime(channel.findtext("lastBuildDate")))


def _json(body: bytes) -> Read:
    feed = json.loads(body)
    items = [
        _item(
            one["id"],
            one["title"],
            one["content_html"],
            one["url"],
            _time(one["date_published"]),
            _time(one["date_modified"]),
        )
        for one in feed["items"]
    ]
    more = feed["_feedsvc"]
    stones = [
        Stone(one["id"], _time(one["when"]), one.get("reason", ""))
        for one in more.get("deleted", [])
    ]
    return Read(items, stones, _time(more["updated"]))


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def slug_of(url: str) -> str:
    """The name of an article's page."""
    path = unquote(urlsplit(url).path)
    assert path.startswith("/articles/"), url
    return path.removeprefix("/articles/")


def feed_of(url: str) -> str:
    """The name of the feed that a document or a page is of."""
    path = urlsplit(url).path.strip("/")
    return re.sub(r"\.(atom|rss|json)$", "", path) or "feed"


def stories(body: bytes) -> set[int]:
    """The articles that a page names or quotes."""
    text = body.decode()
    return {int(one) for one in STORY.findall(text)} | {int(n) for n, _ in COPY.findall(text)}


def counts(body: bytes) -> dict[str, int]:
    """How many articles the front page gives for each feed."""
    page = html.fromstring(body)
    return {
        feed_of(one.find("a").get("href")): int(one.find("span[@class='count']").text.split()[0])
        for one in page.findall(".//ul[@class='feeds']/li")
    }


def locations(body: bytes) -> list[str]:
    """The addresses of a sitemap, without those of pictures."""
    found = etree.fromstring(body).xpath("/*/*/*[local-name()='loc']/text()")
    return [str(one) for one in found]


def pictures(body: bytes) -> set[str]:
    """The addresses of the pictures in a sitemap."""
    found = etree.fromstring(body).xpath("/*/*/*/*[local-name()='loc']/text()")
    return set(map(str, found))


def outlines(body: bytes) -> set[str]:
    """The feeds of an OPML file."""
    return {feed_of(url) for url in etree.fromstring(body).xpath("//@xmlUrl")}
