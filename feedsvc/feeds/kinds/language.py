"""Feeds by language: of the articles in each, for readers and aggregators that take one alone."""

from collections.abc import Sequence

from feedsvc.feeds.kinds.articles import Articles
from feedsvc.feeds.kinds.kind import At, OpenFeed
from feedsvc.model.entry import Entry, Term
from feedsvc.model.feed import Feed, Format
from feedsvc.model.slugs import slugify
from feedsvc.render import FeedView
from feedsvc.settings import Settings


class Languages(Articles):
    """Feeds of a language each, by its tag (BCP 47); an article that names none has the site's.

    Where all articles have one language, its feed is the feed of everything, and no list names it.
    """

    named = False  # every article stands in one, so it tells nothing of a change

    def __init__(self) -> None:
        super().__init__("language", "Language", "Languages", _language)

    def placed_by(self, settings: Settings) -> str:
        """The language of the site (NamedKind.placed_by)."""
        return settings.language

    def listed(self, found: list[OpenFeed]) -> list[OpenFeed]:
        """All of them, where there are several (NamedKind.listed)."""
        return super().listed(found) if len(found) > 1 else []

    def view(self, feed: Feed, made: FeedView, format: Format, at: At) -> FeedView:
        """The values of a feed, which says that it is in its language."""
        return made._replace(language=feed.label)


def _language(entry: Entry, settings: Settings) -> Sequence[Term]:
    tag = entry.article.language or settings.language
    return (Term(slugify(tag), tag),)
