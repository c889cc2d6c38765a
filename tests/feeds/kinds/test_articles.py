"""What feeds are called and say of themselves."""

import pytest

from feedsvc.feeds.kinds import KINDS
from feedsvc.feeds.kinds.digest import digest_of
from feedsvc.model.feed import FeedName
from feedsvc.settings import CategorySettings, Settings

SETTINGS = Settings(
    title="The Desk",
    subtitle="Daily",
    categories={"world": CategorySettings("World News", "Abroad"), "sport": CategorySettings()},
)


@pytest.mark.parametrize(
    ("name", "label", "title", "subtitle"),
    [
        ("feed", "", "The Desk", "Daily"),
        ("category/world", "world", "The Desk: World News", "Abroad"),
        ("category/sport", "Sport", "The Desk: Sport", ""),
        ("category/arts", "Arts", "The Desk: Arts", ""),
        ("tag/c-2", "C++", "The Desk: C++", ""),
        ("author/ada", "Ada", "The Desk: Ada", ""),
    ],
)
def test_a_feed_presents_itself(name: str, label: str, title: str, subtitle: str) -> None:
    kind, slug, *_ = FeedName.parse(name)
    feed = KINDS[kind].describe(slug, label, SETTINGS)
    assert (feed.name, feed.title, feed.subtitle) == (name, title, subtitle)


def test_a_digest_is_a_feed_of_its_own() -> None:
    world = KINDS["category"].describe("world", "World", Settings(title="News"))
    found = digest_of(world, "daily")
    assert (found.name, found.document) == ("category/world/digest/daily",) * 2
    assert (found.source, found.kind) == ("category/world", "category")
    assert found.title == "News: World – daily digest"
