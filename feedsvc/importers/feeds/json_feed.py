"""Reads items of JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import html
from collections.abc import Iterator
from typing import Any

from feedsvc.importers.feeds.channel import (
    Channel,
    path_of,
    slug_of,
    standfirst_of,
    text_html,
    undirected,
)
from feedsvc.importers.json_file import Item, table, texts, values
from feedsvc.importers.post import Attachment, ImportedPost
from feedsvc.importers.times import any_time
from feedsvc.model.article import Author, Correction
from feedsvc.model.slugs import distinct
from feedsvc.sources import shielded

_MINE = "_feedsvc"


def read_feed(feed: dict[str, Any], channel: Channel) -> None:
    """Take in what the top level says of the feed."""
    said = texts(feed)
    channel.url = said.get("feed_url", "")
    channel.base = said.get("home_page_url", "")
    channel.language = said.get("language", "")
    channel.authors = tuple(_authors(feed))
    if "next_url" in said:
        channel.leads_to.append(channel.absolute(said["next_url"]))
    channel.mine = _MINE in feed
    for one in values(table(feed, _MINE), "deleted"):
        channel.deleted.add(texts(one).get("id", ""))


def read_item(item: Item, channel: Channel) -> ImportedPost:
    """The post that an item is."""
    value = item.value
    said = texts(value)
    page = channel.absolute(said.get("url", ""))
    id = said.get("id", "") or page
    title = html.escape(said.get("title", ""), quote=False)
    body = said.get("content_html", "") or text_html(said.get("content_text", ""))
    mine = table(value, _MINE)
    notes = [texts(one) for one in values(mine, "corrections")]
    summary = said.get("summary", "")
    if channel.mine:
        # Each section has a line of the summary, and each correction; what is before is the rest.
        lines = summary.split("\n")
        more = len(lines) > len(values(mine, "sections")) + len(notes)
        standfirst = html.escape(lines[0], quote=False) if summary and more else ""
        body = _without_notes(undirected(body)[0], len(notes))
    else:
        standfirst = standfirst_of(html.escape(summary), body)
    names = said_tags(value)
    picture = texts(mine.get("image"))
    return ImportedPost(
        source=f"feed:{id}",
        file=channel.file,
        line=item.line,
        id=id,
        title=title,
        standfirst=standfirst,
        html=shielded(channel.in_html(body)),
        date=any_time(said.get("date_published", "")),
        updated=any_time(said.get("date_modified", "")),
        authors=tuple(_authors(value)) or (() if channel.mine else channel.authors),
        category=names[0] if names else "",
        tags=distinct(names[1:]),
        slug=slug_of(page, title),
        aliases=(path_of(page),) if path_of(page) else (),
        image=channel.absolute(said.get("image") or said.get("banner_image") or ""),
        image_alt=picture.get("alt", ""),
        image_credit=picture.get("credit", ""),
        enclosures=tuple(_attachments(value, channel)),
        language=said.get("language", "") if said.get("language") != channel.language else "",
        corrections=tuple(
            Correction(one["text"], any_time(one.get("time", ""))) for one in notes if "text" in one
        ),
    )


def said_tags(value: dict[str, Any]) -> list[str]:
    """The labels of an item."""
    found = value.get("tags")
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _without_notes(body: str, count: int) -> str:
    """The text without the corrections in front of it, which are kept as what they are."""
    for _ in range(count):
        if body.startswith("<p><strong>"):
            body = body.partition("</p>")[2]
    return body


def _authors(value: dict[str, Any]) -> Iterator[Author]:
    """Those of version 1.1, else the one of version 1.0."""
    for one in values(value, "authors") or [table(value, "author")]:
        said = texts(one)
        url = said.get("url", "")
        email = url.removeprefix("mailto:") if url.startswith("mailto:") else ""
        if said.get("name") or email:
            yield Author(said.get("name") or email, email, "" if email else url)


def _attachments(value: dict[str, Any], channel: Channel) -> Iterator[Attachment]:
    for one in values(value, "attachments"):
        said = texts(one)
        size = one.get("size_in_bytes")
        if "url" in said:
            length = int(size) if isinstance(size, int | float) and 0 < size < 10**15 else 0
            yield Attachment(channel.absolute(said["url"]), said.get("mime_type", ""), length)
