"""What a document says anew since one of its last versions (RFC 3229, the manipulation `feed`).

A document is a head, fragments and a tail. A delta is the same head and tail around the fragments
that the client's version did not have: a document of its own, which readers merge by entry id.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

import msgspec

VERSIONS = 50  # of a document, of which it is known what they held


class Part(msgspec.Struct, frozen=True, array_like=True):
    """Where an entry stands in a document.

    Attributes:
        entry_id: whose fragment it is.
        mark: digest of the fragment.
        start, end: its place among the document's bytes.
    """

    entry_id: str
    mark: bytes
    start: int
    end: int


class Span(msgspec.Struct, frozen=True, array_like=True):
    """The versions, one after another, that held a fragment; the first of a document is 1."""

    entry_id: str
    mark: bytes
    first: int
    last: int


class History(msgspec.Struct, frozen=True, array_like=True):
    """What a document and the versions before it held.

    Attributes:
        version: the number of the newest.
        digests: of the versions, short, oldest first; empty: one that no delta can begin from.
        spans: what they held.
        parts: what the newest holds, in its order.
        whole: bytes of the head that are true of the whole document alone, from and to.
    """

    version: int
    digests: tuple[str, ...]
    spans: tuple[Span, ...]
    parts: tuple[Part, ...]
    whole: tuple[int, int]


_decoder = msgspec.msgpack.Decoder(History)


def pack_history(history: History) -> bytes:
    """A history as it is kept."""
    return msgspec.msgpack.encode(history)


def unpack_history(kept: bytes) -> History | None:
    """The history that was kept; None: nothing was."""
    return _decoder.decode(kept) if kept else None


def parts_of(
    entry_ids: Sequence[str], fragments: Sequence[bytes], places: Sequence[tuple[int, int]]
) -> tuple[Part, ...]:
    """The parts of a document.

    Args:
        entry_ids, fragments: in the document's order.
        places: where the fragments stand in it.
    """
    return tuple(
        Part(entry_id, hashlib.blake2b(fragment, digest_size=8).digest(), *place)
        for entry_id, fragment, place in zip(entry_ids, fragments, places, strict=True)
    )


def departed(before: History | None, parts: Sequence[Part]) -> set[str]:
    """Ids of entries that versions before held and a document with these parts does not."""
    if before is None:
        return set()
    return {span.entry_id for span in before.spans} - {part.entry_id for part in parts}


def follow(
    before: History | None,
    digest: str,
    parts: tuple[Part, ...],
    whole: tuple[int, int],
    untold: Collection[str],
) -> History:
    """The history of a document that comes after others.

    Args:
        before: that of the one before; None: it is the first.
        digest: of the document, short.
        parts, whole: as of a history.
        untold: departed entries of which the document does not say that they are gone. To whoever
            holds a version with one of them, no delta could say it: they get the whole.
    """
    if before is None:
        before = History(0, (), (), (), whole)
    version, digests, spans = before.version, before.digests, before.spans
    if not digests or digests[-1] != digest:
        spans = tuple(_continued(spans, parts, version))
        version, digests = version + 1, (*digests, digest)[-VERSIONS:]
    oldest = version - len(digests) + 1
    spans = tuple(span for span in spans if span.last >= oldest)
    gone = [span for span in spans if span.entry_id in untold]
    if gone:
        digests = tuple(
            "" if any(span.first <= number <= span.last for span in gone) else known
            for number, known in enumerate(digests, oldest)
        )
    return History(version, digests, spans, parts, whole)


def _continued(spans: Sequence[Span], parts: Sequence[Part], version: int) -> Iterator[Span]:
    """The spans of versions up to one, and of the one after it, which has these parts."""
    there = {(part.entry_id, part.mark) for part in parts}
    for span in spans:
        held = (span.entry_id, span.mark)
        if span.last == version and held in there:
            there.discard(held)
            span = Span(*held, span.first, version + 1)
        yield span
    for part in parts:
        if (part.entry_id, part.mark) in there:
            yield Span(part.entry_id, part.mark, version + 1, version + 1)


def delta(history: History, body: bytes, held: str) -> bytes | None:
    """What a document says anew to a client; None: it gets the whole.

    Where more than three quarters are new, the whole costs little more, and needs no merging.

    Args:
        history: of the document.
        body: its bytes.
        held: digest of the version that the client has.
    """
    if not held or held not in history.digests or not history.parts:
        return None
    place = len(history.digests) - 1 - history.digests[::-1].index(held)
    number = history.version - len(history.digests) + 1 + place
    had = {
        (span.entry_id, span.mark) for span in history.spans if span.first <= number <= span.last
    }
    new = [part for part in history.parts if (part.entry_id, part.mark) not in had]
    start, end = history.whole
    first, last = history.parts[0], history.parts[-1]
    gap = next((body[one.end : other.start] for one, other in pairwise(history.parts)), b"")
    head = body[:start] + body[end : first.start]
    cut = head + gap.join(body[part.start : part.end] for part in new) + body[last.end :]
    return cut if 4 * len(cut) <= 3 * len(body) else None
