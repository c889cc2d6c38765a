"""Lets pages of other sites read feeds, the list of feeds and media (Fetch Standard, CORS)."""

from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from flask import Blueprint, Response, request, url_for
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

from feedsvc.web.feeds import answers_feeds
from feedsvc.web.redirects import Redirects

_OTHERS = ("media", "opml", "search_feed_of")
_HEADERS = "*, A-IM, Cache-Control, If-Modified-Since, If-None-Match, Range"
_SECONDS = "86400"  # for which a browser may keep the answer to a preflight


def add_cross_origin(routes: Blueprint, old: Redirects, site: Callable[[], str]) -> None:
    """Allow every origin to ask for what is public and no page, and to see its entity tag.

    A browser follows a redirect only where it is open as well, so those to what is open are.

    Args:
        routes: of the newsroom.
        old: redirects old addresses.
        site: gives the newsroom's address.
    """

    @routes.after_request
    def open_up(response: Response) -> Response:
        if _is_open(request.endpoint) or _leads_to_open(response, old, site()):
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = "ETag"
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
                response.headers["Access-Control-Allow-Headers"] = _HEADERS
                response.headers["Access-Control-Max-Age"] = _SECONDS
        return response


def _is_open(endpoint: str | None) -> bool:
    name = (endpoint or "").rpartition(".")[2]
    return answers_feeds(name) or name in _OTHERS


def _leads_to_open(response: Response, old: Redirects, site: str) -> bool:
    """Whether an answer redirects to what is open, or is the preflight of one that would.

    Another site says itself what is open there.
    """
    if request.endpoint is None or not (response.status_code == 301 or request.method == "OPTIONS"):
        return False
    begins = url_for(".home").removeprefix(request.root_path).rstrip("/")
    target = old.target(request.path.removeprefix(f"{begins}/"))
    if target is None or response.location not in (None, target):
        return False
    if not target.startswith(f"{site}/") or request_ctx.url_adapter is None:
        return True
    try:
        path = begins + unquote(urlsplit(target.removeprefix(site)).path)
        return _is_open(request_ctx.url_adapter.match(path, "GET")[0])
    except HTTPException:
        return False
