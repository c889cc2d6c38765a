"""Who follows the folder in turn: it waits, takes over, and goes on after the store was away."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from feedsvc.errors import FeedsvcError, StoreAway, StoreError
from feedsvc.indexer import IndexerLog
from feedsvc.indexer.take_over import follow_in_turn


class Lock:
    """A lock that others have now and then; `turns` says what happens at each try."""

    comes_back = True

    def __init__(self, *turns: str) -> None:
        self.turns = list(turns)
        self.holds = False

    @contextmanager
    def held(self, ended: Callable[[], bool], waiting: Callable[[], None]) -> Iterator[bool]:
        turn = self.turns.pop(0) if self.turns else "ended"
        if turn == "away":
            raise StoreAway("no server")
        if turn == "later":
            waiting()
        self.holds = turn != "ended"
        yield self.holds
        self.holds = False


class World:
    def __init__(self, *turns: str) -> None:
        self.lock: Any = Lock(*turns)
        self.pauses: list[float] = []
        self.followed = 0
        self.ended = False
        self.work: Callable[[], None] = lambda: None

    def run(self) -> None:
        def follow() -> None:
            assert self.lock.holds
            self.followed += 1
            self.work()

        follow_in_turn(self.lock, lambda: self.ended, self.pauses.append, IndexerLog(), follow)


def test_who_loses_its_turn_waits_for_the_next(caplog: Any) -> None:
    caplog.set_level(logging.INFO)
    world = World("now", "later")
    world.run()
    assert world.followed == 2
    assert caplog.messages == [
        "another feedsvc follows the folder by now",
        "another feedsvc is indexing this newsroom; waiting to take over",
        "another feedsvc follows the folder by now",
    ]


def test_who_is_ended_takes_no_turn_more() -> None:
    world = World("now", "now")
    world.work = lambda: setattr(world, "ended", True)
    world.run()
    assert world.followed == 1


def test_a_lock_that_is_lost_for_good_is_told() -> None:
    world = World("now", "now")
    world.lock.comes_back = False
    with pytest.raises(FeedsvcError, match="the indexer's lock was lost; start it again"):
        world.run()
    assert world.followed == 1


def test_a_store_that_is_away_is_tried_again_and_told_once(caplog: Any) -> None:
    caplog.set_level(logging.INFO)
    world = World("away", "away", "now")
    world.run()
    assert (world.pauses, world.followed) == ([0.5, 0.5], 1)
    assert caplog.messages[:2] == ["no server; trying again", "the store can be reached again"]


def test_a_store_that_goes_away_meanwhile_is_waited_for() -> None:
    world, faults = World("now", "now"), [StoreAway("no server")]

    def work() -> None:
        if faults:
            raise faults.pop()

    world.work = work
    world.run()
    assert world.followed == 2


def test_any_other_error_is_the_end() -> None:
    world = World("now", "now")

    def work() -> None:
        raise StoreError("full")

    world.work = work
    with pytest.raises(StoreError, match="full"):
        world.run()
