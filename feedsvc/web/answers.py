"""A document as an HTTP answer: validators, codings, caching."""

from datetime import datetime
from email.utils import format_datetime
from typing import NamedTuple

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
# The same on pages with a form of ours, which asks this site.
FORM_POLICY = PAGE_POLICY.replace("form-action 'none'", "form-action 'self'")
_FEED_HEADERS = (
    ("Cache-Control", FEED_CACHING),
    ("Vary", FEED_VARY),
    ("Access-Control-Allow-Origin", "*"),
)
_PAGE_HEADERS = (
    ("Cache-Control", PAGE_CACHING),
    ("Vary", "Accept-Encoding"),
    ("Content-Security-Policy", PAGE_POLICY),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
)


class Asked(NamedTuple):
    """What a request says of what it holds and takes: header texts, None where not sent."""

    accept_encoding: str | None
    if_none_match: str | None
    if_modified_since: str | None


class Answer(NamedTuple):
    """Status, headers and body of an answer; of a 304 the body is empty."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def feed_answer(document: Document, asked: Asked, now: datetime) -> Answer:
    """A feed, or 304 where the client has it (RFC 9110 13.2, 15.4.5)."""
    return _answer(document, asked, now, _FEED_HEADERS)


def _answer(
    document: Document, asked: Asked, now: datetime, more: tuple[tuple[str, str], ...]
) -> Answer:
    coding = choose_coding(asked.accept_encoding)
    tag = not_modified(document, coding, asked.if_none_match, asked.if_modified_since)
    given, body = (tag, b"") if tag is not None else document.tagged(coding)
    headers = [("ETag", given)]
    if tag is None:
        headers.append(("Content-Type", f"{document.media_type}; charset=utf-8"))
        headers.append(("Content-Length", str(len(body))))
        headers.append(("X-Content-Type-Options", "nosniff"))
        if coding:
            headers.append(("Content-Encoding", coding))
    if tag is None and document.last_modified is not None:
        # Never later than the answer itself (RFC 9110 8.8.2.1).
        stamp = format_datetime(min(document.last_modified, now), usegmt=True)
        headers.append(("Last-Modified", stamp))
    return Answer(200 if tag is None else 304, [*headers, *more], body)


def _response(answer: Answer) -> Response:
    response = Response(answer.body, answer.status)
    del response.headers["Content-Type"]  # what Flask would say by itself
    response.headers.update(answer.headers)
    return response


def _asked(request: Request) -> Asked:
    headers = request.headers
    return Asked(
        headers.get("Accept-Encoding"),
        headers.get("If-None-Match"),
        headers.get("If-Modified-Since"),
    )


def answer_feed(document: Document, request: Request, now: datetime) -> Response:
    """A feed, or 304 where the client has it."""
    return _response(feed_answer(document, _asked(request), now))


def answer_page(document: Document, request: Request, now: datetime) -> Response:
    """A page, or 304 where the client has it."""
    return _response(_answer(document, _asked(request), now, _PAGE_HEADERS))


def answer_feed_page(document: Document, request: Request, now: datetime) -> Response:
    """A feed's page in place of the feed, or 304; only the browser that asked may keep it."""
    response = answer_page(document, request, now)
    response.headers["Cache-Control"] = "private, max-age=300"
    response.headers["Vary"] = FEED_VARY
    return response


def allow_form(response: Response) -> Response:
    """The answer of a page that has a form."""
    response.headers["Content-Security-Policy"] = FORM_POLICY
    return response
