"""Requests to subscribe: the newest counts, and all are counted."""

from feedsvc.store import Connection, hub_intents, hub_subscriptions
from feedsvc.store.hub_intents import Intent, IntentResult
from tests.store.subscribing import CALLBACK, DAY, ME, MINUTE, NOW, SECOND, subscribe

ASKED = Intent("subscribe", "feed", "atom", CALLBACK, "s", 864_000, "client")


def test_a_callback_is_asked_until_it_answers(connection: Connection) -> None:
    hub_intents.add(connection, ASKED, NOW)
    assert hub_subscriptions.next_due(connection) == NOW
    (one,) = hub_intents.claim(connection, ME, NOW, 10)
    assert one[1:] == (*ASKED[:6], "reader.example", NOW, 0)
    assert one.lease_seconds == 864_000
    assert hub_intents.claim(connection, "another", NOW, 10) == []
    again = IntentResult(one.number, "", NOW + MINUTE)
    assert hub_intents.settle(connection, ME, [again], NOW) == {one.number}
    assert hub_intents.claim(connection, ME, NOW + MINUTE - SECOND, 10) == []
    (one,) = hub_intents.claim(connection, ME, NOW + MINUTE, 10)
    assert one.tries == 1
    over = IntentResult(one.number, "verified")
    assert hub_intents.settle(connection, ME, [over], NOW) == {one.number}
    assert hub_intents.claim(connection, ME, NOW + DAY, 10) == []
    assert hub_subscriptions.next_due(connection) is None


def test_the_newest_request_counts(connection: Connection) -> None:
    hub_intents.add(connection, ASKED, NOW)
    (one,) = hub_intents.claim(connection, ME, NOW, 10)
    hub_intents.add(connection, ASKED._replace(mode="unsubscribe"), NOW)
    hub_intents.add(connection, ASKED._replace(format="rss"), NOW)
    assert hub_intents.settle(connection, ME, [IntentResult(one.number, "verified")], NOW) == set()
    found = hub_intents.claim(connection, ME, NOW + DAY, 10)
    assert [(one.mode, one.format) for one in found] == [
        ("unsubscribe", "atom"),
        ("subscribe", "rss"),
    ]


def test_a_holder_that_dies_loses_its_claims(connection: Connection) -> None:
    hub_intents.add(connection, ASKED, NOW)
    (one,) = hub_intents.claim(connection, ME, NOW, 10)
    (again,) = hub_intents.claim(connection, "another", NOW + MINUTE, 10)
    over = IntentResult(one.number, "refused")
    assert hub_intents.settle(connection, ME, [over], NOW) == set()
    hub_intents.release(connection, "another", [again.number], NOW)
    assert hub_intents.claim(connection, ME, NOW, 10) == [one]
    hub_intents.free_all(connection, NOW)
    assert hub_intents.claim(connection, ME, NOW, 10) == [one]


def test_requests_are_counted_by_host_and_client_also_when_they_are_over(
    connection: Connection,
) -> None:
    for number in range(3):
        callback = f"https://Reader.example:8080/{number}"
        hub_intents.add(connection, ASKED._replace(callback=callback), NOW)
    hub_intents.add(connection, ASKED._replace(callback="https://x.example", client="c"), NOW)
    over = hub_intents.claim(connection, ME, NOW, 10)
    results = [IntentResult(one.number, "failed") for one in over]
    hub_intents.settle(connection, ME, results, NOW)

    def counted(host: str, client: str, since: object = NOW - SECOND) -> tuple[int, int]:
        return hub_intents.recent(connection, host, client, since)  # type: ignore[arg-type]

    assert counted("reader.example", "c") == (3, 1)
    assert counted("example", "client") == (0, 3)
    assert counted("reader.example", "client", NOW) == (0, 0)
    assert hub_intents.forget(connection, NOW) == 0
    assert hub_intents.forget(connection, NOW + SECOND) == 4
    assert counted("reader.example", "c") == (0, 0)


def test_open_requests_are_not_forgotten(connection: Connection) -> None:
    hub_intents.add(connection, ASKED, NOW)
    assert hub_intents.forget(connection, NOW + DAY) == 0


def test_a_renewal_leaves_the_subscription_as_it_is_until_it_is_confirmed(
    connection: Connection,
) -> None:
    subscribe(connection)
    hub_intents.add(connection, ASKED._replace(mode="unsubscribe"), NOW)
    (one,) = hub_intents.claim(connection, ME, NOW, 10)
    hub_intents.settle(connection, ME, [IntentResult(one.number, "failed")], NOW)
    assert hub_subscriptions.drop(connection, "feed", "atom", CALLBACK)


def test_subscribers_of_a_topic_that_ends_are_told_and_foreign_hubs_are_not(
    connection: Connection,
) -> None:
    subscribe(connection)
    subscribe(connection, "https://other.example/")
    hub_subscriptions.put(connection, "tag/x", "atom", CALLBACK, "", NOW + DAY, NOW)
    hub_subscriptions.put_pings(connection, ["https://hub.example/"], [("feed", "atom")], NOW)
    hub_intents.deny(connection, [("feed", "atom")], NOW)
    told = hub_intents.claim(connection, ME, NOW, 10)
    assert {(one.mode, one.feed, one.callback, one.host) for one in told} == {
        ("denied", "feed", CALLBACK, "reader.example"),
        ("denied", "feed", "https://other.example/", "other.example"),
    }
