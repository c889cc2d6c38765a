"""Lets foreign hubs be told of the documents that they can know."""

from datetime import datetime

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds import Document
from feedsvc.newsroom import Newsroom
from feedsvc.push.confirmations import PATIENCE
from feedsvc.push.topic_changes import Key
from feedsvc.store import Store, hub_subscriptions, hub_topics


class Announcements:
    """Keeps which documents foreign hubs are told of.

    A hub reads a document as soon as somebody subscribes to it there. So it can know of those alone
    that somebody lately asked for.

    Args:
        newsroom: whose documents they are.
        store: of the newsroom.
    """

    def __init__(self, newsroom: Newsroom, store: Store) -> None:
        self._newsroom = newsroom
        self._store = store
        self._known: frozenset[Key] = frozenset()
        self._hubs: tuple[str, ...] | None = None  # None: it is not known what the store keeps

    def look(self, now: datetime) -> bool:
        """Take in documents that were asked for since; whether there were any.

        Raises:
            StoreError: the store cannot be read or written.
        """
        hubs = self._newsroom.settings.websub.foreign
        with self._store.reading() as connection:
            asked = hub_topics.lately_asked(connection, now) if hubs else {}
        if hubs == self._hubs and asked.keys() == self._known:
            return False
        if hubs != self._hubs:
            self._known = frozenset()
        new = {key: found for key in asked.keys() - self._known if (found := self._document(key))}
        with self._store.keeping(PATIENCE) as connection:
            late = []
            for key, document in new.items():
                hub_topics.note(connection, *key, document.digest, document.valid_until, now)
                if document.last_modified and document.last_modified >= asked[key]:
                    late.append(key)  # it changed after the hub may have read it
            hub_subscriptions.put_pings(connection, hubs, asked, now, late)
        self._hubs, self._known = hubs, frozenset(asked)
        return True

    def _document(self, key: Key) -> Document | None:
        try:
            return self._newsroom.feeds.document(*key)
        except NoSuchFeed:
            return None
