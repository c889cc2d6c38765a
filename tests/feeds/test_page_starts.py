"""The places in long lists: walked through once, and again when the list changes."""

from typing import Any

import pytest

from feedsvc.feeds import page_starts
from feedsvc.feeds.looks import Looks
from feedsvc.feeds.page_starts import PageStarts
from feedsvc.store import Store, paging


@pytest.fixture(autouse=True)
def short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_starts, "STEP", 3)


@pytest.fixture
def walks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The feeds whose lists were walked through to the end, in order."""
    found: list[str] = []
    count = paging.count_after

    def note(connection: Any, feed: str, *others: Any) -> int:
        found.append(feed)
        return count(connection, feed, *others)

    monkeypatch.setattr(paging, "count_after", note)
    return found


class Lists:
    """The lists of a newsroom of eight articles; the last lies ahead."""

    def __init__(self, desk: Any) -> None:
        self.desk = desk
        for day in range(1, 8):
            self.write(f"2026-05-{day:02}")
        self.write("2026-06-02")
        self.newsroom = desk.open()
        self.store: Store = self.newsroom.store
        self.starts = PageStarts()

    def write(self, day: str) -> str:
        self.desk.write(f"{day}.md", f"---\ntitle: Day {day}\ntags: [x]\ndate: {day}\n---\nText.\n")
        return f"{day}.md"

    def total(self, feed: str = "feed", opened: int = 0) -> int:
        looks = Looks(self.newsroom.settings, self.store)
        with looks.reading(self.newsroom.now()) as at:
            found = self.starts.of(feed, opened, at)
            ids = [one for skip in range(10) for one in found.ids(feed, skip, 1, at)]
            assert ids == found.ids(feed, 0, 10, at)
            assert len(ids) == len(set(ids)) == found.total
            assert len(found.places) == found.total // 3
        return found.total


@pytest.mark.each_database
def test_a_list_is_walked_through_once(desk: Any, walks: list[str]) -> None:
    lists = Lists(desk)
    assert [lists.total() for _ in range(3)] == [7, 7, 7]
    assert walks == ["feed"]
    assert (lists.total("tag/x"), lists.total("tag/none")) == (7, 0)
    assert walks == ["feed", "tag/x"]


@pytest.mark.each_database
def test_it_is_walked_through_again_when_it_changes(
    desk: Any, clock: Any, walks: list[str]
) -> None:
    lists = Lists(desk)
    assert lists.total() == 7
    lists.newsroom.index.update([lists.write("2025-01-01")])
    assert lists.total() == 8
    clock.forward(days=1)  # an embargo lifts
    assert lists.total() == 9
    (desk.folder / "2025-01-01.md").unlink()
    lists.newsroom.index.update(["2025-01-01.md"])
    assert lists.total() == 8
    clock.forward(days=-1)  # the clock is set back
    assert lists.total() == 7
    assert walks == ["feed"] * 5


@pytest.mark.each_database
def test_another_store_has_other_lists(desk: Any, walks: list[str]) -> None:
    lists = Lists(desk)
    assert (lists.total(opened=0), lists.total(opened=1)) == (7, 7)
    assert walks == ["feed", "feed"]


@pytest.mark.each_database
def test_places_in_few_lists_are_remembered(
    desk: Any, walks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_starts, "MOST_LISTS", 1)
    lists = Lists(desk)
    for feed in ("feed", "tag/x", "feed"):
        lists.total(feed)
    assert walks == ["feed", "tag/x", "feed"]
    assert len(lists.starts._known) == 1
