"""What a subscriber may see, by the rules alone: no store, no files, no documents."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from article import EVERYTHING, LONG_AGO, Article, Deletion
from saved import Version

TOLD = timedelta(days=30)  # a tombstone stands so long, and a correction lifts so long
BOARD = "Board"
BOARD_FEED = "category/board"


class Expected:
    """The newsroom as the rules have it.

    Args:
        id_base: of ids that files do not give.
        entries: of a feed.
        now: the time.
    """

    def __init__(self, id_base: str, entries: int, now: datetime) -> None:
        self.id_base = id_base
        self.entries = entries
        self.now = now
        self.articles: dict[str, Article] = {}  # by id, also those that are gone
        self.there: dict[str, Article] = {}  # by path
        self.gone: dict[str, Article] = {}  # by the path at which they were last
        self.deletions: list[Deletion] = []
        self.opened: dict[str, datetime] = {EVERYTHING: LONG_AGO}  # feeds, and since when
        self.private = True  # whether the category Board is
        self.changed = now  # when anything last happened that readers may see
        self.happened: Counter[str] = Counter()  # how often, by feed, also between two looks

    # What happens.

    def take(self, path: str, said: Version, was: str = "") -> None:
        """A file was read; it was at `was` before."""
        self.changed = self.now
        if said.broken:
            self._hold(self.there.get(path), said)
            return
        article = self.there.pop(was or path, None) or self.gone.get(path)
        if said.id and (article is None or said.id != article.id):
            article = self.articles.get(said.id) or (article and self._renamed(article, said.id))
        article = article or self._new(path, said)
        before, feeds, look = article.public(self.now), article.feeds, article.look()
        having = self._having(article)
        self.gone = {at: one for at, one in self.gone.items() if one is not article}
        new = [
            time for text, time in said.corrections if (text, time) not in article.said.corrections
        ]
        article.corrected = max([article.corrected, *(self._past(time) for time in new)])
        article.said, article.path, article.present = said, path, True
        article.faulty, article.hushed = False, self.now if article.faulty else article.hushed
        article.shut = self.private and said.category == BOARD
        self.there[path] = article
        after = article.public(self.now)
        if article.look() != look or before != after:
            self.happened.update({*feeds, *article.feeds})
        if article.look() != look:
            article.changes += 1
            article.exact = self.now if before and after else None
            if article.was_public:
                article.floor = self.now
        if after:
            self._come(article, self.now)
        elif having and article.live and said.over(self.now):
            article.left = "expired"
        elif having:
            self._tell(article, having)
        if article.left == "told" and not (article.live and said.over(self.now)):
            self._give_reason(article, said.reason if said.withdrawn else "")

    def _hold(self, article: Article | None, said: Version) -> None:
        """A file cannot be read: nobody sees it where it may mean to hold it back by now."""
        if article and not article.said.withdrawn and said.holding() - article.said.holding():
            if article.public(self.now):
                article.left, article.missed = "expired", article.feeds
            self.happened.update(article.feeds)
            article.faulty, article.hushed = True, self.now

    def remove(self, path: str) -> None:
        """The file of an article is gone."""
        if (article := self.there.pop(path, None)) is None:
            return
        having = self._having(article)
        self.changed = self.now
        article.present = False
        self.gone[path] = article
        self._tell(article, having)

    def make_board(self, *, private: bool, broken: Iterable[str]) -> None:
        """The category Board becomes private, or public: then what cannot be read stays private."""
        self.private, unread, self.changed = private, set(broken), self.now
        for path, article in self.there.items():
            if article.said.category != BOARD or (not private and path in unread):
                continue
            before = article.public(self.now)
            having = self._having(article) if private else ()
            article.shut = private
            self._tell(article, having)
            if not before and article.public(self.now):
                self.happened.update(article.feeds)
                self._come(article, self.now)

    def advance(self, now: datetime) -> None:
        """Time passes."""
        before, self.now = self.now, now
        for article in self.there.values():
            start, end = max(article.published, before), article.said.expires
            if article.live and start <= now and (end is None or start < end):
                self._come(article, start)
                if start > before:
                    self.changed = max(self.changed, start)
                    self.happened.update(article.feeds)
                if end is not None and end <= now:
                    article.left = "expired"
                    self.changed = max(self.changed, end)
                    self.happened.update(article.feeds)

    def _past(self, stated: datetime | None) -> datetime:
        return stated if stated and stated <= self.now else self.now

    def _new(self, path: str, said: Version) -> Article:
        made, number = f"tag:{self.id_base}:{path}", 1
        while made in self.articles:
            number += 1
            made = f"tag:{self.id_base}:{path}-{number}"
        article = Article(said.id or made, path, said, self.now)
        article.shut = self.private and said.category == BOARD
        stated = [self._past(time) for _, time in said.corrections if time]
        article.corrected = max(stated, default=LONG_AGO)
        self.articles[article.id] = article
        return article

    def _renamed(self, article: Article, entry_id: str) -> Article:
        """The same article under an id of its own: to readers, one leaves and another comes."""
        self._tell(article, self._having(article))
        article.present = False
        other = Article(entry_id, article.path, article.said, article.first_seen)
        other.corrected, other.shut = article.corrected, article.shut
        other.slugs, other.asked = [*article.slugs], article.asked
        self.articles[entry_id] = other
        return other

    def _come(self, article: Article, when: datetime) -> None:
        """Readers can see it from now on, or still can."""
        for feed in article.feeds:
            if self.opened.get(feed, LONG_AGO) == LONG_AGO:
                self.opened[feed] = when
        if article.left == "told":
            article.changes += 1
            article.floor, article.exact = when, None
        for deletion in self.deletions:
            deletion.over = deletion.over or deletion.id == article.id
        article.left, article.was_public, article.missed = "", True, ()
        article.wishes.add(article.wanted)

    def _having(self, article: Article) -> tuple[str, ...]:
        """The feeds whose readers have it until now."""
        missed, article.missed = article.missed, ()
        missed = () if article.said.over(self.now) else missed
        return article.feeds if article.public(self.now) else missed

    def _tell(self, article: Article, feeds: tuple[str, ...]) -> None:
        """Readers of these feeds had it until now; they are told."""
        if not feeds:
            return
        late, article.left = bool(article.left), "told"
        self.happened.update(feeds)
        # It may have left others within this second, and come back: they still tell of it.
        told = [one for one in self.deletions if (one.id, one.when) == (article.id, self.now)]
        others = [feed for one in told for feed in one.feeds]
        self.deletions.append(Deletion(article.id, self.now, "", (*feeds, *others), late=late))

    def _give_reason(self, article: Article, reason: str) -> None:
        """Why it left, as its file says now."""
        last = [one for one in self.deletions if one.id == article.id][-1]
        last.reason = reason

    # What follows from it.

    def public(self) -> list[Article]:
        """Newest first."""
        found = [one for one in self.articles.values() if one.public(self.now)]
        return sorted(found, key=lambda one: (one.published, one.id), reverse=True)

    def listed(self) -> set[str]:
        """The feeds that lists name: those in which somebody stands, and that of everything."""
        held = {feed for one in self.public() for feed in one.feeds}
        held &= self.opened.keys() - ({BOARD_FEED} if self.private else set())
        return {EVERYTHING} | held

    def ahead(self, article: Article) -> bool:
        """Whether it is a draft or embargoed."""
        return article.said.draft or article.published > self.now

    def opens(self, article: Article, *, drafts: bool, board: bool) -> bool:
        """Whether the holder of a key sees an article that others do not."""
        said = article.said
        if not article.present or said.withdrawn or article.faulty or said.over(self.now):
            return False
        if article.shut:
            return board and self.private and (drafts or not self.ahead(article))
        return drafts and self.ahead(article)

    def keyed(self, *, drafts: bool, board: bool) -> list[Article]:
        """What the holder of a key sees, newest first."""
        every = self.articles.values()
        found = [one for one in every if self.opens(one, drafts=drafts, board=board)]
        return sorted(found, key=lambda one: (one.published, one.id), reverse=True)

    def standing(self, feed: str) -> list[Article]:
        """What belongs to a feed, newest first."""
        return [one for one in self.public() if feed in one.feeds]

    def entries_of(self, feed: str) -> list[Article]:
        """The newest, and what was corrected lately."""
        every = self.standing(feed)
        lifted = (one for one in every[self.entries :] if self.now - one.corrected < TOLD)
        return sorted(
            [*every[: self.entries], *lifted], key=lambda one: (one.published, one.id), reverse=True
        )

    def told(self, feed: str) -> list[Deletion]:
        """The tombstones of a feed, newest first."""
        found = [one for one in self.deletions if feed in one.feeds and not one.over]
        return [one for one in reversed(found) if self.now - one.when < TOLD]

    def last_told(self, feed: str) -> datetime:
        """When something last left a feed, told or no longer told."""
        return max((one.when for one in self.deletions if feed in one.feeds), default=LONG_AGO)

    def everything(self) -> tuple[object, ...]:
        """All that any answer may depend on, and nothing else."""
        public = tuple((one.shown, self.now - one.corrected < TOLD) for one in self.public())
        return (public, tuple(sorted(self.opened)), tuple(self._stones()))

    def of_feed(self, feed: str) -> tuple[object, ...]:
        """All that a feed may depend on, and nothing else."""
        entries = tuple(one.shown for one in self.entries_of(feed))
        stones = tuple((one.id, one.when, one.reason) for one in self.told(feed))
        # Which archives there are, a feed tells by the address of the last one.
        standing = frozenset(one.id for one in self.standing(feed))
        return (entries, standing, stones, self.last_told(feed), self.opened.get(feed))

    def _stones(self) -> Iterable[object]:
        return ((one.id, one.when) for one in self.deletions if self.now - one.when < TOLD)

    def next_times(self) -> list[datetime]:
        """When time alone will change something."""
        found = [one.when + TOLD for one in self.deletions]
        for one in self.there.values():
            found += [one.published, one.corrected + TOLD]
            found += [one.said.expires] if one.said.expires else []
        return sorted({time for time in found if time > self.now})
