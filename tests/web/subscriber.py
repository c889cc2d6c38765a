"""A newsroom with deltas, and a reader that merges them."""

import gzip
import json
from typing import Any

from lxml import etree

ARTICLE = (
    "---\ntitle: {}\ndate: 2026-05-{:02}\n{}---\nText {}. It rained all day, and well into it.\n"
)
STONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
IDS = {"atom": "{http://www.w3.org/2005/Atom}id", "rss": "guid"}


class Subscriber:
    """Merges deltas, as RFC 3229 has it."""

    def __init__(self, client: Any, path: str) -> None:
        self.client = client
        self.path = path
        self.kind = path.rpartition(".")[2]
        self.tag = ""
        self.entries: dict[str, Any] = {}

    def poll(self, a_im: str = "feed", **headers: str) -> Any:
        sent = {"If-None-Match": self.tag, "A-IM": a_im} | headers
        answer = self.client.get(self.path, headers={k: v for k, v in sent.items() if v})
        if answer.status_code != 304:
            self.take(answer)
        return answer

    def take(self, answer: Any) -> None:
        coded = answer.headers.get("Content-Encoding") == "gzip"
        entries, gone = read(self.kind, gzip.decompress(answer.data) if coded else answer.data)
        if answer.status_code == 200:
            self.entries = {}
        else:
            assert answer.status_code == 226
            assert answer.headers["IM"] == "feed"
            assert answer.headers["Cache-Control"] == "no-store"
        self.entries |= entries
        for entry_id in gone:
            self.entries.pop(entry_id, None)
        self.tag = answer.headers["ETag"]


def read(kind: str, body: bytes) -> tuple[dict[str, Any], list[str]]:
    """Entries by id, and the ids of those that are gone."""
    if kind == "json":
        feed = json.loads(body)
        return {one["id"]: one for one in feed["items"]}, [
            one["id"] for one in feed["_feedsvc"].get("deleted", [])
        ]
    feed = etree.fromstring(body)
    found = feed.iter("{*}entry" if kind == "atom" else "item")
    gone = [one.get("ref") for one in feed.iter(STONE)]
    return {one.findtext(IDS[kind]): etree.tostring(one) for one in found}, gone


def twelve_days(desk: Any) -> Any:
    """Twelve articles, and feeds that hold ten."""
    desk.write(
        "site.toml",
        'base_url = "https://news.example"\nid_base = "news.example,2026"\n'
        "[feeds]\ndeltas = true\nentries = 10\n",
    )
    for day in range(1, 13):
        desk.write(f"{day}.md", ARTICLE.format(f"Day {day}", day, "category: world\n", 0))
    desk.newsroom = desk.open()
    return desk


def save(paper: Any, name: str, *values: Any) -> None:
    paper.write(name, ARTICLE.format(*values))
    paper.clock.forward(minutes=1)
    paper.newsroom.index.update([name])
