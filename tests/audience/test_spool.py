"""Batches on their way from workers to who keeps them."""

import os
import time
from pathlib import Path

import pytest

from feedsvc.audience import Batch, Spool, open_spool
from feedsvc.model.audience import FeedDay
from tests.audience.counting import DAY, NEXT

BATCH = Batch(DAY, [FeedDay(DAY, "feed", 3, 1, clients={"Feedly": 3})], {"feed": [2**64 - 1]})


def test_a_batch_arrives_once(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.put(BATCH)
    spool.put(Batch(NEXT))
    assert list(spool.take()) == [BATCH, Batch(NEXT)]
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


def test_salts_of_earlier_days_are_thrown_away(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    for day in (DAY, NEXT):
        spool.salts.digest(day, "feed")
    spool.forget_before(NEXT)
    assert [path.name for path in tmp_path.iterdir()] == [f"{NEXT}.salt"]


def test_it_is_gone_with_its_service_and_only_its_user_sees_it(tmp_path: Path) -> None:
    with open_spool(str(tmp_path)) as spool:
        assert spool.folder.stat().st_mode & 0o077 == 0
        spool.salts.digest(DAY, "feed")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_service_left_goes_after_an_hour(tmp_path: Path) -> None:
    old = time.time() - 7200
    ended = 2**22 + 1  # above the largest process id of Linux
    for name, changed in (
        (f"feedsvc-readers-{ended}-a", old),
        (f"feedsvc-readers-{ended}-b", None),
        (f"feedsvc-readers-{os.getpid()}-c", old),
        ("feedsvc-metrics-d", old),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{DAY}.salt").write_bytes(b"x")
        if changed:
            os.utime(tmp_path / name, (changed, changed))
    with open_spool(str(tmp_path)) as spool:
        left = {path.name.partition("-")[2] for path in tmp_path.iterdir() if path != spool.folder}
    assert left == {f"readers-{ended}-b", f"readers-{os.getpid()}-c", "metrics-d"}
