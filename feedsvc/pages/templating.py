"""Renders pages from templates, and caches them until something is published."""

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any

from markupsafe import Markup

from feedsvc.errors import FeedsvcError
from feedsvc.feeds import Cache, Document, Edition, FeedCatalog
from feedsvc.model.feed import EVERYTHING, Feed
from feedsvc.pages.favicon import Pixels, favicon
from feedsvc.pages.rendering import Rendering, built_in, shared_values
from feedsvc.pages.stylesheet import Stylesheet, stylesheet
from feedsvc.pages.theme import Theme, ThemeFault
from feedsvc.pages.themes import NO_THEME, Themes
from feedsvc.pages.variables import WITHOUT
from feedsvc.render import site_url
from feedsvc.settings import MEGA

OPENSEARCH = "application/opensearchdescription+xml"
_TYPES = {
    ".html": "text/html",
    ".md": "text/markdown",  # RFC 7763
    ".opml.xml": "text/x-opml",
    ".osd.xml": OPENSEARCH,
    ".xml": "application/xml",
}
_LATEST = 5  # stories on an error page
_DESK = "desk/"  # begins the names of the templates of the editor's own pages


class _Kept:
    """The pages that were made with some settings and a theme.

    Args:
        catalog: with these settings.
        theme: None: the built-in templates alone.
    """

    def __init__(self, catalog: FeedCatalog, theme: Theme | None) -> None:
        limits = catalog.settings.limits
        self.catalog = catalog
        self.theme = theme
        self.pages: Cache[Hashable] = Cache(limits.page_megabytes * MEGA)
        self.asked: Cache[Hashable] = Cache(limits.search_megabytes * MEGA)
        self.shared: tuple[int, Edition, dict[str, Any]] | None = None

    def holds(self, page: Document) -> bool:
        """Whether a page is still right."""
        return page.holds(self.catalog.version(), "", self.catalog.moment())


class Pages:
    """Makes the pages of a newsroom from templates.

    Args:
        catalog: gives what is published; another one after each change of the settings.
        themes: give the newsroom's own templates and style.
        kept_as_files: whether the pages are kept as files, so that nobody answers a search.
        pixels: gives width and height of a file beside the articles.

    Attributes:
        themes: as given.
    """

    def __init__(
        self,
        catalog: Callable[[], FeedCatalog],
        themes: Themes = NO_THEME,
        *,
        kept_as_files: bool = False,
        pixels: Pixels = lambda path: None,
    ) -> None:
        self._catalog = catalog
        self._kept_as_files = kept_as_files
        self._pixels = pixels
        self.themes = themes
        self._kept = _Kept(catalog(), None)

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
            make: gives the template's values; called only when the page must be rendered. A value
                `valid_until` is none of the template's: from that time on the page may be wrong.
            asked: whether there is no end of such pages, as of searches: these displace no others.
        """
        kept, catalog, theme = self._kept, self._catalog(), self.themes.current()
        if kept.catalog is not catalog or kept.theme is not theme:
            kept = self._kept = _Kept(catalog, theme)
        return (kept.asked if asked else kept.pages).get_or_make(
            (catalog.opened, key), kept.holds, lambda: self._make(catalog, template, make)
        )

    def _make(
        self, catalog: FeedCatalog, template: str, make: Callable[[], dict[str, Any]]
    ) -> Document:
        edition, shown = self._shared(catalog)
        values = shown | {"here": ""} | make()
        edition = _until(edition, values.pop("valid_until", None))
        return Document(
            self.render(template, **values).encode(),
            next(kind for suffix, kind in _TYPES.items() if template.endswith(suffix)),
            None,
            edition=edition,
        )

    def _shared(self, catalog: FeedCatalog) -> tuple[Edition, dict[str, Any]]:
        """The edition, and what all pages of it are given; both are looked up once for it."""
        kept = self._kept
        shared, opened = kept.shared, catalog.opened
        if shared is not None and shared[0] == opened and kept.catalog is catalog:
            edition = shared[1]
            if edition.version == catalog.version() and _in_time(edition, catalog.moment()):
                return edition, shared[2]
        edition = catalog.edition()
        given = {
            "categories": catalog.categories(),
            "searchable": catalog.searchable,
            "favicon": favicon(catalog.settings, self._pixels),
        }
        if kept.catalog is catalog:
            kept.shared = (opened, edition, given)
        return edition, given

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

    def style(self, *, own: bool = True) -> Stylesheet:
        """The style of the pages.

        Args:
            own: whether the theme's follows ours, as on all pages but the desk's.
        """
        theme = self.themes.current() if own else None
        accent = self._catalog().settings.theme.accent
        return stylesheet(accent, theme.style if theme else "")

    def picture(self, name: str) -> Document | None:
        """A picture of the theme; None: it has none of this name."""
        theme = self.themes.current()
        return theme.pictures.get(name) if theme else None

    def render(self, template: str, **values: object) -> str:
        """Render a template with the values that every page of the newsroom shows.

        Where a theme's template fails, the built-in page takes its place.

        Args:
            template: its file name.
            values: `categories`, which the masthead lists; `here`, the name of the category whose
                page it is, or empty; `within`, that of the category in which the page is, or empty;
                and what else the template needs.
        """
        settings, theme = self._catalog().settings, self.themes.current()
        style = self.style(own=not template.startswith(_DESK)).path
        given = shared_values(settings, style, kept_as_files=self._kept_as_files)
        given |= WITHOUT.get(template, {}) | values
        if theme is not None and theme.shows(template):
            try:
                return theme.render(template, Rendering(settings), given)
            except ThemeFault as fault:
                self.themes.fault(theme, fault.problem)
        return Rendering(settings).text(built_in().get_template(template), given)


def _until(edition: Edition, time: datetime | None) -> Edition:
    """An edition that is right no longer than until a time; None: without end."""
    times = [one for one in (edition.valid_until, time) if one is not None]
    return edition._replace(valid_until=min(times, default=None))


def _in_time(edition: Edition, now: datetime) -> bool:
    """Whether an edition is right at a time."""
    since, until = edition.valid_from, edition.valid_until
    return (since is None or since <= now) and (until is None or now < until)
