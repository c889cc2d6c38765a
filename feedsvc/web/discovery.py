"""Files for machines: what can be subscribed to (OPML), which pages there are, who may look."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, request

from feedsvc.feeds.document import Document
from feedsvc.model.feed import feed_path
from feedsvc.newsroom import Newsroom
from feedsvc.pages import Pages, grouped
from feedsvc.web.digests import digests_of
from feedsvc.web.responses import answer_page

PAGES_OF_A_SITEMAP = 50_000  # https://www.sitemaps.org/protocol.html


def add_listings(
    routes: Blueprint, newsroom: Newsroom, pages: Pages, limit: int = PAGES_OF_A_SITEMAP
) -> None:
    """Add OPML, sitemap and robots.txt to the blueprint of a newsroom.

    Args:
        routes, newsroom, pages: what is added to, and what it shows.
        limit: addresses that one file of the sitemap may hold.
    """
    site = newsroom.settings.site

    def listing(key: str, template: str, make: Callable[[], dict[str, Any]]) -> Response:
        return answer_page(pages.page(key, template, make), request, newsroom.now())

    @routes.get("/feeds.opml")
    def opml() -> Response:
        """OPML 2.0 (http://opml.org/spec2.opml)."""

        def make() -> dict[str, Any]:
            everything, groups = grouped(newsroom.feeds())
            shown = [everything.feed, *newsroom.categories()]
            digests = [digest for feed in shown for digest in digests_of(feed)]
            return {"everything": everything, "groups": groups, "digests": digests}

        return listing("opml", "feeds.opml.xml", make)

    @routes.get("/sitemap.xml")
    def sitemap() -> Response:
        """One file while that is enough, else an index of several."""
        last = parts()
        if last == 1:
            return part(1)
        addresses = [f"{site}/sitemap-{number}.xml" for number in range(1, last + 1)]
        return listing("sitemap", "sitemap-index.xml", lambda: {"parts": addresses})

    @routes.get("/sitemap-<int:number>.xml")
    def sitemap_part(number: int) -> Response:
        last = parts()
        if last == 1 or not 1 <= number <= last:
            abort(404, "There is no such part of the sitemap.")
        return part(number)

    def parts() -> int:
        """How many files all pages take, those of articles after the others."""
        return max(1, -(-(len(overview()) + newsroom.count_pages()) // limit))

    def part(number: int) -> Response:
        def make() -> dict[str, Any]:
            others = overview()
            start = (number - 1) * limit
            pages = others[start : start + limit]
            first = max(0, start - len(others))
            return {"pages": pages, "articles": newsroom.pages(first, limit - len(pages))}

        return listing(f"sitemap-{number}", "sitemap.xml", make)

    def overview() -> list[str]:
        return [f"{site}/", *(site + feed_path(one.name) for one in newsroom.categories())]

    @routes.get("/robots.txt")
    def robots() -> Response:
        """RFC 9309: everything may be read but what is searched for, which has no end."""
        rules = f"Allow: /\nDisallow: {urlsplit(site).path}/search?\n"
        text = f"User-agent: *\n{rules}\nSitemap: {site}/sitemap.xml\n"
        return answer_page(Document(text.encode(), "text/plain", None), request, newsroom.now())
