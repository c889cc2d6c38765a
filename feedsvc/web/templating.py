"""What templates share: addresses, dates, directions, structured data."""

import json
from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

from flask import Blueprint, render_template
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from feedsvc.errors import FeedsvcError
from feedsvc.feeds.cache import Shelf, Turns
from feedsvc.feeds.catalog import OpenFeed
from feedsvc.feeds.definition import describe
from feedsvc.feeds.document import Document
from feedsvc.model.dates import day
from feedsvc.model.feed import EVERYTHING, MEDIA_TYPES, Feed, Format, Kind, feed_path
from feedsvc.newsroom import Newsroom
from feedsvc.render import View, direction, site_url, summary_html
from feedsvc.settings.limits import MEGA
from feedsvc.settings.site import Settings
from feedsvc.web.article_html import fit

OPENSEARCH = "application/opensearchdescription+xml"
_TYPES = {
    ".html": "text/html",
    ".opml.xml": "text/x-opml",
    ".osd.xml": OPENSEARCH,
    ".xml": "application/xml",
}
FORMAT_NAMES: dict[Format, str] = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}
KIND_NAMES: dict[Kind, str] = {
    "feed": "Everything",
    "category": "Category",
    "tag": "Tag",
    "author": "Author",
    "search": "Search",
}


class Presenter:
    """Renders templates with what every page of a newsroom needs.

    Args:
        newsroom: whose pages they are.
    """

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._settings = newsroom.settings
        self._shelf: Shelf[Hashable] = Shelf(self._settings.limits.page_megabytes * MEGA)
        self._turns = Turns()
        site, zone = self._settings.site, self._settings.zone
        self.filters: dict[str, Callable[..., object]] = {
            "day": partial(day, zone=zone),
            "direction": direction,
            "fit": fit,
            "feed_url": lambda feed, suffix: site + feed_path(feed, suffix),
            "page_of": lambda feed: f"{site}/" if feed == EVERYTHING else site + feed_path(feed),
            "site_url": lambda url: site_url(url, site),
            "structured_data": lambda view: structured_data(view, self._settings),
            "summary": lambda view: Markup(summary_html(view)),
        }

    def add_filters(self, routes: Blueprint) -> None:
        """Give the templates of a blueprint their filters.

        An application has one set of filters, whatever newsrooms it holds; so these ask the page
        that is rendered for its newsroom's own.
        """
        for name in self.filters:
            routes.add_app_template_filter(_of_the_page(name), f"feedsvc_{name}")

    def page(self, key: Hashable, template: str, make: Callable[[], dict[str, Any]]) -> Document:
        """A page, made anew only when something was published since.

        Args:
            key: what the page shows, among all pages.
            template: its name.
            make: its values, asked for when it must be made.
        """
        key = (self._newsroom.opened, key)
        ready = self._ready(key)
        if ready is not None:
            return ready
        with self._turns.of(key):  # one thread makes it, however many wait
            return self._ready(key) or self._make(key, template, make)

    def _ready(self, key: Hashable) -> Document | None:
        kept = self._shelf.get(key)
        if kept is None:
            return None
        version = self._newsroom.version()
        return kept if kept.holds(version, "", self._newsroom.moment()) else None

    def _make(self, key: Hashable, template: str, make: Callable[[], dict[str, Any]]) -> Document:
        edition = self._newsroom.edition()
        values = {"departments": self._newsroom.categories(), "here": ""} | make()
        made = Document(
            self.render(template, **values).encode(),
            next(kind for suffix, kind in _TYPES.items() if template.endswith(suffix)),
            None,
            version=edition.version,
            valid_from=edition.valid_from,
            valid_until=edition.valid_until,
        )
        self._shelf.put(key, made)
        return made

    def departments(self) -> list[Feed]:
        """The categories, for the pages of errors; none where the store is the error."""
        try:
            return self._newsroom.categories()
        except FeedsvcError:
            return []

    def render(self, template: str, **values: object) -> str:
        """A template with what every page of the newsroom shows.

        Args:
            template: its name.
            values: `departments`, the categories; `here`, the name of the one that it is the
                page of, or empty; and what else it needs.
        """
        return render_template(
            f"feedsvc/{template}",
            presenter=self,
            settings=self._settings,
            site=self._settings.site,
            formats=[(f, MEDIA_TYPES[f], name) for f, name in FORMAT_NAMES.items()],
            feed_of_everything=describe(EVERYTHING, "", self._settings),
            **values,
        )


def _of_the_page(name: str) -> Callable[..., object]:
    @pass_context
    def apply(context: Context, *values: object) -> object:
        return context["presenter"].filters[name](*values)

    return apply


class Group:
    """Feeds of one kind, under a title.

    Args:
        title: of the group.
        feeds: by name.
        open: shown at once, not folded away.
    """

    def __init__(self, title: str, feeds: list[OpenFeed], *, open: bool = False) -> None:
        self.title = title
        self.feeds = feeds
        self.open = open


def grouped(feeds: list[OpenFeed]) -> tuple[OpenFeed, list[Group]]:
    """The feed of everything, and the others by kind."""
    everything = next(one for one in feeds if one.feed.name == EVERYTHING)

    def of(kind: Kind) -> list[OpenFeed]:
        return [one for one in feeds if one.feed.kind == kind]

    return everything, [
        Group("Categories", of("category"), open=True),
        Group("Searches", of("search"), open=True),
        Group("Tags", of("tag")),
        Group("Authors", of("author")),
    ]


def structured_data(view: View, settings: Settings) -> Markup:
    """An article as schema.org NewsArticle, in JSON-LD that no text can end early.

    https://schema.org/NewsArticle
    """
    publisher = {"@type": "NewsMediaOrganization", "name": settings.title, "url": settings.site}
    category = [t.label for t in view.terms if t.scheme.endswith("/category/")]
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": view.headline,
        "alternativeHeadline": view.standfirst,
        "url": view.url,
        "mainEntityOfPage": view.page,
        "identifier": view.id,
        "datePublished": view.published.isoformat(),
        "dateModified": view.updated.isoformat(),
        "inLanguage": view.language or settings.language,
        "author": [
            # Whether an author is a person or a desk is not known, so it is not said.
            {"name": author.name, "url": desk.url}
            for author, desk in zip(view.authors, view.desks, strict=True)
        ]
        or publisher,
        "publisher": publisher,
        "articleSection": category[0] if category else "",
        "keywords": [t.label for t in view.terms if not t.scheme.endswith("/category/")],
        "image": view.image.url if view.image else "",
        "correction": [
            {"@type": "CorrectionComment", "text": c.text}
            | ({"datePublished": c.time.isoformat()} if c.time else {})
            for c in view.corrections
        ],
        "associatedMedia": [
            {"@type": "MediaObject", "contentUrl": m.url, "encodingFormat": m.type}
            for m in view.enclosures
        ],
    }
    kept = {key: value for key, value in found.items() if value not in ("", [])}
    text = json.dumps(kept, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)
