"""What the hub tells of itself."""

from feedsvc.store import Connection, hub_blocked, hub_intents, hub_subscriptions
from feedsvc.store.hub_overview import HubOverview, overview, subscribers_by_topic
from tests.store.subscribing import DAY, ME, MINUTE, NOW, claim, delivered, failed, note, subscribe
from tests.store.test_hub_intents import ASKED


def test_a_new_store_has_nothing(connection: Connection) -> None:
    assert overview(connection, NOW) == HubOverview(0, 0, 0, 0, None, 0, {}, [], 0, 0)


def test_all_is_counted(connection: Connection) -> None:
    note(connection, "a")
    for number in range(4):
        subscribe(connection, f"https://{number % 2 * 'a'}reader.example/{number}")
    hub_subscriptions.put(connection, "feed", "rss", "https://b.example", "", NOW + DAY, NOW)
    hub_subscriptions.put(connection, "old", "rss", "https://b.example", "", NOW, NOW)
    hub_subscriptions.put_pings(connection, ["https://hub.example"], [("feed", "atom")], NOW)
    hub_intents.add(connection, ASKED, NOW)
    hub_blocked.block(connection, "no.example", NOW)
    first, second, third = claim(connection, limit=3)
    results = [delivered(first), failed(second, NOW + DAY, 0), failed(third, NOW + DAY, 500)]
    hub_subscriptions.settle(connection, ME, results, NOW)
    found = overview(connection, NOW + MINUTE, most_hosts=2)
    assert (found.subscribers, found.topics, found.pings) == (5, 2, 1)
    assert (found.backlog, found.oldest, found.failing) == (1, NOW, 2)
    assert found.by_status == {0: 1, 200: 1, 500: 1}
    assert found.by_host == [("areader.example", 2), ("reader.example", 2)]
    assert (found.intents, found.blocked) == (1, 1)
    assert subscribers_by_topic(connection, NOW) == {("feed", "atom"): 4, ("feed", "rss"): 1}
