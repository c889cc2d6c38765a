"""Renders the site's pages, OPML, sitemap and OpenSearch from templates. It knows no Flask."""

from feedsvc.pages.arrivals import arrivals
from feedsvc.pages.article_html import fit
from feedsvc.pages.article_markdown import TEXT, article_markdown
from feedsvc.pages.copy_script import COPY_SCRIPT, script_hash
from feedsvc.pages.groups import grouped
from feedsvc.pages.rendering import FORMAT_NAMES, TEMPLATES
from feedsvc.pages.stylesheet import STATIC, stylesheet
from feedsvc.pages.templating import Pages
from feedsvc.pages.theme import Theme
from feedsvc.pages.themes import BUILT_IN, LOOK_SECONDS, Themes, fault_line

__all__ = [
    "BUILT_IN",
    "COPY_SCRIPT",
    "FORMAT_NAMES",
    "LOOK_SECONDS",
    "STATIC",
    "TEMPLATES",
    "TEXT",
    "Pages",
    "Theme",
    "Themes",
    "arrivals",
    "article_markdown",
    "fault_line",
    "fit",
    "grouped",
    "script_hash",
    "stylesheet",
]
