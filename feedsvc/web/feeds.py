"""Routes of feeds and their archives: documents for feed readers, pages for browsers."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds import Document
from feedsvc.model.feed import (
    EVERYTHING,
    NAMED_KINDS,
    PART_KINDS,
    Format,
    archive_name,
    part_name,
)
from feedsvc.newsroom import Newsroom
from feedsvc.pages import FORMAT_NAMES, Pages
from feedsvc.web.redirects import Redirects
from feedsvc.web.responses import answer_feed, answer_feed_page

FORMAT = "<any(atom,rss,json):format>"  # the part of an address that names the format

Answering = Callable[[str, Format], AnyResponse]


def feed_answers(newsroom: Newsroom, pages: Pages, old: Redirects) -> Answering:
    """The function that answers with a feed, from its name and a format: document or page.

    Args:
        newsroom, pages: have the documents, and render the pages.
        old: redirects old addresses.
    """

    def answer(name: str, format: Format) -> AnyResponse:
        now = newsroom.now()
        try:
            if request.headers.get("Sec-Fetch-Dest") == "document":
                return answer_feed_page(feed_page(newsroom, pages, name, format), request, now)
            return answer_feed(newsroom.document(name, format), request, now)
        except NoSuchFeed as error:
            return old.answer(f"{name}.{format}", str(error))

    return answer


def add_feeds(routes: Blueprint, answer: Answering) -> None:
    """Add feeds and their archives to a blueprint."""
    routes.add_url_rule(
        f"/{EVERYTHING}.{FORMAT}", "everything", lambda format: answer(EVERYTHING, format)
    )
    routes.add_url_rule(
        f"/archive/<int:number>.{FORMAT}",
        "archive",
        lambda number, format: answer(archive_name(EVERYTHING, number), format),
    )
    for kind in NAMED_KINDS:
        routes.add_url_rule(
            f"/{kind}/<slug>.{FORMAT}",
            "named_search" if kind == "search" else kind,
            lambda slug, format, kind=kind: answer(part_name(kind, slug), format),
        )
    for kind in PART_KINDS:
        routes.add_url_rule(
            f"/{kind}/<slug>/archive/<int:number>.{FORMAT}",
            f"{kind}_archive",
            lambda slug, number, format, kind=kind: answer(
                archive_name(part_name(kind, slug), number), format
            ),
        )


def feed_page(newsroom: Newsroom, pages: Pages, name: str, format: Format) -> Document:
    """The page of a feed for a browser that navigates to it: its entries, and how to subscribe.

    Raises:
        NoSuchFeed: nothing published has ever stood in it.
    """
    feed = newsroom.feed(name)

    def make() -> dict[str, Any]:
        entries = newsroom.periods.shown(feed) if feed.digest else newsroom.shown(feed)
        return {"feed": feed, "suffix": format, "name": FORMAT_NAMES[format], "entries": entries}

    return pages.page((name, format), "feed.html", make)
