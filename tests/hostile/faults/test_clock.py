"""The clock jumps a day either way, under a real newsroom and the indexer's own loop."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

from feedsvc.newsroom import Newsroom
from tests.hostile.faults.house import House
from tests.hostile.faults.stories import story

DAY = timedelta(days=1)


@pytest.fixture
def house(desk: Any) -> Iterator[House]:
    lift, end = desk.clock() + timedelta(hours=2), desk.clock() + timedelta(hours=3)
    desk.write("rain.md", story("Rain"))
    desk.write("secret.md", story("Secret", embargo=lift.isoformat()))
    desk.write("offer.md", story("Offer", expires=end.isoformat()))
    with closing(House(desk)) as house:
        assert house.titles() == {"Rain", "Offer"}
        yield house


def test_a_day_ahead_does_what_is_due_at_once(house: House, clock: Any) -> None:
    clock.time += DAY
    house.go(2)
    assert house.titles() == {"Rain", "Secret"}


def test_what_was_due_a_day_ahead_comes_again(house: House, clock: Any) -> None:
    clock.time += DAY
    house.go(2)
    clock.time -= DAY
    house.go(61)
    assert house.newsroom.due() == clock.time.replace(hour=14, minute=0, second=0, microsecond=0)
    clock.time += timedelta(hours=2)
    house.go(2)
    assert house.titles() == {"Rain", "Secret", "Offer"}


def test_an_embargo_holds_again_after_the_clock_was_set_back(house: House, clock: Any) -> None:
    clock.time += DAY
    house.go(2)
    assert house.titles() == {"Rain", "Secret"}
    clock.time -= DAY
    house.go(2)
    assert house.titles() == {"Rain", "Offer"}


def test_the_same_without_an_indexer(house: House, clock: Any) -> None:
    clock.time += DAY
    assert house.titles() == {"Rain", "Secret"}
    clock.time -= DAY
    assert house.titles() == {"Rain", "Offer"}


def test_saves_are_published_whatever_the_clock_does(house: House, clock: Any) -> None:
    for step in (DAY, -DAY, -DAY, DAY):
        clock.time += step
        house.save("rain.md", story("Rain", f"At {clock.time}."))
        body = house.reader.document("feed", "json").body.decode()
        assert f"At {clock.time.year}" in body
        assert body.count("Rain") >= 1


def test_an_undated_article_saved_a_day_ahead_stays(house: House, clock: Any) -> None:
    clock.time += DAY
    house.save("snow.txt", "Snow\n\nCold it is.\n")
    assert "Snow" in house.titles()
    clock.time -= DAY
    house.save("snow.txt", "Snow\n\nCold it is, and white.\n")
    assert "Snow" in house.titles()


def test_a_claim_of_a_day_ahead_holds_nobody_up(house: House, desk: Any, clock: Any) -> None:
    clock.time += DAY
    with closing(Newsroom.open(desk.folder, {}, clock, ahead=True)) as dying:
        desk.write("rain.md", story("Rain", "Wet it was."))
        dying.index.update(["rain.md"])  # claims the documents, and makes none
    clock.time -= DAY
    house.newsroom.prerender()
    assert house.newsroom.prerender() == 0
    with closing(Newsroom.open(desk.folder, {}, clock)) as reader:
        assert b"Wet it was." in reader.document("feed", "json").body
