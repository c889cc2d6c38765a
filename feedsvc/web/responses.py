"""Answers 200, 304 or 226 with a document: validators, content coding, caching."""

from datetime import datetime
from email.utils import format_datetime
from typing import NamedTuple, TypeAlias

from flask import Request, Response
from werkzeug.wrappers import Response as BaseResponse

from feedsvc.feeds import Document, is_unlisted
from feedsvc.model.feed import Format, feed_path
from feedsvc.pages import COPY_SCRIPT, script_hash
from feedsvc.settings import Settings
from feedsvc.web.conditional import (
    choose_coding,
    delta_since,
    merges,
    merging_tag,
    not_modified,
    wants_deltas,
)
from feedsvc.web.rights import license_link

PAGE_CACHING = "public, max-age=300"
FEED_VARY = "Accept-Encoding, Sec-Fetch-Dest"
NO_STORE = "no-store"
# Article HTML can run nothing, frame nothing and send nothing; pictures may come from elsewhere.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' http: https:;"
    " media-src 'self' http: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# The same on pages with our form for searches, which is sent to this site.
FORM_POLICY = PAGE_POLICY.replace("form-action 'none'", "form-action 'self'")
# The same on the page of a feed, whose button copies an address.
COPY_POLICY = f"{FORM_POLICY}; script-src {script_hash(COPY_SCRIPT)}"
_OPEN = (("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", "ETag"))
Headers: TypeAlias = tuple[tuple[str, str], ...]
_FEED_HEADERS = (("Vary", FEED_VARY), *_OPEN)
_DELTA_HEADERS = (
    ("IM", "feed"),
    ("Cache-Control", NO_STORE),
    ("Vary", f"{FEED_VARY}, A-IM, If-None-Match"),
    *_OPEN,
)
_PAGE_HEADERS = (
    ("Cache-Control", PAGE_CACHING),
    ("Vary", "Accept-Encoding"),
    ("Content-Security-Policy", FORM_POLICY),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
)
_PRIVATE_POLICY = (
    ("Cache-Control", "private, no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Robots-Tag", "noindex"),
)
_PRIVATE_HEADERS = (
    *_PRIVATE_POLICY,
    ("Vary", FEED_VARY),
    ("Content-Security-Policy", PAGE_POLICY),
)


class Conditions(NamedTuple):
    """The headers of a request that decide how it is answered; None where not sent.

    Attributes:
        delta: whether the client merges deltas (RFC 3229).
        head: whether it asks for headers alone; no delta is made for them.
    """

    accept_encoding: str | None
    if_none_match: str | None
    if_modified_since: str | None
    delta: bool = False
    head: bool = False


class Answer(NamedTuple):
    """Status, headers and body of an answer; of a 304 the body is empty."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Terms(NamedTuple):
    """What answers with a feed say besides the document.

    Attributes:
        seconds: for which readers and caches may keep it.
        deltas: whether who asks for them is given deltas (RFC 3229).
        links: the header `Link`; empty: none.
        unlisted: whether search engines are to leave it out.
        usage: the header `Content-Usage`; empty: none.
    """

    seconds: int
    deltas: bool = False
    links: str = ""
    unlisted: bool = False
    usage: str = ""

    @property
    def of_body(self) -> Headers:
        """Headers of an answer that has a body."""
        found = (("Link", self.links), ("Content-Usage", self.usage))
        return tuple((name, value) for name, value in found if value)

    @property
    def shared(self) -> Headers:
        """Headers of an answer that caches may give to others."""
        caching = f"public, max-age={self.seconds}, stale-while-revalidate=60, stale-if-error=3600"
        return (("Cache-Control", caching), *_FEED_HEADERS)

    @property
    def own(self) -> Headers:
        """Headers of a whole feed with a tag for one client, which no cache may give to others."""
        return (("Cache-Control", f"private, max-age={self.seconds}"), *_FEED_HEADERS)


def feed_terms(settings: Settings, name: str = "", format: Format = "atom") -> Terms:
    """What answers with a feed say besides the document: by settings.

    Args:
        settings: of the newsroom.
        name, format: of the document; without a name it announces no hub.
    """
    links = [_hub_links(settings, name, format) if name else "", license_link(settings.machines)]
    return Terms(
        settings.feeds.max_age,
        settings.feeds.deltas,
        ", ".join(filter(None, links)),
        bool(name) and is_unlisted(name),
        settings.machines.preference,
    )


def _hub_links(settings: Settings, name: str, format: Format) -> str:
    """The header `Link` of a feed: its own address, and its hubs (W3C WebSub 4); empty: no hub."""
    if not settings.hubs:
        return ""
    links = [(settings.site + feed_path(name, format), "self")]
    links += [(hub, "hub") for hub in settings.hubs]
    return ", ".join(f'<{url}>; rel="{rel}"' for url, rel in links)


def feed_answer(document: Document, asked: Conditions, now: datetime, terms: Terms) -> Answer:
    """A feed; 304 where the client has it (RFC 9110 13.2, 15.4.5); 226 where it merges a delta.

    A 226 says what is new since one of the tags that the client sent (RFC 3229 10.4.1), and goes to
    this client alone: caches that do not know of deltas would take it for the whole. Where no
    deltas are given, tags of deltas from before match nothing: who holds one may have lost what it
    was not sent, and gets the whole.
    """
    answer = _feed_answer(document, asked, now, terms)
    if answer.status != 304:
        answer.headers.extend(terms.of_body)
    if terms.unlisted:
        answer.headers.append(("X-Robots-Tag", "noindex"))
    return answer


def _feed_answer(document: Document, asked: Conditions, now: datetime, terms: Terms) -> Answer:
    if not (terms.deltas and asked.delta and merges(asked.if_none_match)):
        return _answer(document, asked, now, terms.shared, deltas=terms.deltas)
    coding = choose_coding(asked.accept_encoding)
    given = merging_tag(document.tag(coding))
    held = not_modified(document, given, asked.if_none_match, asked.if_modified_since, deltas=True)
    if held is not None:
        return Answer(304, [("ETag", held), *terms.own], b"")
    new = None if asked.head else delta_since(asked.if_none_match or "", document, coding)
    tag, whole = document.tagged(coding)
    status, body, more = (200, whole, terms.own) if new is None else (226, new, _DELTA_HEADERS)
    headers = _headers(document, merging_tag(tag), coding, len(body), now)
    return Answer(status, [*headers, *more], body)


def _answer(
    document: Document,
    asked: Conditions,
    now: datetime,
    more: Headers,
    *,
    deltas: bool = False,
) -> Answer:
    coding = choose_coding(asked.accept_encoding)
    given = document.tag(coding)
    tag = not_modified(document, given, asked.if_none_match, asked.if_modified_since, deltas=deltas)
    if tag is not None:
        return Answer(304, [("ETag", tag), *more], b"")
    given, body = document.tagged(coding)
    return Answer(200, [*_headers(document, given, coding, len(body), now), *more], body)


def _headers(
    document: Document, tag: str, coding: str, size: int, now: datetime
) -> list[tuple[str, str]]:
    """The headers that describe the bytes of a document, or of a delta to it."""
    headers = [
        ("ETag", tag),
        ("Content-Type", f"{document.media_type}; charset=utf-8"),
        ("Content-Length", str(size)),
        ("X-Content-Type-Options", "nosniff"),
    ]
    if coding:
        headers.append(("Content-Encoding", coding))
    if document.last_modified is not None:
        # Never later than the answer itself (RFC 9110 8.8.2.1).
        stamp = format_datetime(min(document.last_modified, now), usegmt=True)
        headers.append(("Last-Modified", stamp))
    return headers


def _response(answer: Answer) -> Response:
    response = Response(answer.body, answer.status)
    del response.headers["Content-Type"]  # Flask's default
    response.headers.update(answer.headers)
    return response


def _asked(request: Request) -> Conditions:
    headers = request.headers
    return Conditions(
        headers.get("Accept-Encoding"),
        headers.get("If-None-Match"),
        headers.get("If-Modified-Since"),
        wants_deltas(request.environ),
        request.method == "HEAD",
    )


def answer_feed(document: Document, request: Request, now: datetime, terms: Terms) -> Response:
    """A feed, what is new in it where deltas are given, or 304 where the client has it."""
    return _response(feed_answer(document, _asked(request), now, terms))


def answer_page(document: Document, request: Request, now: datetime) -> Response:
    """A page, or 304 where the client has it."""
    return _response(_answer(document, _asked(request), now, _PAGE_HEADERS))


def answer_feed_page(document: Document, request: Request, now: datetime, terms: Terms) -> Response:
    """A feed's page in place of the feed, or 304; only the browser that asked may keep it."""
    response = answer_page(document, request, now)
    response.headers["Cache-Control"] = "private, max-age=300"
    response.headers["Vary"] = FEED_VARY
    response.headers["Content-Security-Policy"] = COPY_POLICY
    if response.status_code != 304:
        response.headers.update(terms.of_body)
    return response


def answer_private(document: Document, request: Request, now: datetime) -> Response:
    """A document for the holder of a key alone, or 304; nobody is to store or to index it."""
    return _response(_answer(document, _asked(request), now, _PRIVATE_HEADERS))


def keep_private(response: BaseResponse) -> None:
    """Mark any answer as private, whatever its headers said before."""
    for name, value in _PRIVATE_POLICY:
        response.headers[name] = value
    response.headers.remove("Last-Modified")
