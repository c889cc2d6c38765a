"""Routes of private addresses: feeds, articles and files for the holder of a key.

A token of no key, or of one that is revoked, is answered like any address at which nothing is.
"""

from typing import NoReturn

from flask import Blueprint, Response, abort, redirect, request
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds import PRIVATE, Document, Moved, PrivateSession
from feedsvc.model.feed import Format
from feedsvc.newsroom import Newsroom
from feedsvc.pages import Pages
from feedsvc.render import page_url
from feedsvc.web.feeds import FORMAT
from feedsvc.web.media import send_media
from feedsvc.web.responses import answer_private, keep_private

_PLACE = f"/{PRIVATE}/<token>"
_ENDPOINT = f"{PRIVATE}_"  # begins the names of all endpoints here


def add_private(routes: Blueprint, newsroom: Newsroom, pages: Pages) -> None:
    """Add the private addresses of a newsroom to its blueprint."""
    shown = _Shown(newsroom, pages)

    @routes.before_request
    def ask_by_tag() -> None:
        if _is_private():  # nothing here has a date of its own
            request.environ.pop("HTTP_IF_MODIFIED_SINCE", None)

    @routes.after_request
    def hold_back(response: Response) -> Response:
        if _is_private():
            keep_private(response)
        return response

    @routes.get(f"{_PLACE}/", strict_slashes=False)
    def private_front(token: str) -> AnyResponse:
        return shown.front(shown.visit(token))

    @routes.get(f"{_PLACE}/feed.{FORMAT}")
    def private_feed(token: str, format: Format) -> AnyResponse:
        return shown.document(token, format)

    @routes.get(f"{_PLACE}/category/<slug>.{FORMAT}")
    def private_category(token: str, slug: str, format: Format) -> AnyResponse:
        return shown.document(token, format, slug)

    @routes.get(f"{_PLACE}/articles/<path:name>")
    def private_article(token: str, name: str) -> AnyResponse:
        return shown.article(token, name)

    @routes.get(f"{_PLACE}/media/<path:path>")
    def private_media(token: str, path: str) -> AnyResponse:
        file = newsroom.private.media(shown.visit(token), path) or newsroom.articles.media(path)
        if not file:
            _nothing()
        return send_media(newsroom.folder, path, newsroom.settings.media.accel)

    @routes.get(f"/{PRIVATE}/<path:path>")
    def private_nothing(path: str) -> AnyResponse:
        _nothing()


class _Shown:
    """Answers requests at private addresses."""

    def __init__(self, newsroom: Newsroom, pages: Pages) -> None:
        self._newsroom = newsroom
        self._pages = pages

    def visit(self, token: str) -> PrivateSession:
        """The session of a token; where the token opens nothing, the answer is 404."""
        return self._newsroom.private.visit(token) or _nothing()

    def front(self, visit: PrivateSession) -> AnyResponse:
        """The page of all that a token opens."""
        feeds = self._newsroom.private.feeds(visit)
        entries = self._newsroom.private.entries(visit)
        return self._page("home.html", place=visit.place, feeds=feeds, entries=entries)

    def document(self, token: str, format: Format, category: str = "") -> AnyResponse:
        """A feed; to a browser, the front page."""
        found = self.visit(token)
        try:
            self._newsroom.private.feed(found, category)
        except NoSuchFeed:
            _nothing()
        if request.headers.get("Sec-Fetch-Dest") == "document":
            return self.front(found)
        made = self._newsroom.private.document(found, format, category)
        return answer_private(made, request, self._newsroom.now())

    def article(self, token: str, name: str) -> AnyResponse:
        """The page of an article."""
        here = self.visit(token)
        found = self._newsroom.private.article(here, name)
        if isinstance(found, Moved):
            return redirect(page_url(here.place, found.slug), 302)
        if found is None:
            # It may be public, by now or all along: the link then leads to its public page.
            public = self._newsroom.articles.article(name)
            if public is None:
                _nothing()
            slug = public.slug if isinstance(public, Moved) else name
            return redirect(page_url(self._newsroom.settings.site, slug), 302)
        shown = found._replace(content=_without_referrer(found.content))
        return self._page("article.html", entry=shown, place=here.place)

    def _page(self, template: str, **values: object) -> AnyResponse:
        categories = self._pages.categories()
        shown = self._pages.render(f"private/{template}", categories=categories, here="", **values)
        document = Document(shown.encode(), "text/html", None)
        return answer_private(document, request, self._newsroom.now())


def is_private(endpoint: str) -> bool:
    """Whether an endpoint of the blueprint, without its prefix, is for holders of a key."""
    return endpoint.startswith(_ENDPOINT)


def _is_private() -> bool:
    return is_private((request.endpoint or "").rpartition(".")[2])


def _nothing() -> NoReturn:
    abort(404, "Nothing is published at this address.")


def _without_referrer(content: str) -> str:
    """The HTML of an article with links that do not tell this page's address (`noreferrer`)."""
    tree = LexborHTMLParser(content)
    for link in tree.css("a[href], area[href]"):
        link.attrs["rel"] = "noreferrer"
    return Markup(tree.body.inner_html or "") if tree.body is not None else Markup()
