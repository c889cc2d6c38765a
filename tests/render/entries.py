"""Articles as the entries that they become, and as documents that hold them alone."""

from datetime import UTC, datetime

from feedsvc.feeds import everything
from feedsvc.indexer.identity import Names, settle
from feedsvc.model.article import Article
from feedsvc.model.entry import Entry, Term
from feedsvc.model.feed import Format
from feedsvc.model.slugs import slugify
from feedsvc.render import feed_view, render_fragment, splice
from feedsvc.settings.site import Settings

SETTINGS = Settings(title="News & <more>", base_url="https://news.example", subtitle="All of it")
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ID_BASE = "news.example,2026"


def entry_of(article: Article) -> Entry:
    """The entry of an article that is read for the first time."""
    record = settle(article, None, source="", now=NOW, names=Names(ID_BASE, (), {}))
    return Entry(
        id=record.entry_id,
        slug=record.slug,
        published=article.date or NOW,
        updated=record.updated,
        article=article,
        category=Term(slugify(article.category), article.category) if article.category else None,
        tags=tuple(Term(slugify(tag), tag) for tag in article.tags),
        authors=tuple(Term(slugify(author.name), author.name) for author in article.authors),
    )


def one_entry(entry: Entry, summaries: tuple[str, ...], format: Format) -> bytes:
    """The document of everything that holds one entry alone."""
    channel = feed_view(everything(SETTINGS), ID_BASE, entry.updated, SETTINGS, format)
    return splice(channel, [render_fragment(entry, summaries, SETTINGS, format)], format)
