"""Holds the articles whose files are gone in a scratch database, while a scan looks for them.

The database is a temporary file, so a renamed folder of a million articles needs no memory.
"""

import sqlite3
import weakref
from collections.abc import Collection, Iterator
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    func,
    select,
)
from sqlalchemy.pool import StaticPool

from feedsvc.model.ledger_record import Record, Sighting
from feedsvc.store.bulk import chunks

_tables = MetaData()
_vanished = Table(
    "vanished",
    _tables,
    Column("entry_id", String(1024), primary_key=True),
    Column("source", String(64), nullable=False),
    Column("renamed", Text),  # slug and date: by them a renamed and edited file is recognized
    Column("path", Text, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Index("vanished_source", "source", "path"),
    Index("vanished_renamed", "renamed", "path"),
    Index("vanished_path", "path"),
)
_decoder = msgspec.msgpack.Decoder(Record)


class ManyMissing:
    """Missing articles in any number (identity.MissingArticles).

    Attributes:
        close: closes and so deletes the temporary file.
    """

    def __init__(self) -> None:
        # An empty name is a private file, which SQLite deletes when the connection closes.
        self._engine = create_engine(
            "sqlite://", creator=lambda: sqlite3.connect(""), poolclass=StaticPool
        )
        self._connection = self._engine.connect()
        _tables.create_all(self._connection)
        # An object that is garbage collected leaves no file open.
        self.close = weakref.finalize(self, _let_go, self._connection, self._engine)

    def add(self, records: Collection[Record]) -> None:
        """Add articles whose files are gone."""
        self.found([record.entry_id for record in records])
        rows = [
            {
                "entry_id": record.entry_id,
                "source": record.source,
                "renamed": _renamed(record.wanted, record.date),
                "path": record.path,
                "record": msgspec.msgpack.encode(record),
            }
            for record in records
        ]
        if rows:
            self._connection.execute(_vanished.insert(), rows)

    def found(self, entry_ids: Collection[str]) -> None:
        """Forget these articles: their files were found."""
        for some in chunks(entry_ids):
            self._connection.execute(delete(_vanished).where(_vanished.c.entry_id.in_(some)))

    def among(self, entry_ids: Collection[str]) -> set[str]:
        """Those of the ids whose articles are missing."""
        ids: set[str] = set()
        for some in chunks(entry_ids):
            query = select(_vanished.c.entry_id).where(_vanished.c.entry_id.in_(some))
            ids.update(self._connection.scalars(query))
        return ids

    def candidates(self, files: Collection[Sighting]) -> list[Record]:
        """All missing articles that one of the files could be."""
        found: dict[str, Record] = {}
        renamed = (_renamed(file.slug, file.date) for file in files)
        keys: list[tuple[Column[Any], set[str]]] = [
            (_vanished.c.source, {file.source for file in files}),
            (_vanished.c.renamed, {key for key in renamed if key is not None}),
        ]
        for column, values in keys:
            for some in chunks(values):
                query = select(_vanished.c.entry_id, _vanished.c.record).where(column.in_(some))
                found.update(
                    (entry_id, _decoder.decode(record))
                    for entry_id, record in self._connection.execute(query)
                )
        return list(found.values())

    def __len__(self) -> int:
        return self._connection.scalar(select(func.count()).select_from(_vanished)) or 0

    def __iter__(self) -> Iterator[Record]:
        after = ""
        while True:
            query = select(_vanished.c.path, _vanished.c.record).where(_vanished.c.path > after)
            rows = self._connection.execute(query.order_by(_vanished.c.path).limit(500)).all()
            yield from (_decoder.decode(record) for _, record in rows)
            if not rows:
                return
            after = rows[-1][0]


def _let_go(connection: Connection, engine: Engine) -> None:
    connection.close()
    engine.dispose()


def _renamed(slug: str, date: object) -> str | None:
    return None if date is None else f"{date} {slug}"
