"""What was made of articles and feeds, each with a digest or version of what it was made of."""

from collections.abc import Collection, Mapping

import msgspec
from sqlalchemy import Connection, select

from feedsvc.documents import Document
from feedsvc.feeds import MEDIA_TYPES, Format
from feedsvc.store.batches import chunks, replace_rows
from feedsvc.store.schema import documents, fragments, summaries

_decoder = msgspec.json.Decoder(tuple[str, ...])


def summaries_of(
    connection: Connection, entry_ids: Collection[str]
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Section summaries that are kept: entry id -> (digest of their source, summaries)."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for some in chunks(entry_ids):
        rows = connection.execute(select(summaries).where(summaries.c.entry_id.in_(some)))
        found.update((row.entry_id, (row.digest, _decoder.decode(row.summaries))) for row in rows)
    return found


def put_summaries(connection: Connection, made: Mapping[str, tuple[str, tuple[str, ...]]]) -> None:
    """Keep section summaries."""
    rows = [
        {"entry_id": entry_id, "digest": digest, "summaries": msgspec.json.encode(texts)}
        for entry_id, (digest, texts) in made.items()
    ]
    replace_rows(connection, summaries, summaries.c.entry_id, rows)


def fragments_of(
    connection: Connection, entry_ids: Collection[str], format: Format
) -> dict[str, tuple[str, bytes]]:
    """Fragments that are kept: entry id -> (digest of what they were made of, bytes)."""
    found: dict[str, tuple[str, bytes]] = {}
    for some in chunks(entry_ids):
        rows = connection.execute(
            select(fragments).where(fragments.c.format == format, fragments.c.entry_id.in_(some))
        )
        found.update((row.entry_id, (row.digest, row.fragment)) for row in rows)
    return found


def put_fragments(
    connection: Connection, made: Mapping[str, tuple[str, bytes]], format: Format
) -> None:
    """Keep fragments."""
    for some in chunks(made):
        connection.execute(
            fragments.delete().where(fragments.c.format == format, fragments.c.entry_id.in_(some))
        )
    rows = [
        {"entry_id": entry_id, "format": format, "digest": digest, "fragment": fragment}
        for entry_id, (digest, fragment) in made.items()
    ]
    if rows:
        connection.execute(fragments.insert(), rows)


def document_of(connection: Connection, feed: str, format: Format) -> Document | None:
    """The document of a feed that is kept, whether or not it still holds."""
    row = connection.execute(
        select(documents).where(documents.c.feed == feed, documents.c.format == format)
    ).one_or_none()
    if row is None:
        return None
    return Document(
        row.body,
        MEDIA_TYPES[format],
        row.last_modified,
        version=row.version,
        valid_until=row.valid_until,
        maker=row.maker,
        identity=row.digest,
    )


def put_document(connection: Connection, feed: str, format: Format, document: Document) -> None:
    """Keep the document of a feed."""
    connection.execute(
        documents.delete().where(documents.c.feed == feed, documents.c.format == format)
    )
    connection.execute(
        documents.insert().values(
            feed=feed,
            format=format,
            version=document.version,
            maker=document.maker,
            digest=document.digest,
            last_modified=document.last_modified,
            valid_until=document.valid_until,
            body=document.body,
        )
    )
