"""All addresses of a newsroom, as one blueprint; each kind of them has a module of its own."""

import logging
from urllib.parse import urlsplit

from flask import Blueprint, abort, request
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.newsroom import Newsroom
from feedsvc.pages import STATIC, Pages
from feedsvc.web.articles import add_articles
from feedsvc.web.cross_origin import add_cross_origin
from feedsvc.web.digests import add_digests
from feedsvc.web.errors import add_error_pages
from feedsvc.web.feeds import add_feeds, feed_answers
from feedsvc.web.health import add_health
from feedsvc.web.host import is_host
from feedsvc.web.hub import add_hub
from feedsvc.web.lists import add_lists
from feedsvc.web.media import send_media
from feedsvc.web.metrics import Counts, Tally, add_metrics
from feedsvc.web.opml import add_opml
from feedsvc.web.pages import add_pages
from feedsvc.web.polls import Polls, add_polls
from feedsvc.web.private import add_private, is_private
from feedsvc.web.redirects import Redirects
from feedsvc.web.rights import add_rights
from feedsvc.web.search import add_search
from feedsvc.web.sitemap import add_sitemap
from feedsvc.web.stylesheet import add_stylesheet
from feedsvc.web.theme import served_theme

_log = logging.getLogger("feedsvc.server")


def make_routes(newsroom: Newsroom) -> Blueprint:
    """Everything that a newsroom answers, as a blueprint of another application.

    Where the prefix that the application gives it is not the path of `base_url`, the log warns:
    addresses in feeds would lead elsewhere.
    """
    newsroom.following = True
    counts = Counts()
    pages = Pages(lambda: newsroom.feeds, served_theme(newsroom), pixels=newsroom.folder.pixels)
    routes = counted_routes(newsroom, pages, counts, Tally(counts), Polls(newsroom))
    site = newsroom.settings.site

    def compare(state: BlueprintSetupState) -> None:
        prefix = (state.url_prefix or "").rstrip("/")
        if prefix != urlsplit(site).path.rstrip("/"):
            _log.warning(
                "the blueprint stands under %r, but addresses in feeds begin with %s; give"
                " feedsvc.open a base_url that ends in the prefix",
                prefix or "/",
                site,
            )

    routes.record(compare)
    return routes


def counted_routes(
    newsroom: Newsroom, pages: Pages, counts: Counts, tally: Tally, polls: Polls
) -> Blueprint:
    """Everything that a newsroom answers; its requests are counted together with the tally's."""
    routes = Blueprint("feedsvc", __name__, static_folder=STATIC, static_url_path="/static")
    routes.before_request(newsroom.follow)
    old = Redirects(newsroom)
    answer = feed_answers(newsroom, pages, old)
    add_error_pages(routes, pages)
    add_pages(routes, newsroom, pages, old)
    add_articles(routes, newsroom, pages, old)
    add_lists(routes, newsroom, pages, old)
    add_opml(routes, newsroom, pages)
    add_sitemap(routes, newsroom, pages)
    add_stylesheet(routes, newsroom, pages)
    add_private(routes, newsroom, pages)
    add_rights(routes, lambda: newsroom.settings.machines, is_private)
    add_metrics(routes, newsroom, counts, tally)
    add_polls(routes, polls)
    add_search(routes, newsroom, pages)
    add_feeds(routes, answer)
    add_digests(routes, newsroom, pages, old)
    add_hub(routes, newsroom, old)
    add_health(routes, newsroom, pages.themes)
    add_cross_origin(routes, old, lambda: newsroom.settings.site)

    @routes.before_request
    def refuse() -> None:
        if not is_host(request.environ.get("HTTP_HOST")):
            abort(400, "The request names its host in no way that can be read.")
        if "\x00" in request.path:  # PostgreSQL can hold none, so nothing has such a name
            abort(404)

    @routes.get("/media/<path:path>")
    def media(path: str) -> AnyResponse:
        file = newsroom.articles.media(path)
        if file is None:
            return old.answer(f"media/{path}", "No published article names this file.")
        return send_media(newsroom.folder, path, newsroom.settings.media.accel)

    return routes
