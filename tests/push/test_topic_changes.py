"""What changes is pushed, by whatever it changes: a file, settings, or time alone."""

from tests.push.hub import Hub, article, change_site, subscribed


def test_an_embargo_that_lifts_is_pushed_at_its_second(hub: Hub) -> None:
    one = subscribed(hub)
    hub.save("e.md", article("Secret", embargo="2026-06-01T12:00:05Z"))
    hub.run()
    hub.wait(seconds=4)
    hub.run()
    assert one.posts == 1
    hub.wait(seconds=1)
    hub.run()
    assert b"Secret" in one.had[-1]
    assert one.had[-1] == hub.document()


def test_an_expiry_and_the_end_of_a_tombstone_are_pushed(hub: Hub) -> None:
    hub.save("e.md", article("Soon over", expires="2026-06-02T12:00:00Z"))
    one = subscribed(hub)
    hub.wait(days=1)
    hub.run()
    assert b"Soon over" not in one.had[-1]
    assert one.had[-1] == hub.document()


def test_only_the_topics_of_a_change_are_sent(hub: Hub) -> None:
    hub.save("b.md", article("B", category="World"))
    hub.save("c.md", article("C", category="Sport"))
    world, sport = subscribed(hub, "w", "category/world"), subscribed(hub, "s", "category/sport")
    hub.save("b.md", article("Other", category="World"))
    hub.run()
    assert (world.posts, sport.posts) == (2, 1)


def test_what_becomes_private_is_no_more_in_what_is_pushed(hub: Hub) -> None:
    hub.save("b.md", article("B", category="Board"))
    one = subscribed(hub, "a", "category/board")
    plain = (hub.desk.folder / "site.toml").read_text()
    change_site(hub, f"{plain}\n[categories.board]\nprivate = true\n")
    assert b"Text of B" not in one.had[-1]
    assert one.had[-1] == hub.document("category/board")


def test_new_settings_are_pushed(hub: Hub) -> None:
    one = subscribed(hub)
    plain = (hub.desk.folder / "site.toml").read_text()
    change_site(hub, f'title = "Other"\n{plain}')
    assert b"<title>Other</title>" in one.had[-1]
    assert one.had[-1] == hub.document()
