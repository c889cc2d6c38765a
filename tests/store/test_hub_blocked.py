"""Hosts to which nothing is sent."""

from feedsvc.store import Connection, hub_blocked, hub_intents, hub_subscriptions
from tests.store.subscribing import (
    CALLBACK,
    ME,
    NOW,
    claim,
    deliver_all,
    delivered,
    note,
    subscribe,
)
from tests.store.test_hub_intents import ASKED

HOST = "reader.example"
OTHER = "https://other.example/"


def test_nothing_is_sent_to_a_blocked_host(connection: Connection) -> None:
    note(connection, "a")
    subscribe(connection)
    subscribe(connection, OTHER)
    assert hub_blocked.block(connection, HOST, NOW) == 1
    assert hub_blocked.block(connection, HOST, NOW) == 1
    assert hub_blocked.is_blocked(connection, HOST)
    assert hub_blocked.blocked(connection) == [HOST]
    assert deliver_all(connection) == [OTHER]
    note(connection, "b")
    assert deliver_all(connection) == [OTHER]
    assert hub_subscriptions.next_due(connection) is None


def test_an_open_request_is_refused_and_what_is_sent_is_not_sent_again(
    connection: Connection,
) -> None:
    note(connection, "a")
    subscribe(connection)
    (one,) = claim(connection)
    hub_intents.add(connection, ASKED, NOW)
    hub_blocked.block(connection, HOST, NOW)
    assert hub_intents.claim(connection, ME, NOW, 9) == []
    hub_subscriptions.settle(connection, ME, [delivered(one)], NOW)
    assert hub_subscriptions.next_due(connection) is None


def test_what_it_missed_is_sent_once_it_is_not_blocked(connection: Connection) -> None:
    note(connection, "a")
    subscribe(connection)
    assert deliver_all(connection) == [CALLBACK]
    hub_blocked.block(connection, HOST, NOW)
    assert hub_blocked.unblock(connection, HOST, NOW)
    assert not hub_blocked.unblock(connection, HOST, NOW)
    assert claim(connection) == []
    hub_blocked.block(connection, HOST, NOW)
    note(connection, "b")
    hub_blocked.unblock(connection, HOST, NOW)
    assert deliver_all(connection) == [CALLBACK]
