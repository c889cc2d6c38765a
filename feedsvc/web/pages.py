"""Pages for people: the front page, categories, tags, authors, articles, feeds in a browser."""

from collections.abc import Callable, Hashable
from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.documents import Document
from feedsvc.feeds import EVERYTHING, PART_KINDS, Format, part_name
from feedsvc.newsroom import Moved, Newsroom
from feedsvc.render import page_url
from feedsvc.web.answers import PAGE_CACHING, answer_page
from feedsvc.web.presenting import FORMAT_NAMES, KIND_NAMES, Presenter, grouped

LATEST = 20  # entries on the front page


def add_pages(routes: Blueprint, newsroom: Newsroom, presenter: Presenter) -> None:
    """Add the pages of a newsroom to its blueprint."""
    settings = newsroom.settings

    def page(key: Hashable, template: str, make: Callable[[], dict[str, Any]]) -> Response:
        return answer_page(presenter.page(key, template, make), request, newsroom.now())

    @routes.get("/")
    def home() -> Response:
        def make() -> dict[str, Any]:
            everything, groups = grouped(newsroom.feeds())
            latest = newsroom.entries(EVERYTHING, LATEST)
            return {"everything": everything, "groups": groups, "entries": latest}

        return page("home", "home.html", make)

    def part(name: str) -> Response:
        feed = newsroom.feed(name)

        def make() -> dict[str, Any]:
            entries = newsroom.entries(name, settings.feeds.entries)
            return {"feed": feed, "kind": KIND_NAMES[feed.kind], "entries": entries}

        return page(name, "part.html", make)

    for kind in PART_KINDS:
        routes.add_url_rule(
            f"/{kind}/<slug>",
            f"{kind}_page",
            lambda slug, kind=kind: part(part_name(kind, slug)),
        )

    @routes.get("/articles/<path:name>")
    def article(name: str) -> AnyResponse:
        found = newsroom.article(name)
        if isinstance(found, Moved):
            return moved(page_url(settings.site, found.slug))
        if found is None:
            return elsewhere(f"articles/{name}")
        return page(("article", name), "article.html", lambda: {"entry": found})

    @routes.get("/<path:path>")
    def elsewhere(path: str) -> AnyResponse:
        """An address of earlier times leads to where it is now; everything else is not here."""
        target = settings.redirects.get(f"/{path}") or settings.redirects.get(path)
        if target:
            return moved(target if "://" in target else f"{settings.site}/{target.lstrip('/')}")
        if found := newsroom.alias(path):
            return moved(page_url(settings.site, found.slug))
        raise NotFound("Nothing is published at this address.")


def moved(target: str) -> AnyResponse:
    """A lasting redirect that may be kept as long as a page."""
    response = redirect(target, 301)
    response.headers["Cache-Control"] = PAGE_CACHING
    return response


def feed_page(newsroom: Newsroom, presenter: Presenter, name: str, format: Format) -> Document:
    """A feed as a browser that navigates to it shows it: the same entries, and how to subscribe.

    Raises:
        NoSuchFeed: nothing published has ever stood in it.
    """
    feed = newsroom.feed(name)

    def make() -> dict[str, Any]:
        entries = newsroom.entries(name, newsroom.settings.feeds.entries)
        return {"feed": feed, "suffix": format, "name": FORMAT_NAMES[format], "entries": entries}

    return presenter.page((name, format), "feed.html", make)
