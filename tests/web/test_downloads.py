"""Downloads have so many places; what needs no thread needs none of them."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.settings.limits import LimitSettings
from feedsvc.web.downloads import Downloads

PLACES, SLOWEST, STALL_SECONDS = 3, 1000, 50
LIMITS = LimitSettings(
    downloads=PLACES, download_kilobytes=200, download_rate=SLOWEST, stalled_seconds=STALL_SECONDS
)
SMALL = 200 * 1024
CHUNK = 8192


class Body:
    """What an application answers with, bit by bit; knows whether it was closed."""

    def __init__(self, size: int, chunk: int = CHUNK) -> None:
        self.left, self.chunk, self.closed = size, chunk, 0

    def __iter__(self) -> Iterator[bytes]:
        while self.left:
            part = min(self.left, self.chunk)
            self.left -= part
            yield b"x" * part

    def close(self) -> None:
        self.closed += 1


class Room:
    """Downloads in front of an application that answers as told, and a clock."""

    def __init__(self) -> None:
        self.now = 0.0
        self.bodies: list[Body] = []
        self.said: list[str] = []
        self.downloads = Downloads(self._answer, lambda: LIMITS, lambda: self.now)

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Any:
        body = Body(environ["size"])
        self.bodies.append(body)
        start_response("200 OK", [("content-length", str(environ["size"]))])
        return body

    def ask(self, size: int, method: str = "GET") -> Any:
        environ = {"REQUEST_METHOD": method, "size": size}
        return self.downloads(environ, lambda line, headers: self.said.append(line[:3]))


@pytest.fixture
def room() -> Room:
    return Room()


def test_a_small_answer_needs_no_thread(room: Room) -> None:
    for _ in range(10 * PLACES):
        body = room.ask(SMALL)
        assert isinstance(body, list)
        assert sum(map(len, body)) == SMALL
    assert {body.closed for body in room.bodies} == {1}
    assert set(room.said) == {"200"}


def test_beyond_the_places_it_is_later(room: Room) -> None:
    running = [room.ask(SMALL + 1) for _ in range(PLACES)]
    for _ in range(2):
        (refusal,) = room.ask(SMALL + 1)
        assert b"Try again" in refusal
    assert room.said == ["200"] * PLACES + ["429"] * 2
    assert [body.closed for body in room.bodies] == [0] * PLACES + [1] * 2
    assert sum(map(len, running[0])) == SMALL + 1
    room.ask(SMALL + 1)
    assert room.said[-1] == "429"  # it has all, and has not been closed yet
    running[0].close()
    running[0].close()  # a second time changes nothing
    room.ask(SMALL + 1)
    room.ask(SMALL + 1)
    assert room.said[-2:] == ["200", "429"]


def test_head_needs_no_place(room: Room) -> None:
    for _ in range(2 * PLACES):
        room.ask(SMALL + 1, "HEAD")
    assert set(room.said) == {"200"}


@given(st.integers(1, 8 * SLOWEST), st.integers(1, 100))
def test_only_who_is_too_slow_is_ended(rate: int, chunks: int) -> None:
    room = Room()
    size = max(SMALL + 1, chunks * CHUNK)
    came = 0
    for chunk in room.ask(size):
        came += len(chunk)
        room.now = came / rate
    before_the_last = size - (size % CHUNK or CHUNK)
    ended = rate < SLOWEST and before_the_last / rate > STALL_SECONDS
    assert (came < size) == ended


def test_a_body_that_ends_early_gives_its_place_back(room: Room) -> None:
    for _ in range(10 * PLACES):
        body = room.ask(10 * SMALL)
        next(body)
        body.close()
    assert set(room.said) == {"200"}
    assert {body.closed for body in room.bodies} == {1}
