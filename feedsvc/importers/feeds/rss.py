"""Reads items of RSS 2.0 (https://www.rssboard.org/rss-specification), of 0.9x and of RSS 1.0."""

import html
import re
from xml.etree.ElementTree import Element

from feedsvc.importers.feeds import media_rss
from feedsvc.importers.feeds.channel import (
    Channel,
    own_standfirst,
    parted,
    path_of,
    slug_of,
    standfirst_of,
    undirected,
)
from feedsvc.importers.post import Attachment, ImportedPost
from feedsvc.importers.times import any_time
from feedsvc.importers.xml_stream import children
from feedsvc.model.article import Author
from feedsvc.model.hashing import digest
from feedsvc.model.slugs import distinct
from feedsvc.sources import shielded

_WITH_NAME = re.compile(r"\s*(?P<email>[^\s@<>()]+@[^\s<>()]+)\s*\((?P<name>[^()]+)\)\s*")
_IN_ANGLES = re.compile(r"\s*(?P<name>[^<>]+?)\s*<(?P<email>[^\s@<>]+@[^\s<>]+)>\s*")


def read_channel(element: Element, channel: Channel) -> None:
    """Take in what a child of `channel`, or RSS 1.0's `channel` itself, says of the feed."""
    name = element.tag
    if name == "atom:link":
        channel.linked_by(element)
    elif name == "link" and element.text:
        channel.base = channel.base or element.text.strip()
    elif name == "language":
        channel.language = (element.text or "").strip()
    elif name == "generator":
        channel.generated_by(element.text or "")
    elif name == "channel":
        for child in element:
            read_channel(child, channel)


def read_item(element: Element, line: int, channel: Channel) -> ImportedPost:
    """The post that an item is."""
    guid = _first(element, "guid") or element.get("rdf:about", "").strip()
    page = channel.absolute(_first(element, "link"))
    permanent = element.find("guid")
    is_address = permanent is not None and permanent.get("isPermaLink", "true") != "false"
    if not _first(element, "link"):
        page = guid if is_address and guid.startswith(("http://", "https://")) else ""
    title = _first(element, "title")
    title = html.escape(title, quote=False) if channel.mine else title
    content, language = _first(element, "content:encoded"), ""
    description = _first(element, "description")
    if channel.mine:
        standfirst = own_standfirst(undirected(description)[0])
        content, language = undirected(content)
    else:
        standfirst = standfirst_of(description, content) if content else ""
    category, tags = parted(
        [(one.text or "", one.get("domain", "")) for one in children(element, "category")]
        or [(one.text or "", "") for one in children(element, "dc:subject")]
    )
    image = media_rss.picture(element)
    date = any_time(_first(element, "pubDate", "dc:date", "dcterms:created", "atom:published"))
    id = guid or page or f"urn:sha256:{digest(title, str(date))}"
    return ImportedPost(
        source=f"feed:{id}",
        file=channel.file,
        line=line,
        id=id,
        title=title,
        standfirst=standfirst,
        html=shielded(channel.in_html(content or description)),
        date=date,
        updated=any_time(_first(element, "atom:updated", "dcterms:modified")),
        authors=_authors(element),
        category=category.strip(),
        tags=distinct(tags),
        slug=slug_of(page, title),
        aliases=(path_of(page),) if path_of(page) else (),
        image=channel.absolute(image.url) if image.url else "",
        image_alt=image.alt,
        image_credit=image.credit,
        enclosures=_enclosures(element, channel),
        language=language,
    )


def _first(element: Element, *names: str) -> str:
    """The text of the first of some elements that has any."""
    texts = ((element.findtext(name) or "").strip() for name in names)
    return next(filter(None, texts), "")


def _authors(element: Element) -> tuple[Author, ...]:
    """The authors: `author` is an address of e-mail with a name, the others are names."""
    names = [one.text or "" for one in children(element, "dc:creator")]
    if names := [name.strip() for name in names if name.strip()]:
        return tuple(Author(name) for name in distinct(names))
    written = _first(element, "author", "itunes:author")
    if found := _WITH_NAME.fullmatch(written) or _IN_ANGLES.fullmatch(written):
        return (Author(found["name"].strip(), found["email"]),)
    return (Author(written, written if "@" in written else ""),) if written else ()


def _enclosures(element: Element, channel: Channel) -> tuple[Attachment, ...]:
    found = []
    for one in children(element, "enclosure"):
        length = one.get("length", "")
        if one.get("url"):
            size = int(length) if length.isdecimal() else 0
            found.append(
                Attachment(channel.absolute(one.get("url", "")), one.get("type", ""), size)
            )
    return tuple(found)
