"""The editor's desk: what stands where, what is wrong, what the last change means to readers.

It is filled once, then told of each change by whoever follows the folder; pages look at it from
other threads meanwhile.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from feedsvc.cards import Card, Standing, card_of
from feedsvc.comparing import edges
from feedsvc.effects import compare, feed_label, narrow, tell
from feedsvc.errors import FeedsvcError, NoSuchFeed
from feedsvc.intake import Scanned, Taken
from feedsvc.journal import Journal
from feedsvc.model import Entry, Problem, legal
from feedsvc.newsroom import Newsroom
from feedsvc.proofreading import Proofreader
from feedsvc.settings import FILE_NAME
from feedsvc.sources.decoding import MAX_BYTES

REMEMBERED = 50  # changes that the desk still tells of


class Event(NamedTuple):
    """Something happened in the folder.

    Attributes:
        time: when it was taken in.
        paths: files that it was about, some of them.
        said: what subscribers would see, or what went wrong, in sentences.
    """

    time: datetime
    paths: tuple[str, ...]
    said: tuple[str, ...]


class Desk:
    """The state of a newsroom's folder as its editor sees it.

    Args:
        newsroom: one that shows what is not published, too.
        proofreader: knows what an editor should be told of the texts.
        now: the time, aware; decides where articles stand.
        version: to begin with; above that of another desk that pages may have looked at.

    Attributes:
        version: raised by each change.
        closed: whether nothing more will happen here.
    """

    def __init__(
        self,
        newsroom: Newsroom,
        proofreader: Proofreader,
        now: Callable[[], datetime],
        version: int = 0,
    ) -> None:
        self.newsroom = newsroom
        self.now = now
        self._proofreader = proofreader
        self._cards: dict[str, Card] = {}  # by path
        self._events: deque[Event] = deque(maxlen=REMEMBERED)
        self._problems: list[Problem] = []
        self._told: set[tuple[str, datetime]] = set()  # what was due, of which path
        self._changed = threading.Condition()
        self.version = version
        self.closed = False

    def begin(self) -> None:
        """Take in all articles that the newsroom has.

        Raises:
            StoreError: they cannot be read.
        """

        def each() -> Iterator[Entry]:
            for entry in self.newsroom.every():
                card = card_of(entry, self.newsroom.settings, self.now())
                self._cards[card.path] = card
                yield entry

        with self._changed:
            self._proofreader.drop(list(self._cards))
            self._cards.clear()
        self._proofreader.take(each())
        self._look_for_problems()

    def cards(self, standing: Standing | None = None) -> list[Card]:
        """The articles, or those that stand somewhere; the newest first, ties by path."""
        with self._changed:
            found = list(self._cards.values())
        if standing is not None:
            found = [card for card in found if card.standing == standing]
        return sorted(sorted(found, key=_path), key=_published, reverse=True)

    def card(self, slug: str) -> Card | None:
        """The article of a slug."""
        with self._changed:
            return next((card for card in self._cards.values() if card.slug == slug), None)

    def card_at(self, path: str) -> Card | None:
        """The article of a file."""
        with self._changed:
            return self._cards.get(path)

    def entry(self, card: Card) -> Entry | None:
        """The article of a card, with its text; None where it is gone meanwhile."""
        return next(iter(self.newsroom.at([card.path])), None)

    def problems(self) -> list[Problem]:
        """Everything that an editor should know, by file and line; site.toml first."""
        with self._changed:
            return self._problems

    def line(self, path: str, number: int) -> str:
        """A line of a file, without white space at its ends; empty where there is none."""
        folder = self.newsroom.folder
        stat = folder.stat(path)
        try:
            data = b"" if stat is None else folder.look(path, min(stat.size, MAX_BYTES))[1]
        except OSError:
            return ""
        lines = data.decode("utf-8", "replace").splitlines()
        return legal(lines[number - 1]).strip() if 0 < number <= len(lines) else ""

    def events(self) -> list[Event]:
        """What happened lately, the latest first."""
        with self._changed:
            return list(reversed(self._events))

    def wait(self, version: int, seconds: float) -> int:
        """Wait for a change after a version, at most so long; the version then."""
        with self._changed:
            self._changed.wait_for(lambda: self.closed or self.version != version, seconds)
            return self.version

    def close(self) -> None:
        """Let nobody wait any longer."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    def take(self, taken: Taken) -> None:
        """Take in what became of some files.

        Raises:
            StoreError: it cannot be read; nothing is lost, the next change tells of this one too.
        """
        found = {*taken.new, *taken.changed, *taken.moved}
        entries = self.newsroom.at(found)
        after = [card_of(entry, self.newsroom.settings, self.now()) for entry in entries]
        ids = {card.id for card in after}
        here = found | set(taken.gone)
        with self._changed:
            before = [c for c in self._cards.values() if c.path in here or c.id in ids]
            for card in before:
                del self._cards[card.path]
            self._cards.update((card.path, card) for card in after)
            hidden = {card.id for card in self._cards.values() if not card.public}
        self._proofreader.drop([card.path for card in before])
        self._proofreader.take(entries)
        said = self._effect(before, after, hidden)
        paths = sorted(here | {problem.path for problem in taken.problems})
        for problem in taken.problems:
            if problem.severity == "error":
                said.insert(0, f"{problem.path} cannot be published as it stands.")
        self._look_for_problems()
        self._tell(tuple(paths), said)

    def _effect(self, before: list[Card], after: list[Card], hidden: set[str]) -> list[str]:
        changes = compare({c.id: c for c in before}, {c.id: c for c in after})
        narrowed = narrow(changes, edges(self.newsroom, hidden))
        return tell(narrowed, self.label, self.newsroom.settings.zone)

    def label(self, name: str) -> str:
        """How people call a feed: everything, World, tag websub, author Protocol desk."""
        try:
            return feed_label(self.newsroom.feed(name))
        except NoSuchFeed:
            return name

    def notice(self, message: str) -> None:
        """Tell of something that is not about one article."""
        self._tell((), [message])

    def due(self) -> list[str]:
        """Paths of articles that stand elsewhere by now, because time passed; each once."""
        now = self.now()
        with self._changed:
            found = {(c.path, m) for c in self._cards.values() for m in _moments(c) if m <= now}
            new = found - self._told
            self._told |= new
        return sorted(path for path, _ in new)

    def next_due(self) -> datetime | None:
        """When the next article will stand elsewhere by time alone."""
        now = self.now()
        with self._changed:
            moments = [m for c in self._cards.values() for m in _moments(c) if m > now]
        return min(moments, default=None)

    def _look_for_problems(self) -> None:
        found = self.newsroom.problems() + self._proofreader.problems()
        with self._changed:
            self._problems = sorted(found, key=_place)

    def _tell(self, paths: tuple[str, ...], said: Iterable[str]) -> None:
        with self._changed:
            self._events.append(Event(self.now(), paths, tuple(said)))
            self.version += 1
            self._changed.notify_all()


class DeskJournal(Journal):
    """Tells the desk what the one that follows the folder has to say.

    Args:
        desk: is told.
        log: takes what goes wrong besides.
    """

    def __init__(self, desk: Desk, log: logging.Logger) -> None:
        super().__init__(log)
        self._desk = desk

    def say(self, message: str, level: int = logging.INFO) -> None:
        """A line, of which the editor sees what asks for attention."""
        if level >= logging.WARNING:
            self._desk.notice(message)

    def settings_changed(self) -> None:
        """Another desk takes the place of this one."""

    def scanned(self, scanned: Scanned, problems: object) -> None:
        """The look at the start of following; the one before it was told in the terminal."""
        if scanned.new or scanned.changed or scanned.moved or scanned.gone_count:
            self._desk.begin()

    def taken(self, taken: Taken) -> None:
        """What became of a batch of files."""
        try:
            self._desk.take(taken)
        except FeedsvcError as error:
            self._desk.notice(str(error))


def _place(problem: Problem) -> tuple[bool, str, int, str, str]:
    """The settings' file, which concerns all others, goes before them."""
    return (problem.path != FILE_NAME, problem.path, problem.line, problem.code, problem.message)


def _path(card: Card) -> str:
    return card.path


def _published(card: Card) -> datetime:
    return card.published


def _moments(card: Card) -> list[datetime]:
    """When an article stands elsewhere by time alone."""
    if card.standing == "embargoed":
        return [card.published]
    return [card.expires] if card.standing == "published" and card.expires else []
