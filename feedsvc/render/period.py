"""A period of a digest as an entry: its articles in short, each with its section summaries."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from itertools import accumulate

from feedsvc.model.period import Period
from feedsvc.render.entry import EntryView, SectionView, direction, summary_html
from feedsvc.settings import Settings

_GROWTH = 3  # of the HTML of an article in a document: it stands there in up to three ways
_FRAME = 400  # bytes of what stands around it


def period_view(
    period: Period,
    entry_id: str,
    page: str,
    updated: datetime,
    articles: Sequence[EntryView],
    total: int,
    settings: Settings,
) -> EntryView:
    """What the formats say of a closed period.

    Args:
        period: which.
        entry_id, page: its id, and the address of its own page.
        updated: when readers last would have seen a difference.
        articles: the newest of it, newest first; as many are shown as one document may hold.
        total: how many it has.
        settings: for the language, the size of a document, and whether entries are full.
    """
    full = settings.feeds.content == "full"
    texts = [_article_html(one) for one in articles]
    sizes = accumulate(_GROWTH * len(text.encode()) + _FRAME for text in texts)
    fitting = max(1, sum(size <= settings.feeds.budget for size in sizes))
    shown = tuple(articles[:fitting])
    sections = [SectionView("", one.headline, 2, one.url, one.standfirst) for one in shown]
    content = "".join(texts[:fitting])
    if more := total - len(shown):
        said = f"and {more:,} more {'article' if more == 1 else 'articles'}"
        sections.append(SectionView("", said, 2, page, ""))
        content += f'<p><a href="{escape(page)}">{said}</a></p>'
    return EntryView(
        id=entry_id,
        headline=period.title,
        url=page,
        page=page,
        published=period.end,
        updated=updated,
        authors=(),
        desks=(),
        terms=(),
        standfirst="",
        sections=tuple(sections),
        content=content if full else "",
        language="",
        site_language=settings.language,
        image=None,
        enclosures=(),
        corrections=(),
        full=full,
        articles=shown,
    )


def _article_html(view: EntryView) -> str:
    """Headline, standfirst, corrections and section summaries of an article, in its language."""
    html = f'<h2><a href="{escape(view.url)}">{escape(view.headline)}</a></h2>{summary_html(view)}'
    if view.language in ("", view.site_language):
        return html
    return f'<div lang="{escape(view.language)}" dir="{direction(view.language)}">{html}</div>'
