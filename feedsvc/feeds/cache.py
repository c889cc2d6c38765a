"""A cache of documents with a budget of bytes, and locks by key, so that each is made once."""

import threading
from collections.abc import Hashable
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

from feedsvc.feeds.document import Document

K = TypeVar("K", bound=Hashable)


class _Held:
    """A document in a shelf, what it weighed when last looked at, and whether it was asked for."""

    __slots__ = ("asked", "document", "weight")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.weight = document.weight()
        self.asked = True


class ByteBudgetCache(Generic[K]):
    """Documents held ready, at most so many bytes of them; those not asked for go first.

    Looking takes no lock, so that no answer waits for another: what was asked for since it came to
    the front of the queue is sent to its end once (the CLOCK algorithm), instead of at each look.

    Args:
        room: bytes of bodies, coded or not.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._used = 0
        self._held: dict[K, _Held] = {}
        self._lock = threading.Lock()

    def get(self, key: K) -> Document | None:
        """The document put there under a key, if it still is."""
        held = self._held.get(key)
        if held is None:
            return None
        held.asked = True
        return held.document

    def put(self, key: K, document: Document) -> None:
        """Hold a document ready; one alone may take more than the room there is."""
        held = _Held(document)
        with self._lock:
            before = self._held.pop(key, None)
            self._used += held.weight - (before.weight if before else 0)
            self._held[key] = held
            self._make_room()
        document.tell_when_grown(lambda: self._weigh(key, held))

    def drop(self, key: K) -> None:
        """Hold what is under a key no longer."""
        with self._lock:
            held = self._held.pop(key, None)
            self._used -= held.weight if held else 0

    def clear(self) -> None:
        """Hold nothing any more."""
        with self._lock:
            self._held.clear()
            self._used = 0

    def items(self) -> list[tuple[K, Document]]:
        """What is held now, by key."""
        with self._lock:
            return [(key, held.document) for key, held in self._held.items()]

    def _weigh(self, key: K, held: _Held) -> None:
        with self._lock:
            if self._held.get(key) is held:
                weight = held.document.weight()
                self._used += weight - held.weight
                held.weight = weight
                self._make_room()

    def _make_room(self) -> None:
        while self._used > self._room and len(self._held) > 1:
            key = next(iter(self._held))
            held = self._held.pop(key)
            if held.asked:
                held.asked = False
                self._held[key] = held
            else:
                self._used -= held.weight


class KeyLocks:
    """Locks by key, so that one thread makes what the others wait for.

    A lock is forgotten with its key once nobody has it: keys are whatever clients ask for.
    """

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Hashable, threading.Lock] = WeakValueDictionary()
        self._lock = threading.Lock()

    def of(self, key: Hashable) -> threading.Lock:
        """The lock of a key."""
        with self._lock:
            return self._locks.setdefault(key, threading.Lock())
