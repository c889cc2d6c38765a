"""Keeps what is made of articles and feeds: section summaries, fragments, documents, codings.

Each is kept with a digest or version of what it was made of.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import BindParameter, Connection, Row, and_, bindparam, select, update

from feedsvc.model.feed import Format
from feedsvc.store.bulk import chunks, replace_rows
from feedsvc.store.codec import pack_bytes, unpack_bytes
from feedsvc.store.columns import Moment
from feedsvc.store.feeds import next_edition
from feedsvc.store.schema import codings, documents, fragments, summaries

_decoder = msgspec.json.Decoder(tuple[str, ...])


class DocumentRow(NamedTuple):
    """A document as the store keeps it.

    Attributes:
        body: its bytes, without any coding.
        digest: of these bytes, hexadecimal.
        version: the version of the feed that it was made of.
        fingerprint: digest of all else that it depends on: settings, renderer.
        last_modified: when these bytes last changed, UTC, whole seconds; None where not known.
        valid_from, valid_until: the time in which it is right; None: without end.
        history: what the last versions held (delta.pack_history); empty: not known.
        asked: when somebody last asked for it.
        follows: name of the feed with which it is made anew before anybody asks; empty: with none.
    """

    body: bytes
    digest: str
    version: int
    fingerprint: str
    last_modified: datetime | None
    valid_from: datetime | None
    valid_until: datetime | None
    history: bytes
    asked: datetime
    follows: str


# Built once: building a statement costs more than running it.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_IT = and_(documents.c.feed == bindparam("of"), documents.c.format == bindparam("in_"))
_SUMMARIES = select(summaries).where(summaries.c.entry_id.in_(_IDS))
_OF_FORMAT = and_(fragments.c.format == bindparam("in_"), fragments.c.entry_id.in_(_IDS))
_FRAGMENTS = select(fragments).where(_OF_FORMAT)
_DROP_FRAGMENTS = fragments.delete().where(_OF_FORMAT)
_PUT_FRAGMENTS = fragments.insert()
_DOCUMENT = select(documents).where(_IT)
_STAMP = select(*(column for column in documents.c if column.name != "body")).where(_IT)
_DROP_DOCUMENT = documents.delete().where(_IT)
_PUT_DOCUMENT = documents.insert()
_ASKED = update(documents).where(_IT).values(asked=bindparam("now", type_=Moment()))
_CODINGS = select(codings.c.coding, codings.c.body).where(
    codings.c.feed == bindparam("of"),
    codings.c.format == bindparam("in_"),
    codings.c.digest == bindparam("digest"),
)


def summaries_of(
    connection: Connection, entry_ids: Collection[str]
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The kept section summaries: entry id -> (digest of what they summarize, summaries)."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for some in chunks(entry_ids):
        rows = connection.execute(_SUMMARIES, {"ids": some})
        found.update((row.entry_id, (row.digest, _decoder.decode(row.summaries))) for row in rows)
    return found


def put_summaries(connection: Connection, made: Mapping[str, tuple[str, tuple[str, ...]]]) -> None:
    """Keep section summaries."""
    rows = [
        {"entry_id": entry_id, "digest": digest, "summaries": msgspec.json.encode(texts)}
        for entry_id, (digest, texts) in made.items()
    ]
    if rows:
        replace_rows(connection, summaries, summaries.c.entry_id, rows)


def fragments_of(
    connection: Connection, entry_ids: Collection[str], form: str
) -> dict[str, tuple[str, bytes]]:
    """The kept fragments: entry id -> (digest of what each was made of, its bytes).

    Args:
        connection: open.
        entry_ids: of the entries.
        form: a format, or what a kind of feed makes of one (FeedKind.fragments_as).
    """
    found: dict[str, tuple[str, bytes]] = {}
    for some in chunks(entry_ids):
        rows = connection.execute(_FRAGMENTS, {"in_": form, "ids": some})
        found.update((row.entry_id, (row.digest, row.fragment)) for row in rows)
    return found


def put_fragments(connection: Connection, made: Mapping[str, tuple[str, bytes]], form: str) -> None:
    """Keep fragments of a form, as in fragments_of."""
    for some in chunks(made):
        connection.execute(_DROP_FRAGMENTS, {"in_": form, "ids": some})
    rows = [
        {"entry_id": entry_id, "format": form, "digest": digest, "fragment": fragment}
        for entry_id, (digest, fragment) in made.items()
    ]
    if rows:
        connection.execute(_PUT_FRAGMENTS, rows)


def document_of(connection: Connection, feed: str, format: Format) -> DocumentRow | None:
    """The kept document of a feed, whether or not it is still right; None: none is kept."""
    row = connection.execute(_DOCUMENT, {"of": feed, "in_": format}).one_or_none()
    return None if row is None else _document(unpack_bytes(row.body), row)


def stamp_of(connection: Connection, feed: str, format: Format) -> DocumentRow | None:
    """Like document_of, but with an empty body, which is quicker to read."""
    row = connection.execute(_STAMP, {"of": feed, "in_": format}).one_or_none()
    return None if row is None else _document(b"", row)


def _document(body: bytes, row: Row[Any]) -> DocumentRow:
    return DocumentRow(
        body,
        row.digest,
        row.version,
        row.maker,
        row.last_modified,
        row.valid_from,
        row.valid_until,
        row.history,
        row.asked,
        row.follows,
    )


def put_document(connection: Connection, feed: str, format: Format, document: DocumentRow) -> None:
    """Keep the document of a feed in place of the one before."""
    connection.execute(_DROP_DOCUMENT, {"of": feed, "in_": format})
    values = document._asdict() | {"body": pack_bytes(document.body)}
    values["maker"] = values.pop("fingerprint")  # the column keeps its old name
    connection.execute(_PUT_DOCUMENT, {"feed": feed, "format": format} | values)


def note_asked(connection: Connection, feed: str, format: Format, now: datetime) -> None:
    """Keep when a document was last asked for."""
    connection.execute(_ASKED, {"of": feed, "in_": format, "now": now})


def codings_of(connection: Connection, feed: str, format: Format, digest: str) -> dict[str, bytes]:
    """The kept bytes of a document in better codings: coding -> bytes.

    Args:
        connection: open.
        feed, format: of the document.
        digest: of the document; the codings of an older one are of no use.
    """
    rows = connection.execute(_CODINGS, {"of": feed, "in_": format, "digest": digest})
    return {row.coding: row.body for row in rows}


def put_coding(
    connection: Connection, feed: str, format: Format, digest: str, coding: str, body: bytes
) -> None:
    """Keep a document in a better coding, and tell all processes that it is there."""
    connection.execute(
        codings.delete().where(
            codings.c.feed == feed, codings.c.format == format, codings.c.coding == coding
        )
    )
    connection.execute(
        codings.insert().values(
            feed=feed,
            format=format,
            coding=coding,
            digest=digest,
            version=next_edition(connection),
            body=body,
        )
    )


def without_coding(
    connection: Connection, wanted: Collection[str], asked: datetime, changed: datetime
) -> tuple[str, Format, str] | None:
    """A document that lacks a better coding and is worth one: feed, format and coding.

    Args:
        connection: open.
        wanted: the codings that each can have, the most urgent first.
        asked: documents that nobody asked for after this time are left out.
        changed: documents that changed after this time are left out: they may soon change again.
    """
    for coding in wanted:
        there = select(codings.c.feed).where(
            codings.c.feed == documents.c.feed,
            codings.c.format == documents.c.format,
            codings.c.coding == coding,
            codings.c.digest == documents.c.digest,
        )
        query = (
            select(documents.c.feed, documents.c.format)
            .where(documents.c.asked > asked, documents.c.last_modified <= changed, ~there.exists())
            .order_by(documents.c.asked.desc(), documents.c.feed, documents.c.format)
            .limit(1)
        )
        row = connection.execute(query).one_or_none()
        if row is not None:
            return row.feed, row.format, coding
    return None
