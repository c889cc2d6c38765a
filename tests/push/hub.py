"""A newsroom with a hub, and subscribers that a test tells how to answer. No sockets."""

import hmac
from collections import Counter
from collections.abc import Hashable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from feedsvc.newsroom import Newsroom
from feedsvc.push.exchange import Answer, Request
from feedsvc.push.pusher import Pusher
from feedsvc.store import hub_intents
from feedsvc.store.hub_intents import Intent, Mode

SITE = "https://news.example"
LEASE = 864_000


class Subscriber:
    """Whoever answers at a callback.

    Attributes:
        status: of its answers to what it is sent; 0: it does not answer.
        confirms: whether it meant what is asked for in its name.
        seconds: that an answer takes.
        had: the documents that it took, the newest last.
        posts: how many it was sent, taken or not.
        denied: the reasons that it was given.
    """

    def __init__(self, callback: str, secret: str = "") -> None:
        self.callback = callback
        self.secret = secret
        self.status = 200
        self.confirms = True
        self.seconds = 0.1
        self.had: list[bytes] = []
        self.posts = 0
        self.denied: list[str] = []
        self.pings: list[str] = []

    def get(self, query: dict[str, list[str]]) -> tuple[int, bytes]:
        """Answer a question of the hub."""
        if query["hub.mode"] == ["denied"]:
            self.denied += query["hub.reason"]
            return self.status, b""
        if not self.confirms:
            return 404, b""
        return (self.status, query["hub.challenge"][0].encode()) if self.status else (0, b"")

    def post(self, request: Request) -> tuple[int, bytes]:
        """Take what is sent."""
        assert request.body is not None
        self.posts += 1
        headers = dict(request.headers)
        if headers["Content-Type"] == "application/x-www-form-urlencoded":
            self.pings += parse_qs(request.body.decode())["hub.url"]
            return self.status, b""
        if self.secret:
            signed = hmac.new(self.secret.encode(), request.body, "sha256").hexdigest()
            assert headers["X-Hub-Signature"] == f"sha256={signed}"
        if 200 <= self.status < 300:
            self.had.append(request.body)
        return self.status, b""


class Hub:
    """A newsroom whose hub runs in this process, turn by turn.

    Args:
        desk: of the newsroom.
        hub: the setting.
        processes: that push; more than one needs a database that many can write.

    Attributes:
        newsroom: as the indexer has it.
        waiting: what is on its way, and the number of the process that sent it.
        seconds: by the clock that is never set.
        leader: the number of the process that leads.
    """

    def __init__(self, desk: Any, hub: str | list[str] = "own", processes: int = 1) -> None:
        self.desk = desk
        self.clock = desk.clock
        desk.write("site.toml", _site_toml(hub))
        self.newsroom: Newsroom = desk.open()
        self.subscribers: dict[str, Subscriber] = {}
        self.waiting: dict[Hashable, tuple[Request, int]] = {}
        self.seconds = 0.0
        self.leader = 0
        self.sent = Counter[int]()
        self.own: list[Newsroom] = []
        self.pushers: list[Pusher] = []
        self.alone = processes == 1
        for number in range(processes):
            self.own.append(self.newsroom)
            self.pushers.append(self._pusher(number))

    def _pusher(self, number: int) -> Pusher:
        self.own[number] = own = self.desk.open(scan=False)
        own.following = True
        return Pusher(
            own,
            own.store,
            lambda request: self._send(request, number),
            lambda: self.leader == number,
            alone=self.alone,
            monotonic=lambda: self.seconds,
        )

    def start(self, number: int = 0) -> None:
        """Start a process that pushes again, as after a kill: what was on its way is lost."""
        for key in [key for key, (_, sender) in self.waiting.items() if sender == number]:
            del self.waiting[key]
        self.own[number].close()
        self.pushers[number] = self._pusher(number)

    def stop(self) -> None:
        """End the process that pushes, as it is told to."""
        self.pushers[0].end(self.newsroom.now())

    def close(self) -> None:
        for own in (*self.own, self.newsroom):
            own.close()

    def at(self, callback: str, secret: str = "") -> Subscriber:
        """Let somebody answer at a callback."""
        return self.subscribers.setdefault(callback, Subscriber(callback, secret))

    def ask(
        self, one: Subscriber, feed: str = "feed", mode: Mode = "subscribe", lease: int = LEASE
    ) -> None:
        """Ask in the name of a subscriber, as over the web."""
        intent = Intent(mode, feed, "atom", one.callback, one.secret, lease, "client")
        with self.newsroom.store.writing() as connection:
            hub_intents.add(connection, intent, self.newsroom.now())

    def turn(self) -> None:
        """One turn of each process."""
        for pusher in self.pushers:
            pusher.turn(self.newsroom.now())
        self.seconds += 1

    def answer(self, most: int = 1_000_000) -> None:
        """Let subscribers answer what is on its way to them."""
        for key in list(self.waiting)[:most]:
            request, sender = self.waiting.pop(key)
            self.pushers[sender].answered(self._ask(key, request))

    def run(self) -> None:
        """Turn and answer until nothing is left to do now."""
        quiet = 0
        while quiet < 3:
            self.turn()
            quiet = 0 if self.waiting else quiet + 1
            self.answer()

    def save(self, path: str, text: str) -> None:
        """Save an article and index it."""
        self.desk.write(path, text)
        self.newsroom.index.update([path])

    def wait(self, **step: float) -> None:
        """Let time pass."""
        self.clock.forward(**step)
        self.seconds += timedelta(**step).total_seconds()

    def document(self, feed: str = "feed") -> bytes:
        """The document that a poll gets now."""
        return self.newsroom.document(feed, "atom").body

    def _send(self, request: Request, sender: int) -> None:
        assert request.key not in self.waiting  # one request at a time
        self.waiting[request.key] = request, sender
        self.sent[sender] += 1

    def _ask(self, key: Hashable, request: Request) -> Answer:
        parts = urlsplit(request.url)
        one = self.subscribers[f"{parts.scheme}://{parts.netloc}{parts.path}"]
        posted = request.body is not None
        status, body = one.post(request) if posted else one.get(parse_qs(parts.query))
        return Answer(key, status, body, "", one.seconds)


def _site_toml(hub: str | list[str]) -> str:
    return f'base_url = "{SITE}"\nid_base = "news.example,2026"\n[websub]\nhub = {hub!r}\n'


def article(title: str, **header: str) -> str:
    """An article in Markdown."""
    lines = "".join(f"{key}: {value}\n" for key, value in header.items())
    return f"---\ntitle: {title}\ndate: 2026-05-01\n{lines}---\nText of {title}.\n"


def subscribed(hub: Hub, name: str = "a", feed: str = "feed", secret: str = "") -> Subscriber:
    one = hub.at(f"https://{name}.example/hook", secret)
    hub.ask(one, feed)
    hub.run()
    return one


def change_site(hub: Hub, text: str) -> None:
    hub.desk.write("site.toml", text)
    hub.newsroom.adopt(hub.newsroom.read_site())
    hub.newsroom.scan()
    hub.run()
