"""Renders pages from templates, and caches them until something is published."""

from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from feedsvc.errors import FeedsvcError
from feedsvc.feeds import KINDS, Cache, Document, FeedCatalog, OpenFeed, everything
from feedsvc.model.date_format import day
from feedsvc.model.feed import EVERYTHING, MEDIA_TYPES, Feed, Format, feed_path
from feedsvc.pages.article_html import fit
from feedsvc.pages.json_ld import structured_data
from feedsvc.render import direction, site_url, summary_html
from feedsvc.settings import MEGA, Settings

TEMPLATES = Path(__file__).with_name("templates")
STATIC = Path(__file__).with_name("static")  # served under /static/
OPENSEARCH = "application/opensearchdescription+xml"
_TYPES = {
    ".html": "text/html",
    ".opml.xml": "text/x-opml",
    ".osd.xml": OPENSEARCH,
    ".xml": "application/xml",
}
_MADE = "contexts_made"  # in a context: all contexts of the page
FORMAT_NAMES: dict[Format, str] = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}


class _PageContext(Context):
    """The values of a template, which can be let go.

    A context and its macros hold each other, and with them all articles of the page, until Python
    next looks for such circles in all of its memory.
    """

    def __init__(
        self, environment: Environment, parent: dict[str, Any], *given: Any, **more: Any
    ) -> None:
        super().__init__(environment, parent, *given, **more)
        if _MADE in parent:  # not where a template is imported without values
            parent[_MADE].append(self)

    def let_go(self) -> None:
        """Forget all values, once the page is rendered."""
        self.parent.clear()
        self.vars.clear()
        self.exported_vars.clear()


class Pages:
    """Makes the pages of a newsroom from templates.

    Args:
        catalog: what is published.
        settings: checked.
    """

    def __init__(self, catalog: FeedCatalog, settings: Settings) -> None:
        self._catalog = catalog
        self._settings = settings
        self._cache: Cache[Hashable] = Cache(settings.limits.page_megabytes * MEGA)
        self._asked: Cache[Hashable] = Cache(settings.limits.search_megabytes * MEGA)

    @property
    def home(self) -> str:
        """The address of the front page."""
        return site_url("/", self._settings.site)

    def page(
        self,
        key: Hashable,
        template: str,
        make: Callable[[], dict[str, Any]],
        *,
        asked: bool = False,
    ) -> Document:
        """A page from the cache; it is rendered again once something was published.

        Args:
            key: tells the page from all others.
            template: its file name.
            make: gives the template's values; called only when the page must be rendered.
            asked: whether readers make up such pages, without end: these displace no others.
        """
        return (self._asked if asked else self._cache).get_or_make(
            (self._catalog.opened, key), self._holds, lambda: self._make(template, make)
        )

    def _holds(self, kept: Document) -> bool:
        return kept.holds(self._catalog.version(), "", self._catalog.moment())

    def _make(self, template: str, make: Callable[[], dict[str, Any]]) -> Document:
        edition = self._catalog.edition()
        values = {"categories": self._catalog.categories(), "here": ""} | make()
        return Document(
            self.render(template, **values).encode(),
            next(kind for suffix, kind in _TYPES.items() if template.endswith(suffix)),
            None,
            edition=edition,
        )

    def categories(self) -> list[Feed]:
        """The categories, for error pages; empty where the store cannot be read."""
        try:
            return self._catalog.categories()
        except FeedsvcError:
            return []

    def render(self, template: str, **values: object) -> str:
        """Render a template with the values that every page of the newsroom shows.

        Args:
            template: its file name.
            values: `categories`, which the masthead lists; `here`, the name of the category whose
                page it is, or empty; and what else the template needs.
        """
        found = _templates().get_template(template)
        made: list[_PageContext] = []
        context = found.new_context(
            {
                "settings": self._settings,
                "site": self._settings.site,
                "formats": [(f, MEDIA_TYPES[f], name) for f, name in FORMAT_NAMES.items()],
                "feed_of_everything": everything(self._settings),
                _MADE: made,
                **values,
            }
        )
        try:
            return "".join(found.root_render_func(context))
        finally:
            for one in made:
                one.let_go()


def _with_settings(use: Callable[..., object]) -> Callable[..., object]:
    """A template filter that gets the settings of the page's newsroom as its first argument."""

    @pass_context
    def apply(context: Context, *values: object) -> object:
        return use(context["settings"], *values)

    return apply


def _page_of(settings: Settings, feed: str) -> str:
    return f"{settings.site}/" if feed == EVERYTHING else settings.site + feed_path(feed)


@cache
def _templates() -> Environment:
    """The templates, compiled once for all newsrooms of a process."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,  # all are HTML or XML
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.context_class = _PageContext
    made.filters |= {
        "day": _with_settings(lambda settings, time: day(time, zone=settings.zone)),
        "direction": direction,
        "feed_url": _with_settings(lambda s, feed, suffix: s.site + feed_path(feed, suffix)),
        "fit": fit,
        "page_of": _with_settings(_page_of),
        "site_url": _with_settings(lambda settings, url: site_url(url, settings.site)),
        "structured_data": _with_settings(lambda settings, view: structured_data(view, settings)),
        "summary": lambda view: Markup(summary_html(view)),
    }
    return made


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
    of: dict[str, list[OpenFeed]] = {word: [] for word in KINDS}
    for one in feeds:
        of[one.feed.kind].append(one)
    first, *others = of
    groups = [Group(KINDS[word].group, of[word], open=KINDS[word].unfolded) for word in others]
    return of[first][0], groups
