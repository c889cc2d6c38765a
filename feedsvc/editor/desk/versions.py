"""Compares articles with what subscribers have of them, and with what was saved before."""

from collections import OrderedDict
from collections.abc import Collection, Iterable
from contextlib import suppress

from feedsvc.editor.article_status import ArticleStatus
from feedsvc.editor.desk.as_published import AsPublished, Had
from feedsvc.editor.diff import Difference, compare_texts, differ, text_of
from feedsvc.errors import StoreError
from feedsvc.model.entry import Entry
from feedsvc.newsroom import Newsroom

MOST_KEPT = 64  # articles saved lately whose texts are kept
MOST_CHARACTERS = 4_000_000  # of these texts


class Versions:
    """Compares the articles of a newsroom with earlier versions of them.

    Of those saved lately at most MOST_KEPT of MOST_CHARACTERS are kept in memory.

    Args:
        newsroom: has the articles as they are now.
        as_published: looks up what subscribers have; None: that is not known.
    """

    def __init__(self, newsroom: Newsroom, as_published: AsPublished | None) -> None:
        self._newsroom = newsroom
        self._as_published = as_published
        self._saved: OrderedDict[str, Entry] = OrderedDict()  # by id, the latest last
        self._size = 0

    def had(self, entry_ids: Collection[str]) -> Had | None:
        """What subscribers have of some articles; None: that is not known.

        Raises:
            StoreError: what is published cannot be read.
        """
        if self._as_published is None:
            return None
        return self._as_published.find(entry_ids, self._newsroom.settings, self._newsroom.now())

    def differing(self, cards: Iterable[ArticleStatus]) -> set[str]:
        """Ids of those articles of which subscribers have another version."""
        paths = {card.id: card.path for card in cards}
        try:
            had = self.had(paths) if paths else None
        except StoreError:  # the page of an article tells it
            return set()
        if not had or not had.entries:
            return set()
        now = self._newsroom.articles.at(list(paths.values()))
        return {one.id for one in now if one.id in had.entries and differ(had.entries[one.id], one)}

    def take(self, entries: Iterable[Entry], told: str) -> Difference | None:
        """Take in articles that were saved; returns how one of them differs from its last version.

        That is the last save, or else what subscribers have.

        Args:
            entries: as they are now.
            told: the id of the one; empty: none.
        """
        difference = None
        for entry in entries:
            before = self._put(entry)
            if entry.id == told:
                with suppress(StoreError):
                    before = before or self._published(entry)
                if before is not None:
                    difference = compare_texts(text_of(before), text_of(entry))
        return difference

    def _published(self, entry: Entry) -> Entry | None:
        had = self.had([entry.id])
        return had.entries.get(entry.id) if had else None

    def _put(self, entry: Entry) -> Entry | None:
        """Keep a version of an article; returns the one before, if it is kept still."""
        before = self._saved.pop(entry.id, None)
        self._saved[entry.id] = entry
        self._size += _size(entry) - (_size(before) if before else 0)
        while len(self._saved) > MOST_KEPT or self._size > MOST_CHARACTERS:
            self._size -= _size(self._saved.popitem(last=False)[1])
        return before


def _size(entry: Entry) -> int:
    return len(entry.article.content)
