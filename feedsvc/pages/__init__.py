"""Renders the site's pages, OPML, sitemap and OpenSearch from templates. It knows no Flask."""

from feedsvc.pages.article_html import fit
from feedsvc.pages.templating import (
    FORMAT_NAMES,
    STATIC,
    Pages,
    grouped,
)

__all__ = ["FORMAT_NAMES", "STATIC", "Pages", "fit", "grouped"]
