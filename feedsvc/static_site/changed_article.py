"""Tells what changed of an article since a release, as far as pages of others show it. Pure."""

from typing import NamedTuple

from feedsvc.feeds import Noted
from feedsvc.store.paging import ListPlace
from feedsvc.store.site_addresses import ArticleNames


class Changed(NamedTuple):
    """An article that changed, before and now.

    Attributes:
        entry_id: of the article.
        before, after: its names; None: it had or has none.
        was, now: what was noted of it and would be; None: that is not known.
        themed: whether lists may show when it was updated, as those of a theme may.
    """

    entry_id: str
    before: ArticleNames | None
    after: ArticleNames | None
    was: Noted | None = None
    now: Noted | None = None
    themed: bool = False

    def places(self, feed: str) -> list[ListPlace]:
        """Where it stood and stands in a feed."""
        return list(
            dict.fromkeys(
                ListPlace(one.published, self.entry_id)
                for one in (self.before, self.after)
                if one and one.published and feed in one.feeds
            )
        )

    def stays(self, feed: str) -> bool:
        """Whether it stands where it stood, in a feed that holds it."""
        one, other = self.before, self.after
        if one is None or other is None or one.published != other.published:
            return False
        return feed in one.feeds and feed in other.feeds

    @property
    def feeds(self) -> set[str]:
        """The feeds that held it or hold it."""
        return {name for one in (self.before, self.after) if one for name in one.feeds}

    @property
    def settled(self) -> bool:
        """Whether it stands where it stood, in the same feeds and at the same address."""
        one, other = self.before, self.after
        if one is None or other is None or not one.slug:
            return False
        return (one.published, one.feeds, one.slug) == (other.published, other.feeds, other.slug)

    @property
    def listed_alike(self) -> bool:
        """Whether lists certainly show of it what they showed."""
        one, other = self.was, self.now
        if one is None or other is None or one.head != other.head:
            return False
        return one.updated == other.updated or not self.themed

    @property
    def compared_alike(self) -> bool:
        """Whether it is certainly about the same as others, as it was."""
        one, other = self.was, self.now
        return self.settled and one is not None and other is not None and one.about == other.about
