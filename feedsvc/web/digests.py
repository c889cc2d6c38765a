"""Routes of the pages of digests: one that lists the periods, and one of each period."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds import KINDS
from feedsvc.model.feed import DIGESTS, EVERYTHING, DigestKind, Feed, digest_name, part_name
from feedsvc.newsroom import Newsroom
from feedsvc.pages import Pages
from feedsvc.web.redirects import Redirects
from feedsvc.web.responses import answer_page


def add_digests(routes: Blueprint, newsroom: Newsroom, pages: Pages, old: Redirects) -> None:
    """Add the pages of digests to the blueprint of a newsroom.

    Args:
        routes: gets the addresses.
        newsroom: whose digests they are.
        pages, old: render pages, and redirect old addresses.
    """

    def page(
        name: str, end: str, template: str, show: Callable[[Feed], dict[str, Any]]
    ) -> AnyResponse:
        """The page of a digest, or below it."""
        path = name + end
        try:
            feed = newsroom.feeds.feed(name)
            made = pages.page(("digest", path), template, lambda: {"feed": feed} | show(feed))
        except NoSuchFeed as error:
            return old.answer(path, str(error))
        return answer_page(made, request, newsroom.now())

    def listing(word: str, digest: DigestKind, slug: str = "") -> AnyResponse:
        name = digest_name(part_name(word, slug) if slug else word, digest)
        return page(name, "", "digest.html", lambda feed: {"periods": newsroom.feeds.periods(feed)})

    def one(word: str, digest: DigestKind, period: str, slug: str = "") -> AnyResponse:
        def show(feed: Feed) -> dict[str, Any]:
            found = newsroom.feeds.period(feed, period)
            more = found.total - len(found.articles)
            return {"period": found.period, "entries": found.articles, "more": more}

        name = digest_name(part_name(word, slug) if slug else word, digest)
        return page(name, f"/{period}", "period.html", show)

    for word in (word for word, kind in KINDS.items() if kind.digests):
        base = word if word == EVERYTHING else part_name(word, "<slug>")
        for digest in DIGESTS:
            path, name = f"/{digest_name(base, digest)}", f"{digest}_digest_page_of_{word}"
            routes.add_url_rule(path, name, partial(listing, word, digest))
            routes.add_url_rule(f"{path}/<period>", f"{name}_period", partial(one, word, digest))
