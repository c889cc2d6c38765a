"""Search: its page and its feeds, and how browsers learn of it (OpenSearch)."""

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.errors import NoSuchFeed, QueryError, TooBusy
from feedsvc.feeds import NO_INDEX, Document, asked_feed, search_url
from feedsvc.model.feed import FORMATS, Format
from feedsvc.newsroom import Newsroom
from feedsvc.pages import Pages
from feedsvc.search import Query, parse
from feedsvc.web.lists import Turn, read_number
from feedsvc.web.responses import (
    FORM_POLICY,
    NO_STORE,
    answer_feed,
    answer_feed_page,
    answer_page,
    feed_terms,
)

RETRY_SECONDS = "10"
_SHORT_NAME, _LONG_NAME = 16, 48  # characters, OpenSearch 1.1


def add_search(routes: Blueprint, newsroom: Newsroom, pages: Pages) -> None:
    """Add search to the blueprint of a newsroom; its named searches are feeds like others."""

    def asked() -> str:
        return request.args.get("q", "")

    def page_of(query: Query, number: int = 1) -> Document:
        key = ("search", query.text, number)
        return pages.page(key, "search.html", lambda: _found(newsroom, query, number), asked=True)

    def refused(problem: str, code: int) -> Response:
        """The search page with the query, and with what is wrong with it."""
        categories = pages.categories()
        shown = pages.render(
            "search.html", categories=categories, here="", query=asked(), problem=problem
        )
        return _told(Response(shown, code, content_type="text/html; charset=utf-8"), code)

    @routes.get("/search")
    def search() -> AnyResponse:
        """What a query finds; without one, a form to write it into."""
        try:
            if not newsroom.feeds.searchable:
                raise NoSuchFeed(NO_INDEX)
            if not asked().strip():
                page = pages.page("search", "search.html", lambda: {"query": ""})
            else:
                page = page_of(parse(asked()), _number_asked())
        except QueryError as error:
            return refused(str(error), 400)
        except TooBusy as error:
            return refused(str(error), 429)
        return answer_page(page, request, newsroom.now())

    @routes.get("/search.<any(atom,rss,json):format>")
    def search_feed_of(format: Format) -> AnyResponse:
        """What a query finds, as a feed."""
        reading = request.headers.get("Sec-Fetch-Dest") == "document"
        now, terms = newsroom.now(), feed_terms(newsroom.settings)
        try:
            query = parse(asked())
            if reading:
                return answer_feed_page(page_of(query), request, now, terms)
            document = newsroom.feeds.search(query, format)
            return answer_feed(document, request, now, terms)
        except QueryError as error:
            code, problem = 400, str(error)
            if not asked().strip():
                example = f"{newsroom.settings.site}/search.{format}?q=rain"
                problem = f"bad query: there is none; write what to search for: {example}"
        except TooBusy as error:
            code, problem = 429, str(error)
        if reading:
            return refused(problem, code)
        plain = Response(f"{problem}\n", code, content_type="text/plain; charset=utf-8")
        return _told(plain, code)

    _add_opensearch(routes, newsroom, pages)


def _number_asked() -> int:
    """The number of the page that is asked for.

    Raises:
        NoSuchFeed: no page has such a number.
    """
    number = read_number(request.args.get("page", "1"))
    if not number:
        raise NoSuchFeed("pages of a search are numbered 1, 2, 3 and so on, from the newest")
    return number


def _found(newsroom: Newsroom, query: Query, number: int) -> dict[str, Any]:
    """What a page of a query shows; its pages are numbered from the newest."""
    settings = newsroom.settings

    def address(page: int) -> str:
        return search_url(query.text, settings.site, page=page)

    feeds = {suffix: search_url(query.text, settings.site, suffix) for suffix in FORMATS}
    found = newsroom.feeds.found(query, number)
    feed = asked_feed(query, settings)
    older = address(number + 1) if found.more else ""
    return {
        "feed": feed,
        "query": query.text,
        "feeds": feeds,
        "entries": found.entries,
        "number": number,
        "turn": Turn(address(number - 1) if number > 1 else "", older, older),
    }


def _add_opensearch(routes: Blueprint, newsroom: Newsroom, pages: Pages) -> None:
    """Add the description from which browsers and aggregators learn of search."""

    @routes.get("/opensearch.xml")
    def opensearch() -> AnyResponse:
        """OpenSearch 1.1 (https://github.com/dewitt/opensearch), for browsers and aggregators."""
        if not newsroom.feeds.searchable:
            raise NoSuchFeed(NO_INDEX)
        names = {
            "short_name": _cut(newsroom.settings.title, _SHORT_NAME),
            "long_name": _cut(newsroom.settings.title, _LONG_NAME),
        }
        page = pages.page("opensearch", "opensearch.osd.xml", lambda: names)
        return answer_page(page, request, newsroom.now())


def _told(response: Response, code: int) -> Response:
    """An answer that says what is wrong with a search."""
    response.headers["Cache-Control"] = NO_STORE
    response.headers["X-Content-Type-Options"] = "nosniff"
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = FORM_POLICY
    else:
        response.headers["Access-Control-Allow-Origin"] = "*"
    if code == 429:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def _cut(text: str, length: int) -> str:
    """The text, or the whole words of it that fit."""
    if len(text) <= length:
        return text
    return text[: length + 1].rpartition(" ")[0].rstrip() or text[:length]
