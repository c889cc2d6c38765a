"""Lets pages of other sites read feeds, the list of feeds and media (Fetch Standard, CORS)."""

from flask import Blueprint, Response, request

from feedsvc.web.feeds import answers_feeds

_OTHERS = ("media", "opml", "search_feed_of")
_HEADERS = "*, A-IM, Cache-Control, If-Modified-Since, If-None-Match, Range"
_SECONDS = "86400"  # for which a browser may keep the answer to a preflight


def add_cross_origin(routes: Blueprint) -> None:
    """Allow every origin to ask for what is public and no page, and to see its entity tag."""

    @routes.after_request
    def open_up(response: Response) -> Response:
        endpoint = (request.endpoint or "").rpartition(".")[2]
        if answers_feeds(endpoint) or endpoint in _OTHERS:
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = "ETag"
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
                response.headers["Access-Control-Allow-Headers"] = _HEADERS
                response.headers["Access-Control-Max-Age"] = _SECONDS
        return response
