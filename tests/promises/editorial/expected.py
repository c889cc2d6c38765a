"""What a subscriber may see, by the rules alone: no store, no files, no documents."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from saved import Version, picture_path

TOLD = timedelta(days=30)  # a tombstone stands so long, and a correction lifts so long
EVERYTHING = "feed"
BOARD = "Board"
BOARD_FEED = "category/board"
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(eq=False)
class Article:
    """One article, with what must stay true of it.

    Attributes:
        said: the last version that could be read.
        corrected: when the last correction came that lifts it.
        was_public: readers could see it once.
        left: how it left, where readers could see it last: "", "expired" or "told".
        shut: its category is private.
        faulty: an error in its file may mean to hold it back.
        hushed: when it last left or came back because of such an error.
        foreseen: `changes` and `updated`, when the holder of a key last saw an entry of it.
        changes: counts what readers see as a change.
        floor: `updated` is not before it.
        exact: what `updated` is, where the rules say it to the second.
        slugs: under which it was seen, the last one last.
        asked: the slug that it wanted when it got the last one.
        wishes: slugs that it wanted while it was public.
        seen: `changes` and `updated`, when an entry of it was last seen.
    """

    id: str
    path: str
    said: Version
    first_seen: datetime
    present: bool = True
    corrected: datetime = LONG_AGO
    was_public: bool = False
    left: str = ""
    shut: bool = False
    faulty: bool = False
    hushed: datetime = LONG_AGO
    foreseen: tuple[int, datetime] | None = None
    changes: int = 0
    floor: datetime = LONG_AGO
    exact: datetime | None = None
    slugs: list[str] = field(default_factory=list)
    asked: str = ""
    wishes: set[str] = field(default_factory=set)
    seen: tuple[int, datetime] | None = None

    @property
    def published(self) -> datetime:
        return self.said.published(self.first_seen)

    @property
    def live(self) -> bool:
        """Only time can keep it from readers."""
        return self.said.live and not self.shut and not self.faulty

    def public(self, now: datetime) -> bool:
        said = self.said
        started = self.present and self.live and self.published <= now
        return started and not said.over(now)

    @property
    def wanted(self) -> str:
        return self.said.slug or self.path.rpartition("/")[2].partition(".")[0]

    @property
    def media(self) -> str:
        return picture_path(self.path, self.said.number) if self.said.picture else ""

    @property
    def feeds(self) -> tuple[str, ...]:
        said = self.said
        category = said.category or self.path.rpartition("/")[0]
        names = [EVERYTHING, f"category/{category.lower()}" if category else ""]
        names += [f"tag/{tag}" for tag in said.tags]
        names += [f"author/{said.desk.lower().replace(' ', '-')}" if said.desk else ""]
        return tuple(name for name in names if name)

    def look(self) -> tuple[object, ...]:
        """All that a reader sees of it; where its picture lies makes no difference."""
        said = self.said
        shown = (said.number, said.text, self.feeds, said.picture)
        return (*shown, said.corrections, self.published)

    @property
    def shown(self) -> tuple[object, ...]:
        """What the bytes of its entry depend on."""
        return (self.id, self.changes, self.wanted, self.media)


@dataclass
class Deletion:
    """A tombstone; `over` once the article is public again."""

    id: str
    when: datetime
    reason: str
    feeds: tuple[str, ...]
    over: bool = False


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
        elif before and article.live and said.over(self.now):
            article.left = "expired"
        elif before:
            self._tell(article, feeds)
        if article.left == "told" and not (article.live and said.over(self.now)):
            self._give_reason(article, said.reason if said.withdrawn else "")

    def _hold(self, article: Article | None, said: Version) -> None:
        """A file cannot be read: nobody sees it where it may mean to hold it back by now."""
        if article and not article.said.withdrawn and said.holding() - article.said.holding():
            article.left = "expired" if article.public(self.now) else article.left
            self.happened.update(article.feeds)
            article.faulty, article.hushed = True, self.now

    def remove(self, path: str) -> None:
        """The file of an article is gone."""
        if (article := self.there.pop(path, None)) is None:
            return
        before = article.public(self.now)
        self.changed = self.now
        article.present = False
        self.gone[path] = article
        if before:
            self._tell(article, article.feeds)

    def make_board(self, *, private: bool, broken: Iterable[str]) -> None:
        """The category Board becomes private, or public: then what cannot be read stays private."""
        self.private, unread, self.changed = private, set(broken), self.now
        for path, article in self.there.items():
            if article.said.category != BOARD or (not private and path in unread):
                continue
            before = article.public(self.now)
            article.shut = private
            if before and private:
                self._tell(article, article.feeds)
            elif not before and article.public(self.now):
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
        if article.public(self.now):
            self._tell(article, article.feeds)
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
        article.left, article.was_public = "", True
        article.wishes.add(article.wanted)

    def _tell(self, article: Article, feeds: Iterable[str]) -> None:
        """Readers saw it until now; the feeds in which they did tell them."""
        article.left = "told"
        self.happened.update(feeds)
        # It may have left others within this second, and come back: they still tell of it.
        told = [one for one in self.deletions if (one.id, one.when) == (article.id, self.now)]
        others = [feed for one in told for feed in one.feeds]
        self.deletions.append(Deletion(article.id, self.now, "", (*feeds, *others)))

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
