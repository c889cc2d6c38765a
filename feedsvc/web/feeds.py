"""Routes of feeds, archives and digests: documents for feed readers, pages for browsers."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds import KINDS, Document
from feedsvc.model.feed import (
    DIGESTS,
    EVERYTHING,
    DigestKind,
    Format,
    archive_name,
    digest_name,
    part_name,
)
from feedsvc.newsroom import Newsroom
from feedsvc.pages import FORMAT_NAMES, Pages, arrivals
from feedsvc.web.redirects import Redirects
from feedsvc.web.responses import answer_feed, answer_feed_page, feed_terms

FORMAT = "<any(atom,rss,json):format>"  # the part of an address that names the format
FEED_ENDPOINT = "feed_of_"  # begins the names of the endpoints of feeds

Answering = Callable[[str, Format], AnyResponse]


def feed_answers(newsroom: Newsroom, pages: Pages, old: Redirects) -> Answering:
    """The function that answers with a feed, from its name and a format: document or page.

    Args:
        newsroom, pages: have the documents, and render the pages.
        old: redirects old addresses.
    """

    def answer(name: str, format: Format) -> AnyResponse:
        now, terms = newsroom.now(), feed_terms(newsroom.settings, name, format)
        try:
            if request.headers.get("Sec-Fetch-Dest") == "document" and not terms.unlisted:
                page = feed_page(newsroom, pages, name, format)
                return answer_feed_page(page, request, now, terms)
            document = newsroom.document(name, format)
            return answer_feed(document, request, now, terms)
        except NoSuchFeed as error:
            return old.answer(f"{name}.{format}", str(error))

    return answer


def add_feeds(routes: Blueprint, answer: Answering) -> None:
    """Add the documents of all kinds of feeds, of their archives and of their digests."""

    def add(place: str, kind: str, name: Callable[..., str]) -> None:
        """One address, of a feed whose name is made of the parts of the address."""
        routes.add_url_rule(
            f"/{place}.{FORMAT}", kind, lambda format, **parts: answer(name(**parts), format)
        )

    for word, kind in KINDS.items():
        base = EVERYTHING if word == EVERYTHING else part_name(word, "<slug>")
        of = partial(_source, word)
        if kind.unlisted:
            rss = partial(_rss_alone, answer, of)
            routes.add_url_rule(f"/{base}.rss", f"{FEED_ENDPOINT}{word}", rss)
            continue
        add(base, f"{FEED_ENDPOINT}{word}", of)
        if kind.archives:
            place = archive_name(base, 0).removesuffix("0") + "<int:number>"
            add(place, f"archive_of_{word}", partial(_archive, of))
        for digest in DIGESTS if kind.digests else ():
            place = digest_name(base, digest)
            add(place, f"{digest}_digest_of_{word}", partial(_digest, of, digest))


def answers_feeds(endpoint: str) -> bool:
    """Whether an endpoint of the blueprint, without its prefix, answers with feeds."""
    return endpoint.startswith((FEED_ENDPOINT, "archive_of_")) or "_digest_of_" in endpoint


def _rss_alone(answer: Answering, of: Callable[..., str], slug: str) -> AnyResponse:
    return answer(of(slug), "rss")


def _source(word: str, slug: str = "") -> str:
    return part_name(word, slug) if slug else word


def _archive(of: Callable[..., str], number: int, **parts: str) -> str:
    return archive_name(of(**parts), number)


def _digest(of: Callable[..., str], digest: DigestKind, **parts: str) -> str:
    return digest_name(of(**parts), digest)


def feed_page(newsroom: Newsroom, pages: Pages, name: str, format: Format) -> Document:
    """The page of a feed for a browser that navigates to it: its entries, and how to subscribe.

    Raises:
        NoSuchFeed: nothing published has ever stood in it.
    """
    feed = newsroom.feeds.feed(name)

    def make() -> dict[str, Any]:
        shown = newsroom.feeds.shown(feed, format)
        named = {"feed": feed, "suffix": format, "name": FORMAT_NAMES[format]}
        counted = KINDS[feed.kind].numbered and not (feed.digest or feed.archive)
        weeks = newsroom.feeds.lists.weeks(feed.name) if counted else []
        return named | shown._asdict() | {"arrivals": arrivals(weeks) if weeks else None}

    return pages.page((name, format), "feed.html", make)
