"""Foreign hubs are told of the documents that they can know, once a change."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.push.hub import Hub, article, change_site

FOREIGN = "https://hub.example/"
OTHER = "https://other.example/"
FEED, RAIN = "https://news.example/feed.atom", "https://news.example/tag/rain.atom"


@pytest.fixture
def hub(desk: Any) -> Iterator[Hub]:
    desk.write("a.md", article("A", tags="[Rain]"))
    made = Hub(desk, [FOREIGN])
    made.wait(minutes=1)
    yield made
    made.close()


def test_a_hub_is_told_of_what_was_asked_for_alone(hub: Hub) -> None:
    foreign = hub.at(FOREIGN)
    hub.document()  # a hub reads it, as somebody subscribed there
    hub.run()
    assert foreign.pings == []
    hub.save("b.md", article("B", tags="[Rain]"))
    hub.run()
    hub.run()
    assert foreign.pings == [FEED]
    hub.document("tag/rain")
    hub.run()
    hub.save("b.md", article("C", tags="[Rain]"))
    hub.run()
    assert sorted(foreign.pings[1:]) == [FEED, RAIN]


def test_a_change_before_the_document_is_known_to_be_asked_for_is_told(hub: Hub) -> None:
    foreign = hub.at(FOREIGN)
    hub.document()
    hub.wait(seconds=1)
    hub.save("b.md", article("B"))
    hub.newsroom.prerender()
    hub.run()
    assert foreign.pings == [FEED]


def test_a_hub_that_fails_is_told_later_also_by_the_next_process(hub: Hub) -> None:
    foreign = hub.at(FOREIGN)
    hub.document()
    hub.run()
    foreign.status = 503
    hub.save("b.md", article("B"))
    hub.run()
    hub.start()
    hub.run()
    assert foreign.pings == [FEED]
    foreign.status = 202
    for title in ("C", "D"):  # it waits, and is told once of all
        hub.save("b.md", article(title))
    hub.wait(hours=7)
    hub.run()
    hub.run()
    assert foreign.pings == [FEED, FEED]


def test_hubs_come_and_go_with_the_settings(hub: Hub) -> None:
    foreign, other = hub.at(FOREIGN), hub.at(OTHER)
    hub.document()
    hub.run()
    plain = (hub.desk.folder / "site.toml").read_text()
    hub.wait(hours=2)
    change_site(hub, plain.replace(FOREIGN, OTHER))
    told = list(foreign.pings)
    assert len(told) < 2  # that the document names another hub is a change as well
    before = list(other.pings)
    hub.save("b.md", article("B"))
    hub.run()
    assert foreign.pings == told
    assert other.pings == [*before, FEED]
