"""A cache with a budget in bytes, in which each value is made once while others wait for it."""

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar
from weakref import WeakValueDictionary, ref

from feedsvc.feeds.document import Document

K = TypeVar("K", bound=Hashable)


class _Held:
    """A document in the cache, its weight in bytes, and whether it was asked for lately."""

    __slots__ = ("__weakref__", "asked", "document", "weight")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.weight = document.weight()
        self.asked = True


class Cache(Generic[K]):
    """Holds documents in memory, up to a number of bytes; those not asked for are dropped first.

    `get` takes no lock, so no answer waits for another. A document is not moved each time it is
    asked for: when it comes to the front of the queue, it goes to the end once if it was asked for
    since (the CLOCK algorithm).

    Args:
        room: the most bytes that documents may take, with their codings.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._used = 0
        self._held: dict[K, _Held] = {}
        self._lock = threading.Lock()
        # Clients may ask for any number of keys, so a turn goes once no thread uses it.
        self._turns: WeakValueDictionary[K, threading.Lock] = WeakValueDictionary()

    def get(self, key: K) -> Document | None:
        """The document under a key; None: none is held."""
        held = self._held.get(key)
        if held is None:
            return None
        held.asked = True
        return held.document

    def get_or_make(
        self,
        key: K,
        holds: Callable[[Document], bool],
        make: Callable[[], Document],
    ) -> Document:
        """The document under a key; one thread makes it where it is missing or out of date.

        Args:
            key: of the document.
            holds: whether a held document is still right.
            make: makes a new one; the other threads wait for it. What is out of date is given to
                nobody: it may show what was retracted.
        """
        held = self.get(key)
        if held is not None and holds(held):
            return held
        with self._lock:
            turn = self._turns.setdefault(key, threading.Lock())
        with turn:
            held = self.get(key)
            if held is not None and holds(held):
                return held
            made = make()
            self.put(key, made)
            return made

    def put(self, key: K, document: Document) -> None:
        """Hold a document; a single one may take more than the room that there is."""
        held = _Held(document)
        with self._lock:
            before = self._held.pop(key, None)
            self._used += held.weight - (before.weight if before else 0)
            self._held[key] = held
            self._make_room()
        # Weakly: a document that led to itself would stay in memory until the next full collection.
        held_still = ref(held)
        document.tell_when_grown(lambda: self._weigh(key, held_still()))

    def drop(self, key: K) -> None:
        """Drop the document under a key."""
        with self._lock:
            held = self._held.pop(key, None)
            self._used -= held.weight if held else 0

    def clear(self) -> None:
        """Drop all documents."""
        with self._lock:
            self._held.clear()
            self._used = 0

    def items(self) -> list[tuple[K, Document]]:
        """All keys and documents that are held now."""
        with self._lock:
            return [(key, held.document) for key, held in self._held.items()]

    def _weigh(self, key: K, held: _Held | None) -> None:
        with self._lock:
            if held is not None and self._held.get(key) is held:
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
