"""Asks callbacks whether they meant what was asked for, and subscribes those that say so."""

import random
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from feedsvc.errors import NoSuchFeed
from feedsvc.model.feed import feed_path
from feedsvc.newsroom import Newsroom
from feedsvc.push.exchange import Answer, Request
from feedsvc.push.schedule import next_verification
from feedsvc.push.verification import denial, new_challenge, told, verdict, verify_intent
from feedsvc.store import Connection, Store, hub_intents, hub_subscriptions
from feedsvc.store.hub_intents import ClaimedIntent, IntentResult, Outcome

MOST_ASKED = 200  # callbacks at a time
KEPT = timedelta(hours=1)  # for which requests that are over are kept: limits count them
PATIENCE = 5.0  # seconds to wait for whoever writes the store
NOT_PUBLISHED = "This feed is not published any more."


class _Asked(NamedTuple):
    """A callback that is asked, and the challenge that it must repeat; empty: it is denied."""

    intent: ClaimedIntent
    challenge: str


class Confirmations:
    """Carries out requests to subscribe, and not to any more (WebSub 5.2, 5.3).

    Args:
        newsroom: whose documents they are about.
        store: of the newsroom.
        send: puts a request on its way; its answer is given to `answered` at some time.
        holder: names this process in claims.
        chance: gives numbers from 0 to 1, for the times of tries.
    """

    def __init__(
        self,
        newsroom: Newsroom,
        store: Store,
        send: Callable[[Request], None],
        holder: str,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._newsroom = newsroom
        self._store = store
        self._send = send
        self._holder = holder
        self._chance = chance
        self._asked: dict[int, _Asked] = {}
        self._answers: deque[tuple[int, Answer]] = deque()

    @property
    def busy(self) -> bool:
        """Whether callbacks are being asked."""
        return bool(self._asked)

    def answered(self, number: int, answer: Answer) -> None:
        """Take the answer of a callback; may be called in another thread."""
        self._answers.append((number, answer))

    def turn(self, now: datetime) -> bool:
        """Keep what was answered; whether subscriptions changed.

        Raises:
            StoreError: the store cannot be read or written; the next turn goes on.
        """
        answers = list(self._answers)
        if not answers:
            return False
        known = [(number, answer) for number, answer in answers if number in self._asked]
        with self._store.keeping(PATIENCE) as connection:
            results = [self._result(number, answer, now) for number, answer in known]
            held = hub_intents.settle(connection, self._holder, results, now)
            done = [one for one in results if one.number in held and one.outcome == "verified"]
            for one in done:
                self._carry_out(connection, self._asked[one.number].intent, now)
        for number, _ in answers:
            self._answers.popleft()
            self._asked.pop(number, None)
        return bool(done)

    def ask(self, now: datetime) -> None:
        """Ask the callbacks of requests that are due.

        Raises:
            StoreError: the store cannot be read or written.
        """
        room = MOST_ASKED - len(self._asked)
        if room <= 0:
            return
        with self._store.keeping(PATIENCE) as connection:
            claimed = hub_intents.claim(connection, self._holder, now, room)
            hub_intents.forget(connection, now - KEPT)
        for intent in claimed:
            self._ask(intent)

    def end(self, now: datetime) -> None:
        """Keep what was answered, and give back what is being asked.

        Raises:
            StoreError: the store cannot be written; what is not given back is claimed until late.
        """
        self.turn(now)
        if self._asked:
            with self._store.keeping(PATIENCE) as connection:
                hub_intents.release(connection, self._holder, list(self._asked), now)
            self._asked.clear()

    def _ask(self, intent: ClaimedIntent) -> None:
        topic = self._newsroom.settings.site + feed_path(intent.feed, intent.format)
        key = ("intent", intent.number)
        challenge = "" if intent.mode == "denied" or self._is_gone(intent) else new_challenge()
        self._asked[intent.number] = _Asked(intent, challenge)
        if intent.mode == "denied" or not challenge:
            self._send(denial(key, intent.callback, topic, NOT_PUBLISHED))
            return
        lease = intent.lease_seconds
        self._send(verify_intent(key, intent.callback, intent.mode, topic, challenge, lease))

    def _is_gone(self, intent: ClaimedIntent) -> bool:
        """Whether a document that is to be subscribed to is published no more."""
        if intent.mode != "subscribe":
            return False
        try:
            self._newsroom.feeds.document(intent.feed, intent.format)
        except NoSuchFeed:
            return True
        return False

    def _result(self, number: int, answer: Answer, now: datetime) -> IntentResult:
        intent, challenge = self._asked[number]
        outcome: Outcome = verdict(answer, challenge) if challenge else told(answer)
        if outcome == "failed":
            again = next_verification(intent.tries + 1, now, self._chance())
            return IntentResult(number, "" if again else "failed", again)
        return IntentResult(number, outcome)

    def _carry_out(self, connection: Connection, intent: ClaimedIntent, now: datetime) -> None:
        if intent.mode == "unsubscribe":
            hub_subscriptions.drop(connection, intent.feed, intent.format, intent.callback)
            return
        # The lease begins when it is granted, not when it was asked for.
        expires = now + timedelta(seconds=intent.lease_seconds)
        hub_subscriptions.put(
            connection, intent.feed, intent.format, intent.callback, intent.secret, expires, now
        )
