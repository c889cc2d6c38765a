"""Events that are lost: a full queue, half a rename. Every article keeps its id.

The seam is where the watch tells the indexer; the files are real.
"""

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.indexer.watch import Event, Watch
from tests.conftest import Clock, Desk
from tests.hostile.faults.house import House
from tests.hostile.faults.stories import SITE, story

LIMIT = 60.0
MANY = 36


@pytest.fixture
def house(desk: Any) -> Iterator[House]:
    desk.write("site.toml", SITE)
    for number in range(MANY):
        desk.write(f"{number}.md", story(f"Story {number}", f"It is {number}."))
    with closing(House(desk)) as house:
        yield house


def rename(folder: Path, number: int) -> list[Event]:
    (folder / f"{number}.md").rename(folder / f"new-{number}.md")
    return [Event(f"{number}.md", "gone"), Event(f"new-{number}.md", "made")]


@pytest.mark.parametrize("heard", ["gone", "made"])
def test_half_a_rename_is_found_whole(house: House, desk: Any, heard: str) -> None:
    before = house.ids()
    events = [event for number in range(5) for event in rename(desk.folder, number)]
    house.hear(*(event for event in events if event.what == heard), lost=True)
    house.go(8)
    assert house.ids() == before
    for number in range(5):
        assert house.path_of(f"Story {number}") == f"new-{number}.md"


def test_a_deletion_leaves_though_events_are_lost(house: House, desk: Any) -> None:
    before = house.ids()
    (desk.folder / "0.md").unlink()
    house.hear(Event("0.md", "gone"), lost=True)
    house.go(10)
    assert house.ids() == {k: v for k, v in before.items() if k != "Story 0"}


def test_events_lost_without_end_hold_nothing_up_for_ever(house: House, desk: Any) -> None:
    before = house.ids()
    (desk.folder / "0.md").unlink()
    desk.write("more.md", story("More"))
    house.hear(Event("0.md", "gone"), Event("more.md", "made"), lost=True)
    for _ in range(40):
        house.hear(lost=True)
        house.go(0.5)
    assert house.titles() == (before.keys() - {"Story 0"}) | {"More"}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 1 << 32), kept=st.floats(0, 1), pauses=st.lists(st.sampled_from([0, 1, 5]))
)
def test_whatever_is_lost_of_many_renames_ids_stay(
    tmp_path_factory: pytest.TempPathFactory, seed: int, kept: float, pauses: list[int]
) -> None:
    dice = random.Random(seed)
    desk = Desk(tmp_path_factory.mktemp("room") / "articles", Clock())
    desk.write("site.toml", SITE)
    for number in range(MANY):
        desk.write(f"{number}.md", story(f"Story {number}", f"It is {number}."))
    with closing(House(desk)) as house:
        before = house.ids()
        for number in range(8):
            events = [one for one in rename(desk.folder, number) if dice.random() < kept]
            house.hear(*events, lost=True)
            if pauses:
                house.go(pauses[number % len(pauses)] / 10)
        house.go(8)
        assert house.ids() == before
        assert house.path_of("Story 7") == "new-7.md"


def hear_one(watch: Watch, folder: Path, name: str = "first.md") -> None:
    """A file is saved; the watch hears of it, and of no event that was lost."""
    (folder / name).write_text("x")
    paths: set[str] = set()
    while name not in paths:
        heard = watch.wait(LIMIT)
        assert heard.events, "it is deaf"
        assert (heard.lost, heard.failure) == (False, "")
        paths |= {event.path for event in heard.events}


def test_more_than_the_queue_may_hold_is_told(tmp_path: Path) -> None:
    watch = Watch(tmp_path, safe=16)
    assert watch.start() == ""
    try:
        hear_one(watch, tmp_path)
        for number in range(200):
            (tmp_path / f"{number}.md").write_text("x")
        heard = watch.wait(LIMIT)
        while not heard.lost:
            heard = watch.wait(LIMIT)
            assert heard.events, "it went quiet"
    finally:
        watch.stop()


def test_a_saved_file_is_no_reason_to_doubt(tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    assert watch.start() == ""
    try:
        for name in ("a.md", "b.md"):
            hear_one(watch, tmp_path, name)
    finally:
        watch.stop()
