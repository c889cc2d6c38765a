"""Answers /sitemap.xml and /robots.txt: which pages there are, and what crawlers may read."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, request

from feedsvc.feeds import Document
from feedsvc.model.feed import feed_path
from feedsvc.newsroom import Newsroom
from feedsvc.pages import Pages
from feedsvc.web.responses import answer_page

PAGES_OF_A_SITEMAP = 50_000  # https://www.sitemaps.org/protocol.html


def add_sitemap(
    routes: Blueprint, newsroom: Newsroom, pages: Pages, limit: int = PAGES_OF_A_SITEMAP
) -> None:
    """Add the sitemap and robots.txt to the blueprint of a newsroom.

    Args:
        routes: gets the addresses.
        newsroom, pages: have what is listed, and render it.
        limit: addresses that one file of the sitemap may hold.
    """
    addresses = _Addresses(newsroom, limit)

    def listing(key: str, template: str, make: Callable[[], dict[str, Any]]) -> Response:
        return answer_page(pages.page(key, template, make), request, newsroom.now())

    @routes.get("/sitemap.xml")
    def sitemap() -> Response:
        """One file while that is enough, else an index of several."""
        last = addresses.parts()
        if last == 1:
            return part(1)
        site = newsroom.settings.site
        parts = [f"{site}/sitemap-{number}.xml" for number in range(1, last + 1)]
        return listing("sitemap", "sitemap-index.xml", lambda: {"parts": parts})

    @routes.get("/sitemap-<int:number>.xml")
    def sitemap_part(number: int) -> Response:
        last = addresses.parts()
        if last == 1 or not 1 <= number <= last:
            abort(404, "There is no such part of the sitemap.")
        return part(number)

    def part(number: int) -> Response:
        return listing(f"sitemap-{number}", "sitemap.xml", lambda: addresses.part(number))

    @routes.get("/robots.txt")
    def robots() -> Response:
        """RFC 9309: everything may be read but results of searches, which have no end."""
        site = newsroom.settings.site
        rules = f"Allow: /\nDisallow: {urlsplit(site).path}/search?\n"
        text = f"User-agent: *\n{rules}\nSitemap: {site}/sitemap.xml\n"
        return answer_page(Document(text.encode(), "text/plain", None), request, newsroom.now())


class _Addresses:
    """Divides the pages of a newsroom among files of a sitemap; articles come after the others.

    Args:
        newsroom: whose.
        limit: addresses that one file may hold.
    """

    def __init__(self, newsroom: Newsroom, limit: int) -> None:
        self._newsroom = newsroom
        self._limit = limit

    def parts(self) -> int:
        """How many files are needed for all pages."""
        return max(
            1, -(-(len(self._overviews()) + self._newsroom.articles.count_pages()) // self._limit)
        )

    def part(self, number: int) -> dict[str, Any]:
        """The values of the template of a file, `pages` and `articles`; files count from 1."""
        others = self._overviews()
        start = (number - 1) * self._limit
        pages = others[start : start + self._limit]
        first = max(0, start - len(others))
        return {
            "pages": pages,
            "articles": self._newsroom.articles.pages(first, self._limit - len(pages)),
        }

    def _overviews(self) -> list[str]:
        site, categories = self._newsroom.settings.site, self._newsroom.feeds.categories()
        return [f"{site}/", *(site + feed_path(one.name) for one in categories)]
