"""A subscriber and a hub of others understand ours."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from feedsvc.newsroom import Newsroom
from feedsvc.store import hub_overview
from tests.push.flask_websub_app import TheirSubscriber, serving, their_hub
from tests.push.hub import article
from tests.web.servers import granian, wait


@pytest.fixture
def subscriber(tmp_path: Path) -> Iterator[TheirSubscriber]:
    made = TheirSubscriber(tmp_path)
    with serving(made.app):
        yield made


def test_their_subscriber_and_our_hub(desk: Any, subscriber: TheirSubscriber) -> None:
    desk.write("site.toml", '[websub]\nhub = "own"\nallow_private = true\n')
    desk.write("a.md", article("A"))
    with granian(desk.folder) as server:
        topic = f"http://127.0.0.1:{server.port}/feed.atom"
        name = subscriber.subscribe(topic)
        wait(lambda: subscriber.had, "the present document")
        assert subscriber.had == [server.get("/feed.atom").body]
        desk.write("b.md", article("B"))
        wait(lambda: len(subscriber.had) > 1, "the change")
        assert subscriber.had[1:] == [server.get("/feed.atom").body]
        subscriber.unsubscribe(name)
        wait(lambda: subscriber.told == ["subscribe", "unsubscribe"], "the end of it")


def test_their_subscriber_and_their_hub_and_our_publisher(
    desk: Any, subscriber: TheirSubscriber, tmp_path: Path
) -> None:
    with their_hub(tmp_path) as hub:
        desk.write("site.toml", f'[websub]\nhub = "{hub}"\nallow_private = true\n')
        desk.write("a.md", article("A"))
        with granian(desk.folder) as server:
            topic = f"http://127.0.0.1:{server.port}/feed.atom"
            subscriber.subscribe(topic)
            wait(lambda: subscriber.told == ["subscribe"], "their hub's word")
            wait(lambda: announced(desk.folder), "the document is known to be asked for")
            desk.write("b.md", article("B"))
            wait(lambda: subscriber.had, "the change")
            assert subscriber.had == [server.get("/feed.atom").body]


def announced(folder: Path) -> bool:
    """Whether a foreign hub is told of changes of some document."""
    with Newsroom.open(folder, {}) as newsroom, newsroom.store.reading() as connection:
        return hub_overview.overview(connection, newsroom.now()).pings > 0
