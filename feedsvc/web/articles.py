"""Routes of articles: each is a page, and Markdown for who prefers that."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, request
from markupsafe import Markup
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from feedsvc.feeds import Moved
from feedsvc.model.date_format import day
from feedsvc.model.entry import Tombstone
from feedsvc.model.feed import part_name
from feedsvc.newsroom import Newsroom
from feedsvc.pages import TEXT, Pages, article_markdown
from feedsvc.render import EntryView, page_url
from feedsvc.settings import Settings
from feedsvc.web.redirects import Redirects, moved
from feedsvc.web.responses import answer_page

_ARTICLE = "article"  # the endpoint of an article's own address
_MARKDOWN = "text/markdown"


class _NotHere(Exception):
    """No article has this address; `moved` tells where the one is that had it, if any."""

    def __init__(self, moved: Moved | None) -> None:
        super().__init__()
        self.moved = moved


def add_articles(routes: Blueprint, newsroom: Newsroom, pages: Pages, old: Redirects) -> None:
    """Add the articles of a newsroom to its blueprint."""
    articles = _Articles(newsroom, pages, old)
    routes.add_url_rule("/articles/<path:name>", _ARTICLE, articles.here)
    routes.add_url_rule(f"/articles/<path:name>{TEXT}", "text_file", articles.text_file)

    @routes.after_request
    def vary(response: Response) -> Response:
        """At this address there is a page or Markdown, as the client accepts (RFC 9110 12.5.5)."""
        if (request.endpoint or "").rpartition(".")[2] == _ARTICLE:
            response.vary.add("Accept")
        return response


class _Articles:
    """Answers with articles, each as a page or as Markdown.

    Args:
        newsroom, pages: have the articles, and render them.
        old: redirects old addresses.
    """

    def __init__(self, newsroom: Newsroom, pages: Pages, old: Redirects) -> None:
        self._newsroom = newsroom
        self._pages = pages
        self._old = old

    def here(self, name: str) -> AnyResponse:
        """What the client prefers: the page of an article, or the article as Markdown."""
        if prefers_markdown(request.accept_mimetypes):
            return self.text(name)
        return self._answer(name, "article.html", self._values_of_page)

    def text(self, name: str, end: str = "") -> AnyResponse:
        """An article as Markdown; `end` as for _answer."""
        return self._answer(name, "article.md", self._values_of_text, end)

    def text_file(self, name: str) -> AnyResponse:
        """An article as Markdown; else the article whose file has such a path."""
        articles = self._newsroom.articles
        known = articles.article(name) or articles.retracted(name)
        return self.text(name, TEXT) if known else self.here(f"{name}{TEXT}")

    def _found(self, name: str) -> EntryView:
        found = self._newsroom.articles.article(name)
        if not isinstance(found, EntryView):
            raise _NotHere(found)
        return found

    def _values_of_page(self, name: str) -> dict[str, Any]:
        """The values of an article's page."""
        found = self._found(name)
        on = self._newsroom.articles.reading_on(found.id)
        return {"entry": found, "on": on, "within": _category_of(found)}

    def _values_of_text(self, name: str) -> dict[str, Any]:
        """The values of an article as Markdown, in which nothing is HTML that must be escaped."""
        return {"text": Markup(article_markdown(self._found(name), self._newsroom.settings))}

    def _answer(
        self, name: str, template: str, values: Callable[[str], dict[str, Any]], end: str = ""
    ) -> AnyResponse:
        """What a template makes of an article; else where it went, or that it is gone.

        Args:
            name: in the address.
            template: its file name.
            values: gives its values; raises _NotHere.
            end: of the address, behind the article's.
        """
        newsroom = self._newsroom
        try:
            found = self._pages.page((template, name), template, lambda: values(name))
            return answer_page(found, request, newsroom.now())
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


def _category_of(entry: EntryView) -> str:
    """The name of the feed of an article's category; empty where it has none."""
    slugs = [term.slug for term in entry.terms if term.scheme.endswith("/category/")]
    return part_name("category", slugs[0]) if slugs else ""


def _told(tombstone: Tombstone, settings: Settings) -> str:
    """What a page says in place of an article that was retracted."""
    said = f"This article was withdrawn on {day(tombstone.deleted, settings.zone)}."
    return f"{said} {tombstone.reason}" if tombstone.reason else said
