"""Which templates a theme may override, and what each of them is given. docs/themes.md tells it.

The others are no pages that a theme could show: private pages and the desk's, whose safety is ours;
documents that programs read; and the macros, which pages of ours rely on.
"""

from typing import Any

PAGES: dict[str, tuple[str, ...]] = {
    "article.html": ("entry", "on"),
    "digest.html": ("feed", "periods"),
    "error.html": ("name", "reason", "latest", "meant"),
    "feed.html": ("feed", "suffix", "name", "entries", "archives", "arrivals"),
    "home.html": ("entries", "everything", "groups", "digests", "turn"),
    "latest.html": ("entries",),
    "month.html": ("month", "entries", "more", "rest", "before", "after", "turn"),
    "months.html": ("years", "year", "turn"),
    "numbered.html": ("feed", "number", "entries", "address", "turn"),
    "part.html": ("feed", "kind", "entries", "digests", "turn"),
    "period.html": ("feed", "period", "entries", "more"),
    "search.html": ("feed", "feeds", "query", "problem", "entries", "number", "turn"),
}
PARTS = ("article_body.html", "base.html")  # of pages; given what the page is
OURS = ("macros.html", "pager.html")  # to be imported, not to be overridden
# Where a page may lack some of its values.
WITHOUT: dict[str, dict[str, Any]] = {
    "months.html": {"turn": None},
    "search.html": {
        "feed": None,
        "feeds": {},
        "query": "",
        "problem": "",
        "entries": [],
        "number": 1,
        "turn": None,
    },
}
