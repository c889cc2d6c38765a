"""Notices which topics have other bytes than their subscribers were last sent."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from feedsvc.errors import NoSuchFeed
from feedsvc.feeds import Seen, followed
from feedsvc.model.feed import Format
from feedsvc.newsroom import Newsroom
from feedsvc.store import Store, changed_since, hub_topics

Key = tuple[str, Format]
PORTION = 0.25  # seconds of making documents, before the subscribers of the first ones are told
_PATIENCE = 5.0  # seconds to wait for whoever writes the store
_NOTHING = Seen(0, -1, None)


class Noticed(NamedTuple):
    """What a look found.

    Attributes:
        changed: how many topics have other bytes.
        ended: the topics that are no more.
        more: whether topics are left that may have changed.
    """

    changed: int
    ended: list[Key]
    more: bool


class TopicChanges:
    """Compares the documents of topics with what was last noted of them.

    What decides is the digest of a document. So it does not matter why it changed: a file, new
    settings, or time. Of several processes one notices at a time: a slower one would take the
    document before for a change.

    Args:
        newsroom: whose documents they are.
        store: of the newsroom.
        monotonic: seconds of a clock that is never set.

    Attributes:
        topics: how many there were at the last look.
    """

    def __init__(
        self, newsroom: Newsroom, store: Store, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._newsroom = newsroom
        self._store = store
        self._monotonic = monotonic
        self._seen = _NOTHING
        self._suspects: dict[Key, None] = {}
        self._until: dict[Key, datetime] = {}  # when time alone changes topics
        self._expected = False
        self.topics = 0

    def may_find(self, now: datetime) -> bool:
        """Whether a look may find a change: something was published, or time has changed a topic.

        It costs microseconds where nothing was written to the store.
        """
        self._newsroom.follow()
        if self._suspects or self._expected or self._newsroom.feeds.seen() != self._seen:
            return True
        return any(until <= now for until in self._until.values())

    def expect(self) -> None:
        """Let the next look be taken: there may be new topics."""
        self._expected = True

    def begin_anew(self) -> None:
        """Compare all topics at the next look: another process has noticed until now."""
        self._seen = _NOTHING

    def look(self, now: datetime) -> Noticed:
        """Note the topics that have changed. Their subscribers are due from then on.

        A look that takes long ends early, and the next one goes on.

        Raises:
            StoreError: the store cannot be read or written.
        """
        self._expected = False
        self._find_suspects(now)
        begun = self._monotonic()
        found: list[tuple[Key, str, datetime | None]] = []
        ended: list[Key] = []
        for key in list(self._suspects):
            try:
                document = self._newsroom.feeds.document(*key)
            except NoSuchFeed:
                ended.append(key)
            else:
                found.append((key, document.digest, document.valid_until))
            if self._monotonic() - begun >= PORTION:
                break
        changed = self._note(found, now)
        for key in ended:
            del self._suspects[key]
        for key, _, until in found:
            del self._suspects[key]
            if until is None:
                self._until.pop(key, None)
            else:
                self._until[key] = until
        return Noticed(changed, ended, bool(self._suspects))

    def _find_suspects(self, now: datetime) -> None:
        """Find the topics that may have changed, by what was published and by time."""
        self._newsroom.follow()
        # What documents show at least, so that none is compared too early and then never again.
        seen, before = self._newsroom.feeds.seen(), self._seen
        same = seen.opened == before.opened and seen.settings == before.settings
        with self._store.reading() as connection:
            changed = changed_since(connection, before.edition if same else -1)
            topics = hub_topics.topics(connection)
        self.topics = len(topics)
        self._until = {
            (topic.feed, topic.format): topic.valid_until for topic in topics if topic.valid_until
        }
        for topic in topics:
            if (
                changed.feeds is None
                or not topic.digest
                or (topic.valid_until is not None and topic.valid_until <= now)
                or followed(topic.feed) in changed.feeds
            ):
                self._suspects[topic.feed, topic.format] = None
        self._seen = seen

    def _note(self, found: list[tuple[Key, str, datetime | None]], now: datetime) -> int:
        """Note digests; how many are others than before."""
        if not found:
            return 0
        changed = 0
        with self._store.keeping(_PATIENCE) as connection:
            for (feed, format), digest, valid_until in found:
                before = hub_topics.topic_of(connection, feed, format)
                if before is None:  # its last subscriber left meanwhile
                    continue
                sequence = hub_topics.note(connection, feed, format, digest, valid_until, now)
                changed += sequence != before.sequence
        return changed
