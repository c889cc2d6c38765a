"""What one process alone may do, until it lets go or dies."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from feedsvc.errors import StoreError
from feedsvc.store import Store
from feedsvc.store.locks import FileLock, lock_of

HOLDER = """
import sys, time
from pathlib import Path
from feedsvc.store.locks import FileLock
assert FileLock.take(lock := FileLock(Path(sys.argv[1])))
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "writing.lock"


def test_one_has_it_at_a_time(place: Path) -> None:
    one, other = FileLock(place), FileLock(place)
    assert one.take()
    assert not other.take()
    assert (one.lasts(), other.lasts()) == (True, False)
    one.let_go()
    assert other.take()
    other.let_go()
    other.let_go()


def test_it_dies_with_its_process(place: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(place)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        mine = FileLock(place)
        assert not mine.take()
        process.send_signal(signal.SIGKILL)
        process.wait(60)
    assert mine.take()
    mine.let_go()


def test_it_is_lost_with_its_file(place: Path) -> None:
    one = FileLock(place)
    assert one.take()
    place.unlink()
    assert not one.lasts()
    assert not (place.exists() and one.lasts())
    one.let_go()


def test_a_lock_that_cannot_be_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="run feedsvc as the user"):
        FileLock(tmp_path / "nowhere" / "writing.lock").take()


def test_waiting_is_told_once_and_ends_when_it_is_free(place: Path) -> None:
    holder, told = FileLock(place), []
    holder.take()
    naps = iter([None, None, holder.let_go])

    def sleep(_seconds: float) -> None:
        if act := next(naps):
            act()

    with FileLock(place).held(waiting=lambda: told.append(1), sleep=sleep) as held:
        assert held
    assert told == [1]
    assert holder.take()  # the block let go
    holder.let_go()


def test_waiting_ends_when_it_is_told_to(place: Path) -> None:
    holder = FileLock(place)
    holder.take()
    stops = iter([False, False, True])
    with FileLock(place).held(lambda: next(stops), sleep=lambda _: None) as held:
        assert not held
    assert holder.lasts()
    holder.let_go()


def test_it_is_let_go_when_the_block_fails(place: Path) -> None:
    with pytest.raises(ZeroDivisionError, match="the block"), FileLock(place).held():
        raise ZeroDivisionError("of the block")
    free = FileLock(place)
    assert free.take()
    free.let_go()


def test_a_store_has_its_locks_beside_it(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/a%20store.sqlite3")
    with store.reading() as connection:
        first, second = lock_of(connection, "indexer"), lock_of(connection, "indexer")
        other = lock_of(connection, "writing")
    with first.held() as one, other.held() as two, second.held(lambda: True) as three:
        assert (one, two, three) == (True, True, False)
        assert first.lasts()
    assert sorted(path.name for path in tmp_path.glob("*.lock")) == ["indexer.lock", "writing.lock"]
    store.close()


def test_it_says_who_holds_it(tmp_path: Path) -> None:
    lock, other = FileLock(tmp_path / "x.lock"), FileLock(tmp_path / "x.lock")
    assert lock.holder() == ""
    with lock.held():
        assert other.holder().startswith(f"process {os.getpid()} on ")
        assert not other.take()
    assert other.holder() == ""
