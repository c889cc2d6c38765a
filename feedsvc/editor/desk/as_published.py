"""Looks up entries as subscribers have them."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from feedsvc.editor.article_status import status_of
from feedsvc.editor.diff import published_store
from feedsvc.errors import StoreError
from feedsvc.model.entry import Entry
from feedsvc.newsroom import Newsroom
from feedsvc.settings import Settings
from feedsvc.store import Store, articles, sqlite_url


class Had(NamedTuple):
    """Entries that subscribers have.

    Attributes:
        entries: by id.
        published: whether they are what the newsroom's store has published; else they are what the
            folder held when the preview began.
    """

    entries: dict[str, Entry]
    published: bool


class AsPublished:
    """Looks up what subscribers have in the store that `serve` and `index` write, read-only.

    Where there is none, a copy of the preview's own store is used, made when it began. It is a
    file, so memory does not grow with the folder.

    Args:
        folder: of the articles.
        environ: environment variables.
        place: a folder for the copy, which outlives the preview.
    """

    def __init__(self, folder: Path, environ: Mapping[str, str], place: Path) -> None:
        self._folder = folder
        self._environ = environ
        self._copy = place / "began.db"

    def begin(self, newsroom: Newsroom) -> None:
        """Keep what the folder holds, if nothing is published and nothing is kept yet.

        Where that cannot be done, the preview goes on without it.
        """
        with suppress(StoreError):
            if self._copy.exists():
                return
            with published_store(self._folder, self._environ, newsroom.settings) as store:
                if store is not None:
                    return
            newsroom.articles.copy(self._copy)

    def find(self, entry_ids: Collection[str], settings: Settings, now: datetime) -> Had:
        """The entries with these ids, as far as subscribers have them.

        Args:
            entry_ids: which.
            settings: of the newsroom.
            now: decides what is public, aware.

        Raises:
            StoreError: what is published cannot be read.
        """
        with self._opened(settings) as (store, published):
            if store is None:
                return Had({}, published)
            with store.reading() as connection:
                found = articles.entries_with_expiry(connection, entry_ids)
        had = {}
        for entry, expires in found:
            # It expires by the settings with which it was published.
            kept = msgspec.structs.replace(settings, ignore_expiry=expires is None)
            if status_of(entry, kept, now).public:
                had[entry.id] = entry
        return Had(had, published)

    @contextmanager
    def _opened(self, settings: Settings) -> Iterator[tuple[Store | None, bool]]:
        """The store to look in, if there is any, and whether it is the one that is published."""
        with published_store(self._folder, self._environ, settings) as store:
            if store is not None or not self._copy.exists():
                yield store, store is not None
                return
        with closing(Store.open(sqlite_url(self._copy), read_only=True)) as kept:
            yield kept, False
