"""Answers /feeds.opml: every feed that can be subscribed to, in one file for feed readers."""

from typing import Any

from flask import Blueprint, Response, request

from feedsvc.feeds import digests_of
from feedsvc.newsroom import Newsroom
from feedsvc.pages import Pages, grouped
from feedsvc.web.responses import answer_page


def add_opml(routes: Blueprint, newsroom: Newsroom, pages: Pages) -> None:
    """Add the list of feeds to the blueprint of a newsroom (OPML 2.0, http://opml.org/spec2.opml).

    Args:
        routes, newsroom, pages: what is added to, and what it shows.
    """

    def make() -> dict[str, Any]:
        everything, groups = grouped(newsroom.feeds.all())
        shown = [everything.feed, *newsroom.feeds.categories()]
        digests = [digest for feed in shown for digest in digests_of(feed)]
        return {"everything": everything, "groups": groups, "digests": digests}

    @routes.get("/feeds.opml")
    def opml() -> Response:
        return answer_page(pages.page("opml", "feeds.opml.xml", make), request, newsroom.now())
