"""Decides which request is sent next, so that no address gets many and nobody waits for the slow.

A lane is what goes to one address. A few of a lane are on their way at a time; the others of it
wait, and hold up no other lane.
"""

from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class _Lane(Generic[T]):
    __slots__ = ("active", "ready", "waiting")

    def __init__(self) -> None:
        self.active = 0
        self.waiting: tuple[deque[T], deque[T]] = (deque(), deque())  # the healthy; the slow
        self.ready = [False, False]  # whether it stands in the queue of lanes


class Lanes(Generic[T]):
    """What waits to be sent, and how much is on its way.

    Args:
        most: that may be on their way at once.
        each: of those in one lane.
        slow: of those that may be to slow ones.
    """

    def __init__(self, most: int, each: int, slow: int) -> None:
        self._limits = (most, slow)
        self._each = each
        self._lanes: dict[str, _Lane[T]] = {}
        self._queues: tuple[deque[str], deque[str]] = (deque(), deque())
        self._active = [0, 0]

    def put(self, name: str, item: T, slow: bool, first: bool = False) -> None:
        """Let an item wait in a lane.

        Args:
            name: of the lane.
            item: to be taken when it is its turn.
            slow: whether healthy ones go ahead of it.
            first: whether it goes ahead of those that wait in the lane: it had its turn before.
        """
        lane = self._lanes.setdefault(name, _Lane())
        (lane.waiting[slow].appendleft if first else lane.waiting[slow].append)(item)
        self._settle(name, lane)

    def take(self) -> tuple[str, T, bool] | None:
        """The next item to be sent, with its lane and whether it is slow; None: none may be now.

        It counts as on its way until `leave` is called for the lane.
        """
        if sum(self._active) >= self._limits[0]:
            return None
        for slow in (False, True):
            if slow and self._active[1] >= self._limits[1]:
                break
            queue = self._queues[slow]
            while queue:
                name = queue.popleft()
                lane = self._lanes.get(name)
                if lane is None:
                    continue
                lane.ready[slow] = False
                if lane.active >= self._each or not lane.waiting[slow]:
                    continue
                item = lane.waiting[slow].popleft()
                self._active[slow] += 1
                lane.active += 1
                self._settle(name, lane)
                return name, item, slow
        return None

    def join(self, name: str, other: str) -> None:
        """Let what waits in a lane wait in another one: both lead to the same address."""
        lane = self._lanes.get(name)
        if lane is None or name == other or not any(lane.waiting):
            return
        joined = self._lanes.setdefault(other, _Lane())
        for mine, theirs in zip(lane.waiting, joined.waiting, strict=True):
            theirs.extend(mine)
            mine.clear()
        self._settle(name, lane)
        self._settle(other, joined)

    def is_full(self, name: str) -> bool:
        """Whether as much goes to an address as may."""
        lane = self._lanes.get(name)
        return lane is not None and lane.active >= self._each

    def enter(self, name: str) -> None:
        """Count what is on its way in one more lane: its name led to another address."""
        lane = self._lanes.setdefault(name, _Lane())
        lane.active += 1
        self._settle(name, lane)

    def leave(self, name: str) -> None:
        """Count what is on its way in a lane no more."""
        lane = self._lanes[name]
        lane.active -= 1
        self._settle(name, lane)

    def end(self, slow: bool) -> None:
        """Count what was taken as on its way no more; `leave` is called for its lanes besides."""
        self._active[slow] -= 1

    def withdraw(self, wanted: Callable[[T], bool]) -> list[T]:
        """Take out the waiting items of which something is true."""
        found: list[T] = []
        for name, lane in list(self._lanes.items()):
            for slow in (False, True):
                kept = [item for item in lane.waiting[slow] if not wanted(item)]
                if len(kept) < len(lane.waiting[slow]):
                    found += (item for item in lane.waiting[slow] if wanted(item))
                    lane.waiting[slow].clear()
                    lane.waiting[slow].extend(kept)
            self._settle(name, lane)
        return found

    def _settle(self, name: str, lane: _Lane[T]) -> None:
        """Queue a changed lane where it has something to send; forget it if it is empty."""
        if lane.active < self._each:
            for slow in (False, True):
                if lane.waiting[slow] and not lane.ready[slow]:
                    lane.ready[slow] = True
                    self._queues[slow].append(name)
        if not lane.active and not any(lane.waiting):
            del self._lanes[name]
