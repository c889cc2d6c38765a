"""Many rows at a time."""

from datetime import UTC, datetime

from sqlalchemy import select

from feedsvc.store import Connection, ledger
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
