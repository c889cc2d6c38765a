"""Pages for people, as text: templates and what they are given. No Flask, no request."""

from feedsvc.pages.article_html import fit
from feedsvc.pages.templating import (
    FORMAT_NAMES,
    KIND_NAMES,
    STATIC,
    Pages,
    grouped,
)

__all__ = ["FORMAT_NAMES", "KIND_NAMES", "STATIC", "Pages", "fit", "grouped"]
