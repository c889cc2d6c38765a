"""Renders the site's pages, OPML, sitemap and OpenSearch from templates. It knows no Flask."""

from feedsvc.pages.arrivals import arrivals
from feedsvc.pages.article_html import fit
from feedsvc.pages.copy_script import COPY_SCRIPT, script_hash
from feedsvc.pages.stylesheet import stylesheet
from feedsvc.pages.templating import (
    FORMAT_NAMES,
    STATIC,
    Pages,
    grouped,
)

__all__ = [
    "COPY_SCRIPT",
    "FORMAT_NAMES",
    "STATIC",
    "Pages",
    "arrivals",
    "fit",
    "grouped",
    "script_hash",
    "stylesheet",
]
