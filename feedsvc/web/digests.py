"""Routes of digests: their documents, the pages that list their periods, a page of each period."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.errors import NoSuchFeed
from feedsvc.model.feed import DIGESTS, EVERYTHING, DigestKind, Feed, digest_name, part_name
from feedsvc.newsroom import Newsroom
from feedsvc.pages import Pages
from feedsvc.web.feeds import FORMAT, Answering
from feedsvc.web.redirects import Redirects
from feedsvc.web.responses import answer_page


def add_digests(
    routes: Blueprint,
    newsroom: Newsroom,
    pages: Pages,
    old: Redirects,
    answer: Answering,
) -> None:
    """Add digests to the blueprint of a newsroom.

    Args:
        routes: gets the addresses.
        newsroom: whose digests they are.
        pages, old: render pages, and redirect old addresses.
        answer: answers with a feed, from its name and a format.
    """
    shown = _DigestPages(newsroom, pages, old)

    def add(base: str, kind: DigestKind, end: str) -> None:
        """The addresses of one kind of digest, of everything or of any category."""
        path, name = f"/{digest_name(base, kind)}", f"{kind}_digest{end}"

        def of(slug: str) -> str:
            return digest_name(part_name("category", slug) if slug else EVERYTHING, kind)

        routes.add_url_rule(
            f"{path}.{FORMAT}", name, lambda format, slug="": answer(of(slug), format)
        )
        routes.add_url_rule(path, f"{name}_page", lambda slug="": shown.listing(of(slug)))
        routes.add_url_rule(
            f"{path}/<period>",
            f"{name}_period",
            lambda period, slug="": shown.one(of(slug), period),
        )

    for kind in DIGESTS:
        add(EVERYTHING, kind, "")
        add(part_name("category", "<slug>"), kind, "_of_category")


class _DigestPages:
    """Answers with the pages of digests and of their periods."""

    def __init__(self, newsroom: Newsroom, pages: Pages, old: Redirects) -> None:
        self._newsroom = newsroom
        self._pages = pages
        self._old = old

    def listing(self, name: str) -> AnyResponse:
        """The page that lists the periods of a digest."""
        try:
            feed = self._newsroom.feed(name)
        except NoSuchFeed as error:
            return self._old.answer(name, str(error))
        periods = self._newsroom.periods
        return self._page(name, feed, "digest.html", lambda: {"periods": periods.listed(feed)})

    def one(self, name: str, period: str) -> AnyResponse:
        """The page of a period of a digest."""
        path = f"{name}/{period}"

        def make() -> dict[str, Any]:
            found = self._newsroom.periods.page(feed, period)
            more = found.total - len(found.articles)
            return {"period": found.period, "entries": found.articles, "more": more}

        try:
            feed = self._newsroom.feed(name)
            return self._page(path, feed, "period.html", make)
        except NoSuchFeed as error:
            return self._old.answer(path, str(error))

    def _page(
        self, path: str, feed: Feed, template: str, make: Callable[[], dict[str, Any]]
    ) -> AnyResponse:
        key = ("digest", path)
        made = self._pages.page(key, template, lambda: {"feed": feed} | make())
        return answer_page(made, request, self._newsroom.now())
