"""The URLs of section 6 of the design: feeds, pages, media, health."""

import logging

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.errors import FeedsvcError, NoSuchFeed
from feedsvc.model.feed import EVERYTHING, PART_KINDS, Format, archive_name, part_name
from feedsvc.newsroom import Newsroom
from feedsvc.pages import STATIC, Pages
from feedsvc.web.digests import add_digests
from feedsvc.web.discovery import add_listings
from feedsvc.web.errors import add_error_pages
from feedsvc.web.media import send_media
from feedsvc.web.metrics import Counts, Tally, add_metrics
from feedsvc.web.pages import add_pages, feed_page
from feedsvc.web.private import add_private
from feedsvc.web.redirects import OldAddresses
from feedsvc.web.responses import NO_STORE, answer_feed, answer_feed_page
from feedsvc.web.search import add_search

_FORMAT = "<any(atom,rss,json):format>"

_log = logging.getLogger("feedsvc")


def make_routes(newsroom: Newsroom) -> Blueprint:
    """Everything that a newsroom answers, as a blueprint of another application."""
    counts = Counts()
    return counted_routes(newsroom, Pages(newsroom), counts, Tally(counts))


def counted_routes(newsroom: Newsroom, pages: Pages, counts: Counts, tally: Tally) -> Blueprint:
    """Everything that a newsroom answers, counted together with what a tally counts."""
    routes = Blueprint(
        "feedsvc",
        __name__,
        static_folder=STATIC,
        static_url_path="/static",
    )
    old = OldAddresses(newsroom)
    add_error_pages(routes, pages)
    add_pages(routes, newsroom, pages, old)
    add_listings(routes, newsroom, pages)
    add_private(routes, newsroom, pages)
    add_metrics(routes, newsroom, counts, tally)
    add_search(routes, newsroom, pages)

    @routes.before_request
    def refuse_nul() -> None:
        if "\x00" in request.path:  # PostgreSQL can hold none, so nothing has such a name
            abort(404)

    def feed(name: str, format: Format) -> AnyResponse:
        now = newsroom.now()
        try:
            if request.headers.get("Sec-Fetch-Dest") == "document":
                return answer_feed_page(feed_page(newsroom, pages, name, format), request, now)
            return answer_feed(newsroom.document(name, format), request, now)
        except NoSuchFeed as error:
            return old.answer(f"{name}.{format}", str(error))

    @routes.get(f"/{EVERYTHING}.{_FORMAT}")
    def everything(format: Format) -> AnyResponse:
        return feed(EVERYTHING, format)

    @routes.get(f"/category/<slug>.{_FORMAT}")
    def category(slug: str, format: Format) -> AnyResponse:
        return feed(part_name("category", slug), format)

    @routes.get(f"/tag/<slug>.{_FORMAT}")
    def tag(slug: str, format: Format) -> AnyResponse:
        return feed(part_name("tag", slug), format)

    @routes.get(f"/author/<slug>.{_FORMAT}")
    def author(slug: str, format: Format) -> AnyResponse:
        return feed(part_name("author", slug), format)

    @routes.get(f"/search/<slug>.{_FORMAT}")
    def named_search(slug: str, format: Format) -> AnyResponse:
        return feed(part_name("search", slug), format)

    @routes.get(f"/archive/<int:number>.{_FORMAT}")
    def archive(number: int, format: Format) -> AnyResponse:
        return feed(archive_name(EVERYTHING, number), format)

    for kind in PART_KINDS:
        routes.add_url_rule(
            f"/{kind}/<slug>/archive/<int:number>.{_FORMAT}",
            f"{kind}_archive",
            lambda slug, number, format, kind=kind: feed(
                archive_name(part_name(kind, slug), number), format
            ),
        )

    add_digests(routes, newsroom, pages, old, feed, _FORMAT)

    @routes.get("/media/<path:path>")
    def media(path: str) -> AnyResponse:
        file = newsroom.media(path)
        if file is None:
            return old.answer(f"media/{path}", "No published article names this file.")
        return send_media(newsroom.folder, path)

    @routes.get("/healthz")
    def healthz() -> Response:
        return _status(200, "ok")

    @routes.get("/readyz")
    def readyz() -> Response:
        try:
            ready = newsroom.indexed
        except FeedsvcError as error:
            _log.error("%s", error)
            return _status(503, "the store cannot be read")
        return _status(200, "ready") if ready else _status(503, "not indexed: run feedsvc index")

    return routes


def _status(code: int, text: str) -> Response:
    response = Response(f"{text}\n", code, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = NO_STORE
    return response
