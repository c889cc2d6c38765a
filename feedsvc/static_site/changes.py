"""Finds the addresses that may have changed since a release, by the versions that the store keeps.

What a page shows decides: its own article, those beside and about the same, a place in a list. To
name an address that has not changed costs the making of its file; to miss one is a fault.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from feedsvc.feeds import KINDS, Noted, digests_of, hidden_feeds
from feedsvc.model.feed import DIGESTS, EVERYTHING, FeedName, part_name
from feedsvc.model.period import period_of
from feedsvc.static_site import addresses, changed_lists, media_files, survey
from feedsvc.static_site.addresses import A_PAGE, Wanted
from feedsvc.static_site.asking import Service
from feedsvc.static_site.changed_article import Changed
from feedsvc.static_site.memory import Built, FeedStand, Memory
from feedsvc.store import archives, changed_since, due_times, feeds, paging, site_addresses
from feedsvc.store.article_editions import changed_articles
from feedsvc.store.site_addresses import ArticleNames

MANY = 2000  # articles; where more have changed, all addresses may have
_FEW = 50  # articles; of more it is not looked up what others show of them
_NEAR = 12  # articles on each side in time that one is compared with (feeds.reading_on)


class Changes:
    """What changed of a site since a release.

    Args:
        service: answers for the site.
        memory: of the release; it gets what is to be remembered of the next one.
        since: of what was made what is remembered.
    """

    def __init__(self, service: Service, memory: Memory, since: Built) -> None:
        newsroom = service.newsroom
        self._service, self._newsroom, self._memory, self._since = service, newsroom, memory, since
        self._now = newsroom.feeds.moment()
        self._zone = newsroom.settings.zone
        self._before = datetime.fromtimestamp(since.moment, UTC)
        self._aged: set[str] = set()

    def addresses(self) -> list[Wanted] | None:
        """The addresses that may have changed; None: all of them."""
        shows = self._newsroom.settings.feeds
        with self._newsroom.store.reading() as connection:
            published = changed_since(connection, self._since.edition)
            ids = changed_articles(connection, self._since.edition)
            moved, self._aged = due_times.moved_since(connection, self._before, self._now, shows)
            if published.feeds is None:
                return None
            named = site_addresses.names_of(connection, ids | moved, self._now)
        pairs = [(one, self._memory.get("article", one)) for one in sorted(ids | moved)]
        # What nobody could see before and nobody can see now is on no page. What changes only so is
        # dated by the next change that is published, so there may be many of them at once.
        pairs = [(one, before) for one, before in pairs if before or one in named]
        changed = [one for one, before in pairs if before != named.get(one)]
        if len(changed) > MANY:
            return None
        found = list(self._media((before, named.get(one)) for one, before in pairs))
        articles = list(self._noted(changed, named))
        names = {*published.feeds, *self._aged}
        for one in articles:
            names |= one.feeds
        names = {name for name in names if FeedName.parse(name).kind in KINDS}
        closed = self._is_day_over()
        found += changed_lists.old_news(self._newsroom, self._before, self._now)
        if not (articles or names or closed):
            return found
        found += [*self._of_articles(articles), *self._beside(articles)]
        found += self._of_feeds(sorted(names), articles)
        found += self._of_digests(closed)
        found += self._general(articles)
        return found

    def _noted(self, changed: list[str], named: dict[str, ArticleNames]) -> Iterator[Changed]:
        """The articles that changed, with what others show of them where these are few."""
        themed = self._service.has_theme()
        for one in changed:
            before, after = self._memory.get("article", one), named.get(one)
            was = now = None
            if before and after and after.slug and len(changed) <= _FEW:
                was, now = self._memory.get("noted", one), self._service.noted(one)
            yield Changed(one, before, after, was, now, themed)

    def _media(
        self, pairs: Iterable[tuple[ArticleNames | None, ArticleNames | None]]
    ) -> Iterator[Wanted]:
        """The files that articles name which changed, or which it may be that nobody may see."""
        for before, after in pairs:
            names = [one for one in (before, after) if one and one.slug]
            paths = {path for one in names for path in one.media}
            stay = (
                set.intersection(*(set(one.media) for one in names)) if len(names) == 2 else set()
            )
            for path in sorted(paths):
                one = addresses.file(f"{media_files.PLACE}{path}", "media")
                known = self._memory.get("media", one.address)
                if path not in stay or media_files.state_of(self._newsroom, one.address) != known:
                    yield one

    def _of_articles(self, articles: Iterable[Changed]) -> Iterator[Wanted]:
        """The addresses of the articles themselves, before and now."""
        memory = self._memory
        left: list[str] = []
        for one in articles:
            memory.put("article", one.entry_id, one.after)
            if one.after is None or not one.after.slug:
                memory.put("noted", one.entry_id, None)
            before = set(addresses.claims_of(one.before)) if one.before else set()
            after = set(addresses.claims_of(one.after)) if one.after else set()
            for address in before ^ after:
                memory.claim(address, one.entry_id, holds=address in after)
            left += sorted(before - after)
            for names in filter(None, (one.before, one.after)):
                if names.slug:
                    yield addresses.page(f"/articles/{names.slug}", "page")
                    yield addresses.text_of(names.slug)
                if not one.settled:  # else old slugs lead where they led
                    yield from addresses.texts_of(names)
            asked = after - before if one.settled else after  # what stays leads where it led
            yield from (addresses.page(address, "page") for address in sorted(asked))
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

    def _beside(self, articles: list[Changed]) -> Iterator[Wanted]:
        """The pages of articles that name a changed one as beside them, or about the same."""
        near: dict[str, set[str]] = defaultdict(set)  # by article: those that may reorder its page
        with self._newsroom.store.reading() as connection:
            for one in articles:
                if one.compared_alike and one.listed_alike:
                    continue
                for name in one.feeds:
                    if FeedName.parse(name).kind not in ("tag", "category", EVERYTHING):
                        continue
                    for place in one.places(name):
                        older = feeds.places(connection, name, self._now, _NEAR, place)
                        newer = paging.places_after(connection, name, place, self._now, _NEAR)
                        for side in ([i for _, i in older], [n.entry_id for n in newer]):
                            for entry_id in self._reaching(name, side):
                                near[entry_id] |= set() if one.compared_alike else {one.entry_id}
        shown_anew = {one.entry_id for one in articles if not one.listed_alike}
        for entry_id, compared in sorted(near.items()):
            names_of = self._memory.get("article", entry_id)
            if names_of is None or not names_of.slug:
                continue
            was = self._memory.get("noted", entry_id)
            if (
                was is None
                or shown_anew.intersection(was.beside)
                or (compared and self._names_others(entry_id, was))
            ):
                yield addresses.page(f"/articles/{names_of.slug}", "page")

    def _names_others(self, entry_id: str, was: Noted) -> bool:
        """Whether the page of an article would name others than it did."""
        now = self._service.noted(entry_id)
        return now is None or now.beside != was.beside

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
            if before.title != after.title:  # it stands in all that is the feed's
                yield from survey.of_feed(self._newsroom, name, after, self._now)
            yield from self._head(name, before, after, here)
            if KINDS[FeedName.parse(name).kind].digests:
                yield from self._digests(name, here)
            yield from self._archives(name, before, after, here)
            if KINDS[FeedName.parse(name).kind].numbered:
                yield from self._numbered(name, before, after, here)
            times = sorted(place.published for one in here for place in one.places(name))
            yield from addresses.periods_of(name, times, self._now, self._zone)
        for search in self._newsroom.settings.searches:
            yield from addresses.head_of(part_name("search", search))
        for partner in self._newsroom.settings.partners:
            yield from addresses.head_of(part_name("partner", partner))

    def _head(
        self, name: str, before: FeedStand, after: FeedStand, here: list[Changed]
    ) -> Iterator[Wanted]:
        """The documents of a feed and its page, where they show what changed."""
        ids = {one.entry_id for one in here}
        steady = bool(here) and name not in self._aged and before == after
        if not steady or not all(one.stays(name) for one in here):
            yield from addresses.head_of(name)
            return
        if not KINDS[FeedName.parse(name).kind].archives or ids.intersection(after.shown):
            yield from addresses.documents(name)
        if name == EVERYTHING:
            return
        other = [one for one in here if one.themed or not one.listed_alike]
        newer = self._newer(name, other)
        if min(newer.values(), default=after.count) < self._newsroom.settings.feeds.entries:
            yield addresses.page(f"/{name}")

    def _newer(self, name: str, articles: Iterable[Changed]) -> dict[str, int]:
        """By id, how many articles of a feed are newer than one."""
        with self._newsroom.store.reading() as connection:
            return {
                one.entry_id: paging.count_after(connection, name, place, self._now)
                for one in articles
                for place in one.places(name)[-1:]
            }

    def _digests(self, name: str, here: list[Changed]) -> Iterator[Wanted]:
        """The digests of a feed that show a period in which something changed."""
        feed = self._newsroom.feeds.feed(name)
        for digest in digests_of(feed):
            kind = digest.digest
            assert kind
            running = period_of(kind, self._now, self._zone).start
            over = [
                (one.stays(name), place.published)
                for one in here
                for place in one.places(name)
                if place.published < running
            ]
            if not over and here:
                continue
            if over and all(stays for stays, _ in over):
                listed = self._newsroom.feeds.listed_periods(digest)
                if not any(one.start <= time < one.end for one in listed for _, time in over):
                    continue
            yield from addresses.digest_of(name, kind)

    def _archives(
        self, name: str, before: FeedStand, after: FeedStand, here: Iterable[Changed]
    ) -> Iterator[Wanted]:
        """The documents of a feed's archive that hold what changed, and the last ones."""
        ids = set(before.shown) ^ set(after.shown)
        for one in here:  # what the feed itself shows is not in its archive
            sides = ((one.before, before), (one.after, after))
            held = (one.entry_id not in stand.shown for n, stand in sides if n and name in n.feeds)
            (ids.add if any(held) else ids.discard)(one.entry_id)
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
        other = [one for one in here if not (one.stays(name) and one.listed_alike)]
        single, first = self._positions(name, after.count, other)
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
            for start in changed_lists.over_since(digest, self._before, self._now, self._zone)
        ]
        for name, _ in self._memory.every("feed"):
            yield from addresses.digests_of(name)
            yield from addresses.periods_of(name, sorted(over), self._now, self._zone)

    def _general(self, articles: list[Changed]) -> Iterator[Wanted]:
        """What shows something of all that is published."""
        yield from changed_lists.single_pages(articles, self._newer(EVERYTHING, articles))
        lists = [one for one in articles if not (one.stays(EVERYTHING) and one.listed_alike)]
        if any(one.places(EVERYTHING) for one in lists):
            lines = self._newsroom.feeds.lists.months()
            yield from changed_lists.month_pages(lists, lines, self._zone)
        if dated := changed_lists.changed_lines(articles):
            yield from self._sitemap(dated)

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
