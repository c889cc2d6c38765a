"""What every kind of feed tells: which feeds there are, what each shows at a time, and until when.

A kind is stateless. All that it is asked for one answer is asked of the same moment, an `At`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Container, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from feedsvc.feeds.summaries import Made
from feedsvc.model.entry import Entry, Term, Tombstone
from feedsvc.model.feed import EVERYTHING, Feed, FeedName, Format, part_name
from feedsvc.render import EntryView, FeedView
from feedsvc.settings import Settings
from feedsvc.store import Connection, due_times
from feedsvc.store.feeds import FeedRow

Keeps = Literal["store", "memory", "no"]
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)  # `updated` of a feed that never showed anything


@dataclass(frozen=True, slots=True)
class At:
    """One consistent look: every question of one answer is asked of the same moment.

    Attributes:
        connection: open.
        settings: checked.
        now: the time at which the answer is to be right.
        id_base: what ids are made with.
        made_with: digest of the settings and versions that every fragment of an article depends on.
        hidden: names of the feeds of private categories, which no list names.
        summaries: the section summaries that were made on the way and that nobody has kept yet.
    """

    connection: Connection
    settings: Settings
    now: datetime
    id_base: str
    made_with: str
    hidden: Container[str]
    summaries: Made = field(default_factory=dict)


class EntryRef(NamedTuple):
    """An entry that a feed shows, before it is loaded.

    Attributes:
        id: of the entry.
        key: digest of all that its fragment depends on; empty where fragments are not kept.
        of: what the kind needs to load it.
    """

    id: str
    key: str
    of: Any


class Selection(NamedTuple):
    """What a feed shows at a moment, before any format.

    Attributes:
        entries: newest first.
        updated: as readers see it, RFC 4287 4.2.15.
        changed: when what it shows last changed, for Last-Modified; None: that is never said.
        valid_from, valid_until: the time in which the selection is right; None: without end.
        tombstones: the retractions that it tells of, the latest first.
        archives: number of documents in the feed's archive.
        cut: whether older entries are missing and there is no archive.
        room: the most bytes of all fragments together; those that do not fit are left out, but for
            the first ten. None: the entries were chosen to fit.
        remember: keeps what the next selection needs to know of this one, given a connection in a
            writing transaction; None: nothing.
    """

    entries: Sequence[EntryRef]
    updated: datetime
    changed: datetime | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    tombstones: Sequence[Tombstone] = ()
    archives: int = 0
    cut: bool = False
    room: int | None = None
    remember: Callable[[Connection], None] | None = None


class Loaded(NamedTuple):
    """An entry that was loaded.

    Attributes:
        id: of the entry.
        view: its values.
        where: the file or page that an error names.
        narrowed: for an entry that is made of articles: gives the same entry with those articles
            alone for which a function says so.
    """

    id: str
    view: EntryView
    where: str
    narrowed: Callable[[Callable[[EntryView], bool]], EntryView] | None = None


class OpenFeed(NamedTuple):
    """A feed that can be subscribed to.

    Attributes:
        feed: its definition.
        entries: how many entries it holds.
        newest: the publication time of the newest; None: it holds none.
    """

    feed: Feed
    entries: int
    newest: datetime | None


class FeedKind(ABC):
    """One way to choose entries."""

    def keeps(self, feed: Feed) -> Keeps:
        """Where the documents of a feed are kept: in the store, in memory alone, or nowhere."""
        return "store"

    def fragments_as(self, feed: Feed, format: Format) -> str:
        """The name under which the fragments of a format are kept, of at most eight letters."""
        return format

    def made_with(self, feed: Feed, at: At) -> str:
        """A digest of all that a document's bytes depend on besides articles and time."""
        return at.made_with

    @abstractmethod
    def select(self, feed: Feed, row: FeedRow | None, at: At) -> Selection:
        """What a feed, or a document of its archive, shows.

        Args:
            feed: its definition.
            row: what the store knows of the feed that it follows; None: nothing.
            at: the moment.

        Raises:
            NoSuchFeed: it has no such archive, or nothing can be selected here.
        """

    @abstractmethod
    def load(self, feed: Feed, refs: Sequence[EntryRef], at: At) -> Iterator[Loaded]:
        """Load selected entries, in their order, one after the other."""

    def superseded(self, feed: Feed, ids: Collection[str], at: At) -> set[str]:
        """Those of the entries that only gave way to newer ones: readers may keep them."""
        return set()

    def view(self, feed: Feed, made: FeedView, format: Format, at: At) -> FeedView:
        """The values of a feed as its documents show them."""
        return made


class NamedKind(FeedKind):
    """One whose feeds are asked for by names of their own; each is a row of KINDS.

    Attributes:
        word: begins the names of its feeds, and their addresses.
        title: what a page calls one of its feeds.
        group: the title of a list of its feeds.
        unfolded: whether such a list is shown at once.
        named: whether an editor is told by name in which of its feeds something changes.
        archives, digests: whether its feeds have archives (RFC 5005 4), and digests.
        numbered: whether all articles of its feeds stand on numbered pages.
        unlisted: whether its feeds are for somebody who is told the address: RSS alone, no page,
            in no list.
    """

    word = ""
    title = ""
    group = ""
    unfolded = False
    named = True
    archives = False
    digests = False
    numbered = False
    unlisted = False

    def follows(self, name: FeedName) -> str:
        """The name of the feed with whose version a document changes."""
        return name.source

    def terms(self, entry: Entry, settings: Settings) -> Sequence[Term]:
        """The parts of this kind, such as tags, in whose feeds an entry stands."""
        return ()

    def placed_by(self, settings: Settings) -> str:
        """The settings that decide `terms`; where they change, all entries are placed anew."""
        return ""

    def describe(self, slug: str, label: str, settings: Settings) -> Feed:
        """The definition of a feed.

        Args:
            slug: of its name.
            label: what articles call the category, tag or other part.
            settings: give titles and subtitles.
        """
        name = part_name(self.word, slug)
        return Feed(name, self.word, f"{settings.title}: {label}", "", label)

    @abstractmethod
    def define(self, name: FeedName, row: FeedRow | None, at: At) -> Feed:
        """The definition of a feed that is open, or of its archive.

        Args:
            name: its name.
            row: what the store knows of the feed; None: nothing.
            at: the moment.

        Raises:
            NoSuchFeed: it is not open.
        """

    def newest(self, feed: Feed, limit: int, at: At) -> Sequence[EntryRef]:
        """The newest entries of a feed, for a page."""
        return self.select(feed, None, at).entries[:limit]

    def also_open(self, at: At) -> list[OpenFeed]:
        """Feeds of this kind that can be subscribed to and that no article opens."""
        return []

    def listed(self, found: list[OpenFeed]) -> list[OpenFeed]:
        """Those of the open feeds of this kind that lists show."""
        return found


class Times(NamedTuple):
    """The times at which time alone changes a feed.

    Attributes:
        left: when something last left it; None: never.
        valid_from: since when it has shown what it shows; None: always.
        valid_until: when it changes next; None: never.
    """

    left: datetime | None
    valid_from: datetime | None
    valid_until: datetime | None


def times_of(name: str, at: At) -> Times:
    """The times of the feed of that name."""
    shows = at.settings.feeds
    left = due_times.last_due(at.connection, name, at.now, shows)
    entered = due_times.last_entry(at.connection, name, at.now)
    return Times(
        left,
        max((time for time in (left, entered) if time), default=None),
        due_times.next_due(at.connection, name, at.now, shows),
    )


def everything(settings: Settings) -> Feed:
    """The definition of the feed of everything."""
    return Feed(EVERYTHING, EVERYTHING, settings.title, settings.subtitle)
