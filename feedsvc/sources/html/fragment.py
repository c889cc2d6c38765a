"""Sanitizes a piece of HTML that stands in settings, as the content of an article is."""

from zoneinfo import ZoneInfo

from feedsvc.sources.html.body import render
from feedsvc.sources.source import Findings, Source

_NOWHERE = "site.html"  # beside the articles: relative URLs begin at the newsroom's folder


def clean_fragment(html: str) -> str:
    """The HTML without what may not stand in feeds; its URLs may begin with placeholders.

    Args:
        html: not trusted.

    Raises:
        UnreadableArticle: elements are nested too deep, or have too many attributes.
    """
    source = Source(_NOWHERE, "", ZoneInfo("UTC"), Findings(_NOWHERE))
    return render(html, source, 1, headline=_NOWHERE).content
