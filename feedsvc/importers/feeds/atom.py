"""Reads entries of Atom 1.0 (RFC 4287), with media (Media RSS) and tombstones (RFC 6721)."""

import html
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from feedsvc.importers.feeds import media_rss
from feedsvc.importers.feeds.channel import (
    Channel,
    inner_html,
    own_standfirst,
    parted,
    path_of,
    slug_of,
    standfirst_of,
    text_html,
    undirected,
)
from feedsvc.importers.post import Attachment, ImportedPost
from feedsvc.importers.times import any_time
from feedsvc.importers.xml_stream import children
from feedsvc.model.article import Author
from feedsvc.model.slugs import distinct
from feedsvc.sources import shielded

_BLOGGER = "http://schemas.google.com/g/2005#kind"  # what else a blog of Blogger exports


def read_feed(element: Element, channel: Channel) -> None:
    """Take in what a child of `feed` that is no entry says of the feed."""
    name = element.tag
    if name == "atom:link":
        channel.linked_by(element)
    elif name == "atom:generator":
        channel.generated_by(element.text or "")
    elif name == "atom:author":
        channel.authors = (*channel.authors, *_people([element]))
    elif name == "at:deleted-entry":
        channel.deleted.add(element.get("ref", ""))


def kind_of(element: Element) -> str:
    """What an entry of Blogger's export is, such as `comment`; else `post`."""
    for one in children(element, "atom:category"):
        if one.get("scheme") == _BLOGGER:
            return one.get("term", "").rpartition("#")[2]
    return "post"


def read_entry(element: Element, line: int, channel: Channel) -> ImportedPost:
    """The post that an entry is."""
    base = element.get("xml:base", "")
    links = [(one.get("rel", "alternate"), one) for one in children(element, "atom:link")]
    pages = [one for rel, one in links if rel == "alternate"]
    pages.sort(key=lambda one: one.get("type", "text/html") != "text/html")
    page = channel.absolute(pages[0].get("href", ""), base) if pages else ""
    id = (element.findtext("atom:id") or "").strip()
    title = _inline(element.find("atom:title"))
    content = element.find("atom:content")
    body = _html(content, channel, base)
    summary = _html(element.find("atom:summary"), channel, base)
    published = any_time(element.findtext("atom:published") or "")
    updated = any_time(element.findtext("atom:updated") or "")
    category, tags = parted(_labels(element))
    image = media_rss.picture(element)
    if channel.mine:
        standfirst = own_standfirst(undirected(summary)[0])
        body, _ = undirected(body)
    else:
        standfirst = standfirst_of(summary, body) if body else ""
    return ImportedPost(
        source=f"feed:{id or page}",
        file=channel.file,
        line=line,
        id=id or page,
        title=title,
        standfirst=standfirst,
        html=shielded(body or summary),
        date=published or updated,
        updated=updated if published else None,
        authors=_authors(element, channel),
        category=category,
        tags=distinct(tags),
        slug=slug_of(page, title),
        aliases=(path_of(page),) if path_of(page) else (),
        image=channel.absolute(image.url, base) if image.url else "",
        image_alt=image.alt,
        image_credit=image.credit,
        enclosures=tuple(
            Attachment(
                channel.absolute(one.get("href", ""), base),
                one.get("type", ""),
                int(length) if (length := one.get("length", "")).isdecimal() else 0,
            )
            for rel, one in links
            if rel == "enclosure" and one.get("href")
        ),
        language=element.get("xml:lang", "") if element.get("xml:lang") != channel.language else "",
        draft=(
            next((one.text or "" for one in children(element, "app:control", "app:draft")), "")
        ).strip()
        == "yes",
    )


def _labels(element: Element) -> list[tuple[str, str]]:
    return [
        (one.get("label") or one.get("term") or "", one.get("scheme", ""))
        for one in children(element, "atom:category")
        if one.get("scheme") != _BLOGGER
    ]


def _authors(element: Element, channel: Channel) -> tuple[Author, ...]:
    """Those of the entry, else of the feed that it came from, else of this feed (RFC 4287 4.2.1).

    feedsvc names the newsroom as the feed's author, whom its articles do not have.
    """
    found = _people(children(element, "atom:author"))
    found = found or _people(children(element, "atom:source", "atom:author"))
    return found or (() if channel.mine else channel.authors)


def _people(elements: Sequence[Element]) -> tuple[Author, ...]:
    people = []
    for one in elements:
        texts = {
            key: (one.findtext(f"atom:{key}") or "").strip() for key in ("name", "email", "uri")
        }
        if texts["name"] or texts["email"]:
            people.append(Author(texts["name"] or texts["email"], texts["email"], texts["uri"]))
    return tuple(people)


def _inline(element: Element | None) -> str:
    """A text construct as one line of inline HTML (RFC 4287 3.1)."""
    if element is None:
        return ""
    kind = element.get("type", "text")
    if kind == "html":
        return " ".join((element.text or "").split())
    if kind == "xhtml":
        return " ".join(inner_html(_inside(element)).split())
    return html.escape(" ".join((element.text or "").split()), quote=False)


def _html(element: Element | None, channel: Channel, base: str) -> str:
    """A text construct or content as HTML (RFC 4287 3.1, 4.1.3)."""
    if element is None:
        return ""
    own = element.get("xml:base", "")
    base = channel.absolute(own, base) if own else base
    kind = element.get("type", "text")
    if source := element.get("src"):
        whole = html.escape(channel.absolute(source, base))
        return f'<p><a href="{whole}">{whole}</a></p>'
    if kind in ("html", "text/html"):
        return channel.in_html(element.text or "", base)
    if kind in ("xhtml", "application/xhtml+xml"):
        return channel.in_html(inner_html(_inside(element)), base)
    if kind in ("text", "text/plain"):
        return text_html(element.text or "")
    return ""  # bytes in Base64, or XML of some other kind


def _inside(element: Element) -> Element:
    """The `div` that XHTML stands in, which is no part of it (RFC 4287 3.1.1.3)."""
    return element[0] if len(element) == 1 and element[0].tag == "xhtml:div" else element
