"""Holds documents in memory, and learns from the store which of them have changed since."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from feedsvc.errors import StoreError
from feedsvc.feeds.cache import Cache
from feedsvc.feeds.document import Document
from feedsvc.model.feed import Format
from feedsvc.store import Changed, Store, changed_since

Key = tuple[str, Format]
_TURN = 0.1  # seconds that a poll waits for the thread that looks at the store
_log = logging.getLogger("feedsvc")


class Seen(NamedTuple):
    """What is known of the store.

    Attributes:
        opened: which of the stores that were opened (Store.opened).
        edition: in it, up to which changes are known; -1: none yet.
        settings: the mark of the settings in force; None: none yet.
    """

    opened: int
    edition: int
    settings: str | None


class DocumentCache:
    """Holds documents by the name and format of their feed, and learns what others publish.

    Args:
        store: open; asked now and then by the thread that happens to need a document.
        clock: gives the time at which documents are to be right.

    Attributes:
        opened, edition: which of the stores that were opened, and the edition in it up to which
            changes are known.
        settings: the mark of the settings in force at the last look (store.in_force).
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._hint = store.hint
        self._monotonic = store.hint.monotonic
        self._clock = clock
        self._turn = 0
        self.settings: str | None = None
        self.renew(0)
        self.opened = store.opened
        self.edition = -1
        self._id_base: str | None = None
        self._looked = datetime.min.replace(tzinfo=UTC)
        self._looking = threading.Lock()
        self._busy = False  # whether a thread looks at the store now
        self._blind = False  # whether the store could not be read at the last look

    def ready_document(self, key: Key) -> Document | None:
        """The document of a feed's name and format, where it is in memory and known to be right.

        Each poll calls this, so it does as little as possible, and waits only for a thread that
        looks at the store. None does not
        mean that there is no document: Publisher.document then gives it, or says why not.
        """
        if self._busy or self._monotonic() >= self._hint.next:
            self._look()
        held = self._cache.get(key)
        if held is None or not held.current:
            return None
        if held.valid_until is not None and self._clock() >= held.valid_until:
            return None
        return held

    def renew(self, room: int) -> int:
        """Let go of all documents, because other settings make others; returns a turn's number.

        Args:
            room: the most bytes that documents may take from now on.
        """
        self._cache: Cache[Key] = Cache(room)
        self.get_or_make = self._cache.get_or_make
        self._turn += 1
        return self._turn

    def look(self) -> str | None:
        """Learn what was published, where it is time to; returns the mark of the settings."""
        if self._busy or self._monotonic() >= self._hint.next:
            self._look()
        return self.settings

    def known(self) -> tuple[int, int]:
        """Up to which opened store, and which edition in it, changes are known."""
        return self.opened, self.edition

    def seen(self) -> Seen:
        """What documents that are given from now on show at least."""
        return Seen(self.opened, self.edition, self.settings)

    def found_right(self, key: Key, document: Document, known: tuple[int, int], turn: int) -> None:
        """Note that a document is right as far as changes were known before it was checked.

        Args:
            key: of the document.
            document: the checked one.
            known: what `known` said before the check.
            turn: of whoever checked it; one of an earlier turn knows only the settings of then.
        """
        document.current = known == self.known() and turn == self._turn
        if known[0] != self.opened:
            self._cache.drop(key)  # its store was replaced meanwhile

    def _look(self) -> None:
        """Learn what was published since the last look, by whatever process."""
        if not self._looking.acquire(blocking=False):
            # The thread that looks now learns it for this one too. What is in memory until then may
            # have been retracted long ago.
            if not self._blind and self._looking.acquire(timeout=_TURN):
                self._looking.release()
            return
        try:
            self._busy = True
            now = self._clock()  # under the lock, or another look's time could seem to be ahead
            if now < self._looked:  # the clock was set back, so the dates in answers are wrong
                for _, document in self._cache.items():
                    document.answers.clear()
                    document.current = False  # it may show what nobody may see yet
            self._looked = now
            self._store.follow()
            if self._store.opened != self.opened:
                self.opened, self.edition = self._store.opened, -1
                self._cache.clear()
            if self._hint.moved() and (changed := self._changed()):
                self._mark(changed)
        finally:
            self._busy = False
            self._looking.release()

    def _changed(self) -> Changed | None:
        try:
            with self._store.reading() as connection:
                changed = changed_since(connection, self.edition)
        except StoreError as error:
            # Documents in memory are still given; asking for any other raises the error.
            if not self._blind:
                _log.error("%s", error)
            self._blind = True
            self._hint.forget()  # what changed must be read at the next look
            return None
        if self._blind:
            _log.warning("the store can be read again")
        self._blind = False
        return changed

    def _mark(self, changed: Changed) -> None:
        """Mark the documents that may have changed: they are checked before they are given."""
        everything = changed.feeds is None
        everything |= changed.edition < self.edition or changed.id_base != self._id_base
        everything |= changed.settings != self.settings
        self.edition, self._id_base = changed.edition, changed.id_base
        self.settings = changed.settings
        names = changed.feeds or ()
        for key, document in self._cache.items():
            if everything or document.follows in names or key in changed.coded:
                document.current = False
