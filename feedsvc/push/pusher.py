"""The hub's work: notices changes, asks callbacks, delivers. One turn after the other."""

import time
import uuid
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime

from feedsvc.newsroom import Newsroom
from feedsvc.push.announcements import Announcements
from feedsvc.push.confirmations import PATIENCE, Confirmations
from feedsvc.push.deliveries import Deliveries
from feedsvc.push.exchange import Answer, Request
from feedsvc.push.topic_changes import TopicChanges
from feedsvc.store import Store, hub_intents, hub_subscriptions, hub_topics

TICK = 0.02  # seconds between two turns while there are topics
IDLE = 0.5  # the same while there are none
_LOOK = 1.0  # seconds between looks for what another process made due
_CLEAN = 60.0  # seconds between looks for leases that have ended


class Pusher:
    """Pushes the documents of a newsroom, in one thread.

    Of several processes on a store, one leads: it notices what changed.

    Args:
        newsroom: whose documents are pushed.
        store: of the newsroom.
        send: puts a request on its way; its answer is given to `answered` at some time.
        leads: whether this process leads now.
        alone: whether none but the one that leads may deliver.
        monotonic: seconds of a clock that is never set.
    """

    def __init__(
        self,
        newsroom: Newsroom,
        store: Store,
        send: Callable[[Request], None],
        leads: Callable[[], bool],
        *,
        alone: bool,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        holder = uuid.uuid4().hex
        self._newsroom = newsroom
        self._store = store
        self._leads = leads
        self._alone = alone
        self._monotonic = monotonic
        self._announcements = Announcements(newsroom, store)
        self._changes = TopicChanges(newsroom, store, monotonic)
        self._confirmations = Confirmations(newsroom, store, send, holder)
        self._deliveries = Deliveries(newsroom, store, send, holder, monotonic)
        self._led = False
        self._look_at = self._clean_at = 0.0

    def answered(self, answer: Answer) -> None:
        """Take the answer to a request; may be called in another thread."""
        what, number = _parts(answer.key)
        taken = self._deliveries if what == "subscription" else self._confirmations
        taken.answered(number, answer)

    def withdrawn(self, keys: Iterable[Hashable], now: datetime) -> None:
        """Give back what could not be sent, as its address has too much to take already.

        Raises:
            StoreError: the store cannot be written; it is claimed until late.
        """
        numbers = [number for what, number in map(_parts, keys) if what == "subscription"]
        self._deliveries.give_back(numbers, now)

    def turn(self, now: datetime) -> float:
        """Keep what was answered and do what is due; the seconds until the next turn.

        Raises:
            StoreError: the store cannot be read or written; nothing is lost, the next turn goes on.
        """
        self._newsroom.follow()
        moved = self._confirmations.turn(now)
        if moved or self._monotonic() >= self._look_at:
            self._changes.expect()
        moved |= self._deliveries.turn(now)
        if not self._newsroom.settings.websub.named:
            return IDLE
        leads = self._lead(now)
        if leads:
            moved |= self._notice(now)
        elif self._alone:
            return IDLE
        if moved or self._monotonic() >= self._look_at:
            self._look(now)
            if leads:
                if self._announcements.look(now):
                    self._changes.expect()
                self._clean(now)
        busy = self._deliveries.busy or self._confirmations.busy or self._changes.topics
        return TICK if busy else IDLE

    def end(self, now: datetime) -> None:
        """Keep what was answered, and give back the rest.

        Raises:
            StoreError: the store cannot be written; what is not given back is claimed until late.
        """
        self._confirmations.end(now)
        self._deliveries.end(now)

    def _lead(self, now: datetime) -> bool:
        """Whether this process leads; as it begins to, it takes nothing for granted."""
        led, self._led = self._led, self._leads()
        if self._led and not led:
            self._changes.begin_anew()
            if self._alone:  # whoever had claims is dead
                with self._store.keeping(PATIENCE) as connection:
                    for table in (hub_subscriptions, hub_intents):
                        table.free_all(connection, now)
        return self._led

    def _notice(self, now: datetime) -> bool:
        """Notice topics that changed; whether there are any."""
        if not self._changes.may_find(now) or not self._newsroom.indexed:
            return False
        found = self._changes.look(now)
        if found.ended:
            with self._store.keeping(PATIENCE) as connection:
                hub_intents.deny(connection, found.ended, now)
                hub_topics.drop(connection, found.ended)
        return bool(found.changed or found.ended)

    def _look(self, now: datetime) -> None:
        """Send and ask what is due."""
        self._look_at = self._monotonic() + _LOOK
        with self._store.reading() as connection:
            due = hub_subscriptions.next_due(connection)
        if due is None or due > now:
            return
        self._confirmations.ask(now)
        if self._deliveries.deliver(now):
            self._look_at = 0.0

    def _clean(self, now: datetime) -> None:
        """Forget subscriptions whose leases have ended, and topics that nobody wants."""
        if self._monotonic() >= self._clean_at:
            self._clean_at = self._monotonic() + _CLEAN
            with self._store.keeping(PATIENCE) as connection:
                hub_subscriptions.expire(connection, now)
                hub_topics.drop_unused(connection)


def _parts(key: Hashable) -> tuple[str, int]:
    """The two parts of a request's key."""
    assert isinstance(key, tuple)
    return key[0], key[1]
