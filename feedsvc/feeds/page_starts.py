"""Remembers where pages of long lists begin, so that a page far back costs no walk to it."""

from datetime import datetime
from typing import NamedTuple

from feedsvc.feeds.kinds.kind import At
from feedsvc.store import due_times, feeds, paging
from feedsvc.store.paging import START, ListPlace

STEP = 1000  # articles between two places that are remembered
MOST_LISTS = 256  # of which places are remembered; beyond that, all are forgotten


class _Stamp(NamedTuple):
    """Where this is the same, so is a list.

    Attributes:
        opened: which of the stores that were opened is looked at.
        version: of the feed.
        until: when time alone changes the feed next; None: never. This moves whenever it did.
    """

    opened: int
    version: int
    until: datetime | None


class Starts(NamedTuple):
    """Places in a feed's list of public articles, the oldest first.

    Attributes:
        places: of each STEP-th article.
        total: how many articles there are.
    """

    places: tuple[ListPlace, ...]
    total: int

    def ids(self, feed: str, skip: int, limit: int, at: At) -> list[str]:
        """Ids of the articles after the first `skip`, the oldest first, at most `limit`."""
        known = min(skip // STEP, len(self.places))
        after = self.places[known - 1] if known else START
        left = skip - known * STEP
        found = paging.places_after(at.connection, feed, after, at.now, limit, left)
        return [place.entry_id for place in found]


class PageStarts:
    """The places in lists, each walked through once until its feed changes."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[_Stamp, Starts]] = {}

    def of(self, feed: str, opened: int, at: At) -> Starts:
        """The places in the list of a feed.

        Args:
            feed: its name.
            opened: which of the stores that were opened is looked at.
            at: the moment.
        """
        row = feeds.feed_row(at.connection, feed)
        if row is None:
            return Starts((), 0)
        until = due_times.next_due(at.connection, feed, at.now, at.settings.feeds)
        stamp = _Stamp(opened, row.version, until)
        known = self._known.get(feed)
        if known is not None and known[0] == stamp:
            return known[1]
        found = _walk(feed, at)
        if len(self._known) >= MOST_LISTS:
            self._known.clear()
        self._known[feed] = (stamp, found)
        return found


def _walk(feed: str, at: At) -> Starts:
    places: list[ListPlace] = []
    last = START
    while found := paging.places_after(at.connection, feed, last, at.now, 1, STEP - 1):
        last = found[0]
        places.append(last)
    rest = paging.count_after(at.connection, feed, last, at.now)
    return Starts(tuple(places), len(places) * STEP + rest)
