"""Ids, paths and labels of any length are kept, found and sorted alike in each database."""

import json
import random
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Index, Table
from sqlalchemy.exc import IntegrityError

from feedsvc.newsroom import Newsroom
from feedsvc.store import articles, files, hook_events, schema
from feedsvc.store.columns import Moment
from feedsvc.store.labels import Labels
from feedsvc.store.long_texts import ENTRY_ID, LONG_TEXT, ONE_ENGINE
from tests.store.keeping import NOW, row

LONGEST = 1000  # characters of an id
HAN = range(0x4E00, 0xA000)


def east_asian(seed: int) -> str:
    """Text that fits into no index, however it is compressed."""
    return "".join(map(chr, random.Random(seed).choices(HAN, k=LONGEST)))


def is_long(column: Column[Any]) -> bool:
    return column.type in (LONG_TEXT, ENTRY_ID)


def keys() -> list[tuple[str, tuple[str, ...]]]:
    """What must not be twice and has a long text, of each table."""
    tables = {**schema.kept_tables.tables, **schema.rebuildable_tables.tables}
    return sorted(
        (name, tuple(column.name for column in key.columns))
        for name, table in tables.items()
        for key in (table.primary_key, *table.indexes)
        if not isinstance(key, Index) or (key.unique and key.info.get(ONE_ENGINE) != "postgresql")
        if any(map(is_long, key.columns))
    )


def value(column: Column[Any], number: int) -> object:
    if is_long(column):
        return east_asian(number)
    if isinstance(column.type, Moment):
        return NOW + timedelta(seconds=number)
    kind = column.type.python_type
    return str(number) if kind is str else b"" if kind is bytes else kind(number)


def test_many_tables_have_such_keys() -> None:
    found = keys()
    assert len(found) > 15
    assert ("hook_seen", ("entry_id",)) in found
    assert ("articles", ("path",)) in found
    assert hook_events.hook_seen.metadata is schema.kept_tables


@pytest.mark.parametrize(("name", "key"), keys())
def test_nothing_is_there_twice(connection: Connection, name: str, key: tuple[str, ...]) -> None:
    tables = {**schema.kept_tables.tables, **schema.rebuildable_tables.tables}
    table: Table = tables[name]

    def put(number: int, *same: str) -> None:
        values = {c.name: value(c, 1 if c.name in same else number) for c in table.c}
        connection.execute(table.insert(), [values])

    put(1)
    put(2, *key[1:])
    if len(key) > 1:
        put(3, *key[:-1])
    with pytest.raises(IntegrityError):
        put(4, *key)


def test_texts_are_in_the_order_of_their_code_points(connection: Connection) -> None:
    names = ["B", "a", "a-1", "a/1", "a0", "Á", "é", "ß", "東", "😀"]
    start = "x" * 700
    names += [f"{start}{name}" for name in names]
    files.put_files(connection, {name: files.FileStat(1, 1) for name in names}, [])
    found: list[str] = []
    while page := files.stats_page(connection, found[-1] if found else "", 3):
        found += [name for name, _ in page]
    assert found == sorted(names)
    within = files.stats_page(connection, "", 9, within="a")
    assert [name for name, _ in within] == ["a/1"]


def test_articles_are_paged_by_path_and_by_id(connection: Connection) -> None:
    rows = [row(f"{'東' * 600}{number}", NOW) for number in (3, 1, 2)]
    rows.append(row("東", NOW))
    articles.put_articles(connection, [one._replace(digest="d") for one in rows])
    paths = sorted(one.entry.article.path for one in rows)
    after, found = "", []
    while page := articles.entries_page(connection, after, 2):
        found += [entry.article.path for entry in page]
        after = found[-1]
    assert found == paths
    ids = sorted(one.entry.id for one in rows)
    assert list(articles.digests_page(connection, "", 9)) == ids
    assert list(articles.digests_page(connection, ids[1], 9)) == ids[2:]


def test_a_long_label_keeps_its_slug(connection: Connection) -> None:
    found = Labels(connection).term("tag", east_asian(1))
    assert Labels(connection).term("tag", east_asian(1)) == found
    assert Labels(connection).term("tag", east_asian(2)).slug != found.slug


@pytest.mark.each_database("icu")
def test_articles_with_long_ids_live_as_others_do(desk: Any) -> None:
    folder = "/".join("地" * 80 for _ in range(12))  # a path of 2,900 bytes
    for number in (1, 2):
        header = f"title: {number}\nid: {east_asian(number)}\ntags: [{east_asian(9)}]\n"
        desk.write(f"{folder}/{number}.md", f"---\n{header}date: 2026-05-0{number}\n---\nText.\n")
    desk.write("plain.md", "---\ntitle: Plain\ndate: 2026-05-03\n---\nText.\n")
    newsroom = desk.open()
    assert [one.code for one in newsroom.problems.all() if one.severity == "error"] == []
    assert set(ids(newsroom)) > {east_asian(1), east_asian(2)}
    desk.clock.forward(hours=1)
    text = (desk.folder / folder / "1.md").read_text(encoding="utf-8")
    desk.write(f"{folder}/1.md", text.replace("Text.", "Another text."))
    (desk.folder / folder / "2.md").unlink()
    newsroom.scan(accept_deletions=True)
    assert set(ids(newsroom)) & {east_asian(1), east_asian(2)} == {east_asian(1)}
    body = newsroom.document("feed", "atom").body
    assert b"Another text." in body
    assert b"deleted-entry" in body
    newsroom.close()


def ids(newsroom: Newsroom) -> list[str]:
    body = newsroom.document("feed", "json").body
    return [item["id"] for item in json.loads(body)["items"]]
