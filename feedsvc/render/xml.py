"""Renders Atom 1.0 (RFC 4287) and RSS 2.0 (https://www.rssboard.org/rss-specification) by feedgen.

What feedgen cannot write itself is added by extensions of feed and entry, through its extension
interface. An entry has the same bytes whether it is rendered alone or in a whole feed, so that a
document can be joined from kept fragments.
"""

import re
from collections.abc import Sequence
from email.utils import format_datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import feedgen.entry
import feedgen.feed
from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree
from msgspec.structs import asdict

from feedsvc.model.article import Enclosure
from feedsvc.model.entry import Tombstone
from feedsvc.model.media_types import UNKNOWN_TYPE
from feedsvc.render.element import Element
from feedsvc.render.entry import ArchiveLinks, EntryView, FeedView
from feedsvc.render.entry_html import content_html, summary_html

# feedgen's own function changes the locale of the whole process for each date. This one gives the
# same text.
feedgen.entry.formatRFC2822 = format_datetime
feedgen.feed.formatRFC2822 = format_datetime

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"  # https://www.rssboard.org/media-rss
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"  # RFC 6721 2
_HISTORY = "http://purl.org/syndication/history/1.0"  # RFC 5005 2
_COMPLETE = f'<fh:complete xmlns:fh="{_HISTORY}"/>\n'.encode()
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]*:.")  # RFC 3986 3.1
_PICTURES = (".gif", ".jpg", ".jpeg", ".png")  # the only types that RSS 2.0 allows in `image`
_EXTENSION = "feedsvc"
_GENERATOR = "feedsvc"


class _FeedPart(BaseExtension):  # type: ignore[misc]
    """Adds to a feed what feedgen leaves out: hubs, archive links, tombstones, the author in RSS.

    It also puts each element of the feed on a line of its own.
    """

    channel: FeedView | None = None

    def extend_ns(self) -> dict[str, str]:
        if self.channel is None:
            return {"dc": _DC, "media": _MEDIA}
        more = self.channel.own.plus(self.channel.extension)
        return {"dc": _DC, "media": _MEDIA} | dict(more.namespaces)

    def extend_atom(self, feed: Any) -> Any:
        if self.channel:
            _announced(feed, self.channel.hubs, "link")
            _chained(feed, self.channel.chain, "link")
            for stone in self.channel.tombstones:
                _deleted_entry(feed, stone)
        _break_lines(feed)
        return feed

    def extend_rss(self, rss: Any) -> Any:
        if self.channel:
            etree.SubElement(rss[0], f"{{{_DC}}}creator").text = self.channel.author
            _announced(rss[0], self.channel.hubs, f"{{{_ATOM}}}link")
            _chained(rss[0], self.channel.chain, f"{{{_ATOM}}}link")
            _extended(rss[0], self.channel.extension.elements)
        _break_lines(rss[0])
        return rss


class _EntryPart(BaseEntryExtension):  # type: ignore[misc]
    """Adds to an entry what feedgen leaves out: its language, all media, and in RSS its authors.

    In RSS also the time of the last change and the full text.
    """

    view: EntryView

    def extend_atom(self, entry: Any) -> Any:
        view = self.view
        if view.language:
            entry.set(_XML_LANG, view.language)
        page = entry.find("link")
        page.set("rel", "alternate")
        page.set("type", "text/html")
        for media in view.enclosures:
            link = etree.SubElement(entry, "link", rel="enclosure", href=media.url, type=media.type)
            if media.length is not None:
                link.set("length", str(media.length))
        _media_contents(entry, view, view.enclosures)
        _extended(entry, view.own.elements)
        entry.tail = "\n"
        return entry

    def extend_rss(self, item: Any) -> Any:
        view = self.view
        for author in view.authors:
            etree.SubElement(item, f"{{{_DC}}}creator").text = author.name
        etree.SubElement(item, f"{{{_ATOM}}}updated").text = view.updated.isoformat()
        if content := content_html(view):
            etree.SubElement(item, f"{{{_CONTENT}}}encoded").text = content
        # The RSS Board advises one enclosure for each item. Of several, some readers take the
        # first and some the last.
        _media_contents(item, view, view.enclosures[1:])
        _extended(item, view.own.elements)
        _extended(item, view.extension.elements)
        item.tail = "\n"
        return item


def _extended(parent: Any, elements: Sequence[Element]) -> None:
    """Add the elements that a kind of feed says."""
    for one in elements:
        given = {name: value for name, value in one.attributes if value}
        name = f"{{{one.namespace}}}{one.name}" if one.namespace else one.name
        element = etree.SubElement(parent, name, given)
        element.text = one.text or None
        _extended(element, one.children)


def _announced(parent: Any, hubs: Sequence[str], link: str) -> None:
    """Add the links to the hubs of a feed (W3C WebSub 4)."""
    for hub in hubs:
        etree.SubElement(parent, link, rel="hub", href=hub)


def _chained(parent: Any, chain: ArchiveLinks, link: str) -> None:
    """Add the links between a feed and its archive (RFC 5005 2 to 4)."""
    if chain.archive or chain.complete:
        name = "archive" if chain.archive else "complete"
        etree.SubElement(parent, f"{{{_HISTORY}}}{name}", nsmap={"fh": _HISTORY})
    for rel, href in (
        ("current", chain.current),
        ("prev-archive", chain.previous),
        ("next-archive", chain.next),
    ):
        if href:
            etree.SubElement(parent, link, rel=rel, href=href)


def _deleted_entry(feed: Any, stone: Tombstone) -> None:
    """Add a deleted-entry (RFC 6721 3), at which readers that support it drop the entry."""
    element = etree.SubElement(feed, f"{{{_TOMBSTONES}}}deleted-entry", nsmap={"at": _TOMBSTONES})
    element.set("ref", _iri(stone.entry_id))
    element.set("when", stone.deleted.isoformat())
    if stone.reason:
        etree.SubElement(element, f"{{{_TOMBSTONES}}}comment").text = stone.reason


def _break_lines(parent: Any) -> None:
    parent.text = "\n"
    for child in parent:
        child.tail = "\n"


def _media_contents(parent: Any, view: EntryView, enclosures: Sequence[Enclosure]) -> None:
    for media in [view.image, *enclosures] if view.image else enclosures:
        element = etree.SubElement(parent, f"{{{_MEDIA}}}content", url=media.url, type=media.type)
        kind = media.type.partition("/")[0]
        if view.lead and media is view.image and media.type == UNKNOWN_TYPE:
            del element.attrib["type"]
            kind = "image"
        if kind in ("image", "audio", "video"):
            element.set("medium", kind)
        sizes = {"fileSize": media.length, "width": media.width, "height": media.height}
        for name, value in sizes.items():
            if value is not None:
                element.set(name, str(value))
        if media is view.image:
            if view.image_alt:
                description = etree.SubElement(element, f"{{{_MEDIA}}}description", type="plain")
                description.text = view.image_alt
            if view.image_credit:
                etree.SubElement(element, f"{{{_MEDIA}}}credit").text = view.image_credit
            if view.lead:
                _thumbnail(parent, media)


def _thumbnail(parent: Any, image: Enclosure) -> None:
    """Add the picture that stands for an entry in lists (Media RSS, `media:thumbnail`)."""
    element = etree.SubElement(parent, f"{{{_MEDIA}}}thumbnail", url=image.url)
    for name, value in (("width", image.width), ("height", image.height)):
        if value is not None:
            element.set(name, str(value))


def _bare_entry(view: EntryView) -> FeedEntry:
    entry = FeedEntry()
    entry.register_extension(_EXTENSION, _EntryPart)
    getattr(entry, _EXTENSION).view = view
    entry.id(view.id)
    entry.updated(view.updated)
    entry.published(view.published)
    entry.link(href=view.url)
    if view.terms:
        entry.category([{"term": t.slug, "scheme": t.scheme, "label": t.label} for t in view.terms])
    return entry


def _iri(entry_id: str) -> str:
    """An entry id as Atom requires it (RFC 4287 4.2.6): an id that is not an IRI becomes a UUID."""
    if _SCHEME.match(entry_id) and not any(sign in entry_id for sign in ' <>"{}|\\^`'):
        return entry_id
    return f"urn:uuid:{uuid5(NAMESPACE_OID, entry_id)}"


def _atom_entry(view: EntryView) -> FeedEntry:
    entry = _bare_entry(view)
    entry.id(_iri(view.id))
    entry.title(view.headline)
    for author in view.authors:
        entry.author(asdict(author))
    if summary := summary_html(view):
        entry.summary(summary, type="xhtml")
    if content := content_html(view):
        entry.content(content, type="html")
    return entry


def _rss_entry(view: EntryView) -> FeedEntry:
    entry = _bare_entry(view)
    if summary := summary_html(view):
        entry.description(summary)
    if not (view.untitled and summary):  # RSS 2.0 demands a title or a description
        entry.title(view.headline)
    if view.enclosures:
        first = view.enclosures[0]
        # The length is required. The RSS Board advises 0 if it is not known.
        entry.enclosure(first.url, str(first.length or 0), first.type)
    return entry


def _generator(channel: FeedView) -> FeedGenerator:
    feed = FeedGenerator()
    feed.register_extension(_EXTENSION, _FeedPart, None)
    getattr(feed, _EXTENSION).channel = channel
    feed.id(channel.id)
    feed.title(channel.feed.title)
    feed.generator(_GENERATOR)
    feed.updated(channel.updated)
    feed.lastBuildDate(channel.updated)
    feed.language(channel.language)
    if channel.rights:
        feed.rights(channel.rights)
    return feed


def _atom_feed(channel: FeedView) -> FeedGenerator:
    feed = _generator(channel)
    if channel.feed.subtitle:
        feed.subtitle(channel.feed.subtitle)
    feed.author({"name": channel.author})
    if channel.icon:
        feed.icon(channel.icon)
    feed.link(href=channel.self_url, rel="self", type="application/atom+xml")
    feed.link(href=channel.home, rel="alternate", type="text/html")
    return feed


def _rss_feed(channel: FeedView) -> FeedGenerator:
    feed = _generator(channel)
    feed.description(channel.feed.subtitle or channel.feed.title)
    if channel.poll_minutes:
        feed.ttl(channel.poll_minutes)
        feed.pubDate(channel.updated)
    if channel.icon.lower().endswith(_PICTURES):
        feed.image(url=channel.icon, title=channel.feed.title, link=channel.home)
    feed.link(href=channel.self_url, rel="self", type="application/rss+xml")
    # feedgen takes the last link for the `link` of the channel.
    feed.link(href=channel.home, rel="alternate", type="text/html")
    return feed


def atom_fragment(view: EntryView) -> bytes:
    """The bytes of one `entry` element (RFC 4287 4.1.2), as in a whole feed."""
    names = _FeedPart().extend_ns() | dict(view.own.namespaces)
    shell = etree.Element("feed", xmlns=_ATOM, nsmap=names)
    shell.append(_atom_entry(view).atom_entry())
    return _inner(shell)


def rss_fragment(view: EntryView) -> bytes:
    """The bytes of one `item` element (RSS 2.0 `item`), as in a whole feed."""
    names = _FeedPart().extend_ns() | {"atom": _ATOM, "content": _CONTENT}
    names |= dict(view.own.plus(view.extension).namespaces)
    shell = etree.Element("rss", nsmap=names)
    shell.append(_rss_entry(view).rss_entry())
    return _inner(shell)


def _inner(shell: Any) -> bytes:
    whole: bytes = etree.tostring(shell, encoding="UTF-8")
    start = whole.index(b">", whole.index(f"<{shell.tag}".encode())) + 1
    return whole[start : whole.rindex(b"</")]


def atom_frame(channel: FeedView) -> tuple[bytes, bytes]:
    """The bytes before and after the entries of an Atom feed."""
    return _frame(_atom_feed(channel).atom_str(), b"</feed>")


def rss_frame(channel: FeedView) -> tuple[bytes, bytes]:
    """The bytes before and after the items of an RSS feed."""
    return _frame(_rss_feed(channel).rss_str(), b"</channel></rss>")


def completeness(head: bytes) -> tuple[int, int]:
    """Start and end of the element that says that a document holds all of its feed (RFC 5005 2).

    (0, 0) if there is none. A delta does not hold all of the feed, so there it is cut out.

    Args:
        head: the bytes before the entries.
    """
    start = head.find(_COMPLETE)
    return (0, 0) if start < 0 else (start, start + len(_COMPLETE))


def _frame(empty: bytes, tail: bytes) -> tuple[bytes, bytes]:
    return empty.removesuffix(tail), tail
