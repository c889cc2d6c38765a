"""A newsroom with articles of several days, and what its digests show."""

import json
import re
from datetime import UTC, datetime
from typing import Any, NamedTuple

import feedparser
from lxml import etree

from feedsvc.model.feed import Format
from feedsvc.newsroom import Newsroom

SITE = 'base_url = "https://news.example"\nid_base = "news.example,2026"\n'
ID = "tag:news.example,2026:"
ATOM = "{http://www.w3.org/2005/Atom}"
STONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
DAYS = ("daily", "weekly")


def story(title: str, date: str, more: str = "", text: str = "Text.") -> str:
    return f"---\ntitle: {title}\ndate: {date}\n{more}---\n{text}\n"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


class Shown(NamedTuple):
    """An entry: the articles that it names, and its times."""

    articles: list[str]
    published: datetime
    updated: datetime


def read(newsroom: Newsroom, name: str = "digest/daily", format: Format = "atom") -> dict:
    """What a digest shows, by the end of its entries' ids, in their order."""
    document = newsroom.document(name, format)
    if format == "json":
        entries = [
            (
                *(one["id"], one["content_html"]),
                *(at(one["date_published"]), at(one["date_modified"])),
            )
            for one in json.loads(document.body)["items"]
        ]
    else:
        entries = [
            (one.id, one.content[0].value, at(_iso(one.published_parsed)), at(one.updated))
            for one in feedparser.parse(document.body).entries
        ]
    assert len({entry[0] for entry in entries}) == len(entries)
    assert all(entry[0].startswith(f"{ID}{name}/") for entry in entries)
    return {
        entry_id.rpartition("/")[2]: Shown(re.findall("<h2><a [^>]*>([^<]*)</a>", html), *times)
        for entry_id, html, *times in entries
    }


def _iso(parsed: Any) -> str:
    return datetime(*parsed[:6], tzinfo=UTC).isoformat()


def articles(newsroom: Newsroom, name: str = "digest/daily") -> dict[str, list[str]]:
    return {period: shown.articles for period, shown in read(newsroom, name).items()}


def updated(newsroom: Newsroom, period: str, name: str = "digest/daily") -> datetime:
    found: datetime = read(newsroom, name)[period].updated
    return found


def told(newsroom: Newsroom, name: str = "digest/daily") -> dict[str, datetime]:
    """The periods that a digest says have lost their last article; the same in both formats."""
    root = etree.fromstring(newsroom.document(name, "atom").body)
    found = {one.get("ref"): at(one.get("when")) for one in root.iter(STONE)}
    more = json.loads(newsroom.document(name, "json").body)["_feedsvc"].get("deleted", [])
    assert {one["id"]: at(one["when"]) for one in more} == found
    return {entry_id.removeprefix(f"{ID}{name}/"): when for entry_id, when in found.items()}


def wednesday(desk: Any, clock: Any) -> Newsroom:
    """It is Wednesday, 10 June 2026, noon; articles of Monday, Tuesday and today, and of May."""
    clock.time = at("2026-06-10T12:00Z")
    desk.write("site.toml", SITE)
    desk.write("rain.md", story("Rain", "2026-06-08T09:00Z", "category: World\n"))
    desk.write("snow.md", story("Snow", "2026-06-08T10:00Z", "category: Arts\n"))
    desk.write("hail.md", story("Hail", "2026-06-09T23:59:59Z", "category: World\n"))
    desk.write("wind.md", story("Wind", "2026-06-10T08:00Z", "category: World\n"))
    desk.write("may.md", story("May", "2026-05-20T09:00Z", "category: World\n"))
    return desk.open()
