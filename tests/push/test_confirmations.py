"""Requests to subscribe: what callbacks say to them, and what comes of it."""

from tests.push.hub import Hub, article, change_site, subscribed


def test_who_does_not_confirm_is_sent_nothing(hub: Hub) -> None:
    one = hub.at("https://a.example/hook")
    one.confirms = False
    hub.ask(one)
    hub.run()
    hub.save("b.md", article("B"))
    hub.run()
    assert one.posts == 0


def test_a_callback_that_does_not_answer_is_asked_again(hub: Hub) -> None:
    one = hub.at("https://a.example/hook")
    one.status = 500
    hub.ask(one)
    hub.run()
    one.status = 200
    hub.wait(minutes=1)
    hub.run()
    assert one.had == [hub.document()]


def test_who_unsubscribes_is_sent_no_more(hub: Hub) -> None:
    one = subscribed(hub)
    hub.ask(one, mode="unsubscribe")
    hub.run()
    hub.save("b.md", article("B"))
    hub.run()
    assert one.posts == 1


def test_an_unsubscription_that_is_not_confirmed_changes_nothing(hub: Hub) -> None:
    one = subscribed(hub)
    one.confirms = False
    hub.ask(one, mode="unsubscribe")
    hub.run()
    hub.save("b.md", article("B"))
    hub.run()
    assert one.had[-1] == hub.document()


def test_a_renewal_lasts_from_then_on_and_sends_nothing(hub: Hub) -> None:
    one = subscribed(hub)
    hub.wait(days=9)
    hub.ask(one)
    hub.run()
    hub.wait(days=9)
    assert one.posts == 1
    hub.save("b.md", article("B"))
    hub.run()
    assert one.had[-1] == hub.document()


def test_a_feed_that_ends_tells_its_subscribers_why(hub: Hub) -> None:
    plain = (hub.desk.folder / "site.toml").read_text()
    change_site(hub, f'{plain}\n[searches.text]\nquery = "text"\n')
    one, other = subscribed(hub, "a", "search/text"), subscribed(hub, "b")
    change_site(hub, plain)
    assert one.denied == ["This feed is not published any more."]
    assert other.denied == []
    assert (one.posts, other.posts) == (1, 1)


def test_5_2_who_is_away_when_a_feed_ends_is_told_later(hub: Hub) -> None:
    plain = (hub.desk.folder / "site.toml").read_text()
    change_site(hub, f'{plain}\n[searches.text]\nquery = "text"\n')
    one = subscribed(hub, "a", "search/text")
    one.status = 0
    change_site(hub, plain)
    assert len(one.denied) == 1  # it heard nothing of it
    one.status = 200
    hub.wait(minutes=1)
    hub.run()
    hub.wait(hours=1)
    hub.run()
    assert len(one.denied) == 2
