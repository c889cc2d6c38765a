"""Batches of several workers become rows."""

import logging
import shutil
from pathlib import Path

import pytest

from feedsvc.audience import AudienceTally, Batch, Keeper, Salts, Spool
from feedsvc.model.audience import FeedDay
from feedsvc.store.audience import counts_since
from tests.audience.counting import DAY, NEXT, Hands, poll


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "readers.db"


def batch(day: str, feed: str, polls: int, *pollers: int) -> Batch:
    return Batch(day, [FeedDay(day, feed, polls)], {feed: list(pollers)})


def rows(file: Path) -> list[tuple[str, str, int, int]]:
    return [(one.day, one.feed, one.polls, one.pollers) for one in counts_since(file, "")]


def test_pollers_of_several_workers_are_told_apart_once(file: Path, seconds: Seconds) -> None:
    keeper = Keeper(file, clock=seconds)
    keeper.put(batch(DAY, "feed", 5, 1, 2, 3))
    keeper.put(batch(DAY, "feed", 4, 3, 4))
    keeper.put(batch(DAY, "tag/rain", 1, 9))
    keeper.close()
    assert rows(file) == [(DAY, "feed", 9, 4), (DAY, "tag/rain", 1, 1)]


def test_two_workers_that_share_salts_count_a_poller_once(file: Path, tmp_path: Path) -> None:
    (tmp_path / "memory").mkdir()
    keeper = Keeper(file)
    for _ in range(2):
        tally = AudienceTally(Salts(tmp_path / "memory"), keeper)
        for number in range(50):
            tally.add(DAY, poll(address=f"192.0.2.{number}"), 1)
        tally.turn(DAY)
    keeper.close()
    assert rows(file) == [(DAY, "feed", 100, 50)]


def test_what_workers_hand_over_is_written_every_few_seconds(
    file: Path, tmp_path: Path, seconds: Seconds
) -> None:
    spool = Spool(tmp_path)
    keeper = Keeper(file, spool, seconds)
    told = []
    for now, poller in ((1, 1), (6, 2), (7, 2), (12, 3)):
        seconds.now = now
        spool.put(batch(DAY, "feed", 1, poller))
        keeper.turn()
        told.append(rows(file))
    assert told == [[], *[[(DAY, "feed", 2, 2)]] * 2, [(DAY, "feed", 4, 3)]]


def test_after_a_restart_polls_add_up_and_the_larger_number_of_pollers_counts(file: Path) -> None:
    for found in (batch(DAY, "feed", 3, 1, 2, 3), batch(DAY, "feed", 2, 4, 5)):
        keeper = Keeper(file)
        keeper.put(found)
        keeper.close()
    assert rows(file) == [(DAY, "feed", 5, 3)]


def test_one_that_takes_the_place_of_another_knows_its_pollers(
    file: Path, tmp_path: Path, seconds: Seconds
) -> None:
    spool = Spool(tmp_path)
    spool.put(batch(DAY, "feed", 3, 1, 2, 3))
    keeper = Keeper(file, spool, seconds)
    seconds.now = 6
    keeper.turn()  # and it is killed
    spool.put(batch(DAY, "feed", 2, 3, 4))
    spool.put(batch(NEXT, "feed", 1, 9))
    Keeper(file, spool, seconds, most_pollers=5).close()
    assert rows(file) == [(DAY, "feed", 5, 4), (NEXT, "feed", 1, 1)]
    spool.put(batch(NEXT, "feed", 1, 8))
    late = Keeper(file, spool, seconds, most_pollers=5)
    seconds.now = 60
    late.turn()  # what is known of the day before makes room
    late.close()
    assert [(one.pollers, one.more) for one in counts_since(file, NEXT)] == [(1, True)]
    assert list(spool.noted_pollers()) == [(NEXT, "feed", [9])]


def test_who_polled_yesterday_is_forgotten(file: Path, tmp_path: Path, seconds: Seconds) -> None:
    spool = Spool(tmp_path)
    keeper = Keeper(file, spool, seconds, most_pollers=3)
    spool.salts.digest(DAY, "feed")
    spool.put(batch(DAY, "feed", 3, 1, 2, 3))
    seconds.now = 100
    keeper.turn()
    spool.put(batch(NEXT, "feed", 1, 1))  # there is no room beside those of yesterday
    spool.put(batch(DAY, "feed", 1, 3))  # a worker was late
    keeper.turn()
    assert (tmp_path / f"{DAY}.salt").exists()
    seconds.now = 200
    keeper.turn()
    assert not (tmp_path / f"{DAY}.salt").exists()
    spool.put(batch(NEXT, "feed", 1, 1))
    keeper.close()
    assert rows(file) == [(DAY, "feed", 4, 3), (NEXT, "feed", 2, 1)]


def test_beyond_the_most_it_says_that_there_were_more(file: Path) -> None:
    keeper = Keeper(file, most_pollers=4)
    keeper.put(batch(DAY, "feed", 3, 1, 2, 3))
    keeper.put(batch(DAY, "tag/rain", 3, 4, 5, 6))
    keeper.put(Batch(DAY, [FeedDay(DAY, "tag/snow", 1)], {}, more=True))
    keeper.close()
    found = {one.feed: (one.pollers, one.more) for one in counts_since(file, "")}
    assert found == {"feed": (3, False), "tag/rain": (1, True), "tag/snow": (0, True)}


def test_what_cannot_be_written_is_told_once_and_written_later(
    file: Path, seconds: Seconds, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "feedsvc.server")
    file.mkdir(parents=True)  # no file can be made there
    keeper = Keeper(file, clock=seconds)
    for number in range(3):
        seconds.now += 6
        keeper.put(batch(DAY, "feed", 1, number))
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "see that there is space" in caplog.text
    shutil.rmtree(file)
    seconds.now += 6
    keeper.put(batch(DAY, "feed", 1, 7))
    assert rows(file) == [(DAY, "feed", 4, 4)]
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


def test_a_day_without_polls_makes_no_row(file: Path) -> None:
    keeper = Keeper(file)
    AudienceTally(Salts(), keeper).turn(DAY)
    keeper.close()
    assert not file.exists()
    hands = Hands()
    AudienceTally(Salts(), hands).turn(DAY)
    assert hands.taken == [Batch(DAY)]
