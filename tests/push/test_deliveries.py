"""Who is sent what, and when: the newest once, and nobody waits for others."""

import pytest

from tests.push.hub import Hub, article, subscribed


def test_who_missed_five_versions_gets_the_newest_once(hub: Hub) -> None:
    one = subscribed(hub)
    one.status = 503
    for number in range(5):
        hub.save("b.md", article(f"B{number}"))
        hub.run()
    one.status = 204
    hub.wait(hours=7)
    hub.run()
    assert one.had[1:] == [hub.document()]


def test_gone_ends_a_subscription(hub: Hub) -> None:
    one = subscribed(hub)
    one.status = 410
    hub.save("b.md", article("B"))
    hub.run()
    one.status = 200
    hub.save("b.md", article("C"))
    hub.wait(hours=7)
    hub.run()
    assert (len(one.had), one.posts) == (1, 2)


def test_a_lease_ends(hub: Hub) -> None:
    one = subscribed(hub)
    hub.wait(days=9, hours=23)
    hub.save("b.md", article("B"))
    hub.run()
    assert one.posts == 2
    hub.wait(hours=2)
    hub.save("b.md", article("C"))
    hub.run()
    assert one.posts == 2


def test_a_change_while_a_document_is_on_its_way_is_sent_next(hub: Hub) -> None:
    one = subscribed(hub)
    hub.save("b.md", article("B"))
    hub.turn()
    hub.turn()
    assert hub.waiting
    hub.save("b.md", article("C"))
    hub.turn()
    hub.run()
    assert b">B<" in one.had[-2]
    assert one.had[-1] == hub.document()
    assert one.posts == 3


def test_one_that_fails_keeps_nobody_waiting(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedsvc.push.deliveries.MOST_OUT", 4)
    monkeypatch.setattr("feedsvc.push.deliveries.MOST_SLOW", 1)
    bad = [subscribed(hub, f"bad{number}") for number in range(6)]
    good = [subscribed(hub, f"good{number}") for number in range(6)]
    for one in bad:
        one.status = 500
    hub.save("b.md", article("B"))
    hub.run()
    hub.wait(minutes=1)
    hub.turn()
    hub.turn()  # one that failed is on its way, and hangs
    assert len(hub.waiting) == 1
    hub.save("b.md", article("C"))
    for _ in range(5):
        hub.turn()
        hanging = {key: one for key, one in hub.waiting.items() if "bad" in one[0].url}
        for key in hanging:
            del hub.waiting[key]
        hub.answer()
        hub.waiting |= hanging
    assert {one.had[-1] for one in good} == {hub.document()}


def test_one_host_has_no_more_than_its_part(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedsvc.push.deliveries.A_HOST", 2)
    many = [hub.at(f"https://big.example/{number}") for number in range(9)]
    for one in many:
        hub.ask(one)
    hub.run()
    other = subscribed(hub, "other")
    hub.save("b.md", article("B"))
    hub.turn()
    hub.turn()
    on_the_way = [request.url for request, _ in hub.waiting.values()]
    assert len(on_the_way) == 3
    assert other.callback in on_the_way
    hub.run()
    assert {one.had[-1] for one in (*many, other)} == {hub.document()}


def test_who_took_long_is_kept_apart_until_it_is_quick_again(hub: Hub) -> None:
    slow, quick = subscribed(hub, "slow"), subscribed(hub, "quick")
    told = []
    for title, seconds in (("B", 5.0), ("C", 5.0), ("D", 0.1), ("E", 0.1)):
        slow.seconds = seconds
        hub.save("b.md", article(title))
        hub.turn()
        hub.turn()
        told.append({one.url: one.slow for one, _ in hub.waiting.values()})
        hub.run()
    assert [one[slow.callback] for one in told] == [False, True, True, False]
    assert not any(one[quick.callback] for one in told)
