"""The hub's work: each subscriber ends with what a poll would get."""

from tests.push.hub import Hub, article, change_site, subscribed


def test_a_new_subscriber_gets_what_is_there_and_then_each_change(hub: Hub) -> None:
    one = subscribed(hub, secret="s")
    assert one.had == [hub.document()]
    hub.save("b.md", article("B"))
    hub.run()
    assert one.had[1:] == [hub.document()]
    hub.run()
    hub.wait(hours=5)
    hub.run()
    assert one.posts == 2


def test_what_was_on_its_way_at_a_kill_is_sent_by_the_next_process(hub: Hub) -> None:
    many = [subscribed(hub, f"s{number}") for number in range(7)]
    hub.save("b.md", article("B"))
    hub.turn()
    hub.turn()
    hub.answer(3)  # taken, and not kept
    hub.start()
    hub.run()
    assert {one.had[-1] for one in many} == {hub.document()}
    assert sum(one.posts for one in many) == 7 + 7 + 3


def test_nothing_is_sent_where_there_is_no_hub_any_more(hub: Hub) -> None:
    one = subscribed(hub)
    change_site(hub, 'base_url = "https://news.example"\nid_base = "news.example,2026"\n')
    hub.save("b.md", article("B"))
    hub.run()
    assert one.posts == 1


def test_the_end_of_the_process_gives_back_what_is_on_its_way(hub: Hub) -> None:
    one = subscribed(hub)
    hub.save("b.md", article("B"))
    hub.turn()
    hub.turn()
    assert hub.waiting
    hub.stop()
    hub.start()
    hub.clock.forward(seconds=1)
    hub.run()
    assert one.had[-1] == hub.document()
