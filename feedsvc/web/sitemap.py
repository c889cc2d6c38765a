"""Answers the sitemaps and /robots.txt: which pages there are, and what crawlers may read."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, request

from feedsvc.feeds import Document, PageLine
from feedsvc.model.feed import feed_path
from feedsvc.model.media_types import media_type
from feedsvc.newsroom import Newsroom
from feedsvc.pages import Pages
from feedsvc.web.responses import answer_page
from feedsvc.web.rights import robots_rules

PAGES_OF_A_SITEMAP = 50_000  # https://www.sitemaps.org/protocol.html
PICTURES_OF_A_PAGE = 5  # so that 50,000 pages stay within the 50 MB of the same page
# https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
NEWS_OF_A_SITEMAP = 1_000
NEWS_AGE = timedelta(days=2)


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

    @routes.get("/news-sitemap.xml")
    def news_sitemap() -> Response:
        """What was published here in the last two days; it changes as articles become older."""
        return listing("news-sitemap", "news-sitemap.xml", lambda: _news(newsroom))

    @routes.get("/robots.txt")
    def robots() -> Response:
        """RFC 9309: everything may be read but results of searches, which have no end."""
        site = newsroom.settings.site
        machines = newsroom.settings.machines
        rules = f"Allow: /\nDisallow: {urlsplit(site).path}/search?\n{robots_rules(machines)}"
        maps = f"Sitemap: {site}/sitemap.xml\nSitemap: {site}/news-sitemap.xml\n"
        license = f"License: {machines.license}\n" if machines.license else ""
        text = f"User-agent: *\n{rules}\n{license}{maps}"
        return answer_page(Document(text.encode(), "text/plain", None), request, newsroom.now())


class _Line(NamedTuple):
    """An article in the sitemap."""

    url: str
    updated: datetime
    pictures: list[str]

    @classmethod
    def of(cls, page: PageLine) -> "_Line":
        """The line of a page."""
        pictures = [url for url in page.media if media_type(url).startswith("image/")]
        return cls(page.url, page.updated, pictures[:PICTURES_OF_A_PAGE])


def _news(newsroom: Newsroom) -> dict[str, Any]:
    """The newest articles of the last days, and when the oldest of them is too old.

    What was published elsewhere first is no news of this site.
    """
    now = newsroom.feeds.moment()
    found = newsroom.feeds.lists.published_since(now - NEWS_AGE, NEWS_OF_A_SITEMAP)
    until = found[-1].published + NEWS_AGE if found else None
    return {"articles": [one for one in found if one.url == one.page], "valid_until": until}


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
        found = self._newsroom.articles.pages(first, self._limit - len(pages))
        return {"pages": pages, "articles": [_Line.of(one) for one in found]}

    def _overviews(self) -> list[str]:
        site, categories = self._newsroom.settings.site, self._newsroom.feeds.categories()
        return [f"{site}/", *(site + feed_path(one.name) for one in categories)]
