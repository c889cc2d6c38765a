"""What counts as going on, and what does not."""

import os
import threading
import time
from collections.abc import Iterator

import pytest

from feedsvc.indexer import SignOfLife, to_pipe


class Processor:
    seconds = 0.0


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def processor() -> Processor:
    return Processor()


@pytest.fixture
def signs(told: list[str], processor: Processor) -> SignOfLife:
    return SignOfLife(lambda: told.append("on"), lambda: processor.seconds)


def test_who_waits_without_end_gives_no_sign(
    signs: SignOfLife, told: list[str], processor: Processor
) -> None:
    signs.beat()
    signs.look()
    assert len(told) == 1
    for _ in range(5):
        processor.seconds += 0.01  # threads that look whether to end
        signs.look()
    assert len(told) == 1
    signs.beat()
    signs.look()
    assert len(told) == 2


def test_a_long_transaction_is_a_sign(
    signs: SignOfLife, told: list[str], processor: Processor
) -> None:
    for number in range(1, 4):
        processor.seconds += 0.5
        signs.look()
        assert len(told) == number


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


def test_a_sign_comes_at_once_and_then_each_second(pipe: tuple[int, int]) -> None:
    signs = SignOfLife(to_pipe(pipe[1]))
    signs.begin()
    try:
        assert os.read(pipe[0], 1) == b"."
        signs.beat()
        assert os.read(pipe[0], 1) == b"."
    finally:
        signs.end()
    (thread,) = (one for one in threading.enumerate() if one.name == "feedsvc-sign-of-life")
    thread.join(60)
    assert not thread.is_alive()


def test_a_pipe_that_nobody_reads_holds_up_nothing(pipe: tuple[int, int]) -> None:
    tell = to_pipe(pipe[1])
    for _ in range(100_000):
        tell()
    assert len(os.read(pipe[0], 1_000_000)) >= 4096
    tell()
    assert os.read(pipe[0], 1) == b"."


def test_a_program_that_works_uses_a_processor() -> None:
    told: list[float] = []
    signs = SignOfLife(lambda: told.append(time.monotonic()))
    signs.look()
    assert not told
    begin = time.process_time()
    while time.process_time() < begin + 0.2:
        pass
    signs.look()
    assert len(told) == 1
