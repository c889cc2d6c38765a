"""A document: the bytes of one feed in one format, with its validators and codings."""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime

GZIP_LEVEL = 6
CODINGS: dict[str, str] = {"gzip": f"gzip{GZIP_LEVEL}"}  # coding -> coding and level, for tags


def digest(*parts: bytes | str) -> str:
    """SHA-256, in hexadecimal, of the parts, each preceded by its length."""
    made = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(b"%d:" % len(data))
        made.update(data)
    return made.hexdigest()


class Document:
    """The bytes of an answer, and what a client may hold against them later.

    Attributes:
        body: the bytes without any coding.
        media_type: without parameters.
        last_modified: when these bytes came to be, UTC, whole seconds; None where not known.
        version: of the feed that they were made of.
        valid_until: from this time on they may no longer be right; None: until something changes.
        maker: digest of all else that they depend on: settings, renderer.
    """

    def __init__(
        self,
        body: bytes,
        media_type: str,
        last_modified: datetime | None,
        *,
        version: int = 0,
        valid_until: datetime | None = None,
        maker: str = "",
        identity: str = "",
    ) -> None:
        self.body = body
        self.media_type = media_type
        self.last_modified = last_modified
        self.version = version
        self.valid_until = valid_until
        self.maker = maker
        self.digest = identity or digest(body)
        self._coded: dict[str, bytes] = {}

    def holds(self, version: int, maker: str, now: datetime) -> bool:
        """Whether this still is the right document at that version, maker and time."""
        return (
            self.version == version
            and self.maker == maker
            and (self.valid_until is None or now < self.valid_until)
        )

    def tag(self, coding: str = "") -> str:
        """The strong entity tag (RFC 9110 8.8.3) of these bytes in a coding; empty: none."""
        kind = self.media_type.partition("/")[2].partition("+")[0]
        suffix = f"-{CODINGS[coding]}" if coding else ""
        return f'"{self.digest[:24]}-{kind}{suffix}"'

    def tags(self) -> tuple[str, ...]:
        """Every tag that these bytes go by, that without a coding first."""
        return (self.tag(), *(self.tag(coding) for coding in CODINGS))

    def coded(self, coding: str) -> bytes:
        """The bytes in a coding of CODINGS, made once; empty: as they are."""
        if not coding:
            return self.body
        if coding not in self._coded:
            self._coded[coding] = gzip.compress(self.body, GZIP_LEVEL, mtime=0)
        return self._coded[coding]


class Shelf:
    """Documents held ready, at most so many bytes of them; those not asked for longest go first.

    Args:
        room: bytes of bodies, codings not counted.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._used = 0
        self._documents: OrderedDict[Hashable, Document] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Document | None:
        """The document put there under a key, if it still is."""
        with self._lock:
            if key not in self._documents:
                return None
            self._documents.move_to_end(key)
            return self._documents[key]

    def put(self, key: Hashable, document: Document) -> None:
        """Hold a document ready; one alone may take more than the room there is."""
        with self._lock:
            before = self._documents.pop(key, None)
            self._used += len(document.body) - (len(before.body) if before else 0)
            self._documents[key] = document
            while self._used > self._room and len(self._documents) > 1:
                _, dropped = self._documents.popitem(last=False)
                self._used -= len(dropped.body)


class Turns:
    """Locks by key, so that one thread makes what the others wait for."""

    _MOST = 4096  # keys; beyond them all begin anew, and at worst a thing is made twice

    def __init__(self) -> None:
        self._locks: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def of(self, key: Hashable) -> threading.Lock:
        """The lock of a key."""
        with self._lock:
            if len(self._locks) > self._MOST:
                self._locks.clear()
            return self._locks.setdefault(key, threading.Lock())
