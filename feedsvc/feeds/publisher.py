"""Gives the documents of feeds: a kept one while it is right, else one made once for all."""

import contextlib
import time
from collections.abc import Callable, Container
from datetime import datetime, timedelta

import msgspec

from feedsvc.errors import NoSuchFeed, StoreError
from feedsvc.feeds.build import DocumentBuilder, Summaries, last_modified, summaries_of
from feedsvc.feeds.cache import KeyLocks
from feedsvc.feeds.definition import describe, describe_digest
from feedsvc.feeds.document import Document, restore, to_row
from feedsvc.feeds.document_cache import DocumentCache
from feedsvc.feeds.fingerprint import fingerprint_of
from feedsvc.feeds.kinds.digest import DigestBuilder
from feedsvc.feeds.kinds.search import SearchBuilder
from feedsvc.model.entry import Entry
from feedsvc.model.feed import Feed, Format, changing_with, split_document, split_name
from feedsvc.settings import MEGA, Settings
from feedsvc.store import (
    Connection,
    Store,
    archives,
    claims,
    documents,
    feeds,
    file_of,
    ledger,
)
from feedsvc.store.feeds import FeedRow

PATIENCE = 0.1  # seconds that a reader waits for the write lock
LONG_PATIENCE = 5.0  # seconds that the process waits for it that makes documents ahead
WAIT = 0.01  # seconds between two looks whether another process has made a document
NOTE_ASKED = timedelta(hours=1)  # how exact the kept time is at which a document was last asked for


class Publisher:
    """Gives the documents of feeds, from memory, from the store, or newly made.

    Args:
        settings: say what documents show of the site and of articles.
        store: open.
        clock: gives the time at which documents are to be right.
        pause: waits the given number of seconds.
        hidden: names of the feeds of private categories, which no list names.

    Attributes:
        ready_document: DocumentCache.ready_document.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: Callable[[], datetime],
        pause: Callable[[float], None] = time.sleep,
        hidden: Container[str] = (),
    ) -> None:
        self.hidden = hidden
        self._settings = settings
        self._store = store
        self._memory = DocumentCache(store, clock, settings.limits.document_megabytes * MEGA)
        self.ready_document = self._memory.ready_document
        self._pause = pause
        self._turns = KeyLocks()
        self._fingerprints: dict[tuple[str, str], str] = {}  # by id_base and name of a search

    def feed(self, name: str, row: FeedRow | None, now: datetime) -> Feed:
        """The definition of a feed that is open at a time, or of its archive.

        Args:
            name: of a document.
            row: what the store knows of its feed; None: nothing.
            now: the time.

        Raises:
            NoSuchFeed: no published article was ever in it.
        """
        name, archive, digest = split_document(name)
        try:
            kind, slug = split_name(name)
        except ValueError:
            raise NoSuchFeed(f"no feed is called {name!r}") from None
        declared = kind == "feed" or (kind == "category" and slug in self._settings.categories)
        declared &= name not in self.hidden
        if kind == "search":
            if slug not in self._settings.searches:
                raise NoSuchFeed(f"no search is called {slug!r}")
            declared = True
        is_open = row is not None and row.opened <= now
        if not declared and not is_open:
            raise NoSuchFeed(f"no published article has the {kind} {slug!r}")
        settings = self._settings
        if name in self.hidden:  # only key holders may learn what it is called now
            settings = msgspec.structs.replace(settings, categories={})
        # Before the feed is open, only articles that nobody may see yet have used the label.
        feed = describe(name, row.label if row and is_open else slug, settings)
        if digest:
            return describe_digest(feed, digest)
        return msgspec.structs.replace(feed, archive=archive) if archive else feed

    def document(self, name: str, format: Format, now: datetime) -> Document:
        """The document of a feed as it is at a time.

        While another thread or process makes a new one, the one before is given.

        Raises:
            NoSuchFeed: no published article was ever in it.
        """
        ready = self.ready_document((name, format))
        return ready or self._checked(name, format, now, asked=True)

    def _checked(self, name: str, format: Format, now: datetime, *, asked: bool) -> Document:
        known = self._memory.known()
        with self._store.reading() as connection:
            row = _row(connection, name)
            fingerprint = self._fingerprint(connection, name)
        feed = self.feed(name, row, now)
        version = row.version if row else 0
        key = (name, format)
        held = self._memory.get(key)
        if held is None or not held.holds(version, fingerprint, now):
            # The document before is given until the next is made, unless its time is over or the
            # settings have changed.
            before = held if held and held.holds(held.version, fingerprint, now) else None
            turn = self._turns.of(key)
            if before is not None:
                self._memory.let_pass(key, before)
            if not turn.acquire(blocking=before is None):
                assert before is not None
                return before
            try:
                held = self._memory.get(key)
                if held is None or not held.holds(version, fingerprint, now):
                    wait = before is None
                    ready = self._kept_or_made(feed, format, now, wait=wait, asked=asked)
                    if ready is None:
                        assert before is not None
                        return before
                    held = ready
                    self._memory.put(key, held)
            finally:
                turn.release()
        elif not held.current:
            self._improve(name, format, held)
        self._memory.found_right(key, held, known)
        return held

    def _fingerprint(self, connection: Connection, name: str) -> str:
        kind, _, slug = name.partition("/")
        named = kind == "search" and slug in self._settings.searches
        key = (self._id_base(connection), name if named else "")
        if key not in self._fingerprints:
            others = {
                other: made for other, made in self._fingerprints.items() if other[0] == key[0]
            }
            self._fingerprints = others | {key: fingerprint_of(key[1], self._settings, key[0])}
        return self._fingerprints[key]

    def _id_base(self, connection: Connection) -> str:
        return ledger.recall(connection, "id_base") or self._settings.tag_authority

    def _improve(self, name: str, format: Format, held: Document) -> None:
        with self._store.reading() as connection:
            better = documents.codings_of(connection, name, format, held.digest)
        if better:
            held.improve(better)

    def _kept_or_made(
        self, feed: Feed, format: Format, now: datetime, *, wait: bool, asked: bool
    ) -> Document | None:
        """The kept document where it is right, else a new one; None: another process makes it.

        Args:
            feed, format, now: of the document.
            wait: wait until the other process has made it.
            asked: whether a reader asks for it; else it is made ahead.
        """
        waited = 0.0
        holder, name = self._store.holder, feed.document
        while True:
            with self._store.reading() as connection:
                kept = self._kept(connection, name, format, now)
                others = claims.claimed(connection, name, format, holder, now)
            if kept:
                if asked and now - kept.asked > NOTE_ASKED:
                    self._note_asked(name, format, now)
                document = restore(kept, format)
                self._improve(name, format, document)
                return document
            # The clock that claims expire by may stand still, for instance in a test.
            late = waited >= claims.CLAIM.total_seconds()
            if late or (not others and self._claim(name, format, now)):
                return self._make(name, format, now, asked=asked)
            if not wait:
                return None
            self._pause(WAIT)
            waited += WAIT

    def _kept(
        self, connection: Connection, name: str, format: Format, now: datetime
    ) -> documents.DocumentRow | None:
        """The kept document of a feed; None where there is none or it is out of date."""
        kept = documents.document_of(connection, name, format)
        if kept is None:
            return None
        return kept if self._holds(connection, name, format, kept, now) else None

    def _holds(
        self,
        connection: Connection,
        name: str,
        format: Format,
        kept: documents.DocumentRow,
        now: datetime,
    ) -> bool:
        row = _row(connection, name)
        version, fingerprint = row.version if row else 0, self._fingerprint(connection, name)
        return restore(kept, format).holds(version, fingerprint, now)

    def _claim(self, name: str, format: Format, now: datetime) -> bool:
        """Whether this process is to make a document; False: another one makes or just made it."""
        try:
            with self._store.keeping(PATIENCE) as connection:
                if claims.claimed(connection, name, format, self._store.holder, now):
                    return False
                kept = documents.stamp_of(connection, name, format)
                if kept and self._holds(connection, name, format, kept, now):
                    return False
                claims.claim(connection, name, format, self._store.holder, now)
        except StoreError:  # a store that cannot be written now must not hold up a reader
            return True
        return True

    def _note_asked(self, name: str, format: Format, now: datetime) -> None:
        with contextlib.suppress(StoreError), self._store.keeping(PATIENCE) as connection:
            documents.note_asked(connection, name, format, now)

    def _make(self, name: str, format: Format, now: datetime, *, asked: bool) -> Document:
        patience = PATIENCE if asked else LONG_PATIENCE
        if not split_document(name).digest:
            self.number(split_document(name).feed, now, patience)
        with self._store.reading() as connection:
            row = _row(connection, name)
            feed = self.feed(name, row, now)
            fingerprint = self._fingerprint(connection, name)
            made_from = file_of(connection)
            making = _making(feed)
            made = making(self._settings, self._id_base(connection), connection, now)
            document = made.document(feed, format, row, fingerprint)
            before = documents.stamp_of(connection, name, format)
            changed = row.changed if row else now
            # Last-Modified must not move back, even if this document cannot be kept.
            document.last_modified = last_modified(document, before, changed, made.now)
        try:
            return self._keep(name, format, document, made, changed, made_from, asked=asked)
        except StoreError:
            if not asked:
                raise
            return document

    def number(self, name: str, now: datetime, patience: float = LONG_PATIENCE) -> None:
        """Number the entries of a feed that have no number yet: its archive needs them.

        Args:
            name: of the feed.
            now: decides what is public.
            patience: seconds to wait for the write lock. Where it is not free in that time, nothing
                is done, and a later call numbers the entries.
        """
        shows = self._settings.feeds
        with self._store.reading() as connection:
            wanted = archives.wants_numbers(connection, name, now, shows)
        if wanted:
            with contextlib.suppress(StoreError), self._store.keeping(patience) as connection:
                archives.number_entries(connection, name, now, shows)

    def _keep(
        self,
        name: str,
        format: Format,
        document: Document,
        made: DocumentBuilder,
        changed: datetime,
        made_from: object,
        *,
        asked: bool,
    ) -> Document:
        with self._store.keeping(PATIENCE if asked else LONG_PATIENCE) as connection:
            if file_of(connection) != made_from:
                return document  # it is of the earlier store, whose versions mean something else
            before = documents.stamp_of(connection, name, format)
            claims.drop_claim(connection, name, format)
            if (
                before
                and before.version > document.version
                and before.fingerprint == document.fingerprint
            ):
                return document
            document.last_modified = last_modified(document, before, changed, made.now)
            documents.put_summaries(connection, made.summaries)
            documents.put_fragments(connection, made.fragments, format)
            made.remember(connection, name)
            document.history = made.history(connection, document, before)
            last_asked = made.now if asked or before is None else before.asked
            documents.put_document(connection, name, format, to_row(document, last_asked))
        return document

    def make_before_asked(self, name: str, format: Format, now: datetime, *, claimed: bool) -> bool:
        """Make a document before a reader asks; False: another process makes or just made it.

        Args:
            name, format, now: of the document.
            claimed: whether this process has the claim already.

        Raises:
            NoSuchFeed: no published article was ever in it.
            StoreError: it cannot be kept.
        """
        if claimed or self._claim(name, format, now):
            self._make(name, format, now, asked=False)
            return True
        return False

    def summaries(self, entries: dict[str, Entry]) -> dict[str, Summaries]:
        """The section summaries of entries by id, each made once and then kept."""
        with self._store.reading() as connection:
            found, made = summaries_of(connection, entries, self._settings)
        if made:
            with contextlib.suppress(StoreError), self._store.keeping(PATIENCE) as connection:
                documents.put_summaries(connection, made)
        return found


def _row(connection: Connection, name: str) -> FeedRow | None:
    """What the store knows of the feed with which a document changes; None: nothing."""
    return feeds.feed_row(connection, changing_with(name))


def _making(feed: Feed) -> type[DocumentBuilder]:
    """The builder of a feed's documents."""
    if feed.digest:
        return DigestBuilder
    return SearchBuilder if feed.kind == "search" else DocumentBuilder
