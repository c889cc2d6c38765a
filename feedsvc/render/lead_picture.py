"""Finds the lead picture of an entry: that of its article, else the first one of its text."""

import posixpath
import re
from collections.abc import Iterator
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from feedsvc.model.article import Enclosure
from feedsvc.model.characters import one_line
from feedsvc.model.media_types import UNKNOWN_TYPE, media_type
from feedsvc.model.uri import as_uri

_SMALLEST = 32  # pixels: what is smaller is an icon, or counts who reads
_SIZED = re.compile(r"-(?:\d{2,5}x\d{2,5}|scaled)(?=\.\w+$)")  # WordPress's copies of a picture


class LeadPicture(NamedTuple):
    """The picture that stands for an entry.

    Attributes:
        image: with an absolute URL.
        alt, credit: what it shows, and whose it is; or empty.
        figure: the picture as HTML, for the start of a text that does not hold it; else empty.
    """

    image: Enclosure
    alt: str
    credit: str
    figure: str


def lead_picture(
    image: Enclosure | None, alt: str, credit: str, content: str
) -> LeadPicture | None:
    """The picture that stands for an entry; None: it has none.

    Args:
        image, alt, credit: of the article; with an absolute URL.
        content: sanitized HTML, whose URLs are absolute.
    """
    pictures = list(_pictures(content))
    if image is not None and image.type.startswith(("image/", UNKNOWN_TYPE)):
        same = [one for one in pictures if _file(one[0].url) == _file(image.url)]
        figure = "" if same else _figure(image, alt, credit)
        return LeadPicture(image, alt or (same[0][1] if same else ""), credit, figure)
    return LeadPicture(*pictures[0], "", "") if pictures else None


def _pictures(content: str) -> Iterator[tuple[Enclosure, str]]:
    """Yield the pictures of a text that are no icons, each with what it shows."""
    if "<img" not in content:
        return
    for node in LexborHTMLParser(content).css("img"):
        url = as_uri(node.attributes.get("src") or "")
        width, height = _pixels(node, "width"), _pixels(node, "height")
        small = any(size is not None and size < _SMALLEST for size in (width, height))
        if urlsplit(url).scheme in ("http", "https") and not small:
            image = Enclosure(url, media_type(url), None, width, height)
            yield image, one_line(node.attributes.get("alt") or "")


def _pixels(node: LexborNode, name: str) -> int | None:
    """The number of pixels that an attribute says; None: it says none."""
    value = node.attributes.get(name) or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else None


def _file(url: str) -> tuple[str, str]:
    """What two addresses of the same picture have in common: the host, and the path of the file."""
    parts = urlsplit(url)
    folder, name = posixpath.split(parts.path)
    return parts.netloc, posixpath.join(folder, _SIZED.sub("", name))


def _figure(image: Enclosure, alt: str, credit: str) -> str:
    sizes = "".join(
        f' {name}="{value}"'
        for name, value in (("width", image.width), ("height", image.height))
        if value is not None
    )
    caption = f"<figcaption>{escape(credit)}</figcaption>" if credit else ""
    return f'<figure><img src="{escape(image.url)}" alt="{escape(alt)}"{sizes}>{caption}</figure>\n'
