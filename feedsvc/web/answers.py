"""A document as an HTTP answer: validators, codings, caching."""

from datetime import datetime
from email.utils import format_datetime

from flask import Request, Response

from feedsvc.documents import Document
from feedsvc.web.conditional import choose_coding, not_modified

FEED_CACHING = "public, max-age=300, stale-while-revalidate=60, stale-if-error=3600"
PAGE_CACHING = "public, max-age=300"
FEED_VARY = "Accept-Encoding, Sec-Fetch-Dest"
NO_STORE = "no-store"
# Article HTML can run nothing, frame nothing and send nothing; pictures may come from elsewhere.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' http: https:;"
    " media-src 'self' http: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def answer_feed(document: Document, request: Request, now: datetime) -> Response:
    """A feed, or 304 where the client has it."""
    response = _answer(document, request, now)
    response.headers["Cache-Control"] = FEED_CACHING
    response.headers["Vary"] = FEED_VARY
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def answer_page(document: Document, request: Request, now: datetime) -> Response:
    """A page, or 304 where the client has it."""
    response = _answer(document, request, now)
    response.headers["Cache-Control"] = PAGE_CACHING
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    return response


def answer_feed_page(document: Document, request: Request, now: datetime) -> Response:
    """A feed's page in place of the feed, or 304; only the browser that asked may keep it."""
    response = answer_page(document, request, now)
    response.headers["Cache-Control"] = "private, max-age=300"
    response.headers["Vary"] = FEED_VARY
    return response


def _answer(document: Document, request: Request, now: datetime) -> Response:
    coding = choose_coding(request.headers.get("Accept-Encoding"))
    tag = not_modified(
        document,
        coding,
        request.headers.get("If-None-Match"),
        request.headers.get("If-Modified-Since"),
    )
    if tag is not None:
        response = Response(status=304)
        del response.headers["Content-Type"]
    else:
        response = Response(document.coded(coding))
        response.headers["Content-Type"] = f"{document.media_type}; charset=utf-8"
        response.headers["X-Content-Type-Options"] = "nosniff"
        if coding:
            response.headers["Content-Encoding"] = coding
    response.headers["ETag"] = tag or document.tag(coding)
    if document.last_modified is not None:
        # Never later than the answer itself (RFC 9110 8.8.2.1).
        stamp = format_datetime(min(document.last_modified, now), usegmt=True)
        response.headers["Last-Modified"] = stamp
    return response
