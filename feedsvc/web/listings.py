"""Files for machines: what can be subscribed to (OPML), which pages there are, who may look."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, request

from feedsvc.documents import Document
from feedsvc.feeds import feed_path
from feedsvc.newsroom import Newsroom
from feedsvc.web.answers import answer_page
from feedsvc.web.presenting import Presenter, grouped

PAGES_OF_A_SITEMAP = 50_000  # https://www.sitemaps.org/protocol.html


def add_listings(routes: Blueprint, newsroom: Newsroom, presenter: Presenter) -> None:
    """Add OPML, sitemap and robots.txt to the blueprint of a newsroom."""
    site = newsroom.settings.site

    def listing(key: str, template: str, make: Callable[[], dict[str, Any]]) -> Response:
        return answer_page(presenter.page(key, template, make), request, newsroom.now())

    @routes.get("/feeds.opml")
    def opml() -> Response:
        """OPML 2.0 (http://opml.org/spec2.opml)."""

        def make() -> dict[str, Any]:
            everything, groups = grouped(newsroom.feeds())
            return {"everything": everything, "groups": groups}

        return listing("opml", "feeds.opml.xml", make)

    @routes.get("/sitemap.xml")
    def sitemap() -> Response:
        """One file while that is enough, else an index of several."""
        count = newsroom.count_pages()
        if count <= PAGES_OF_A_SITEMAP:
            return part(0)
        numbers = range(-(-count // PAGES_OF_A_SITEMAP))
        parts = [f"{site}/sitemap-{number + 1}.xml" for number in numbers]
        return listing("sitemap", "sitemap-index.xml", lambda: {"parts": parts})

    @routes.get("/sitemap-<int:number>.xml")
    def sitemap_part(number: int) -> Response:
        last = -(-newsroom.count_pages() // PAGES_OF_A_SITEMAP)
        if not 1 <= number <= last or last == 1:
            abort(404, "There is no such part of the sitemap.")
        return part(number - 1)

    def part(number: int) -> Response:
        def make() -> dict[str, Any]:
            start = number * PAGES_OF_A_SITEMAP
            pages = [f"{site}/", *(site + feed_path(c.name) for c in newsroom.categories())]
            return {
                "pages": [] if number else pages,
                "articles": newsroom.pages(start, PAGES_OF_A_SITEMAP),
            }

        return listing(f"sitemap-{number}", "sitemap.xml", make)

    @routes.get("/robots.txt")
    def robots() -> Response:
        """RFC 9309: everything may be read."""
        text = f"User-agent: *\nAllow: /\n\nSitemap: {site}/sitemap.xml\n"
        return answer_page(Document(text.encode(), "text/plain", None), request, newsroom.now())
