"""Delivers what subscribers lack: claims, sends, and keeps what came of it."""

import random
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from feedsvc.errors import NoSuchFeed
from feedsvc.model.feed import feed_path
from feedsvc.newsroom import Newsroom
from feedsvc.push.confirmations import PATIENCE
from feedsvc.push.delivery import Delivery, ping
from feedsvc.push.exchange import Answer, Request
from feedsvc.push.schedule import is_slow, meaning, next_try
from feedsvc.push.topic_changes import Key
from feedsvc.store import Store, hub_subscriptions, hub_topics
from feedsvc.store.hub_subscriptions import Claimed, Kind, Result, Wanted

MOST_OUT = 1_500  # on the way; after a kill, so many may be sent twice
MOST_SLOW = 375  # of them to subscribers that failed before: they take no place of the others
BATCH = 500  # claimed at a time
A_HOST = 100  # on the way to one host, however many subscriptions it has
MOST_SLUGGISH = 10_000  # subscriptions that are remembered to be slow
SETTLE_SECONDS = 0.2  # for which answers are gathered, unless BATCH of them are there


class _Out(NamedTuple):
    """What is on its way to a subscription, and the sequence of its topic's version."""

    claimed: Claimed
    sequence: int
    slow: bool


class _Version(NamedTuple):
    """The version of a topic that is sent, and its sequence."""

    sequence: int
    delivery: Delivery
    topic: str


class Deliveries:
    """Sends documents to subscribers, and pings to foreign hubs.

    Each is claimed before it is sent, and settled afterwards. What a process that dies had claimed
    is sent by the next one: nothing is lost, and some is sent twice.

    Args:
        newsroom: whose documents are sent.
        store: of the newsroom.
        send: puts a request on its way; its answer is given to `answered` at some time.
        holder: names this process in claims.
        monotonic: seconds of a clock that is never set.
        chance: gives numbers from 0 to 1, for the times of tries.
    """

    def __init__(
        self,
        newsroom: Newsroom,
        store: Store,
        send: Callable[[Request], None],
        holder: str,
        monotonic: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._newsroom = newsroom
        self._store = store
        self._send = send
        self._holder = holder
        self._monotonic = monotonic
        self._chance = chance
        self._out: dict[int, _Out] = {}
        self._slow = 0
        self._hosts: Counter[str] = Counter()
        self._answers: deque[tuple[int, Answer]] = deque()
        self._settle_at = 0.0
        self._sluggish: set[int] = set()  # subscriptions that took long to take the last one

    @property
    def busy(self) -> bool:
        """Whether something is on its way."""
        return bool(self._out)

    def answered(self, number: int, answer: Answer) -> None:
        """Take the answer to what was sent; may be called in another thread."""
        self._answers.append((number, answer))

    def turn(self, now: datetime) -> bool:
        """Keep what was answered; whether anything was.

        Raises:
            StoreError: the store cannot be written; nothing is lost, the next turn goes on.
        """
        answers = list(self._answers)
        due = len(answers) >= BATCH or self._monotonic() >= self._settle_at
        if not answers or not due:
            return False
        known = [(number, answer) for number, answer in answers if number in self._out]
        results = [self._result(number, answer, now) for number, answer in known]
        with self._store.keeping(PATIENCE) as connection:
            hub_subscriptions.settle(connection, self._holder, results, now)
        for number, _ in answers:
            self._answers.popleft()
            self._forget(number)
        self._settle_at = self._monotonic() + SETTLE_SECONDS
        return True

    def deliver(self, now: datetime) -> bool:
        """Send to subscriptions that are due; whether more may be due for which there is room.

        Raises:
            StoreError: the store cannot be read or written.
        """
        healthy = MOST_OUT - MOST_SLOW - (len(self._out) - self._slow)
        more = self._claim(now, healthy, slow=False)
        return self._claim(now, MOST_SLOW - self._slow, slow=True) or more

    def give_back(self, numbers: Iterable[int], now: datetime) -> None:
        """Give back what was not sent, for its address has too much to take.

        Raises:
            StoreError: the store cannot be written; it is claimed until late.
        """
        own = [number for number in numbers if number in self._out]
        if own:
            with self._store.keeping(PATIENCE) as connection:
                hub_subscriptions.release(connection, self._holder, own, now)
            for number in own:
                self._forget(number)

    def end(self, now: datetime) -> None:
        """Keep what was answered, and give back what is on its way.

        Raises:
            StoreError: as for `give_back`.
        """
        self._settle_at = 0.0
        self.turn(now)
        self.give_back(list(self._out), now)

    def _result(self, number: int, answer: Answer, now: datetime) -> Result:
        claimed, sequence, _ = self._out[number]
        if is_slow(0, answer.seconds) and len(self._sluggish) < MOST_SLUGGISH:
            self._sluggish.add(number)
        else:
            self._sluggish.discard(number)
        means = meaning(answer.status, claimed.kind)
        again = None
        if means == "failed":
            again = next_try(claimed.tries + 1, now, self._chance())
        return Result(number, sequence, answer.status, means == "delivered", again, means == "gone")

    def _forget(self, number: int) -> None:
        if out := self._out.pop(number, None):
            self._slow -= out.slow
            self._hosts[out.claimed.host] -= 1
            if not self._hosts[out.claimed.host]:
                del self._hosts[out.claimed.host]

    def _claim(self, now: datetime, room: int, *, slow: bool) -> bool:
        """Claim some that are due and send to them; whether there may be more to claim."""
        limit = min(room, BATCH)
        if limit <= 0:
            return False
        hubs = self._newsroom.settings.websub
        kind: Kind | None = None if hubs.own and hubs.foreign else "push" if hubs.own else "ping"
        full = tuple(host for host, number in self._hosts.items() if number >= A_HOST)
        wanted = Wanted(kind, slow, full)
        with self._store.keeping(PATIENCE) as connection:
            claimed = hub_subscriptions.claim(connection, self._holder, now, limit, wanted)
        sent = sum(self._send_all(key, ones, now) for key, ones in _by_topic(claimed).items())
        return len(claimed) == limit and sent > 0

    def _send_all(self, key: Key, claimed: list[Claimed], now: datetime) -> int:
        """Send one topic's version to its subscribers; how many it was sent to."""
        version = self._version(key)
        back = []
        for one in claimed:
            self._hosts[one.host] += 1
            slow = is_slow(one.tries) or one.number in self._sluggish
            self._slow += slow
            self._out[one.number] = _Out(one, version.sequence if version else 0, slow)
            if version is None or self._hosts[one.host] > A_HOST:
                back.append(one.number)
                continue
            address = ("subscription", one.number)
            if one.kind == "ping":
                self._send(ping(address, one.callback, version.topic, slow))
            else:
                self._send(version.delivery.request(address, one.callback, one.secret, slow))
        self.give_back(back, now)
        return len(claimed) - len(back)

    def _version(self, key: Key) -> _Version | None:
        """The version of a topic; None: its document has other bytes, which are noted first."""
        with self._store.reading() as connection:
            topic = hub_topics.topic_of(connection, *key)
        try:
            document = self._newsroom.feeds.document(*key)
        except NoSuchFeed:
            return None
        if topic is None or topic.digest != document.digest:
            return None
        site = self._newsroom.settings.site
        address = site + feed_path(*key)
        kind = f"{document.media_type}; charset=utf-8"
        return _Version(
            topic.sequence, Delivery(document.body, kind, address, f"{site}/hub"), address
        )


def _by_topic(claimed: Iterable[Claimed]) -> dict[Key, list[Claimed]]:
    found: dict[Key, list[Claimed]] = {}
    for one in claimed:
        found.setdefault((one.feed, one.format), []).append(one)
    return found
