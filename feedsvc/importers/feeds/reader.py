"""Reads the posts of a feed and of its archive, whatever its format."""

import posixpath
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from feedsvc.errors import ImportRefused
from feedsvc.importers.addresses import parts_of
from feedsvc.importers.download import fetch
from feedsvc.importers.feeds import atom, json_feed, rss
from feedsvc.importers.feeds.chain import Chain, Document
from feedsvc.importers.feeds.channel import Channel
from feedsvc.importers.json_file import items_of, read_json
from feedsvc.importers.notes import Notes
from feedsvc.importers.post import ImportedPost
from feedsvc.importers.xml_stream import Found, elements

_DEPTHS = {"atom:feed": 1, "rss": 2, "rdf:RDF": 1}
_FORMATS = {"atom:feed": "atom", "rss": "rss", "rdf:RDF": "rss"}
_LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)
# What the kinds of entries in Blogger's export are called when they are left out.
_LEFT_OUT = {"comment": "comments", "page": "pages"}


class FeedReader:
    """The posts of a feed. Of an entry that several documents have, the newest counts.

    Args:
        place: the address of the feed, or the name of its file or folder.
        files: its files, where it is no address.
        notes: told what is left out, and what is wrong.
    """

    def __init__(self, place: str, files: list[Path], notes: Notes) -> None:
        self._notes = notes
        self._place = place
        self._files = files
        self._chain = Chain(fetch)
        self._newest: dict[str, tuple[datetime, int]] = {}  # by source: when, and which of all
        self._deleted: set[str] = set()

    def survey(self, watch: Callable[[int, int], None]) -> int:
        """Find all documents, and which version of each entry is the newest.

        Raises:
            FeedsvcError: a document cannot be had or read.
        """
        try:
            self._find_newest(watch)
        except BaseException:
            self._chain.close()
            raise
        return len(self._newest)

    def _find_newest(self, watch: Callable[[int, int], None]) -> None:
        self._chain.start(self._place, self._files)
        count = 0
        for number, document in enumerate(self._chain.walk()):
            channel = Channel(document.name, "")
            for post in self._read(document, channel, Notes()):
                count += 1
                time = post.updated or post.date or _LONG_AGO
                time = time if time.tzinfo else time.replace(tzinfo=UTC)
                best = self._newest.get(post.source)
                if best is None or time > best[0]:
                    self._newest[post.source] = (time, count)
            self._deleted |= channel.deleted
            self._follow(document, channel)
            watch(number + 1, len(self._chain.documents))

    def posts(self) -> Iterator[ImportedPost]:
        """Yield each post.

        Raises:
            FeedsvcError: as for `survey`.
        """
        count = 0
        try:
            for document in self._chain.walk():
                channel = Channel(document.name, "")
                for post in self._read(document, channel, self._notes):
                    count += 1
                    if self._newest[post.source][1] != count:
                        continue
                    if post.id in self._deleted:
                        self._notes.left_out["entries that were withdrawn"] += 1
                        continue
                    self._tell(post)
                    yield post
                self._add_feed(channel)
        finally:
            self._chain.close()

    def _follow(self, document: Document, channel: Channel) -> None:
        for url in channel.leads_to:
            why = self._chain.follow(document, url, channel.url)
            if why:
                message = (
                    f"older entries are in {url}, but {why}; import the feed by its address, or"
                    " save that document as well"
                )
                self._notes.add(document.name, 1, "error", "archive-missing", message)

    def _tell(self, post: ImportedPost) -> None:
        if post.date is None:
            message = "the entry has no date; give its file one, else it is dated when it is seen"
            self._notes.add(post.file, post.line, "warning", "no-date", message)
        if not post.html:
            message = "the entry has no text"
            self._notes.add(post.file, post.line, "warning", "no-text", message)

    def _add_feed(self, channel: Channel) -> None:
        """Tell where the feed itself is to lead."""
        path = parts_of(channel.url).path
        name = posixpath.basename(path)
        if path.strip("/") and "/archive/" not in path and name != f"feed.{channel.format}":
            self._notes.feeds.setdefault(path, f"/feed.{channel.format}")

    def _read(self, document: Document, channel: Channel, notes: Notes) -> Iterator[ImportedPost]:
        """The posts of a document. Two that share an id but no address are two posts."""
        pages: dict[str, list[tuple[str, ...]]] = {}
        for post in self._parsed(document, channel, notes):
            same = pages.setdefault(post.source, [])
            if channel.format == "atom":  # there an id is that of one entry (RFC 4287 4.1.1)
                yield post
                continue
            if post.aliases not in same:
                same.append(post.aliases)
            number = same.index(post.aliases)
            yield replace(post, source=f"{post.source}#{number + 1}") if number else post

    def _parsed(self, document: Document, channel: Channel, notes: Notes) -> Iterator[ImportedPost]:
        with open(document.file, "rb") as stream:
            if stream.read(256).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
                yield from _of_json(document, channel)
                return
            stream.seek(0)
            for found in _children(stream, document, channel):
                yield from _of_xml(found, channel, notes)


def _of_json(document: Document, channel: Channel) -> Iterator[ImportedPost]:
    text, feed = read_json(document.file, document.name)
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise ImportRefused(document.name, 1, "it has no `items` and is no JSON Feed")
    channel.format = "json"
    json_feed.read_feed(feed, channel)
    channel.url = channel.url or document.url
    for item in items_of(text, items, "items"):
        yield json_feed.read_item(item, channel)


def _children(stream: BinaryIO, document: Document, channel: Channel) -> Iterator[Found]:
    def depth(root: str, given: dict[str, str]) -> int:
        if root not in _DEPTHS:
            message = f"it begins with <{root}> and is no feed of Atom, RSS or JSON Feed"
            raise ImportRefused(document.name, 1, f"{message}; choose another kind of source")
        channel.format = _FORMATS[root]
        channel.base = given.get("xml:base", "")
        channel.url = document.url
        channel.language = given.get("xml:lang", "")
        return _DEPTHS[root]

    yield from elements(stream, document.name, depth=depth)


def _of_xml(found: Found, channel: Channel, notes: Notes) -> Iterator[ImportedPost]:
    element = found.element
    if element.tag == "item":
        yield rss.read_item(element, found.line, channel)
    elif element.tag == "atom:entry":
        kind = atom.kind_of(element)
        if kind == "post":
            yield atom.read_entry(element, found.line, channel)
        else:
            notes.left_out[_LEFT_OUT.get(kind, "settings of the old site")] += 1
    elif channel.format == "atom":
        atom.read_feed(element, channel)
    else:
        rss.read_channel(element, channel)
