"""How a template is rendered: its context, its filters, and what every page is given."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, Template, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from markupsafe import Markup

from feedsvc.feeds import everything
from feedsvc.model.date_format import day, day_and_month
from feedsvc.model.feed import EVERYTHING, MEDIA_TYPES, Format, archive_name, feed_path
from feedsvc.pages.article_html import fit
from feedsvc.pages.copy_script import COPY_SCRIPT
from feedsvc.pages.favicon import favicon
from feedsvc.pages.json_ld import site_data, structured_data
from feedsvc.pages.news_language import news_language
from feedsvc.pages.reading_time import reading_minutes
from feedsvc.pages.sandbox import Allowance
from feedsvc.render import direction, site_url, summary_html
from feedsvc.settings import Settings

TEMPLATES = Path(__file__).with_name("templates")
FORMAT_NAMES: dict[Format, str] = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}
OPTIONS: dict[str, Any] = {  # of the environments; all templates are HTML or XML
    "autoescape": True,
    "auto_reload": False,
    "trim_blocks": True,
    "lstrip_blocks": True,
}
_RENDERING = "(rendering)"  # in a context; no template can write such a name


class ThemeView(NamedTuple):
    """What templates may know of `[theme]`."""

    accent: str
    logo: str


class SiteView(NamedTuple):
    """What templates may know of the settings: what readers see, and neither store nor paths."""

    title: str
    subtitle: str
    language: str
    author: str
    rights: str
    icon: str
    theme: ThemeView

    @classmethod
    def of(cls, settings: Settings) -> "SiteView":
        """What templates may know of some settings."""
        found = {key: getattr(settings, key) for key in cls._fields if key != "theme"}
        return cls(theme=ThemeView(settings.theme.accent, settings.theme.logo), **found)


class Rendering:
    """The making of one page.

    Args:
        settings: of its newsroom; for filters, not for templates.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.allowance = Allowance()
        self.contexts: list[PageContext] = []

    def text(self, template: Template, values: dict[str, Any]) -> str:
        """The page of a template with values."""
        context = template.new_context({_RENDERING: self, **values})
        try:
            return template.environment.concat(template.root_render_func(context))
        finally:
            for one in self.contexts:
                one.let_go()


class PageContext(Context):
    """The values of a template, which can be let go.

    A context and its macros hold each other, and with them all articles of the page, until Python
    next looks for such circles in all of its memory.
    """

    def __init__(
        self, environment: Environment, parent: dict[str, Any], *given: Any, **more: Any
    ) -> None:
        super().__init__(environment, parent, *given, **more)
        if _RENDERING in parent:  # not where a template is imported without values
            parent[_RENDERING].contexts.append(self)

    def let_go(self) -> None:
        """Forget all values, once the page is rendered."""
        self.parent.clear()
        self.vars.clear()
        self.exported_vars.clear()


def rendering_of(context: Context) -> Rendering:
    """The making of the page to which a context belongs.

    Raises:
        SecurityError: it belongs to none.
    """
    found = context.parent.get(_RENDERING)
    if not isinstance(found, Rendering):
        raise SecurityError('knows no page; import templates with "with context" at the end')
    return found


def shared_values(settings: Settings, style: str, *, kept_as_files: bool = False) -> dict[str, Any]:
    """What every page is given.

    Args:
        settings: of the newsroom.
        style: the path of the style on the site.
        kept_as_files: whether there are only files, and nobody answers a search.
    """
    return {
        "settings": SiteView.of(settings),
        "site": settings.site,
        "formats": [(f, MEDIA_TYPES[f], name) for f, name in FORMAT_NAMES.items()],
        "feed_of_everything": everything(settings),
        "style": settings.site + style,
        "favicon": favicon(settings, lambda path: None),
        "license": settings.machines.license,
        "copy_script": Markup(COPY_SCRIPT),
        "categories": [],
        "here": "",
        "within": "",
        "searchable": False,
        "kept_as_files": kept_as_files,
    }


@cache
def built_in() -> Environment:
    """The templates of our own, compiled once for all newsrooms of a process."""
    made = Environment(loader=FileSystemLoader(TEMPLATES), **OPTIONS)
    equip(made)
    return made


def equip(environment: Environment) -> None:
    """Give an environment our filters, and contexts that can be let go."""
    environment.context_class = PageContext
    environment.filters |= {
        "archive_of": archive_name,
        "date": lambda one: f"{day_and_month(one)} {one.year}",
        "day": _with_settings(lambda settings, time: day(time, zone=settings.zone)),
        "direction": direction,
        "feed_url": _with_settings(lambda s, feed, suffix: s.site + feed_path(feed, suffix)),
        "fit": fit,
        "minutes": reading_minutes,
        "news_language": news_language,
        "page_of": _with_settings(_page_of),
        "site_data": _with_settings(lambda settings, site: site_data(site, settings)),
        "site_url": _with_settings(lambda settings, url: site_url(url, settings.site)),
        "structured_data": _with_settings(lambda settings, view: structured_data(view, settings)),
        "summary": lambda view: Markup(summary_html(view)),
    }


def _with_settings(use: Callable[..., object]) -> Callable[..., object]:
    """A template filter that gets the settings of the page's newsroom as its first argument."""

    @pass_context
    def apply(context: Context, *values: object) -> object:
        return use(rendering_of(context).settings, *values)

    return apply


def _page_of(settings: Settings, feed: str) -> str:
    return f"{settings.site}/" if feed == EVERYTHING else settings.site + feed_path(feed)
