"""Gives the documents of feeds: a kept one while it is right, else one made once for all."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from feedsvc.errors import StoreError
from feedsvc.feeds.build import Built, build, history_of, last_modified
from feedsvc.feeds.document import Document, restore, to_row
from feedsvc.feeds.document_cache import DocumentCache
from feedsvc.feeds.kinds import KINDS, define, document_kind, followed, parse_name
from feedsvc.feeds.kinds.kind import At
from feedsvc.feeds.looks import PATIENCE, Looks
from feedsvc.model.feed import Feed, Format
from feedsvc.settings import MEGA
from feedsvc.store import Connection, archives, claims, documents, feeds, file_of
from feedsvc.store.documents import DocumentRow
from feedsvc.store.feeds import FeedRow

LONGEST_WAIT = 0.5  # seconds that a reader waits for another process that makes a document
LONG_PATIENCE = 5.0  # seconds that the process waits for the lock that makes documents ahead
WAIT = 0.01  # seconds between two looks whether another process has made a document
NOTE_ASKED = timedelta(hours=1)  # how exact the kept time is at which a document was last asked for


class _Wanted(NamedTuple):
    """A document that is wanted, and what decides whether a held or kept one is right.

    Attributes:
        feed, format: of the document.
        row: what the store knows of the feed that it follows; None: nothing.
        follows: the name of that feed.
        version, made_with: what the document must have been made of.
        now: the time at which it is to be right.
    """

    feed: Feed
    format: Format
    row: FeedRow | None
    follows: str
    version: int
    made_with: str
    now: datetime

    def is_met(self, document: Document) -> bool:
        """Whether a document is the one that is wanted."""
        return document.holds(self.version, self.made_with, self.now)


class Publisher:
    """Gives the documents of feeds, from memory, from the store, or newly made.

    Args:
        looks: look at what is published.
        memory: holds documents; it is renewed, since other settings may have made those in it.
        pause: waits the given number of seconds.

    Attributes:
        ready_document, seen: of the DocumentCache.
    """

    def __init__(
        self,
        looks: Looks,
        memory: DocumentCache,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = looks.settings
        self._store = looks.store
        self._looks = looks
        self._memory = memory
        self._turn = memory.renew(looks.settings.limits.document_megabytes * MEGA)
        self.ready_document, self.seen = memory.ready_document, memory.seen
        self._pause = pause

    def document(self, name: str, format: Format, now: datetime) -> Document:
        """The document of a feed as it is at a time.

        While another thread or process makes it, this one waits: the document before may show what
        was retracted.

        Raises:
            NoSuchFeed: no published article was ever in it.
        """
        key = (name, format)
        ready = self.ready_document(key)
        if ready is not None:
            return ready
        known = self._memory.known()
        with self._store.reading() as connection:
            wanted = self._wanted(connection, name, format, now)
        document = self._memory.get_or_make(key, wanted.is_met, lambda: self._kept_or_made(wanted))
        if wanted.is_met(document):
            if not document.current:
                self._improve(wanted, document)
            self._memory.found_right(key, document, known, self._turn)
        return document

    def _wanted(self, connection: Connection, name: str, format: Format, now: datetime) -> _Wanted:
        at, follows = self._looks.at(connection, now), followed(name)
        row = feeds.feed_row(connection, follows)
        feed = define(name, row, at)
        made_with = document_kind(feed, format, at.settings).made_with(feed, at)
        version = row.version if row else 0
        return _Wanted(feed, format, row, follows, version, made_with, now)

    def _improve(self, wanted: _Wanted, held: Document) -> None:
        name, format = wanted.feed.document, wanted.format
        with self._store.reading() as connection:
            better = documents.codings_of(connection, name, format, held.digest)
        if better:
            held.improve(better)

    def _kept_or_made(self, wanted: _Wanted) -> Document:
        """The kept document where it is right, else a new one."""
        waited = 0.0
        holder, name = self._store.holder, wanted.feed.document
        format, now = wanted.format, wanted.now
        while True:
            with self._store.reading() as connection:
                kept = self._right(connection, name, format, now, documents.document_of)
                others = claims.claimed(connection, name, format, holder, now)
            if kept:
                if now - kept.asked > NOTE_ASKED:
                    self._note_asked(name, format, now)
                return restore(kept, format, wanted.follows)
            if waited >= LONGEST_WAIT or (not others and self._claim(name, format, now)):
                return self._make(name, format, now, asked=True)
            self._pause(WAIT)
            waited += WAIT

    def _right(
        self,
        connection: Connection,
        name: str,
        format: Format,
        now: datetime,
        read: Callable[[Connection, str, Format], DocumentRow | None],
    ) -> DocumentRow | None:
        """The kept document of a feed; None where there is none or it is out of date."""
        kept = read(connection, name, format)
        if kept is None:
            return None
        wanted = self._wanted(connection, name, format, now)
        return kept if wanted.is_met(restore(kept, format, wanted.follows)) else None

    def _claim(self, name: str, format: Format, now: datetime) -> bool:
        """Whether this process is to make a document; False: another one makes or just made it."""
        try:
            with self._store.keeping(PATIENCE) as connection:
                if claims.claimed(connection, name, format, self._store.holder, now):
                    return False
                if self._right(connection, name, format, now, documents.stamp_of):
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
        found = parse_name(name)
        if KINDS[found.kind].archives and not found.digest:
            self.number(found.source, now, patience)
        with self._store.reading() as connection:
            wanted = self._wanted(connection, name, format, now)
            at, made_from = self._looks.at(connection, now), file_of(connection)
            kind = document_kind(wanted.feed, format, at.settings)
            built = build(kind, wanted.feed, format, wanted.row, at)
            document = built.document
            document.follows = wanted.follows
            before = documents.stamp_of(connection, name, format)
            changed = wanted.row.changed if wanted.row else now
            # Last-Modified must not move back, even if this document cannot be kept.
            document.last_modified = last_modified(document, before, changed, now)
        try:
            with self._store.keeping(patience) as connection:
                # Another file is another store, whose versions mean something else.
                if file_of(connection) == made_from:
                    self._keep(replace(at, connection=connection), wanted, built, asked=asked)
        except StoreError:
            if not asked:
                raise
        return document

    def _keep(self, at: At, wanted: _Wanted, built: Built, *, asked: bool) -> None:
        connection, feed, format, document = (
            at.connection,
            wanted.feed,
            wanted.format,
            built.document,
        )
        name, kind = feed.document, document_kind(feed, format, at.settings)
        before = documents.stamp_of(connection, name, format)
        claims.drop_claim(connection, name, format)
        same = before is not None and before.fingerprint == document.fingerprint
        if before and same and before.version > document.version:
            return
        changed = wanted.row.changed if wanted.row else at.now
        document.last_modified = last_modified(document, before, changed, at.now)
        documents.put_summaries(connection, at.summaries)
        documents.put_fragments(connection, built.fragments, kind.fragments_as(feed, format))
        if built.chosen.remember is not None:
            built.chosen.remember(connection)
        document.history = history_of(kind, feed, built, before, at)
        last_asked = at.now if asked or before is None else before.asked
        row = to_row(document, last_asked, ahead=not feed.archive)
        documents.put_document(connection, name, format, row)

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
