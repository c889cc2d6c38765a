"""Looks up the lists by which every article can be reached: numbered pages, and months."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from itertools import dropwhile
from typing import NamedTuple

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds.kinds import define, parse_name
from feedsvc.feeds.kinds.kind import At
from feedsvc.feeds.looks import Looks
from feedsvc.feeds.page_starts import PageStarts, Starts
from feedsvc.model.feed import EVERYTHING, Feed
from feedsvc.model.month import Month, following, month_of, read_month
from feedsvc.model.period import period_of
from feedsvc.render import EntryView, entry_view
from feedsvc.store import articles, digests, feeds, paging
from feedsvc.store.paging import START

A_PAGE = 20  # articles; fixed, since another number would move all articles to other pages
MOST_ARTICLES = 1000  # on the page of a month
MOST_WEEKS = 26
_MOMENT = timedelta(microseconds=1)


class NumberedPage(NamedTuple):
    """A page of a feed's articles. They are numbered from the oldest, which is 1.

    Attributes:
        feed: its definition.
        number: of the page, from 1.
        first: the number of its oldest article.
        entries: the newest first.
        newest: whether no page comes after it.
    """

    feed: Feed
    number: int
    first: int
    entries: list[EntryView]
    newest: bool


class Older(NamedTuple):
    """Where a list that shows the newest articles goes on: number of the page, of the article."""

    page: int
    article: int


class MonthLine(NamedTuple):
    """A month in a list, and how many articles it has."""

    month: Month
    total: int


class MonthPage(NamedTuple):
    """What the page of a month shows.

    Attributes:
        month: the month.
        entries: its newest articles, newest first.
        total: how many it has in all.
        older: the page on which those that are not shown begin; None: all are shown.
        before, after: the nearest months with an article; None: there is none.
    """

    month: Month
    entries: list[EntryView]
    total: int
    older: Older | None
    before: Month | None
    after: Month | None


class Week(NamedTuple):
    """A week, by its Monday, and how many articles came in it."""

    monday: date
    total: int


class ListCatalog:
    """Looks up lists at the time of asking.

    Args:
        looks: look at what is published.
        moment: gives the time at which the answers are to be right.
    """

    def __init__(self, looks: Looks, moment: Callable[[], datetime]) -> None:
        self._looks = looks
        self._zone = looks.settings.zone
        self._moment = moment
        self._starts = PageStarts()

    def page(self, name: str, number: int) -> NumberedPage:
        """A numbered page of a feed's articles. One that is full stays when newer articles come.

        Raises:
            NoSuchFeed: there is no such page.
        """
        with self._looks.reading(self._moment()) as at:
            source = parse_name(name).source
            feed = define(source, feeds.feed_row(at.connection, source), at)
            starts = self._starts_of(source, at)
            skip = (number - 1) * A_PAGE
            if number < 1:
                raise NoSuchFeed("pages are numbered 1, 2, 3 and so on, from the oldest article")
            if not starts.total:
                raise NoSuchFeed("nothing is published in this list at the moment")
            if skip >= starts.total:
                raise NoSuchFeed(f"the list ends at page {-(-starts.total // A_PAGE)}")
            ids = starts.ids(source, skip, A_PAGE, at)
            newest = starts.total <= number * A_PAGE
            return NumberedPage(feed, number, skip + 1, load_heads(reversed(ids), at), newest)

    def older(self, name: str, shown: int) -> Older | None:
        """Where the list of a feed goes on whose newest articles are shown; None: that is all.

        Args:
            name: of the feed.
            shown: how many articles are shown.
        """
        with self._looks.reading(self._moment()) as at:
            return _older(self._starts_of(name, at).total - shown)

    def months(self) -> list[MonthLine]:
        """The months with public articles, newest first."""
        with self._looks.reading(self._moment()) as at:
            last = digests.newest_before(at.connection, EVERYTHING, feeds.NEVER, at.now)
            first = paging.oldest_since(at.connection, EVERYTHING, START.published, at.now)
            months = []
            if first is not None and last is not None:
                months.append(month_of(first, self._zone))
                while months[-1].end <= last:
                    months.append(following(months[-1], self._zone))
            spans = [(one.start, one.end) for one in months]
            counts = paging.count_by_span(at.connection, EVERYTHING, spans, at.now)
        lines = [MonthLine(*one) for one in zip(months, counts, strict=True) if one[1]]
        return lines[::-1]

    def weeks(self, name: str) -> list[Week]:
        """How many public articles of a feed came in each week, up to that of the newest.

        Args:
            name: of the feed.

        Returns:
            at most MOST_WEEKS, from the first with an article on; none where the feed has none.
        """
        with self._looks.reading(self._moment()) as at:
            if name in at.hidden:
                return []
            newest = digests.newest_before(at.connection, name, feeds.NEVER, at.now)
            if newest is None:
                return []
            found = [period_of("weekly", newest, self._zone)]
            while len(found) < MOST_WEEKS and found[-1].start > START.published:
                found.append(period_of("weekly", found[-1].start - _MOMENT, self._zone))
            spans = [(one.start, one.end) for one in reversed(found)]
            counts = paging.count_by_span(at.connection, name, spans, at.now)
        weeks = [Week(one.first, count) for one, count in zip(reversed(found), counts, strict=True)]
        return list(dropwhile(lambda week: not week.total, weeks))

    def month(self, name: str) -> MonthPage:
        """The page of a month.

        Args:
            name: such as 2026/06.

        Raises:
            NoSuchFeed: there is no such month, or it has no public article.
        """
        found = read_month(name, self._zone)
        if found is None:
            raise NoSuchFeed(f"no month is called {name!r}")
        with self._looks.reading(self._moment()) as at:
            within = (at.connection, EVERYTHING, found.start, found.end, at.now)
            shown = digests.articles_within(*within, MOST_ARTICLES)
            if not shown:
                raise NoSuchFeed(f"nothing was published in {found.title}")
            total, older = len(shown), None
            if total == MOST_ARTICLES:
                total = digests.count_within(*within)
            if total > len(shown):
                until = (START.published, found.start)
                (before,) = paging.count_by_span(at.connection, EVERYTHING, [until], at.now)
                older = _older(before + total - len(shown))
            past = digests.newest_before(at.connection, EVERYTHING, found.start, at.now)
            later = paging.oldest_since(at.connection, EVERYTHING, found.end, at.now)
            near = [month_of(time, self._zone) if time else None for time in (past, later)]
            views = load_heads([one.entry_id for one in shown], at)
            return MonthPage(found, views, total, older, *near)

    def published_since(self, since: datetime, limit: int) -> list[EntryView]:
        """Public articles that were published after a moment, newest first, without their texts.

        Args:
            since: the moment.
            limit: how many at most.
        """
        with self._looks.reading(self._moment()) as at:
            found = feeds.places(at.connection, EVERYTHING, at.now, limit)
            return load_heads([entry_id for time, entry_id in found if time > since], at)

    def _starts_of(self, name: str, at: At) -> Starts:
        """The places in the list of a feed; of a private category nothing is told."""
        if name in at.hidden:
            return Starts((), 0)
        return self._starts.of(name, self._looks.store.opened, at)


def _older(left: int) -> Older | None:
    """Where the newest of the articles that are left stands; None: none is left."""
    return Older((left - 1) // A_PAGE + 1, left) if left > 0 else None


def load_heads(ids: Iterable[str], at: At) -> list[EntryView]:
    """Entries as readers see them in a list, without their texts and summaries."""
    wanted = list(ids)
    heads = articles.heads_of(at.connection, wanted)
    return [entry_view(heads[entry_id], (), at.settings) for entry_id in wanted]
