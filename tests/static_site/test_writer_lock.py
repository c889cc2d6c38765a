"""One process alone writes to an object store, and one that was killed keeps nobody out long."""

import logging

import pytest

from feedsvc.errors import FeedsvcError
from feedsvc.static_site.object_store import Kept, ObjectStore, ObjectStoreError, read_place
from feedsvc.static_site.writer_lock import KEY, HeldElsewhere, LockLost, WriterLock
from tests.static_site.s3_server import Storage


class Memory:
    """A store in memory; a write may be done although its answer is lost, or fail."""

    def __init__(self) -> None:
        self.objects: dict[str, Kept] = {}
        self.number = 0
        self.answers_lost = 0
        self.away = False

    def __str__(self) -> str:
        return "s3://press/site"

    def put_if(self, key: str, body: bytes, version: str | None) -> str | None:
        if self.away:
            raise ObjectStoreError("away")
        there = self.objects.get(key)
        if (there and there.version) != version:
            return None
        self.number += 1
        self.objects[key] = Kept(body, str(self.number))
        if self.answers_lost:  # the library sends it again, and meets its own write
            self.answers_lost -= 1
            return None
        return str(self.number)

    def get(self, key: str) -> Kept | None:
        return self.objects.get(key)

    def delete(self, keys: list[str]) -> None:
        for key in keys:
            self.objects.pop(key, None)


class Time:
    """A clock that goes on where somebody waits."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now

    def pause(self, seconds: float) -> bool:
        self.now += seconds
        return False


def lock(store: Memory, time: Time, origin: str, **values: float) -> WriterLock:
    return WriterLock(store, origin, f"{origin}'s", clock=time, pause=time.pause, **values)


def test_it_is_held_by_one_and_free_afterwards() -> None:
    store, time = Memory(), Time()
    with lock(store, time, "one") as held:
        held.check()
        assert KEY in store.objects
    assert KEY not in store.objects
    with pytest.raises(LockLost):
        held.check()
    with lock(store, time, "two") as held:
        held.check()


def test_the_lock_of_a_killed_process_is_taken_when_its_lease_is_over() -> None:
    store, time = Memory(), Time()
    lock(store, time, "killed").__enter__()._ended.set()
    before = time.now
    with lock(store, time, "next") as held:
        held.check()
    assert time.now - before >= 60


def test_one_that_was_killed_takes_its_own_lock_at_once() -> None:
    store, time = Memory(), Time()
    lock(store, time, "same").__enter__()._ended.set()
    before = time.now
    with lock(store, time, "same") as held:
        held.check()
    assert time.now == before


def test_who_waits_for_one_that_goes_on_is_told_its_name(
    caplog: pytest.LogCaptureFixture,
) -> None:
    store, time = Memory(), Time()
    caplog.set_level(logging.INFO)
    with lock(store, time, "first") as held:

        def renewing(seconds: float) -> bool:
            time.now += seconds
            assert held._write(held._version)
            return False

        second = WriterLock(store, "second", "second's", clock=time, pause=renewing)
        with pytest.raises(HeldElsewhere, match="first's writes there"):
            second.__enter__()
        held.check()
    assert [one for one in caplog.messages if "first's writes there" in one] == caplog.messages
    assert len(caplog.messages) == 1


def test_waiting_ends_with_the_process() -> None:
    store, time = Memory(), Time()
    with lock(store, time, "first"):
        second = WriterLock(store, "second", "x", clock=time, pause=lambda seconds: True)
        with pytest.raises(HeldElsewhere):
            second.__enter__()


def test_whoever_was_away_too_long_writes_no_more() -> None:
    store, time = Memory(), Time()
    with lock(store, time, "slow") as slow:
        time.now += 61  # such as a machine that slept
        with pytest.raises(LockLost):
            slow.check()
        with lock(store, time, "other") as other:
            assert not slow._write(slow._version)
            other.check()
    assert KEY not in store.objects


def test_one_that_is_late_leaves_the_lock_of_another_alone() -> None:
    store, time = Memory(), Time()
    late = lock(store, time, "late").__enter__()
    time.now += 61
    other = lock(store, time, "other").__enter__()
    late.__exit__(None, None, None)
    assert KEY in store.objects
    other.__exit__(None, None, None)
    assert KEY not in store.objects


def test_an_answer_that_was_lost_loses_no_lock() -> None:
    store, time = Memory(), Time()
    store.answers_lost = 1
    with lock(store, time, "one") as held:
        held.check()


def test_what_is_no_lock_is_taken_over_after_a_lease() -> None:
    store, time = Memory(), Time()
    store.objects[KEY] = Kept(b"?", "0")
    with lock(store, time, "one") as held:
        held.check()


def test_an_error_of_the_store_is_told() -> None:
    store = Memory()
    store.away = True
    with pytest.raises(FeedsvcError, match="away"):
        lock(store, Time(), "one").__enter__()


def test_it_is_renewed_in_a_real_store_and_keeps_others_out(storage: Storage) -> None:
    place = read_place(f"s3://{storage.make_bucket()}/site")
    store = ObjectStore(place, storage.environ)
    with WriterLock(store, "one", "one's", lease=1.0) as held:
        first = store.get(KEY)
        assert first is not None
        assert store.put_if(KEY, b"x", None) is None
        assert store.put_if(KEY, b"x", '"other"') is None
        second = WriterLock(store, "two", "two's", patience=2.0, lease=1.0)
        with pytest.raises(HeldElsewhere, match="one's writes there"):
            second.__enter__()
        held.check()
        assert store.get(KEY) != first
    assert store.get(KEY) is None
