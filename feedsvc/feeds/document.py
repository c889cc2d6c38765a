"""A document: the bytes of one feed in one format, with its validators and codings."""

import re
import threading
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from feedsvc.feeds.content_codings import BETTER, CODINGS, Level
from feedsvc.feeds.delta import History, delta, unpack_history
from feedsvc.model.feed import MEDIA_TYPES, Format
from feedsvc.model.hashing import digest
from feedsvc.store.documents import DocumentRow

_SHOWN = 24  # characters of a digest that stand in an entity tag
_OURS = re.compile(rf"([0-9a-f]{{{_SHOWN}}})-([a-z]+)[-a-z0-9]*-im")  # -im: client merges deltas
MOST_ANSWERS = 64  # to different requests, held for each document
MOST_DELTAS = 16  # with their codings, held for each document
ANSWER_WEIGHT = 2048  # about the bytes of an answer without the body, which the document shares


class Edition(NamedTuple):
    """The version of a feed, or of all that is published, and the time in which it is right.

    Attributes:
        version: changes when anything does.
        valid_from: when it began to be right; None: it always was. At an earlier time, to which
            the clock may be set back, it shows too much.
        valid_until: from this time on it may no longer be right; None: until something changes.
    """

    version: int
    valid_from: datetime | None
    valid_until: datetime | None


_ANY_TIME = Edition(0, None, None)


class Document:
    """The bytes of a feed in one format, with the validators that clients send back.

    Attributes:
        body: the bytes without any coding.
        media_type: without parameters.
        last_modified: when these bytes last changed, UTC, whole seconds; None where not known.
        version, valid_from, valid_until: of the edition that it was made of.
        fingerprint: digest of all else that it depends on: settings, renderer.
        digest: of the body, hexadecimal.
        history: what the last versions held (delta.pack_history); empty: not known.
        follows: name of the feed with whose version it changes.
        current: whether nothing is known to have changed since it was last found right.
        answers: the answers that the web server made of it and gives again: request -> answer.
    """

    def __init__(
        self,
        body: bytes,
        media_type: str,
        last_modified: datetime | None,
        *,
        edition: Edition = _ANY_TIME,
        fingerprint: str = "",
        identity: str = "",
        history: bytes = b"",
    ) -> None:
        self.body = body
        self.media_type = media_type
        self._kind = media_type.partition("/")[2].partition("+")[0]
        self.last_modified = last_modified
        self.version, self.valid_from, self.valid_until = edition
        self.fingerprint = fingerprint
        self.digest = identity or digest(body)
        self.history = history
        self.follows = ""
        self.current = False
        self.answers: dict[Hashable, Any] = {}
        self._answers_lock = threading.Lock()
        self._coded: dict[str, tuple[Level, bytes]] = {}
        self._deltas: dict[tuple[str, str], bytes | None] = {}
        self._lock = threading.Lock()
        self._when_grown: Callable[[], None] = _nothing

    @property
    def short_digest(self) -> str:
        """The beginning of the digest, by which entity tags and the history name a version."""
        return self.digest[:_SHOWN]

    def holds(self, version: int, fingerprint: str, now: datetime) -> bool:
        """Whether this still is the right document for a version, fingerprint and time."""
        return self.version == version and self.fingerprint == fingerprint and self.in_time(now)

    def in_time(self, now: datetime) -> bool:
        """Whether a time lies between valid_from and valid_until."""
        if self.valid_from is not None and now < self.valid_from:
            return False
        return self.valid_until is None or now < self.valid_until

    def tag(self, coding: str = "") -> str:
        """The strong entity tag (RFC 9110 8.8.3) of the bytes in a coding; empty: no coding."""
        coded = self._coded.get(coding)
        return self._tag((coded[0] if coded else CODINGS[coding]).name if coding else "")

    def _tag(self, level: str) -> str:
        shown = f"{self.short_digest}-{self._kind}"
        return f'"{shown}-{level}"' if level else f'"{shown}"'

    def tags(self) -> tuple[str, ...]:
        """Every entity tag that these bytes can have; the one without a coding comes first."""
        levels = (*CODINGS.values(), *BETTER.values())
        return (self.tag(), *(self._tag(level.name) for level in levels))

    def coded(self, coding: str) -> bytes:
        """The bytes in a coding of CODINGS, compressed once; an empty coding: as they are."""
        return self.tagged(coding)[1]

    def tagged(self, coding: str) -> tuple[str, bytes]:
        """The entity tag and the bytes in a coding.

        Both are given together because a better coding may replace the bytes at any time.
        """
        if not coding:
            return self._tag(""), self.body
        coded = self._coded.get(coding)
        if coded is None:
            with self._lock:  # one thread makes it, however many wait
                coded = self._coded.get(coding)
                if coded is None:
                    level = CODINGS[coding]
                    coded = self._coded.setdefault(coding, (level, level.code(self.body)))
            self._when_grown()
        level, body = coded
        return self._tag(level.name), body

    def improve(self, better: Mapping[str, bytes]) -> None:
        """Use better compressed bytes from now on.

        Args:
            better: coding -> the bytes at its level of BETTER.
        """
        for coding, body in better.items():
            self._coded[coding] = (BETTER[coding], body)
        self.answers.clear()
        self._when_grown()

    def delta(self, held: Iterable[str], coding: str) -> bytes | None:
        """The delta from a client's version (RFC 3229), a document of its own; None: there is none.

        Args:
            held: the entity tags of versions that the client has, without quotation marks; the
                first from which there is a delta counts.
            coding: of CODINGS, in which the delta is wanted; empty: no coding.
        """
        history = unpack_history(self.history)
        if history is None:
            return None
        ours = filter(None, map(_OURS.match, held))
        # Each once: a header has room for thousands of tags.
        for version in dict.fromkeys(found[1] for found in ours if found[2] == self._kind):
            if version in history.digests:
                made = self._delta_from(version, history, coding)
                if made is not None:
                    return made
        return None

    def _delta_from(self, version: str, history: History, coding: str) -> bytes | None:
        key = (version, coding)
        if key in (ready := self._deltas):
            return ready[key]
        made = delta(history, self.body, version)
        if made is not None and coding:
            made = CODINGS[coding].code(made)
        if len(ready) >= MOST_DELTAS:  # answers hold deltas too, so both are dropped
            ready = self._deltas = {}
            self.answers.clear()
        ready[key] = made
        self._when_grown()
        return made

    def remember(self, question: Hashable, answer: Any) -> None:
        """Hold an answer to be given again; at MOST_ANSWERS, those before are dropped."""
        with self._answers_lock:
            if len(self.answers) >= MOST_ANSWERS:
                self.answers.clear()
            self.answers[question] = answer
        self._when_grown()

    def weight(self) -> int:
        """About how many bytes it takes in memory."""
        coded = sum(len(body) for _, body in tuple(self._coded.values()))
        deltas = sum(len(body) for body in tuple(self._deltas.values()) if body)
        held = len(self.body) + len(self.history) + coded + deltas
        return held + len(self.answers) * ANSWER_WEIGHT

    def tell_when_grown(self, tell: Callable[[], None]) -> None:
        """Call `tell` whenever the weight has changed."""
        self._when_grown = tell


def restore(row: DocumentRow, format: Format, follows: str) -> Document:
    """A document from the row that the store keeps.

    Args:
        row: as kept.
        format: of the document.
        follows: name of the feed with whose version it changes.
    """
    document = Document(
        row.body,
        MEDIA_TYPES[format],
        row.last_modified,
        edition=Edition(row.version, row.valid_from, row.valid_until),
        fingerprint=row.fingerprint,
        identity=row.digest,
        history=row.history,
    )
    document.follows = follows
    return document


def to_row(document: Document, asked: datetime, *, ahead: bool) -> DocumentRow:
    """The row of a document for the store.

    Args:
        document: just made.
        asked: when somebody last asked for it.
        ahead: whether it is to be made anew as soon as the feed changes that it follows.
    """
    return DocumentRow(
        document.body,
        document.digest,
        document.version,
        document.fingerprint,
        document.last_modified,
        document.valid_from,
        document.valid_until,
        document.history,
        asked,
        document.follows if ahead else "",
    )


def _nothing() -> None: ...
