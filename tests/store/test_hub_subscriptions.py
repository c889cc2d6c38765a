"""Subscriptions: each has the newest version in the end, and nobody is sent to by two at once."""

import threading
from datetime import datetime, timedelta

from feedsvc.store import Connection, Store, hub_subscriptions, hub_topics
from feedsvc.store.hub_subscriptions import Result, Wanted
from tests.store.subscribing import (
    CALLBACK,
    DAY,
    ME,
    MINUTE,
    NOW,
    SECOND,
    claim,
    deliver_all,
    delivered,
    failed,
    note,
    subscribe,
)

OTHER = "https://other.example/hook"


def settle(connection: Connection, *results: Result, now: datetime = NOW, holder: str = ME) -> None:
    hub_subscriptions.settle(connection, holder, results, now)


def test_a_new_subscriber_is_sent_what_is_there(connection: Connection) -> None:
    note(connection, "a")
    subscribe(connection, secret="s")
    (one,) = claim(connection)
    assert (one.kind, one.feed, one.format, one.callback) == ("push", "feed", "atom", CALLBACK)
    assert (one.secret, one.host, one.sequence) == ("s", "reader.example", 1)
    assert (one.tries, one.failing_since, one.expires) == (0, None, NOW + DAY)


def test_a_renewal_sends_nothing_and_changes_secret_and_lease(connection: Connection) -> None:
    note(connection, "a")
    subscribe(connection, secret="old")
    deliver_all(connection)
    subscribe(connection, now=NOW + MINUTE, secret="new")
    assert claim(connection, NOW + MINUTE) == []
    note(connection, "b")
    (one,) = claim(connection)
    assert (one.secret, one.expires) == ("new", NOW + DAY + MINUTE)


def test_a_renewal_of_one_that_failed_is_tried_at_once(connection: Connection) -> None:
    note(connection, "a")
    subscribe(connection)
    (one,) = claim(connection)
    settle(connection, failed(one, NOW + 5 * MINUTE))
    subscribe(connection, now=NOW + MINUTE)
    assert [again.tries for again in claim(connection, NOW + MINUTE)] == [1]
    subscribe(connection, now=NOW + MINUTE)  # while it is sent to
    assert claim(connection, NOW + MINUTE, holder="another") == []
    assert hub_subscriptions.next_due(connection) == NOW + 2 * MINUTE


def test_who_misses_versions_gets_the_newest_once(connection: Connection) -> None:
    note(connection, "a")
    subscribe(connection)
    (one,) = claim(connection)
    for digest in "bcd":
        note(connection, digest)
        assert claim(connection, holder="another") == []  # one request at a time
    settle(connection, delivered(one))
    (one,) = claim(connection)
    assert one.sequence == 4
    settle(connection, delivered(one))
    assert claim(connection, NOW + 300 * DAY) == []
    assert hub_subscriptions.next_due(connection) is None


def test_a_failure_is_tried_again_at_its_time_whatever_changes(connection: Connection) -> None:
    note(connection, "a")
    subscribe(connection)
    (one,) = claim(connection)
    settle(connection, failed(one, NOW + MINUTE))
    note(connection, "b")
    assert claim(connection, NOW + MINUTE - SECOND) == []
    assert hub_subscriptions.next_due(connection) == NOW + MINUTE
    (one,) = claim(connection, NOW + MINUTE)
    assert (one.tries, one.failing_since, one.sequence) == (1, NOW, 2)
    settle(connection, failed(one, NOW + 3 * MINUTE), now=NOW + MINUTE)
    (one,) = claim(connection, NOW + 3 * MINUTE)
    assert (one.tries, one.failing_since) == (2, NOW)
    settle(connection, delivered(one), now=NOW + 3 * MINUTE)
    note(connection, "c")
    (one,) = claim(connection)
    assert (one.tries, one.failing_since) == (0, None)


def test_what_is_not_tried_again_waits_for_the_next_version(connection: Connection) -> None:
    note(connection, "a")
    subscribe(connection)
    settle(connection, *(failed(one, None) for one in claim(connection)))
    assert hub_subscriptions.next_due(connection) is None
    note(connection, "b")
    assert len(claim(connection)) == 1


def test_who_is_gone_is_forgotten(connection: Connection) -> None:
    note(connection, "a")
    subscribe(connection)
    subscribe(connection, OTHER)
    one, other = claim(connection)
    gone = Result(one.number, one.sequence, 410, delivered=False, gone=True)
    settle(connection, gone, delivered(other))
    note(connection, "b")
    assert [left.callback for left in claim(connection)] == [OTHER]


def test_a_holder_that_dies_loses_its_claims_by_time_alone(connection: Connection) -> None:
    note(connection, "a")
    subscribe(connection)
    (one,) = claim(connection)
    assert hub_subscriptions.next_due(connection) == NOW + MINUTE
    assert claim(connection, NOW + MINUTE - SECOND, holder="another") == []
    (again,) = claim(connection, NOW + MINUTE, holder="another")
    assert again.number == one.number
    # What the first holder tells now, as if it had only been slow, counts for nothing.
    gone = Result(one.number, one.sequence, 410, delivered=False, gone=True)
    settle(connection, gone)
    settle(connection, delivered(one))
    settle(connection, failed(one, NOW))
    assert hub_subscriptions.next_due(connection) == NOW + 2 * MINUTE
    settle(connection, delivered(again), holder="another")
    assert hub_subscriptions.next_due(connection) is None


def test_claims_are_given_back_untried(connection: Connection) -> None:
    note(connection, "a")
    for number in range(4):
        subscribe(connection, f"https://reader.example/{number}")
    mine, theirs = claim(connection, limit=3), claim(connection, holder="another")
    assert (len(mine), len(theirs)) == (3, 1)
    for numbers, given in (([mine[1].number], mine[1:2]), (None, [mine[0], mine[2]]), ([], [])):
        hub_subscriptions.release(connection, ME, numbers, NOW)
        assert claim(connection, holder="third") == given
    hub_subscriptions.free_all(connection, NOW)
    assert claim(connection) == [*mine, *theirs]


def test_who_waits_longest_comes_first(connection: Connection) -> None:
    for number in (3, 1, 2):
        subscribe(connection, f"https://reader.example/{number}")
        hub_subscriptions.put(connection, "rain", "atom", f"https://{number}", "", NOW + DAY, NOW)
    hub_topics.note(connection, "rain", "atom", "a", None, NOW + SECOND)
    note(connection, "a", NOW)
    found = [one.callback for one in claim(connection, NOW + MINUTE, limit=4)]
    assert found == [*(f"https://reader.example/{number}" for number in (3, 1, 2)), "https://3"]


def test_a_lease_that_has_ended_is_sent_nothing(connection: Connection) -> None:
    note(connection, "a")
    subscribe(connection)
    assert claim(connection, NOW + DAY) == []
    assert hub_subscriptions.expire(connection, NOW + DAY - SECOND) == 0
    assert hub_subscriptions.expire(connection, NOW + DAY) == 1
    assert hub_subscriptions.next_due(connection) is None


def test_a_clock_that_was_ahead_holds_nothing_up(connection: Connection) -> None:
    ahead = NOW + timedelta(days=300)
    note(connection, "a", ahead)
    hub_subscriptions.put(connection, "feed", "atom", CALLBACK, "", ahead + DAY, ahead)
    assert len(claim(connection, ahead)) == 1
    assert claim(connection, NOW) == []
    hub_subscriptions.expire(connection, NOW)
    assert len(claim(connection, NOW, holder="another")) == 1


def test_foreign_hubs_are_told_of_changes_alone(connection: Connection) -> None:
    hubs, topics = ["https://one.example/", "https://two.example/"], [("feed", "atom")]
    hub_subscriptions.put_pings(connection, hubs, topics, NOW)
    note(connection, "a")
    assert claim(connection) == []  # nothing has changed since
    note(connection, "b")
    found = claim(connection)
    assert [(one.kind, one.callback, one.expires) for one in found] == [
        ("ping", hubs[0], None),
        ("ping", hubs[1], None),
    ]
    settle(connection, *map(delivered, found))
    hub_subscriptions.put_pings(connection, hubs, topics, NOW)
    assert claim(connection) == []


def test_hubs_and_documents_that_are_no_more_are_not_told(connection: Connection) -> None:
    hubs, topics = ["https://one.example/", "https://two.example/"], [("feed", "atom")]
    subscribe(connection)
    hub_subscriptions.put_pings(connection, hubs, [*topics, ("feed", "rss")], NOW)
    hub_subscriptions.put_pings(connection, hubs[:1], topics, NOW)
    for digest in "ab":
        hub_topics.note(connection, "feed", "rss", digest, None, NOW)
        note(connection, digest)
    assert {one.callback for one in claim(connection)} == {CALLBACK, hubs[0]}


def test_many_results_are_kept_at_once(connection: Connection) -> None:
    note(connection, "a")
    for number in range(1200):
        subscribe(connection, f"https://reader.example/{number}")
    found = claim(connection, limit=1100)
    settle(connection, *(delivered(one, 200 + one.number % 3) for one in found))
    assert len(claim(connection)) == 100


def test_processes_share_what_is_due(store: Store) -> None:
    with store.writing() as connection:
        note(connection, "a")
        for number in range(300):
            subscribe(connection, f"https://reader.example/{number}")
    claimed: list[list[int]] = []

    def work(holder: str) -> None:
        mine: list[int] = []
        claimed.append(mine)
        while True:
            with store.writing() as connection:
                found = claim(connection, holder=holder, limit=7)
            if not found:
                return
            mine += [one.number for one in found]
            with store.writing() as connection:
                settle(connection, *map(delivered, found), holder=holder)

    threads = [threading.Thread(target=work, args=(f"holder {one}",)) for one in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    every = [number for mine in claimed for number in mine]
    assert len(every) == len(set(every)) == 300


def test_only_those_that_are_wanted_are_claimed(connection: Connection) -> None:
    note(connection, "a")
    for host in ("a.example", "b.example", "c.example"):
        subscribe(connection, f"https://{host}/")
    hub_subscriptions.put_pings(connection, ["https://hub.example/"], [("feed", "atom")], NOW)
    (one,) = claim(connection, limit=1)
    settle(connection, failed(one, NOW))
    note(connection, "b")

    def claimed(wanted: Wanted) -> list[str]:
        found = hub_subscriptions.claim(connection, ME, NOW, 10, wanted)
        hub_subscriptions.release(connection, ME, None, NOW)
        return sorted(one.host for one in found)

    assert claimed(Wanted("ping")) == ["hub.example"]
    assert claimed(Wanted("push")) == ["a.example", "b.example", "c.example"]
    assert claimed(Wanted("push", failed=True)) == ["a.example"]
    assert claimed(Wanted("push", failed=False)) == ["b.example", "c.example"]
    full = ("a.example", "b.example")
    assert claimed(Wanted("push", full=full)) == ["c.example"]
    assert claimed(Wanted("push", full=full[:1])) == ["b.example", "c.example"]
