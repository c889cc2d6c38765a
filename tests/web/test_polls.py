"""Polls are counted as they were: which feed, on which day, by whom; and nothing else is."""

import sys
import threading
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feedsvc.audience import Keeper
from feedsvc.model.audience import FeedDay
from feedsvc.store.audience import counts_since
from feedsvc.web import create_app, make_routes
from feedsvc.web.polls import HAND_OVER_SECONDS, Polls, polled_feed
from tests.audience.counting import Hands
from tests.web.servers import wait

FEEDLY = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers; like F)"
HOSTILE = "\x1b[31m<script>alert(1)</script>\x00\x85 (3 subscribers) "


class Counted(NamedTuple):
    """A service whose counts are looked at."""

    desk: Any
    client: FlaskClient
    polls: Polls
    keeper: Keeper
    file: Path

    def poll(self, path: str, *, address: str = "192.0.2.1", method: str = "GET", **sent: str):
        headers = {name.replace("_", "-"): value for name, value in sent.items()}
        with self.client.open(
            path, method=method, headers=headers, environ_base={"REMOTE_ADDR": address}
        ) as answer:
            answer.get_data()
            return answer

    def rows(self) -> list[FeedDay]:
        self.polls.turn()
        self.keeper.close()
        return counts_since(self.file, "")

    def feeds(self) -> dict[str, int]:
        return {one.feed: one.polls for one in self.rows()}


def served(desk: Any) -> Counted:
    newsroom = desk.open()
    file = desk.folder / ".feedsvc" / "readers.db"
    keeper = Keeper(file)
    app = create_app(newsroom, audience=keeper)
    polls: Polls = app.wsgi_app.polls  # type: ignore[attr-defined]
    return Counted(desk, app.test_client(), polls, keeper, file)


@pytest.fixture
def counted(desk: Any) -> Counted:
    head = "title: Rain\ndate: 2026-05-01\ntags: [Wet]"
    desk.write("world/rain.md", f"---\n{head}\n---\nWet it is.\n")
    return served(desk)


def test_polls_of_all_kinds_of_feeds(counted: Counted) -> None:
    for path in ("/feed.atom", "/feed.rss", "/feed.json", "/category/world.atom", "/tag/wet.rss"):
        counted.poll(path)
    counted.poll("/digest/daily.atom")
    counted.poll("/feed.atom", method="HEAD")
    assert counted.feeds() == {"feed": 4, "category/world": 1, "tag/wet": 1, "digest/daily": 1}


def test_what_is_no_poll_is_not_counted(counted: Counted) -> None:
    for path in ("/", "/archive/1.atom", "/category/none.atom", "/feed", "/feeds.opml", "/tag/wet"):
        counted.poll(path)
    counted.poll("/feed.atom", Sec_Fetch_Dest="document")
    counted.poll("/feed.atom", Sec_Fetch_Dest="document")
    counted.poll("/feed.atom", method="OPTIONS")
    counted.poll("/search.atom?q=")
    counted.poll(f"/private/{'x' * 43}/feed.atom")
    assert counted.feeds() == {}


def test_304_counts_also_from_memory(counted: Counted) -> None:
    tag = counted.poll("/feed.atom").headers["ETag"]
    for _ in range(3):
        assert counted.poll("/feed.atom", If_None_Match=tag).status_code == 304
    (row,) = counted.rows()
    assert (row.polls, row.not_modified) == (4, 3)


def test_an_upgrade_that_flask_answers_counts_once(counted: Counted) -> None:
    counted.poll("/feed.atom", Upgrade="h2c")
    assert counted.feeds() == {"feed": 1}


def test_private_feeds_and_searches_have_no_name(counted: Counted) -> None:
    key = counted.desk.open().keys.add("Night desk", drafts=True)
    tag = counted.poll(f"/private/{key.token}/feed.atom").headers["ETag"]
    counted.poll(f"/private/{key.token}/feed.rss", address="192.0.2.2")
    counted.poll(f"/private/{key.token}/feed.atom", If_None_Match=tag)
    counted.poll(f"/private/{key.token}/")
    counted.poll("/search.atom?q=secretword")
    counted.poll("/search.json?q=wet")
    found = {one.feed: (one.polls, one.not_modified, one.pollers) for one in counted.rows()}
    assert found == {"private feeds": (3, 1, 2), "searches": (2, 0, 1)}
    kept = counted.file.read_bytes()
    assert key.token.encode() not in kept
    assert b"secretword" not in kept
    assert b"Night" not in kept


def test_midnight_is_that_of_the_site(desk: Any) -> None:
    desk.settings(base_url="https://news.example", timezone="Asia/Tokyo")  # 9 hours ahead
    desk.write("rain.md", "---\ntitle: Rain\ndate: 2026-05-01\n---\nWet it is.\n")
    counted = served(desk)
    desk.clock.forward(hours=2, minutes=59)  # 14:59 UTC
    for _ in range(3):
        counted.poll("/feed.atom")
    counted.polls.turn()
    desk.clock.forward(minutes=1)
    for address in ("192.0.2.1", "192.0.2.2"):
        counted.poll("/feed.atom", address=address)
    found = [(one.day, one.polls, one.pollers) for one in counted.rows()]
    assert found == [("2026-06-01", 3, 1), ("2026-06-02", 2, 2)]


def test_pollers_are_told_apart_by_address_and_program(counted: Counted) -> None:
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1"):
        for agent in ("curl/8", FEEDLY):
            counted.poll("/feed.atom", address=address, User_Agent=agent)
    (row,) = counted.rows()
    assert (row.polls, row.pollers) == (6, 4)
    assert row.clients == {"scripts": 3, "Feedly": 3}
    assert row.subscribed == {"Feedly": 16}


@pytest.mark.parametrize(("proxy", "pollers"), [("127.0.0.1", 5), ("192.0.2.7", 1)])
def test_a_forged_header_counts_from_trusted_proxies_alone(
    counted: Counted, proxy: str, pollers: int
) -> None:
    for number in range(5):
        forged = f"203.0.113.{number}"
        counted.poll("/feed.atom", address=proxy, X_Forwarded_For=forged)
    assert [one.pollers for one in counted.rows()] == [pollers]


def test_what_a_client_forged_before_a_proxy_does_not_count(counted: Counted) -> None:
    for number in range(5):
        forged = f"203.0.113.{number}, 198.51.100.1"
        counted.poll("/feed.atom", address="127.0.0.1", X_Forwarded_For=forged)
    assert [one.pollers for one in counted.rows()] == [1]


@pytest.mark.parametrize("agent", [HOSTILE, "x" * 65_536, "Fee\x7fdly\u202e (3 subscribers)"])
def test_hostile_names_are_counted_and_not_kept(counted: Counted, agent: str) -> None:
    environ = {"HTTP_USER_AGENT": agent.encode("utf-8").decode("latin-1")}
    counted.client.get("/feed.atom", environ_overrides=environ).close()
    (row,) = counted.rows()
    assert row.polls == 1
    assert list(row.clients) == ["other"]
    for name in row.subscribers:
        assert name.isascii()
        assert name.isprintable()
        assert "<" not in name


def test_long_names_take_no_memory_while_they_wait(counted: Counted) -> None:
    for number in range(20):
        forwarded = f"{number}" * 30_000
        counted.poll("/feed.atom", User_Agent="x" * 30_000, X_Forwarded_For=forwarded)
    taken = list(counted.polls.waiting)
    assert len(taken) >= 10
    assert all(len(part) <= 300 for asked in taken for part in asked if isinstance(part, str))
    assert counted.feeds() == {"feed": 20}


def test_no_address_is_in_any_file(counted: Counted) -> None:
    for number in range(9):
        counted.poll("/feed.atom", address=f"203.0.113.{number}", User_Agent=f"Visitor{number}/1")
    assert [one.pollers for one in counted.rows()] == [9]
    for path in counted.desk.folder.rglob("*"):
        if path.is_file():
            kept = path.read_bytes()
            assert b"203.0.113" not in kept, path
            assert bytes([203, 0, 113]) not in kept, path
            assert b"Visitor" not in kept, path


def test_counting_can_be_turned_off_and_on_while_it_runs(counted: Counted) -> None:
    def change(text: str) -> None:
        counted.desk.write("site.toml", 'base_url = "https://news.example"\n' + text)
        indexer = counted.desk.open(scan=False)
        indexer.adopt(indexer.read_site())
        indexer.scan()

    counted.poll("/feed.atom")
    change("[readers]\ncount = false\n")
    counted.poll("/feed.atom")  # this one still finds the settings before, or takes the new ones
    counted.polls.settle()
    before = counted.feeds()["feed"]
    for _ in range(3):
        counted.poll("/feed.atom")
        counted.poll("/search.atom?q=wet")
    assert counted.feeds() == {"feed": before}
    change("")
    counted.poll("/feed.atom")
    counted.poll("/feed.atom")
    assert counted.feeds()["feed"] > before


def test_where_nothing_is_counted_nothing_is_handed_over(desk: Any) -> None:
    desk.environ["FEEDSVC_READERS_COUNT"] = "false"
    newsroom, hands = desk.open(), Hands()
    app = create_app(newsroom, audience=hands)
    polls: Polls = app.wsgi_app.polls  # type: ignore[attr-defined]
    app.test_client().get("/feed.atom")
    polls.turn()
    assert hands.taken == []


def test_a_thread_hands_over_by_itself(counted: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    assert HAND_OVER_SECONDS < 5
    monkeypatch.setattr("feedsvc.web.polls.HAND_OVER_SECONDS", 0.01)
    counted.polls.begin()
    counted.poll("/feed.atom")
    wait(lambda: counts_since(counted.file, ""), "counts")


def test_what_cannot_be_handed_over_is_told_once(
    counted: Counted, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(batch: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(counted.keeper, "put", refuse)
        for _ in range(3):
            assert counted.poll("/feed.atom").status_code == 200
            counted.polls.turn()
    assert caplog.text.count("No space left on device") == 1
    assert counted.feeds() == {"feed": 3}


def test_a_thread_that_is_late_is_counted_the_next_time(counted: Counted) -> None:
    polls, known = counted.polls, ("/feed.atom", 304, "curl/8", "192.0.2.1", "")
    polls.note(known)
    taken = polls.waiting  # a thread has it, and is interrupted here
    polls.settle()
    next(taken[known])
    next(taken.setdefault(("/feed.rss", 200, "curl/8", "192.0.2.1", ""), count()))
    assert counted.feeds() == {"feed": 3}
    assert counted.feeds() == {"feed": 3}


def test_no_poll_is_lost_between_threads(counted: Counted) -> None:
    polls, asked = counted.polls, ("/feed.atom", 304, "curl/8", "192.0.2.1", "")

    def note() -> None:
        for _ in range(20_000):
            if (number := polls.waiting.get(asked)) is not None:  # as the fast path does
                next(number)
            else:
                polls.note(asked)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        noting = [threading.Thread(target=note) for _ in range(4)]
        for one in noting:
            one.start()
        for one in noting:
            one.join()
    finally:
        sys.setswitchinterval(before)
    assert counted.feeds() == {"feed": 80_000}


def test_a_flood_of_different_polls_takes_no_more_than_there_is_room_for(
    counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedsvc.web.polls._MOST_WAITING", 5)
    for number in range(20):
        counted.poll("/feed.atom", address=f"192.0.2.{number}")
        counted.poll("/feed.atom", address="192.0.2.0")
    assert len(counted.polls.waiting) == 5
    assert counted.feeds() == {"feed": 25}  # the one that is known goes on being counted
    counted.poll("/feed.atom", address="192.0.2.99")
    assert counted.feeds() == {"feed": 26}


def test_a_blueprint_counts_nothing(desk: Any) -> None:
    desk.write("rain.md", "---\ntitle: Rain\ndate: 2026-05-01\n---\nWet it is.\n")
    app = Flask(__name__)
    app.register_blueprint(make_routes(desk.open()))
    app.test_client().get("/feed.atom").close()
    assert not (desk.folder / ".feedsvc" / "readers.db").exists()


@pytest.mark.parametrize(
    ("path", "feed"),
    [
        ("/feed.atom", ("feed", "atom")),
        ("/category/world.json", ("category/world", "json")),
        ("/tag/m\xc3\xbcll.rss", ("tag/müll", "rss")),
        ("/search/storms.rss", ("search/storms", "rss")),
        ("/archive/3.atom", None),
        ("/category/world/archive/3.atom", None),
        ("/feed.xml", None),
        ("/\xff.atom", None),
        ("", None),
    ],
)
def test_which_feed_is_at_a_path(path: str, feed: tuple[str, str] | None) -> None:
    assert polled_feed(path) == feed
