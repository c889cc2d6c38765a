"""The state of a newsroom's folder as the preview shows it to the editor.

It is filled once. After that the indexer tells it of each change, while pages read it from other
threads.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from feedsvc.editor.article_status import ArticleStatus, status_of
from feedsvc.editor.check import Checker
from feedsvc.editor.desk.as_published import AsPublished
from feedsvc.editor.desk.edits import Edit, Edits
from feedsvc.editor.desk.problems import DeskProblems
from feedsvc.editor.desk.versions import Versions
from feedsvc.editor.diff import compare, edges, label_in, narrow, tell_save, the_changed
from feedsvc.errors import SettingsError
from feedsvc.indexer import UpdateReport, too_many
from feedsvc.model.entry import Entry
from feedsvc.model.file_stat import FileStat
from feedsvc.model.problem import Problem
from feedsvc.model.status import Status, next_change
from feedsvc.newsroom import Newsroom
from feedsvc.pages import Theme, Themes

REMEMBERED = 50  # changes that the desk keeps
BULK = 20  # files in a batch, from which on batches that follow are told as one change
BULK_PAUSE = 1.5  # seconds without another batch, after which that change is over


class Event(NamedTuple):
    """Something that happened in the folder.

    Attributes:
        time: when it was taken in.
        paths: files that it was about.
        said: what subscribers would see, or what went wrong, in sentences.
    """

    time: datetime
    paths: tuple[str, ...]
    said: tuple[str, ...]


class _Bulk(NamedTuple):
    """Batches that count as one change: the articles before the first of them, and all files."""

    before: dict[str, ArticleStatus | None]  # by id
    paths: frozenset[str]
    last: float


class Desk:
    """Knows the status of all articles, their problems, and what happened lately.

    Args:
        newsroom: one that shows what is not published, too.
        checker: finds the problems of articles.
        version: to begin with; above that of any earlier desk that open pages may show.
        earlier: what happened before, the latest first.
        edits: what buttons wrote before and can be undone, the latest first.
        monotonic: seconds of a clock that is never set.
        as_published: looks up what subscribers have; None: that is not known.

    Attributes:
        themes: the newsroom's own templates and style.
        findings: the problems.
        edits: writes into files what buttons ask for.
        versions: compares articles with what subscribers have.
        now: gives the time, aware; it decides the standing of articles.
        version: raised by each change.
        closed: whether nothing more will happen here.
    """

    def __init__(
        self,
        newsroom: Newsroom,
        checker: Checker,
        version: int = 0,
        earlier: Iterable[Event] = (),
        edits: Iterable[Edit] = (),
        monotonic: Callable[[], float] = time.monotonic,
        as_published: AsPublished | None = None,
    ) -> None:
        self.newsroom = newsroom
        self.themes = Themes(
            lambda: newsroom.folder.root, lambda: newsroom.settings, self._hear_theme
        )
        self.findings = DeskProblems(newsroom, checker, self.themes.problems)
        self.versions = Versions(newsroom, as_published)
        self.now = newsroom.now
        self.edits = Edits(newsroom.folder, newsroom.settings, newsroom.now, edits)
        self.version = version
        self.closed = False
        self._monotonic = monotonic
        self._cards: dict[str, ArticleStatus] = {}  # by id
        self._ids: dict[str, str] = {}  # by path
        self._events: deque[Event] = deque(reversed(list(earlier)), maxlen=REMEMBERED)
        self._problems: tuple[int, list[Problem]] = (-1, [])
        self._told: dict[str, datetime] = {}  # by id, due changes taken in as their files are
        self._pending: set[str] = set()  # paths that could not be taken in yet
        self._bulk: _Bulk | None = None  # the last change
        self._looks: dict[str, FileStat | None] = {}  # as of the last event
        self._changed = threading.Condition()
        self._themed = False  # whether a theme was read

    def begin(self) -> None:
        """Take in all articles that the newsroom has; tell of what is new since the last time.

        Raises:
            StoreError: they cannot be read.
        """
        cards: dict[str, ArticleStatus] = {}

        def each() -> Iterator[Entry]:
            for entry in self.newsroom.articles.every():
                card = self._card_of(entry)
                cards[card.id] = card
                yield entry

        self.findings.begin(each(), list(self._ids))
        self._looks = {c.path: self.newsroom.folder.stat(c.path) for c in cards.values()}
        with self._changed:
            before, self._cards = self._cards, cards
            self._ids = {card.path: card.id for card in cards.values()}
            self._raise()
        changed = {
            entry_id: before.get(entry_id)
            for entry_id in before.keys() | cards.keys()
            if before.get(entry_id) != cards.get(entry_id)
        }
        if before and changed:
            found = [card for i in changed if (card := cards.get(i) or before.get(i))]
            paths = frozenset(card.path for card in found)
            said = self._effect(_Bulk(changed, paths, 0.0))
            self._tell(Event(self.now(), tuple(sorted(paths)), tuple(said)))

    def _card_of(self, entry: Entry) -> ArticleStatus:
        return status_of(entry, self.newsroom.settings, self.now())

    def cards(self, standing: Status | None = None) -> list[ArticleStatus]:
        """Status of all articles, or of those with a standing; the newest first, ties by path."""
        with self._changed:
            found = list(self._cards.values())
        if standing is not None:
            found = [card for card in found if card.standing == standing]
        found.sort(key=lambda card: card.path)
        return sorted(found, key=lambda card: card.published, reverse=True)

    def card(self, slug: str) -> ArticleStatus | None:
        """The status of the article with a slug; None where there is none."""
        with self._changed:
            return next((card for card in self._cards.values() if card.slug == slug), None)

    def card_at(self, path: str) -> ArticleStatus | None:
        """The status of the article in a file; None where there is none."""
        with self._changed:
            return self._cards.get(self._ids.get(path, ""))

    def entry(self, card: ArticleStatus) -> Entry | None:
        """The article of a status, with its text; None where it is gone meanwhile."""
        return next(iter(self.newsroom.articles.at([card.path])), None)

    def problems(self) -> list[Problem]:
        """Everything that an editor should know, by file and line; site.toml first."""
        with self._changed:
            version, found = self._problems
            if version != self.version:
                found = self.findings.all()
                self._problems = (self.version, found)
            return found

    def events(self) -> list[Event]:
        """What happened lately, the latest first."""
        with self._changed:
            return list(reversed(self._events))

    def wait(self, version: int, seconds: float) -> int:
        """Wait until the version is another or the desk is closed, at most so long; the version."""
        with self._changed:
            self._changed.wait_for(lambda: self.closed or self.version != version, seconds)
            return self.version

    def close(self) -> None:
        """Tell that nothing more will happen; whoever waits goes on."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    def take(self, taken: UpdateReport) -> None:
        """Take in an update of some files, and tell what it means to subscribers.

        Raises:
            StoreError: it cannot be read; the next update takes in this one, too.
        """
        found = {*taken.new, *taken.changed, *taken.moved, *taken.gone}
        self._pending |= found | set(taken.looked)
        entries = self.newsroom.articles.at(self._pending)
        after = {card.id: card for card in map(self._card_of, entries)}
        before = self._known(self._pending, after)
        present = len(self._cards)
        paths = self._pending | {card.path for card in before.values()}
        self.findings.take(paths, [card.path for card in before.values()], entries)
        with self._changed:
            for card in before.values():
                del self._cards[card.id]
                self._told.pop(card.id, None)
                self._ids.pop(card.path, None)
            self._cards |= after
            self._ids |= {card.path: card.id for card in after.values()}
        self._pending = set()
        looks = {path: self.newsroom.folder.stat(path) for path in paths}
        noticed_twice = before == after and looks.items() <= self._looks.items()  # of one save
        theme = self.newsroom.settings.theme
        if noticed_twice or (not before and not after and all(map(theme.holds, paths))):
            with self._changed:
                self._raise()
            return
        self._looks |= looks
        bulk = self._join(before, after, paths)
        said = self._failures(bulk.paths) + self._effect(bulk, entries)
        if too_many(len(taken.gone), present):
            said.append(
                "So many articles gone at once stay published until"
                " `feedsvc index --accept-deletions`."
            )
        event = Event(self.now(), tuple(sorted(bulk.paths)), tuple(said))
        self._tell(event, instead=bulk.paths > paths)

    def _known(self, paths: set[str], after: dict[str, ArticleStatus]) -> dict[str, ArticleStatus]:
        """Earlier status by id: of the articles that were at the paths, and of those in `after`."""
        ids = {self._ids[path] for path in paths if path in self._ids} | after.keys()
        return {entry_id: self._cards[entry_id] for entry_id in ids if entry_id in self._cards}

    def _join(
        self, before: dict[str, ArticleStatus], after: dict[str, ArticleStatus], paths: set[str]
    ) -> _Bulk:
        """This change, together with the earlier batches of a change that it continues."""
        now = self._monotonic()
        known: dict[str, ArticleStatus | None] = {
            i: before.get(i) for i in before.keys() | after.keys()
        }
        earlier = self._bulk
        large = max(len(paths), len(earlier.paths) if earlier else 0) >= BULK
        if earlier is None or not large or now - earlier.last > BULK_PAUSE:
            self._bulk = _Bulk(known, frozenset(paths), now)
        else:
            self._bulk = _Bulk(known | earlier.before, earlier.paths | paths, now)
        return self._bulk

    def _effect(self, bulk: _Bulk, entries: Collection[Entry] = ()) -> list[str]:
        with self._changed:
            after = {i: self._cards[i] for i in bulk.before if i in self._cards}
            hidden = {card.id for card in self._cards.values() if not card.public}
        before = {entry_id: card for entry_id, card in bulk.before.items() if card is not None}
        changes = narrow(compare(before, after), edges(self.newsroom, hidden))
        one = the_changed(changes)
        difference = self.versions.take(entries, one.id if one else "")
        return tell_save(changes, self.label, self.newsroom.settings.zone, difference)

    def _failures(self, paths: Iterable[str]) -> list[str]:
        failed = sorted(self.findings.errors(paths))
        if len(failed) > 1:
            return [f"{len(failed)} files cannot be published as they stand."]
        return [f"{path} cannot be published as it stands." for path in failed]

    def label(self, name: str) -> str:
        """What people call a feed: everything, World, tag websub, author Protocol desk."""
        return label_in([self.newsroom], name)

    def notice(self, message: str) -> None:
        """Tell of something that does not concern one article."""
        self._tell(Event(self.now(), (), (message,)))

    def refuse_settings(self, error: SettingsError) -> None:
        """Tell that site.toml is in error, until a new desk has settings without errors."""
        self.findings.refuse_settings(error)
        self.notice(f"site.toml is in error, so the settings from before are used: {error}")

    def _hear_theme(self, theme: Theme, problems: tuple[Problem, ...]) -> None:
        for one in problems:
            self.notice(f"{one.path}:{one.line}: {one.message}; the built-in page stays.")
        if self._themed and not problems:
            self.notice("The theme has changed: pages are made with it.")
        self._themed = True

    def lapse(self) -> None:
        """Take in due changes: embargoes that lift, articles that expire.

        Raises:
            FeedsvcError: it cannot be taken in; it is not tried again until the files change.
        """
        now = self.now()
        with self._changed:
            due = {c.id: m for c, m in self._coming() if m <= now}
            paths = [self._cards[entry_id].path for entry_id in due]
        try:
            if paths:
                self.take(self.newsroom.index.update(paths))
        finally:
            self._told |= due

    def next_due(self) -> datetime | None:
        """The time of the next due change, or of one that is due already; None: there is none."""
        with self._changed:
            return min((moment for _, moment in self._coming()), default=None)

    def _coming(self) -> Iterator[tuple[ArticleStatus, datetime]]:
        """Yield the articles that time alone changes, and when."""
        for card in self._cards.values():
            moment = next_change(card.standing, card.published, card.expires)
            if moment is not None and self._told.get(card.id) != moment:
                yield card, moment

    def _tell(self, event: Event, *, instead: bool = False) -> None:
        """Tell of an event; `instead`: it replaces the last one, which it includes."""
        with self._changed:
            if instead and self._events and self._events[-1].paths:
                self._events.pop()
            self._events.append(event)
            self._raise()

    def _raise(self) -> None:
        self.version += 1
        self._changed.notify_all()
