"""Many exchanges at once: a few to each address, the healthy never behind the slow."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from feedsvc.push import Answer, Request, Transfers, allowed
from feedsvc.push.addresses import is_unicast
from tests.push.subscribers import Subscribers, listening


@pytest.fixture
def there() -> Iterator[Subscribers]:
    with listening() as found:
        yield found


@contextmanager
def transferring(judge: Callable[[str], bool] = is_unicast, **given: Any) -> Iterator[Transfers]:
    transfers = Transfers(judge, **given)
    try:
        yield transfers
    finally:
        transfers.close()


def answers(transfers: Transfers, many: int) -> list[Answer]:
    """So many answers, in their order."""
    found: list[Answer] = []
    while len(found) < many:
        found += transfers.turn(10)
    assert len(found) == many
    return found


def host(number: int) -> str:
    return f"127.9.{number // 200}.{1 + number % 200}"


def test_each_request_has_one_answer_with_its_key(there: Subscribers) -> None:
    with transferring(sockets=20) as transfers:
        for number in range(200):
            transfers.add(Request(number, there.url(f"/ok?{number}", host(number)), (), b"x"))
        found = answers(transfers, 200)
        assert transfers.turn(0) == []
    assert sorted(one.key for one in found) == list(range(200))  # type: ignore[type-var]
    assert {one.status for one in found} == {204}
    assert Counter(one.path for one in there.heard) == {f"/ok?{one}": 1 for one in range(200)}


@pytest.mark.parametrize("path", ["/ok", "/hang"])
@pytest.mark.parametrize("slow", [False, True])
def test_no_address_has_more_than_its_few_at_a_time(
    there: Subscribers, path: str, slow: bool
) -> None:
    many = {"/ok": 30, "/hang": 3}[path]
    with transferring(sockets=100, each=3, total=0.5 if path == "/hang" else 10) as transfers:
        for number in range(many):
            for name in ("127.0.0.1", "localhost", "127.1"):  # one address by its names
                transfers.add(Request(number, there.url(path, name), (), b"x", slow))
        found: list[Answer] = []
        while len(found) < 3 * many:
            found += transfers.turn(10)
            assert len(there.heard) <= len(found) + 3
    assert {one.status for one in found} == {204 if path == "/ok" else 0}
    assert len(there.heard) == 3 * many


def test_a_name_that_is_never_found_holds_up_no_other_and_fails_in_time(
    there: Subscribers,
) -> None:
    end = threading.Event()
    asked: list[str] = []

    def resolve(host: str) -> tuple[str, ...]:
        asked.append(host)
        if host.startswith("hangs"):
            end.wait(20)
        return ("127.0.0.5",)

    try:
        with transferring(sockets=80, connect=1.0, resolve=resolve) as transfers:
            for number in range(60):
                transfers.add(Request("hangs", there.url("/ok", f"hangs{number % 30}.example")))
            for number in range(100):
                transfers.add(Request(number, there.url("/ok", f"well{number}.example")))
            found = answers(transfers, 160)
    finally:
        end.set()
    assert {one.key for one in found[-60:]} == {"hangs"}
    assert {one.status for one in found[:100]} == {204}
    assert {one.reason for one in found[-60:]} == {
        "the name of its host was not found within 1 s",
    }
    assert len([one for one in asked if one.startswith("hangs")]) == 30  # once each


def test_many_callbacks_on_a_host_ask_for_its_address_once(there: Subscribers) -> None:
    asked: list[str] = []

    def resolve(host: str) -> tuple[str, ...]:
        asked.append(host)
        return ("127.0.0.6",)

    with transferring(each=4, resolve=resolve) as transfers:
        for number in range(100):
            transfers.add(Request(number, there.url(f"/ok?{number}", "many.example")))
        assert {one.status for one in answers(transfers, 100)} == {204}
    assert asked == ["many.example"]


def test_hosts_that_lead_to_one_address_share_its_few(there: Subscribers) -> None:
    with transferring(each=2, total=0.5, resolve=lambda _host: ("127.0.0.7",)) as transfers:
        for number in range(10):
            transfers.add(Request(number, there.url("/hang", f"host{number}.example")))
        found: list[Answer] = []
        while len(found) < 10:
            found += transfers.turn(10)
            assert len(there.heard) <= len(found) + 2
    assert len(there.heard) == 10


def test_an_address_that_hangs_holds_up_no_other(there: Subscribers) -> None:
    with transferring(sockets=10, each=2) as transfers:
        for _ in range(50):
            transfers.add(Request("hangs", there.url("/hang", "127.0.0.9"), (), b"x"))
        for number in range(50):
            transfers.add(Request(number, there.url("/ok", host(number)), (), b"x"))
        assert {one.key for one in answers(transfers, 50)} == set(range(50))
        assert len(transfers.withdraw()) == 48  # the other two are on their way


def test_the_slow_hold_up_no_healthy_one(there: Subscribers) -> None:
    with transferring(sockets=8, slow_share=0.25) as transfers:
        for number in range(50):
            transfers.add(Request("slow", there.url("/hang", host(100 + number)), slow=True))
        transfers.turn(0)
        for number in range(50):
            transfers.add(Request(number, there.url("/ok", host(number))))
        assert {one.key for one in answers(transfers, 50)} == set(range(50))
        assert transfers.withdraw() == ["slow"] * 48


def test_as_many_as_there_are_sockets_start_at_once(there: Subscribers) -> None:
    with transferring(sockets=5, each=1) as transfers:
        for number in range(3):
            transfers.add(Request(number, there.url("/hang", host(number))))
        transfers.add(Request("again", there.url("/hang", host(0))))  # waits for the first one
        for number in range(3, 6):
            transfers.add(Request(number, there.url("/hang", host(number))))
        transfers.turn(0)
        assert transfers.withdraw() == ["again", 5]


def test_what_waits_is_taken_back_and_never_sent(there: Subscribers) -> None:
    with transferring(sockets=1) as transfers:
        for number in range(3):
            transfers.add(Request(number, there.url("/ok", host(number))))
        assert transfers.withdraw(waited=3600) == []
        transfers.turn(0)
        assert sorted(transfers.withdraw()) == [1, 2]  # type: ignore[type-var]
        assert [one.key for one in answers(transfers, 1)] == [0]
        assert transfers.turn(0) == []
    assert len(there.heard) == 1


def test_a_turn_ends_when_another_thread_says_so(there: Subscribers) -> None:
    with transferring(total=60) as transfers:
        transfers.add(Request(1, there.url("/hang")))
        woken = threading.Event()

        def wake() -> None:
            assert there.connected.acquire(timeout=10)
            transfers.wake()
            woken.set()

        thread = threading.Thread(target=wake)
        thread.start()
        assert transfers.turn(3600) == []
        assert woken.wait(10)
        thread.join()
        transfers.wake()  # before the turn: it is not lost
        assert transfers.turn(3600) == []


def test_a_wake_is_no_trouble_once_all_is_closed() -> None:
    with transferring() as transfers:
        for _ in range(100_000):  # more than the bell holds
            transfers.wake()
        assert transfers.turn(3600) == []
    transfers.wake()


def test_what_is_on_its_way_is_broken_off_at_the_end(there: Subscribers) -> None:
    with transferring(total=60) as transfers:
        for number in range(20):
            transfers.add(Request(number, there.url("/hang", host(number))))
        while there.connected.acquire(blocking=False) is False:
            transfers.turn(0.01)
    # leaving `listening` waits for each of its connections


def test_who_hangs_ends_at_the_limit_and_others_do_not_wait(there: Subscribers) -> None:
    with transferring(sockets=40, total=3.0) as transfers:
        for number in range(20):
            transfers.add(Request("hangs", there.url("/hang", host(number)), (), b"x" * 100_000))
        for number in range(100):
            transfers.add(Request(number, there.url("/ok", host(number)), (), b"x" * 100_000))
        found = answers(transfers, 120)
    assert {one.key for one in found[-20:]} == {"hangs"}
    assert {one.status for one in found[:100]} == {204}


def test_a_handle_that_is_used_again_remembers_nothing(there: Subscribers) -> None:
    with transferring(sockets=1) as transfers:
        transfers.add(Request(1, there.url("/endless"), (("X-First", "1"),), b"body"))
        transfers.add(Request(2, there.url("/text")))
        transfers.add(Request(3, there.url("/ok"), (), b"more"))
        found = answers(transfers, 3)
    assert [one.body for one in found] == [b"y" * 4096, b"a text", b""]
    first, second, third = there.heard
    assert (first.header("X-First"), second.header("X-First")) == ("1", None)
    assert (second.line, second.body) == ("GET /text HTTP/1.1", b"")
    assert (third.line, third.body) == ("POST /ok HTTP/1.1", b"more")


def test_an_address_that_is_refused_counts_nowhere(there: Subscribers) -> None:
    with transferring(allowed(False), sockets=1, each=1) as transfers:
        for number in range(10):
            transfers.add(Request(number, there.url("/ok")))
        assert {one.status for one in answers(transfers, 10)} == {0}
        assert transfers.withdraw() == []
