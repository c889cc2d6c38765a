"""Many rows at a time."""

from datetime import UTC, datetime
from itertools import pairwise

import msgspec
import pytest
from sqlalchemy import select, text

from feedsvc.errors import StoreError
from feedsvc.store import Connection, Store, ledger
from feedsvc.store.bulk import CHUNK, chunks, delete_rows, insert_rows, replace_rows
from feedsvc.store.schema import feeds
from tests.store.keeping import record

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_more_records_than_one_statement_takes(connection) -> None:
    many = [record(str(number)) for number in range(2000)]
    ledger.remember(connection, many, {})
    ledger.remember(connection, many, {})
    assert len(ledger.records_of(connection, [r.entry_id for r in many])) == 2000
    ledger.mark_gone(connection, [r.entry_id for r in many[:1500]], NOW)
    assert ledger.count_present(connection, 2000) == 500


def rows(*numbers: int, label: str = "X") -> list[tuple[object, ...]]:
    return [(f"tag/{n}", label, n, NOW, NOW) for n in numbers]


def found(connection: Connection) -> dict[str, str]:
    return {row.name: row.label for row in connection.execute(select(feeds.c.name, feeds.c.label))}


def test_chunks_are_of_one_size_but_the_last() -> None:
    assert list(chunks(iter("abcde"), 2)) == [["a", "b"], ["c", "d"], ["e"]]
    assert list(chunks([])) == []
    assert [len(some) for some in chunks(range(CHUNK + 1))] == [CHUNK, 1]


def test_rows_come_back_as_they_were_put(connection: Connection) -> None:
    moment = NOW.replace(microsecond=7)
    insert_rows(connection, feeds, [("tag/x", "Ünïcode", 2**40, moment, NOW)])
    assert [tuple(row) for row in connection.execute(select(feeds))] == [
        ("tag/x", "Ünïcode", 2**40, moment, NOW)
    ]


def test_many_rows_come_back_as_they_were_put(connection: Connection) -> None:
    signs = ["\\N", "\\.", "a\tb", "a\nb", "\r\n", "\\", '"', "'", "", " ", "Ünïcode", "\x7f", "🙂"]
    labels = [*signs, *map("".join, pairwise(signs))]
    moment = NOW.replace(microsecond=7)
    put = [(f"tag/{n:02}", label, 2**40, moment, NOW) for n, label in enumerate(labels)]
    insert_rows(connection, feeds, put)
    assert [tuple(row) for row in connection.execute(select(feeds).order_by(feeds.c.name))] == put


def test_bytes_and_nothing_come_back_as_they_were_put(connection: Connection) -> None:
    some = [record(str(number)) for number in range(100)]
    every_byte = bytes(range(256))
    put = {r.entry_id: msgspec.structs.replace(r, ahead=every_byte) for r in some[:50]}
    put |= {r.entry_id: msgspec.structs.replace(r, ahead=None) for r in some[50:]}
    ledger.remember(connection, list(put.values()), {})
    assert ledger.records_of(connection, put) == put


def test_of_many_rows_none_may_be_there_twice(url: str) -> None:
    store = Store.open(url)
    with pytest.raises(StoreError, match=r"duplicate key|UNIQUE"), store.writing() as connection:
        insert_rows(connection, feeds, rows(*range(CHUNK), 7))
    with store.reading() as connection:
        assert found(connection) == {}
    store.close()


def test_postgresql_has_figures_of_a_table_that_was_just_filled(database: str) -> None:
    store = Store.open(database)
    with store.writing() as connection:
        insert_rows(connection, feeds, rows(*range(CHUNK)))
    with store.reading() as connection:
        known = connection.scalar(text("SELECT reltuples FROM pg_class WHERE relname = 'feeds'"))
    store.close()
    assert known == CHUNK


def test_very_many_rows_are_put_and_deleted(connection: Connection) -> None:
    insert_rows(connection, feeds, rows(*range(3 * CHUNK)))
    delete_rows(connection, feeds, feeds.c.name, [f"tag/{n}" for n in range(1, 4 * CHUNK)])
    assert found(connection) == {"tag/0": "X"}


def test_rows_take_the_place_of_those_with_their_key(connection: Connection) -> None:
    insert_rows(connection, feeds, rows(1, 2))
    names = [column.name for column in feeds.c]
    new = [dict(zip(names, row, strict=True)) for row in rows(2, 3, label="Y")]
    replace_rows(connection, feeds, feeds.c.name, new)
    assert found(connection) == {"tag/1": "X", "tag/2": "Y", "tag/3": "Y"}
    replace_rows(connection, feeds, feeds.c.name, [])
    assert len(found(connection)) == 3
