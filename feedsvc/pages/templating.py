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
from feedsvc.model.date_format import day, day_and_month
from feedsvc.model.feed import EVERYTHING, MEDIA_TYPES, Feed, Format, archive_name, feed_path
from feedsvc.pages.article_html import fit
from feedsvc.pages.copy_script import COPY_SCRIPT
from feedsvc.pages.json_ld import structured_data
from feedsvc.pages.reading_time import reading_minutes
from feedsvc.pages.stylesheet import stylesheet
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
_LATEST = 5  # stories on an error page
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


class _Kept:
    """The pages that were made with some settings.

    Args:
        catalog: with these settings.
    """

    def __init__(self, catalog: FeedCatalog) -> None:
        limits = catalog.settings.limits
        self.catalog = catalog
        self.pages: Cache[Hashable] = Cache(limits.page_megabytes * MEGA)
        self.asked: Cache[Hashable] = Cache(limits.search_megabytes * MEGA)

    def holds(self, page: Document) -> bool:
        """Whether a page is still right."""
        return page.holds(self.catalog.version(), "", self.catalog.moment())


class Pages:
    """Makes the pages of a newsroom from templates.

    Args:
        catalog: gives what is published; another one after each change of the settings.
    """

    def __init__(self, catalog: Callable[[], FeedCatalog]) -> None:
        self._catalog = catalog
        self._kept = _Kept(catalog())

    @property
    def home(self) -> str:
        """The address of the front page."""
        return site_url("/", self._catalog().settings.site)

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
            asked: whether there is no end of such pages, as of searches: these displace no others.
        """
        kept, catalog = self._kept, self._catalog()
        if kept.catalog is not catalog:
            kept = self._kept = _Kept(catalog)
        return (kept.asked if asked else kept.pages).get_or_make(
            (catalog.opened, key), kept.holds, lambda: self._make(catalog, template, make)
        )

    def _make(
        self, catalog: FeedCatalog, template: str, make: Callable[[], dict[str, Any]]
    ) -> Document:
        edition = catalog.edition()
        shown = {"categories": catalog.categories(), "here": "", "searchable": catalog.searchable}
        values = shown | make()
        return Document(
            self.render(template, **values).encode(),
            next(kind for suffix, kind in _TYPES.items() if template.endswith(suffix)),
            None,
            edition=edition,
        )

    def categories(self) -> list[Feed]:
        """The categories, for error pages; empty where the store cannot be read."""
        try:
            return self._catalog().categories()
        except FeedsvcError:
            return []

    def latest(self) -> Markup:
        """A search form and the latest stories, for error pages; empty where the store is away."""
        catalog = self._catalog()
        try:
            found = self.page(
                "latest", "latest.html", lambda: {"entries": catalog.entries(EVERYTHING, _LATEST)}
            )
        except FeedsvcError:
            return Markup()
        return Markup(found.body.decode())

    def render(self, template: str, **values: object) -> str:
        """Render a template with the values that every page of the newsroom shows.

        Args:
            template: its file name.
            values: `categories`, which the masthead lists; `here`, the name of the category whose
                page it is, or empty; `within`, that of the category in which the page is, or empty;
                and what else the template needs.
        """
        found, settings = _templates().get_template(template), self._catalog().settings
        made: list[_PageContext] = []
        context = found.new_context(
            {
                "settings": settings,
                "site": settings.site,
                "formats": [(f, MEDIA_TYPES[f], name) for f, name in FORMAT_NAMES.items()],
                "feed_of_everything": everything(settings),
                "style": settings.site + stylesheet(settings.theme.accent).path,
                "copy_script": Markup(COPY_SCRIPT),
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
        "archive_of": archive_name,
        "date": lambda one: f"{day_and_month(one)} {one.year}",
        "day": _with_settings(lambda settings, time: day(time, zone=settings.zone)),
        "direction": direction,
        "feed_url": _with_settings(lambda s, feed, suffix: s.site + feed_path(feed, suffix)),
        "fit": fit,
        "minutes": reading_minutes,
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
