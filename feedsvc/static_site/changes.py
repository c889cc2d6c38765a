"""Finds the addresses that may have changed since a release, by the versions that the store keeps.

What a page shows decides: its own article, those beside and about the same, a place in a list. To
name an address that has not changed costs the making of its file; to miss one is a fault.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from itertools import pairwise
from typing import NamedTuple

from feedsvc.feeds import KINDS, hidden_feeds
from feedsvc.model.feed import DIGESTS, EVERYTHING, DigestKind, FeedName, part_name
from feedsvc.model.month import month_of
from feedsvc.model.period import period_of
from feedsvc.newsroom import Newsroom
from feedsvc.static_site import addresses, survey
from feedsvc.static_site.addresses import A_PAGE, Wanted
from feedsvc.static_site.memory import Built, FeedStand, Memory
from feedsvc.store import archives, changed_since, due_times, feeds, paging, site_addresses
from feedsvc.store.article_editions import changed_articles
from feedsvc.store.paging import ListPlace
from feedsvc.store.site_addresses import ArticleNames

MANY = 2000  # articles; where more have changed, all addresses may have
_NEAR = 12  # articles on each side in time that one is compared with (feeds.reading_on)
_MOST_OF_MONTH = 1000  # articles on the page of a month (feeds.list_catalog)


class Changed(NamedTuple):
    """An article that changed: its names before and now; None: it had or has none."""

    entry_id: str
    before: ArticleNames | None
    after: ArticleNames | None

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


class Changes:
    """What changed of a site since a release.

    Args:
        newsroom: of the site.
        memory: of the release; it gets what is to be remembered of the next one.
        since: of what was made what is remembered.
    """

    def __init__(self, newsroom: Newsroom, memory: Memory, since: Built) -> None:
        self._newsroom, self._memory, self._since = newsroom, memory, since
        self._now = newsroom.feeds.moment()
        self._zone = newsroom.settings.zone
        self._before = datetime.fromtimestamp(since.moment, UTC)

    def addresses(self) -> list[Wanted] | None:
        """The addresses that may have changed; None: all of them."""
        shows = self._newsroom.settings.feeds
        with self._newsroom.store.reading() as connection:
            published = changed_since(connection, self._since.edition)
            ids = changed_articles(connection, self._since.edition)
            moved, aged = due_times.moved_since(connection, self._before, self._now, shows)
            ids |= moved
            if published.feeds is None or len(ids) > MANY:
                return None
            named = site_addresses.names_of(connection, ids, self._now)
        known = ((one, self._memory.get("article", one)) for one in sorted(ids))
        articles = [Changed(one, before, named.get(one)) for one, before in known]
        names = {name for name in published.feeds | aged if FeedName.parse(name).kind in KINDS}
        for one in articles:
            names |= {name for n in (one.before, one.after) if n for name in n.feeds}
        closed = self._is_day_over()
        if not (articles or names or closed):
            return []
        found = [*self._of_articles(articles), *self._beside(articles)]
        found += self._of_feeds(sorted(names), articles)
        found += self._of_digests(closed)
        found += self._general(articles)
        return found

    def _of_articles(self, articles: Iterable[Changed]) -> Iterator[Wanted]:
        """The addresses of the articles themselves, before and now."""
        memory = self._memory
        left: list[str] = []
        for one in articles:
            memory.put("article", one.entry_id, one.after)
            before = set(addresses.claims_of(one.before)) if one.before else set()
            after = set(addresses.claims_of(one.after)) if one.after else set()
            for address in before ^ after:
                memory.claim(address, one.entry_id, holds=address in after)
            left += sorted(before - after)
            for names in filter(None, (one.before, one.after)):
                if names.slug:
                    yield addresses.page(f"/articles/{names.slug}", "page")
                for path in names.media:
                    yield addresses.file(f"/media/{path}", "media")
            yield from (addresses.page(address, "page") for address in sorted(after))
        for address in left:
            if memory.claimed(address):
                yield addresses.page(address, "page")
            else:
                self._drop(address)

    def _drop(self, address: str) -> None:
        """Let nothing lead from an address any more."""
        memory = self._memory
        memory.put("redirect", address, None)
        if path := memory.get("gone", address):
            memory.put("gone", address, None)
            memory.put("file", path, None)

    def _beside(self, articles: Iterable[Changed]) -> Iterator[Wanted]:
        """The pages of articles that may name a changed one as beside them, or about the same."""
        near: set[str] = set()
        with self._newsroom.store.reading() as connection:
            for one in articles:
                if one.before == one.after:
                    continue
                names = {n for each in (one.before, one.after) if each for n in each.feeds}
                for name in names:
                    if FeedName.parse(name).kind not in ("tag", "category", EVERYTHING):
                        continue
                    for place in one.places(name):
                        older = feeds.places(connection, name, self._now, _NEAR, place)
                        newer = paging.places_after(connection, name, place, self._now, _NEAR)
                        for side in ([i for _, i in older], [n.entry_id for n in newer]):
                            near |= set(self._reaching(name, side))
        for entry_id in sorted(near):
            names_of = self._memory.get("article", entry_id)
            if names_of is not None and names_of.slug:
                yield addresses.page(f"/articles/{names_of.slug}", "page")

    def _reaching(self, name: str, side: list[str]) -> Iterator[str]:
        """Those beside a place whose pages look as far as to it in a feed."""
        for rank, entry_id in enumerate(side):
            names = self._memory.get("article", entry_id)
            categorised = names is not None and any(n.startswith("category/") for n in names.feeds)
            if name != EVERYTHING or not rank or not categorised:
                yield entry_id

    def _of_feeds(self, names: Iterable[str], articles: list[Changed]) -> Iterator[Wanted]:
        names = list(names)
        hidden = hidden_feeds(self._newsroom.settings)
        with self._newsroom.store.reading() as connection:
            counts = site_addresses.counts_of_feeds(connection, self._now, names)
        open_names = set(addresses.feed_names(counts, self._newsroom.settings))
        for name in names:
            before = self._memory.get("feed", name) or FeedStand(0)
            if name not in open_names and not before.count:
                continue
            count = 0 if name in hidden else counts.get(name, 0)
            after = survey.stand_of(self._newsroom, name, count)
            self._memory.put("feed", name, after if name in open_names else None)
            here = [one for one in articles if one.places(name)]
            yield from addresses.head_of(name)
            yield from addresses.digests_of(name)
            yield from self._archives(name, before, after, here)
            if KINDS[FeedName.parse(name).kind].numbered:
                yield from self._numbered(name, before, after, here)
            times = sorted(place.published for one in here for place in one.places(name))
            yield from addresses.periods_of(name, times, self._now, self._zone)
        for search in self._newsroom.settings.searches:
            yield from addresses.head_of(part_name("search", search))

    def _archives(
        self, name: str, before: FeedStand, after: FeedStand, here: Iterable[Changed]
    ) -> Iterator[Wanted]:
        """The documents of a feed's archive that hold what changed, and the last ones."""
        ids = {one.entry_id for one in here} | (set(before.shown) ^ set(after.shown))
        with self._newsroom.store.reading() as connection:
            numbers = archives.archives_holding(connection, name, ids)
        few, many = sorted((before.archives, after.archives))
        if few != many:
            numbers |= set(range(max(1, few - 1), many + 1))
        yield from addresses.archive_documents(name, sorted(n for n in numbers if n <= many))

    def _numbered(
        self, name: str, before: FeedStand, after: FeedStand, here: list[Changed]
    ) -> Iterator[Wanted]:
        """The numbered pages on which something changed."""
        single, first = self._positions(name, after.count, here)
        lasts = sorted(-(-stand.count // A_PAGE) for stand in (before, after))
        numbers = {position // A_PAGE + 1 for position in single}
        if first is not None:
            numbers |= set(range(min(first // A_PAGE + 1, max(1, lasts[0])), lasts[1] + 1))
        yield from addresses.numbered_pages(name, sorted(numbers))

    def _positions(
        self, name: str, count: int, here: Iterable[Changed]
    ) -> tuple[list[int], int | None]:
        """Where articles changed in a feed, counted from the oldest; where all move from on."""
        stay: list[int] = []
        moved: list[int] = []
        with self._newsroom.store.reading() as connection:
            for one in here:
                for place in one.places(name):
                    newer = paging.count_after(connection, name, place, self._now)
                    there = one.after is not None and one.after.published == place.published
                    there = there and one.after is not None and name in one.after.feeds
                    (stay if one.stays(name) else moved).append(count - newer - there)
        return stay, min(moved, default=None)

    def _is_day_over(self) -> bool:
        """Whether a day is over that was not at the release."""
        period = period_of("daily", self._before, self._zone)
        return period.end <= self._now

    def _of_digests(self, closed: bool) -> Iterator[Wanted]:
        """What digests show of the periods that closed since."""
        if not closed:
            return
        over = [
            start
            for digest in DIGESTS
            for start in _over_since(digest, self._before, self._now, self._zone)
        ]
        for name, _ in self._memory.every("feed"):
            yield from addresses.digests_of(name)
            yield from addresses.periods_of(name, sorted(over), self._now, self._zone)

    def _general(self, articles: list[Changed]) -> Iterator[Wanted]:
        """What shows something of all that is published."""
        for address in ("/", "/archive"):
            yield addresses.page(address)
        for address in ("/feeds.opml", "/sitemap.xml"):
            yield addresses.file(address, "list")
        yield addresses.not_found()
        lines = self._newsroom.feeds.lists.months()
        places = [place.published for one in articles for place in one.places(EVERYTHING)]
        touched = {month_of(time, self._zone).name for time in places}
        large = {one.month.name for one in lines if one.total > _MOST_OF_MONTH} if touched else ()
        months = {line.month.name for line in lines}
        for name in {*_with_neighbours(months, touched), *large}:
            yield addresses.page(f"/archive/{name}")
        years = {name.partition("/")[0] for name in months}
        for year in _with_neighbours(years, {name.partition("/")[0] for name in touched}):
            yield addresses.page(f"/archive/{year}")
        yield from self._sitemap(articles)

    def _sitemap(self, articles: list[Changed]) -> Iterator[Wanted]:
        """The parts of the sitemap in which something changed."""
        stand = self._memory.get("feed", EVERYTHING)
        kept = self._memory.before("feed", EVERYTHING) or FeedStand(0)
        parts = [survey.sitemap_parts(self._newsroom, one.count) for one in (kept, stand)]
        if not any(parts):
            return
        here = [one for one in articles if one.places(EVERYTHING)]
        single, first = self._positions(EVERYTHING, stand.count, here)
        others = survey.overview(self._newsroom).pages
        numbers = {(others + position) // survey.SITEMAP_PART + 1 for position in single}
        if parts[0] != parts[1]:
            first = 0
        if first is not None:
            start = (others + first) // survey.SITEMAP_PART if first else 0
            numbers |= set(range(start + 1, max(parts) + 1))
        for number in sorted(numbers):
            yield addresses.file(f"/sitemap-{number}.xml", "list")


def _with_neighbours(there: set[str], touched: set[str]) -> set[str]:
    """Some names, and those of the others that stand beside them in their order."""
    found = set(touched)
    for one, other in pairwise(sorted(there | touched)):
        if one in touched or other in touched:
            found |= {one, other}
    # Where the one between two others left, these are beside each other.
    for name in touched - there:
        found |= {max((n for n in there if n < name), default=name)}
        found |= {min((n for n in there if n > name), default=name)}
    return found


def _over_since(
    digest: DigestKind, since: datetime, now: datetime, zone: tzinfo
) -> Iterator[datetime]:
    """The starts of the periods that ended after one moment and up to another."""
    period = period_of(digest, since, zone)
    while period.end <= now:
        yield period.start
        period = period_of(digest, period.end, zone)
