"""Private addresses: feeds, articles and files for whoever has a token.

A token that is no key's, or a key's no longer, is answered like any address at which nothing is.
"""

from typing import NoReturn

from flask import Blueprint, Response, abort, redirect, request
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds import PRIVATE, Document, Moved, Visit
from feedsvc.model.feed import Format
from feedsvc.newsroom import Newsroom
from feedsvc.pages import Pages
from feedsvc.render import page_url
from feedsvc.web.media import send_media
from feedsvc.web.responses import answer_private, keep_private

_FORMAT = "<any(atom,rss,json):format>"
_PLACE = f"/{PRIVATE}/<token>"
_ENDPOINT = f"{PRIVATE}_"  # begins the names of all endpoints here


def add_private(routes: Blueprint, newsroom: Newsroom, pages: Pages) -> None:
    """Add the private addresses of a newsroom to its blueprint."""
    private, settings = newsroom.private, newsroom.settings

    @routes.before_request
    def ask_by_tag() -> None:
        if _is_private():  # nothing here has a date of its own
            request.environ.pop("HTTP_IF_MODIFIED_SINCE", None)

    @routes.after_request
    def hold_back(response: Response) -> Response:
        if _is_private():
            keep_private(response)
        return response

    def visit(token: str) -> Visit:
        return private.visit(token) or _nothing()

    def page(template: str, **values: object) -> AnyResponse:
        shown = pages.render(
            f"private/{template}", categories=pages.categories(), here="", **values
        )
        return answer_private(Document(shown.encode(), "text/html", None), request, newsroom.now())

    def front(visit: Visit) -> AnyResponse:
        feeds = private.feeds(visit)
        entries = private.entries(visit)
        return page("home.html", place=visit.place, feeds=feeds, entries=entries)

    def document(token: str, format: Format, category: str = "") -> AnyResponse:
        found = visit(token)
        try:
            private.feed(found, category)
        except NoSuchFeed:
            _nothing()
        if request.headers.get("Sec-Fetch-Dest") == "document":
            return front(found)  # a browser
        made = private.document(found, format, category)
        return answer_private(made, request, newsroom.now())

    @routes.get(f"{_PLACE}/", strict_slashes=False)
    def private_front(token: str) -> AnyResponse:
        return front(visit(token))

    @routes.get(f"{_PLACE}/feed.{_FORMAT}")
    def private_feed(token: str, format: Format) -> AnyResponse:
        return document(token, format)

    @routes.get(f"{_PLACE}/category/<slug>.{_FORMAT}")
    def private_category(token: str, slug: str, format: Format) -> AnyResponse:
        return document(token, format, slug)

    @routes.get(f"{_PLACE}/articles/<path:name>")
    def private_article(token: str, name: str) -> AnyResponse:
        here = visit(token)
        found = private.article(here, name)
        if isinstance(found, Moved):
            return redirect(page_url(here.place, found.slug), 302)
        if found is None:
            # It is public by now, or was all the time: who follows a link gets there.
            public = newsroom.article(name)
            if public is None:
                _nothing()
            slug = public.slug if isinstance(public, Moved) else name
            return redirect(page_url(settings.site, slug), 302)
        shown = found._replace(content=_without_referrer(found.content))
        return page("article.html", entry=shown, place=here.place)

    @routes.get(f"{_PLACE}/media/<path:path>")
    def private_media(token: str, path: str) -> AnyResponse:
        file = private.media(visit(token), path) or newsroom.media(path)
        return send_media(newsroom.folder, path) if file else _nothing()

    @routes.get(f"/{PRIVATE}/<path:path>")
    def private_nothing(path: str) -> AnyResponse:
        _nothing()


def _is_private() -> bool:
    return (request.endpoint or "").rpartition(".")[2].startswith(_ENDPOINT)


def _nothing() -> NoReturn:
    abort(404, "Nothing is published at this address.")


def _without_referrer(content: str) -> str:
    """The HTML of an article whose links tell nobody where they were followed."""
    tree = LexborHTMLParser(content)
    for link in tree.css("a[href], area[href]"):
        link.attrs["rel"] = "noreferrer"
    return Markup(tree.body.inner_html or "") if tree.body is not None else Markup()
