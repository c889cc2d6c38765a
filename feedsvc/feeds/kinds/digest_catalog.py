"""Looks up what digests show, for web pages."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds.build import Summaries
from feedsvc.feeds.kinds import digest_periods
from feedsvc.feeds.kinds.digest import period_url
from feedsvc.feeds.kinds.digest_periods import period_id
from feedsvc.model.entry import Entry
from feedsvc.model.feed import Feed
from feedsvc.model.period import Period, read_period
from feedsvc.render import EntryView, entry_view, period_view
from feedsvc.settings import Settings
from feedsvc.store import Store, articles, ledger
from feedsvc.store.feeds import Selected

MOST_ARTICLES = 1000  # on the page of a period


class PeriodLine(NamedTuple):
    """A closed period in a list: its title, the address of its page, how many articles it has."""

    title: str
    url: str
    total: int


class PeriodPage(NamedTuple):
    """What the page of a closed period shows: its newest articles, and how many it has in all."""

    period: Period
    articles: list[EntryView]
    total: int


class DigestCatalog:
    """Looks up what digests show at the time of asking.

    Args:
        settings: checked.
        store: open.
        summaries: gives the section summaries of entries by id, and keeps them.
        moment: gives the time at which the answers are to be right.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        summaries: Callable[[dict[str, Entry]], dict[str, Summaries]],
        moment: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._store = store
        self._summaries = summaries
        self._moment = moment

    def listed(self, feed: Feed) -> list[PeriodLine]:
        """The newest closed periods of a digest, newest first."""
        with self._store.reading() as connection:
            found = digest_periods.closed_periods(
                connection, feed.name, self._moment(), self._settings
            )
        return [
            PeriodLine(period.title, period_url(feed.name, period, self._settings), total)
            for period, _, total in found
        ]

    def shown(self, feed: Feed) -> list[EntryView]:
        """The entries that the documents of a digest show, as readers see them."""
        now, settings = self._moment(), self._settings
        with self._store.reading() as connection:
            id_base = ledger.recall(connection, "id_base") or settings.tag_authority
            periods = digest_periods.standing(connection, feed.name, now, settings).periods
        found: list[EntryView] = []
        room = settings.feeds.budget
        for period, selected, total, updated in periods:
            entry_id = period_id(id_base, feed.name, period.name)
            page, views = period_url(feed.name, period, settings), self._views(selected)
            view = period_view(period, entry_id, page, updated, views, total, settings)
            room -= len(view.content)
            room -= 2 * sum(len(section.heading + section.summary) for section in view.sections)
            if found and room < 0:
                break
            found.append(view)
        return found

    def page(self, feed: Feed, name: str) -> PeriodPage:
        """The page of a closed period of a digest, also of one that its documents no longer show.

        Raises:
            NoSuchFeed: there is no such period, it is not over, or it has no article.
        """
        assert feed.digest
        period, now = read_period(feed.digest, name, self._settings.zone), self._moment()
        if period is not None and period.end <= now:
            with self._store.reading() as connection:
                selected, total = digest_periods.read_period_of(
                    connection, feed.name, period, now, MOST_ARTICLES
                )
            if selected:
                return PeriodPage(period, self._views(selected), total)
        raise NoSuchFeed(f"the {feed.digest} digest has nothing of {name!r}")

    def _views(self, selected: Sequence[Selected]) -> list[EntryView]:
        ids = [one.entry_id for one in selected]
        with self._store.reading() as connection:
            entries = articles.entries_of(connection, ids)
        summaries = self._summaries(entries)
        there = [i for i in ids if i in entries]  # an article may have left since it was selected
        return [entry_view(entries[i], summaries[i], self._settings) for i in there]
