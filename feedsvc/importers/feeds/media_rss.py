"""Reads the picture of an entry from Media RSS (https://www.rssboard.org/media-rss)."""

from typing import NamedTuple
from xml.etree.ElementTree import Element

from feedsvc.importers.feeds.channel import plain
from feedsvc.importers.xml_stream import children
from feedsvc.model.media_types import media_type


class Picture(NamedTuple):
    """A picture: its address, what it shows, and whose it is; or empty."""

    url: str = ""
    alt: str = ""
    credit: str = ""


def picture(entry: Element) -> Picture:
    """The first picture among the media of an entry, else its thumbnail."""
    for media in (
        *children(entry, "media:content"),
        *children(entry, "media:group", "media:content"),
    ):
        url = media.get("url", "").strip()
        kind = media.get("medium") or (media.get("type") or media_type(url)).partition("/")[0]
        if url and kind == "image":
            return Picture(
                url,
                plain(media.findtext("media:description") or ""),
                plain(media.findtext("media:credit") or ""),
            )
    for name in ("media:thumbnail", "media:group/media:thumbnail"):
        for thumbnail in children(entry, *name.split("/")):
            return Picture(thumbnail.get("url", "").strip())
    return Picture()
