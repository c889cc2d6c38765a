"""The life of a hub at random: editors, subscribers, kills and time.

Whoever only listens ends with the bytes that a poll would get, whatever happened on the way.
"""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.conftest import Clock, Desk
from tests.push.hub import Hub, Subscriber, article

FEEDS = ("feed", "category/world", "tag/wet", "digest/daily")
NAMES = st.sampled_from(("a", "b", "c", "d"))
PATHS = st.sampled_from(("one.md", "two.md", "three.md"))
SECONDS = st.sampled_from((1, 30, 90, 3_600, 30_000, 90_000, 400_000))
LEASES = st.sampled_from((3_600, 86_400, 864_000))
STATUSES = st.sampled_from((200, 202, 301, 404, 500, 0))


class Wish:
    """What a subscriber and the hub have agreed on."""

    def __init__(self, feed: str, expires: datetime) -> None:
        self.feed = feed
        self.expires = expires


class HubLife(RuleBasedStateMachine):
    """One newsroom with a hub."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.clock = Clock()
        desk = Desk(Path(self.place.name) / "articles", self.clock)
        desk.write("first.md", article("First", category="World", tags="[Wet]"))
        self.hub = Hub(desk)
        self.live: dict[str, Wish] = {}
        self.saves = 0
        self.secrets: list[tuple[bytes, datetime]] = []

    def teardown(self) -> None:
        try:
            self.settle()
        finally:
            self.hub.close()
            self.place.cleanup()

    def one(self, name: str) -> Subscriber:
        return self.hub.at(f"https://{name}.example/hook", "secret" if name < "c" else "")

    def settle(self) -> None:
        """Everybody is well again, and all waits are over: who is live has what is published."""
        for one in self.hub.subscribers.values():
            one.status, one.confirms = 200, True
        self.hub.run()
        self.hub.wait(hours=7)
        self.hub.run()
        now = self.clock()
        for name, wish in self.live.items():
            if now < wish.expires - timedelta(hours=8):
                assert self.one(name).had[-1] == self.hub.document(wish.feed), name

    # Editors.

    @rule(path=PATHS, world=st.booleans())
    def save(self, path: str, world: bool) -> None:
        self.saves += 1
        labels = {"category": "World"} if world else {"tags": "[Wet]"}
        self.hub.save(path, article(f"Title{self.saves}", **labels))

    @rule(path=PATHS, seconds=SECONDS)
    def hold_back(self, path: str, seconds: int) -> None:
        self.saves += 1
        lifts = self.clock() + timedelta(seconds=seconds)
        title = f"Held{self.saves}x"
        self.secrets.append((title.encode(), lifts))
        self.hub.save(path, article(title, embargo=lifts.isoformat(), category="World"))

    @rule(path=PATHS)
    def withdraw(self, path: str) -> None:
        self.hub.save(path, article("Gone", status="withdrawn"))

    # Subscribers.

    @rule(name=NAMES, feed=st.sampled_from(FEEDS[:2]), lease=LEASES)
    def subscribe(self, name: str, feed: str, lease: int) -> None:
        """Subscribe or renew; who has another topic keeps to that."""
        one = self.one(name)
        one.status, one.confirms = 200, True
        feed = self.live[name].feed if name in self.live else feed
        self.hub.ask(one, feed, lease=lease)
        self.hub.run()
        self.live[name] = Wish(feed, self.clock() + timedelta(seconds=lease))

    @rule(name=NAMES)
    def renew_without_meaning_it(self, name: str) -> None:
        if name in self.live and self.clock() < self.live[name].expires:
            one = self.one(name)
            one.status, one.confirms = 200, False
            self.hub.ask(one, self.live[name].feed, mode="unsubscribe")
            self.hub.run()
            one.confirms = True

    @rule(name=NAMES)
    def unsubscribe(self, name: str) -> None:
        if name in self.live:
            one = self.one(name)
            one.status, one.confirms = 200, True
            self.hub.ask(one, self.live.pop(name).feed, mode="unsubscribe")
            self.hub.run()

    @rule(name=NAMES, status=STATUSES)
    def answer_from_now_on(self, name: str, status: int) -> None:
        self.one(name).status = status

    @rule(name=NAMES)
    def say_gone(self, name: str) -> None:
        """Answer 410 to the next one that is sent, if any is."""
        one, wish = self.one(name), self.live.get(name)
        before, one.status = one.posts, 410
        self.hub.run()
        if wish and one.posts > before:
            del self.live[name]
        one.status = 200

    # The process, and time.

    @rule()
    def turn(self) -> None:
        self.hub.turn()

    @rule(most=st.integers(0, 3))
    def answer_some(self, most: int) -> None:
        self.hub.answer(most)

    @rule()
    def kill(self) -> None:
        self.hub.start()

    @rule()
    def stop_and_start(self) -> None:
        self.hub.stop()
        self.hub.start()

    @rule(seconds=SECONDS)
    def wait(self, seconds: int) -> None:
        self.hub.wait(seconds=seconds)

    @invariant()
    def nothing_is_sent_before_its_time(self) -> None:
        now = self.clock()
        for title, lifts in self.secrets:
            if now < lifts:
                for one in self.hub.subscribers.values():
                    assert not any(title in body for body in one.had)


TestHubLife = HubLife.TestCase
TestHubLife.settings = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
