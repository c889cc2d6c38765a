"""Error pages: what a client is told where it cannot have what it asked for."""

import logging
import re
from pathlib import PurePosixPath

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException, default_exceptions
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.errors import FeedsvcError, NoSuchFeed, StoreAway
from feedsvc.pages import Pages
from feedsvc.web.conditional import forget_impossible_dates
from feedsvc.web.redirects import moved
from feedsvc.web.responses import FORM_POLICY, NO_STORE

RETRY_SECONDS = "60"
_MOST_WORDS = 6  # of an address, as a search
_KEPT = ("Allow", "Content-Range", "Retry-After")  # headers of an error that its page keeps

_log = logging.getLogger("feedsvc")


def meant(path: str) -> str:
    """The words of an address that leads nowhere, to search for; empty where there are none.

    Args:
        path: of the address. One of a private feed has no words: its token is a secret.
    """
    if "/private/" in f"{path}/":
        return ""
    words = re.split(r"[\W_]+", PurePosixPath(path).stem)
    words = [word for word in words if word and not word.isdecimal()]
    return " ".join(words[:_MOST_WORDS])


def add_error_pages(place: Flask | Blueprint, pages: Pages) -> None:
    """Answer errors with pages of the newsroom, in a whole application or in one blueprint."""

    def page(code: int, name: str, reason: str) -> Response:
        values: dict[str, object] = {"categories": [], "here": "", "latest": "", "meant": ""}
        if code in (404, 410):
            values |= {"categories": pages.categories(), "latest": pages.latest()}
            values["meant"] = meant(request.path) if code == 404 else ""
        shown = pages.render("error.html", name=name, reason=reason, **values)
        response = Response(shown, code, content_type="text/html; charset=utf-8")
        response.headers["Cache-Control"] = NO_STORE
        response.headers["Content-Security-Policy"] = FORM_POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"  # the address may be a private one
        return response

    @place.before_request
    def read_as_meant() -> AnyResponse | None:
        forget_impossible_dates(request.environ)
        if isinstance(request.routing_exception, RequestRedirect):
            # The request has no path. Flask would redirect to whatever host the request names.
            return moved(str(pages.home))
        return None

    @place.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        response = page(error.code or 500, error.name, error.description or "")
        for header, value in error.get_headers():
            if header in _KEPT:
                response.headers[header] = value
        return response

    for code in default_exceptions:  # else a host application's handler of one code would win
        place.register_error_handler(code, refused)

    @place.errorhandler(NoSuchFeed)
    def missing(error: NoSuchFeed) -> Response:
        return page(404, "Not Found", str(error))

    @place.errorhandler(FeedsvcError)
    def failed(error: FeedsvcError) -> Response:
        if not isinstance(error, StoreAway):  # each worker tells it once, when it looks
            _log.error("%s", error)
        response = page(503, "Service Unavailable", "Try again in a minute.")
        response.headers["Retry-After"] = RETRY_SECONDS
        return response
