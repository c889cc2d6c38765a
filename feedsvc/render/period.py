"""Makes an entry of a digest's period, which shows the period's articles with their summaries."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from itertools import accumulate

from feedsvc.model.period import Period
from feedsvc.render.entry import EntryView
from feedsvc.render.entry_html import direction, summary_html
from feedsvc.render.large import SectionView
from feedsvc.settings import Settings

_GROWTH = 3  # an article's HTML stands in a document in up to three forms
_FRAME = 400  # bytes around an article's HTML


def period_view(
    period: Period,
    entry_id: str,
    page: str,
    updated: datetime,
    articles: Sequence[EntryView],
    total: int,
    settings: Settings,
) -> EntryView:
    """The values of a closed period that all formats show.

    Args:
        period: the day or week.
        entry_id: the id of its entry.
        page: URL of its page.
        updated: the time of its last change that readers see.
        articles: its newest articles, the newest first; as many are shown as fit in a document.
        total: number of its articles.
        settings: give the language, the size of a document, and whether entries hold the full text.
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
        sections=tuple(sections),
        content=content if full else "",
        site_language=settings.language,
        full=full,
        articles=shown,
    )


def _article_html(view: EntryView) -> str:
    """Headline, standfirst, corrections and section summaries of an article as HTML.

    An article in another language than the site's is in a `div` that names it.
    """
    html = f'<h2><a href="{escape(view.url)}">{escape(view.headline)}</a></h2>{summary_html(view)}'
    if view.language in ("", view.site_language):
        return html
    return f'<div lang="{escape(view.language)}" dir="{direction(view.language)}">{html}</div>'
