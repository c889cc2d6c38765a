"""Routes of the pages for people: front page, categories, tags, authors, searches, articles."""

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, request
from markupsafe import Markup
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds import KINDS, Moved, digests_of, query_of, search_url
from feedsvc.model.date_format import day
from feedsvc.model.entry import Tombstone
from feedsvc.model.feed import EVERYTHING, Feed, part_name
from feedsvc.newsroom import Newsroom
from feedsvc.pages import Pages, article_markdown, grouped
from feedsvc.render import EntryView, page_url
from feedsvc.settings import Settings
from feedsvc.web.lists import Turn, turn_from
from feedsvc.web.redirects import Redirects, moved
from feedsvc.web.responses import answer_page

LATEST = 20  # entries on the front page
TEXT = "/text.md"  # ends the address of an article as Markdown
ARTICLE = "article"  # the endpoint of its own address
_MARKDOWN = "text/markdown"


class _NotHere(Exception):
    """No article has this address; `moved` tells where the one is that had it, if any."""

    def __init__(self, moved: Moved | None) -> None:
        super().__init__()
        self.moved = moved


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

    articles = _Articles(newsroom, old)

    def article(name: str) -> AnyResponse:
        if prefers_markdown(request.accept_mimetypes):
            return text(name)
        return articles.answer(
            name, lambda: page(("article", name), "article.html", partial(articles.page, name))
        )

    def text(name: str, end: str = "") -> AnyResponse:
        return articles.answer(
            name,
            lambda: page(("text", name), "article.md", partial(articles.text, name)),
            end,
        )

    def text_file(name: str) -> AnyResponse:
        """An article as Markdown; else the article whose file has such a path."""
        known = newsroom.articles.article(name) or newsroom.articles.retracted(name)
        return text(name, TEXT) if known else article(f"{name}{TEXT}")

    routes.add_url_rule("/articles/<path:name>", ARTICLE, article)
    routes.add_url_rule(f"/articles/<path:name>{TEXT}", "text_file", text_file)

    @routes.after_request
    def vary(response: Response) -> Response:
        """At this address there is a page or Markdown, as the client accepts (RFC 9110 12.5.5)."""
        if (request.endpoint or "").rpartition(".")[2] == ARTICLE:
            response.vary.add("Accept")
        return response

    @routes.get("/<path:path>")
    def elsewhere(path: str) -> AnyResponse:
        """Redirect old addresses; everything else is not found."""
        return old.answer(path)


class _Articles:
    """Answers with articles, each as a page or as Markdown.

    Args:
        newsroom: has them.
        old: redirects old addresses.
    """

    def __init__(self, newsroom: Newsroom, old: Redirects) -> None:
        self._newsroom = newsroom
        self._old = old

    def _found(self, name: str) -> EntryView:
        found = self._newsroom.articles.article(name)
        if not isinstance(found, EntryView):
            raise _NotHere(found)
        return found

    def page(self, name: str) -> dict[str, Any]:
        """The values of an article's page."""
        found = self._found(name)
        on = self._newsroom.articles.reading_on(found.id)
        return {"entry": found, "on": on, "within": _category_of(found)}

    def text(self, name: str) -> dict[str, Any]:
        """The values of an article as Markdown, in which nothing is HTML that must be escaped."""
        return {"text": Markup(article_markdown(self._found(name), self._newsroom.settings))}

    def answer(self, name: str, make: Callable[[], Response], end: str = "") -> AnyResponse:
        """What is made of an article; where it is not here, where it went, or that it is gone.

        Args:
            name: in the address.
            make: gives the answer; raises _NotHere.
            end: of the address, behind the article's.
        """
        newsroom = self._newsroom
        try:
            return make()
        except _NotHere as error:
            if error.moved:
                return moved(page_url(newsroom.settings.site, error.moved.slug) + end)
            try:
                return self._old.answer(f"articles/{name}")
            except NotFound:
                if tombstone := newsroom.articles.retracted(name):
                    abort(410, _told(tombstone, newsroom.settings))
                raise


def prefers_markdown(accept: MIMEAccept) -> bool:
    """Whether a client names Markdown, and likes it no less than HTML (RFC 9110 12.5.1)."""
    named = {kind.partition(";")[0].strip().lower(): quality for kind, quality in accept}
    quality = named.get(_MARKDOWN, 0)
    return quality > 0 and quality >= accept.quality("text/html")


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


def _category_of(entry: EntryView) -> str:
    """The name of the feed of an article's category; empty where it has none."""
    slugs = [term.slug for term in entry.terms if term.scheme.endswith("/category/")]
    return part_name("category", slugs[0]) if slugs else ""


def _told(tombstone: Tombstone, settings: Settings) -> str:
    """What a page says in place of an article that was retracted."""
    said = f"This article was withdrawn on {day(tombstone.deleted, settings.zone)}."
    return f"{said} {tombstone.reason}" if tombstone.reason else said
