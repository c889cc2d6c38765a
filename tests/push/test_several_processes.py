"""Several processes that push, on PostgreSQL: each subscriber is sent to by one at a time."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.push.hub import Hub, Subscriber, article, subscribed


@pytest.fixture
def hub(
    desk: Any, new_database: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Hub]:
    monkeypatch.setattr("feedsvc.push.deliveries.BATCH", 3)
    desk.environ["FEEDSVC_STORE"] = new_database("postgresql")
    desk.write("a.md", article("A"))
    made = Hub(desk, processes=2)
    yield made
    made.close()


def ask_for_many(hub: Hub) -> list[Subscriber]:
    many = [hub.at(f"https://s{number}.example/hook", "s") for number in range(12)]
    for one in many:
        hub.ask(one)
    hub.run()
    return many


def test_all_share_the_work_and_nobody_is_sent_anything_twice(hub: Hub) -> None:
    many = ask_for_many(hub)
    before = dict(hub.sent)
    hub.save("b.md", article("B"))
    hub.run()
    assert {one.had[-1] for one in many} == {hub.document()}
    assert {one.posts for one in many} == {2}
    assert all(hub.sent[number] > before.get(number, 0) for number in (0, 1))


def test_another_leads_where_the_first_is_lost(hub: Hub) -> None:
    many = ask_for_many(hub)
    hub.save("b.md", article("B"))
    hub.turn()
    hub.turn()
    hub.leader = 1
    hub.start(0)  # what it had claimed is free in a minute
    hub.run()
    hub.wait(minutes=1)
    hub.run()
    assert {one.had[-1] for one in many} == {hub.document()}
    hub.save("b.md", article("C"))
    hub.run()
    assert {one.had[-1] for one in many} == {hub.document()}
    assert sum(one.posts for one in many) < 12 * 3 + 12


def test_a_new_subscriber_at_either_is_noticed(hub: Hub) -> None:
    for leader in (1, 0):
        hub.leader = leader
        one = subscribed(hub, f"n{leader}")
        assert one.had == [hub.document()]
