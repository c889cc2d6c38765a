"""Looking names of hosts up: each once, none behind another, and without a thread too many."""

import threading
from collections.abc import Iterator

import pytest

from feedsvc.push.names import Names, is_address, resolve


class Resolver:
    """Finds addresses as long as the test lets it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.go_on = threading.Event()
        self.rang = threading.Semaphore(0)

    def __call__(self, host: str) -> tuple[str, ...]:
        self.asked.append(host)
        if host.startswith("slow"):
            assert self.go_on.wait(20)
        if host.startswith("fault"):
            raise RuntimeError(host)
        return () if host.startswith("unknown") else (f"192.0.2.{len(host)}", "192.0.2.1", "::1")

    def ring(self) -> None:
        self.rang.release()

    def wait(self) -> None:
        assert self.rang.acquire(timeout=20)


@pytest.fixture
def resolver() -> Iterator[Resolver]:
    found = Resolver()
    yield found
    found.go_on.set()


@pytest.fixture
def names(resolver: Resolver) -> Iterator[Names]:
    made = Names(resolver, resolver.ring)
    yield made
    made.close()


def test_a_name_is_found_and_kept(names: Names, resolver: Resolver) -> None:
    assert names.known("a.example") == ()
    names.ask("a.example")
    resolver.wait()
    assert names.found() == [("a.example", ("192.0.2.9", "192.0.2.1"))]
    assert names.known("a.example") == ("192.0.2.9", "192.0.2.1")
    assert names.found() == []
    names.prefer("a.example", "192.0.2.1")
    assert names.known("a.example") == ("192.0.2.1", "192.0.2.9")
    names.forget("a.example")
    assert names.known("a.example") == ()


def test_an_address_needs_no_lookup(names: Names, resolver: Resolver) -> None:
    assert names.known("192.0.2.7") == ("192.0.2.7",)
    assert names.known("2001:db8::7") == ("2001:db8::7",)
    assert resolver.asked == []


def test_a_name_is_looked_up_once_at_a_time_and_anew_later(
    names: Names, resolver: Resolver
) -> None:
    for _ in range(5):
        names.ask("slow.example")
    resolver.go_on.set()
    resolver.wait()
    assert len(names.found()) == 1
    assert resolver.asked == ["slow.example"]
    names.ask("slow.example")
    resolver.wait()
    assert resolver.asked == ["slow.example"] * 2


@pytest.mark.parametrize("host", ["unknown.example", "fault.example"])
def test_a_name_that_is_not_known_is_told_and_not_kept(
    names: Names, resolver: Resolver, host: str
) -> None:
    names.ask(host)
    resolver.wait()
    assert names.found() == [(host, ())]
    assert names.known(host) == ()
    names.ask(host)
    resolver.wait()
    assert resolver.asked == [host, host]


def test_names_that_hang_hold_up_no_other(names: Names, resolver: Resolver) -> None:
    for number in range(50):
        names.ask(f"slow{number}.example")
    names.ask("quick.example")
    resolver.wait()
    assert [host for host, _ in names.found()] == ["quick.example"]
    resolver.go_on.set()
    for _ in range(50):
        resolver.wait()
    assert len(names.found()) == 50


def test_threads_are_used_again_and_end(resolver: Resolver) -> None:
    before = threading.active_count()
    names = Names(resolver, resolver.ring)
    for number in range(30):
        names.ask(f"host{number}.example")
        resolver.wait()
    assert threading.active_count() - before <= 2  # one may be about to take the next
    names.close()
    for thread in threading.enumerate():
        if thread.name == "feedsvc-names":
            thread.join(20)
            assert not thread.is_alive()


def test_this_machine_knows_itself_and_puts_ipv4_first() -> None:
    found = resolve("localhost")
    assert found[0] == "127.0.0.1"
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "x" * 70 + ".example", "a b", "ü", ""])
def test_a_name_that_there_is_not_has_no_address(host: str) -> None:
    assert resolve(host) == ()


def test_what_an_address_is() -> None:
    assert is_address("192.0.2.1")
    assert is_address("2001:db8::1")
    for host in ("127.1", "2130706433", "0x7f.1", "localhost", "fe80::1%eth0", "", "1.2.3.4\0"):
        assert not is_address(host)
