"""Routes of the pages for people: front page, categories, tags, authors, searches."""

from collections.abc import Callable, Hashable
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds import KINDS, digests_of, query_of, search_url
from feedsvc.model.feed import EVERYTHING, Feed, part_name
from feedsvc.newsroom import Newsroom
from feedsvc.pages import Pages, grouped
from feedsvc.web.lists import Turn, turn_from
from feedsvc.web.redirects import Redirects
from feedsvc.web.responses import answer_page

LATEST = 20  # entries on the front page


def add_pages(routes: Blueprint, newsroom: Newsroom, pages: Pages, old: Redirects) -> None:
    """Add the pages of a newsroom to its blueprint."""

    def page(key: Hashable, template: str, make: Callable[[], dict[str, Any]]) -> Response:
        return answer_page(pages.page(key, template, make), request, newsroom.now())

    @routes.get("/")
    def home() -> Response:
        return page("home", "home.html", lambda: _front_page(newsroom))

    def part(name: str) -> AnyResponse:
        try:
            feed = newsroom.feeds.feed(name)
        except NoSuchFeed as error:
            return old.answer(name, str(error))

        def make() -> dict[str, Any]:
            kind = KINDS[feed.kind].title
            found = {"feed": feed, "here": name, "kind": kind, "digests": digests_of(feed)}
            return found | _newest(newsroom, feed)

        return page(name, "part.html", make)

    for kind, of in KINDS.items():
        if kind == EVERYTHING or of.unlisted:
            continue
        routes.add_url_rule(
            f"/{kind}/<slug>",
            f"{kind}_page",
            lambda slug, kind=kind: part(part_name(kind, slug)),
        )

    @routes.get("/<path:path>")
    def elsewhere(path: str) -> AnyResponse:
        """Redirect old addresses; everything else is not found."""
        return old.answer(path)


def _front_page(newsroom: Newsroom) -> dict[str, Any]:
    """What the front page shows."""
    everything, groups = grouped(newsroom.feeds.all())
    latest = newsroom.feeds.entries(EVERYTHING, LATEST)
    older = newsroom.feeds.lists.older(EVERYTHING, len(latest))
    found = {"everything": everything, "groups": groups, "entries": latest}
    found |= {"digests": digests_of(everything.feed)}
    return found | {"turn": turn_from(newsroom.settings.site, EVERYTHING, older)}


def _newest(newsroom: Newsroom, feed: Feed) -> dict[str, Any]:
    """The newest entries of a part, and where the older ones are."""
    settings = newsroom.settings
    if not KINDS[feed.kind].numbered:  # a search of site.toml
        found = newsroom.feeds.results(feed)
        older = search_url(query_of(feed, settings).text, settings.site, page=2)
        turn = Turn(older=older, place=older) if found.more else Turn()
        return {"entries": found.entries, "turn": turn}
    entries = newsroom.feeds.entries(feed.name, settings.feeds.entries)
    left = newsroom.feeds.lists.older(feed.name, len(entries))
    return {"entries": entries, "turn": turn_from(settings.site, feed.name, left)}
