"""Batches on their way from workers to who keeps them."""

from pathlib import Path

import pytest

from feedsvc.audience import Batch, Spool
from feedsvc.model.audience import FeedDay
from tests.audience.counting import DAY, NEXT

BATCH = Batch(DAY, [FeedDay(DAY, "feed", 3, 1, clients={"Feedly": 3})], {"feed": [2**64 - 1]})


def test_a_batch_arrives_once(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    assert not spool.waits()
    spool.put(BATCH)
    spool.put(Batch(NEXT))
    assert spool.waits()
    assert list(spool.take()) == [BATCH, Batch(NEXT)]
    assert not spool.waits()
    assert list(spool.take()) == []
    assert list(tmp_path.iterdir()) == []


def test_a_second_one_waits_until_the_first_is_taken(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.put(BATCH)
    with pytest.raises(BlockingIOError):
        spool.put(BATCH)
    assert len(list(spool.take())) == 1
    spool.put(BATCH)


def test_what_is_no_batch_is_put_aside(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    (tmp_path / "1-x.batch").write_bytes(b'{"day": 3')
    (tmp_path / "2-x.part").write_bytes(b"half")
    spool.put(BATCH)
    assert list(spool.take()) == [BATCH]


def test_without_room_nothing_is_left_behind(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "gone")
    with pytest.raises(OSError, match="gone"):
        spool.put(BATCH)
    assert list(spool.take()) == []


def test_one_that_is_not_looked_at_to_its_end_lies_there_again(tmp_path: Path) -> None:
    """As where the process that takes it is killed."""
    spool = Spool(tmp_path)
    spool.put(BATCH)
    assert next(spool.take()) == BATCH
    assert list(spool.take()) == [BATCH]
    assert list(spool.take()) == []


def test_pollers_are_noted_for_the_next_process(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.note_pollers(DAY, "feed", [1, 2**64 - 1])
    spool.note_pollers(DAY, "tag/\n", {3})
    spool.note_pollers(NEXT, "feed", [4])
    with (tmp_path / f"{DAY}.pollers").open("ab") as file:
        file.write(b'\n["feed",[5,')  # its writer was killed
    Spool(tmp_path).note_pollers(DAY, "feed", [6])
    assert list(spool.noted_pollers()) == [
        (DAY, "feed", [1, 2**64 - 1]),
        (DAY, "tag/\n", [3]),
        (DAY, "feed", [6]),
        (NEXT, "feed", [4]),
    ]


def test_where_there_is_no_room_nothing_is_noted(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "gone")
    spool.note_pollers(DAY, "feed", [1])
    assert list(spool.noted_pollers()) == []


def test_what_is_known_of_earlier_days_is_thrown_away(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    for day in (DAY, NEXT):
        spool.salts.digest(day, "feed")
        spool.note_pollers(day, "feed", [1])
    spool.forget_before(NEXT)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{NEXT}.pollers", f"{NEXT}.salt"]
