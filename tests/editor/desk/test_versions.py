"""Articles beside what subscribers have of them, and what was saved before."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from feedsvc.editor.desk import AsPublished
from feedsvc.editor.desk.versions import MOST_KEPT, Versions
from feedsvc.newsroom import Newsroom
from tests.editor.desk.editors import RAIN, Editor


@pytest.fixture
def newsroom(desk: Any) -> Iterator[Newsroom]:
    desk.write("world/rain.md", RAIN)
    desk.write("world/snow.md", RAIN.replace("Rain", "Snow"))
    with Newsroom.rehearsal(desk.folder, {}, desk.clock, preview=True) as newsroom:
        newsroom.scan(accept_deletions=True)
        yield newsroom


@pytest.fixture
def versions(desk: Any, newsroom: Newsroom, tmp_path: Path) -> Versions:
    as_published = AsPublished(desk.folder, {}, tmp_path)
    as_published.begin(newsroom)
    return Versions(newsroom, as_published)


def save(desk: Any, newsroom: Newsroom, text: str) -> list[Any]:
    desk.write("world/rain.md", text)
    newsroom.index.update(["world/rain.md"])
    return newsroom.articles.at(["world/rain.md"])


def test_the_first_save_differs_from_what_subscribers_have(
    desk: Any, newsroom: Newsroom, versions: Versions
) -> None:
    (rain,) = save(desk, newsroom, RAIN.replace("Wet.", "Wet it is."))
    first = versions.take([rain], rain.id)
    assert first is not None
    assert first.words == 2
    (rain,) = save(desk, newsroom, RAIN.replace("Wet.", "Wet it was."))
    second = versions.take([rain], rain.id)
    assert second is not None
    assert second.words == 1  # that save alone


def test_articles_that_subscribers_have_otherwise_are_known(
    desk: Any, newsroom: Newsroom, versions: Versions, editor: Editor
) -> None:
    cards = [card for card in editor.desk.cards() if card.path.startswith("world/")]
    assert versions.differing(cards) == set()
    (rain,) = save(desk, newsroom, RAIN.replace("Wet.", "Dry."))
    assert versions.differing(cards) == {rain.id}
    assert Versions(newsroom, None).differing(cards) == set()
    save(desk, newsroom, RAIN)
    assert versions.differing(cards) == set()


def test_only_so_many_texts_are_kept(newsroom: Newsroom) -> None:
    versions = Versions(newsroom, None)
    (rain,) = newsroom.articles.at(["world/rain.md"])
    assert versions.take([rain], rain.id) is None
    assert versions.take([rain], rain.id) is not None
    for number in range(MOST_KEPT):
        versions.take([msgspec.structs.replace(rain, id=f"tag:{number}")], "")
    assert versions.take([rain], rain.id) is None


def test_long_texts_make_room(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedsvc.editor.desk.versions.MOST_CHARACTERS", 10)
    versions = Versions(newsroom, None)
    rain, snow = newsroom.articles.at(["world/rain.md", "world/snow.md"])
    versions.take([rain, snow], "")  # of 11 characters each
    assert versions.take([snow], snow.id) is None
