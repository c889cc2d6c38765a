"""Makes deltas of feeds: documents with only what a client does not have yet.

This is the instance manipulation `feed` of RFC 3229. A document is a head, fragments and a tail. A
delta is the same head and tail around the fragments that the client's version did not have. It is a
document of its own, which readers merge by entry id.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

import msgspec

VERSIONS = 50  # of a document, whose fragments are remembered


class Part(msgspec.Struct, frozen=True, array_like=True):
    """Where an entry stands in a document.

    Attributes:
        entry_id: whose fragment it is.
        mark: digest of the fragment.
        start, end: its place in the document, in bytes.
    """

    entry_id: str
    mark: bytes
    start: int
    end: int


class Span(msgspec.Struct, frozen=True, array_like=True):
    """The successive versions of a document that held a fragment.

    Attributes:
        entry_id: whose fragment it is.
        mark: digest of the fragment.
        first, last: numbers of the first and last of these versions; a document begins with 1.
    """

    entry_id: str
    mark: bytes
    first: int
    last: int


class History(msgspec.Struct, frozen=True, array_like=True):
    """The fragments that a document and the versions before it held.

    Attributes:
        version: the number of the newest version.
        digests: the short digests of the versions, oldest first. An empty one stands for a version
            from which no delta can be made.
        spans: which versions held which fragments.
        parts: the fragments of the newest version, in its order.
        whole: start and end of the bytes in the head that hold only for a whole document; a delta
            leaves them out.
    """

    version: int
    digests: tuple[str, ...]
    spans: tuple[Span, ...]
    parts: tuple[Part, ...]
    whole: tuple[int, int]


_decoder = msgspec.msgpack.Decoder(History)


def pack_history(history: History) -> bytes:
    """Encode a history for the store."""
    return msgspec.msgpack.encode(history)


def unpack_history(kept: bytes) -> History | None:
    """Decode the history that the store kept; None: it kept none."""
    return _decoder.decode(kept) if kept else None


def parts_of(
    entry_ids: Sequence[str], fragments: Sequence[bytes], places: Sequence[tuple[int, int]]
) -> tuple[Part, ...]:
    """The parts of a document.

    Args:
        entry_ids, fragments: in the document's order.
        places: start and end of each fragment in the document, in bytes.
    """
    return tuple(
        Part(entry_id, hashlib.blake2b(fragment, digest_size=8).digest(), *place)
        for entry_id, fragment, place in zip(entry_ids, fragments, places, strict=True)
    )


def departed(before: History | None, parts: Sequence[Part]) -> set[str]:
    """Ids of the entries that earlier versions held and a document with these parts does not."""
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
    """The history of a document that follows earlier versions.

    Args:
        before: the history of the version before; None: it is the first.
        digest: the short digest of the document.
        parts, whole: as in History.
        untold: entries that have left and for which the document has no tombstone. A delta could
            not say that they left, so a client whose version has one of them gets the whole.
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
    """The spans up to a version, continued to the next version, which has these parts."""
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
    """The delta of a document for a client; None: the client gets the whole.

    A delta of more than three quarters of the bytes is not worth it: the whole costs little more
    and needs no merging.

    Args:
        history: of the document.
        body: its bytes.
        held: the short digest of the version that the client has.
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
