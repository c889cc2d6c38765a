"""Looks at the store: each gives one consistent state, and what documents are made with."""

import contextlib
from collections.abc import Container, Iterator
from contextlib import contextmanager
from datetime import datetime

from feedsvc.errors import StoreError
from feedsvc.feeds.fingerprint import site_fingerprint
from feedsvc.feeds.fragments import with_clean_fragments
from feedsvc.feeds.kinds.kind import At
from feedsvc.settings import Settings
from feedsvc.store import Connection, Store, documents, ledger

PATIENCE = 0.1  # seconds that a reader waits for the write lock


class Looks:
    """Looks at what is published, each at one moment.

    Args:
        settings: checked; they say what documents show of the site and of articles.
        store: open.
        hidden: names of the feeds of private categories, which no list names.

    Attributes:
        settings: as given, but with texts before and after entries that are fit for feeds.
        store: as given.
    """

    def __init__(self, settings: Settings, store: Store, hidden: Container[str] = ()) -> None:
        self.settings = with_clean_fragments(settings)
        self.store = store
        self._hidden = hidden
        self._made_with = ("", "")  # an id_base, and the fingerprint with it

    def at(self, connection: Connection, now: datetime) -> At:
        """A moment of an open connection."""
        id_base = ledger.id_base_of(connection, self.settings)
        known, made_with = self._made_with
        if known != id_base:
            made_with = site_fingerprint(self.settings, id_base)
            self._made_with = (id_base, made_with)
        return At(connection, self.settings, now, id_base, made_with, self._hidden)

    @contextmanager
    def reading(self, now: datetime) -> Iterator[At]:
        """One look; the section summaries made on the way are kept, if the store can be written.

        Raises:
            StoreError: the store cannot be read.
        """
        with self.store.reading() as connection:
            at = self.at(connection, now)
            yield at
        if at.summaries:
            with contextlib.suppress(StoreError), self.store.keeping(PATIENCE) as connection:
                documents.put_summaries(connection, at.summaries)
