"""What was published since one last looked, and the cheap hint that something was."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedsvc.store import Store, changed_since, documents, feeds, locate
from feedsvc.store.changes import MANY, Hint

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    return locate(tmp_path, "", {})


@pytest.fixture
def store(file_url: str) -> Iterator[Store]:
    found = Store.open(file_url)
    yield found
    found.close()


def publish(store: Store, *names: str) -> int:
    with store.writing() as connection:
        for name in names:
            row = {"version": feeds.next_edition(connection), "changed": NOW, "opened": NOW}
            table = feeds.feeds
            connection.execute(table.delete().where(table.c.name == name))
            connection.execute(table.insert().values(name=name, label=name, **row))
        return feeds.next_edition(connection)


def test_only_what_changed_since_is_named(store: Store) -> None:
    first = publish(store, "feed", "tag/a")
    second = publish(store, "tag/a")
    with store.reading() as connection:
        assert changed_since(connection, first).feeds == {"tag/a"}
        assert changed_since(connection, first).edition == second
        assert changed_since(connection, second).feeds == frozenset()
        for never_looked in (-1, second + 1):  # or the store is another one
            assert changed_since(connection, never_looked).feeds is None


def test_very_many_changes_are_not_named_one_by_one(store: Store) -> None:
    first = publish(store)
    publish(store, *(f"tag/{number}" for number in range(MANY + 1)))
    with store.reading() as connection:
        assert changed_since(connection, first).feeds is None


def test_a_better_coding_changes_no_feed(store: Store) -> None:
    first = publish(store, "feed")
    with store.writing() as connection:
        documents.put_coding(connection, "feed", "atom", "digest", "br", b"small")
    with store.reading() as connection:
        found = changed_since(connection, first)
    assert (found.feeds, found.coded) == (frozenset(), {("feed", "atom")})


def test_the_hint_moves_with_what_any_connection_writes(file_url: str, store: Store) -> None:
    other = Store.open(file_url)
    assert store.hint.moved()  # the first look
    assert not store.hint.moved()
    for writer in (store, other):
        publish(writer, "feed")
        assert store.hint.moved()
        assert not store.hint.moved()
    with other.reading() as connection:
        changed_since(connection, 0)
    assert not store.hint.moved()
    other.close()


def test_the_hint_may_be_asked_only_so_often_but_at_once_after_a_write(file_url: str) -> None:
    time = [100.0]
    store = Store.open(file_url, glance=0.005)
    store.hint = Hint(store._engine, 0.005, lambda: time[0])
    assert time[0] >= store.hint.next
    store.hint.moved()
    assert time[0] < store.hint.next
    publish(store, "feed")
    assert time[0] >= store.hint.next
    assert store.hint.moved()
    time[0] += 0.004
    assert time[0] < store.hint.next
    time[0] += 0.002
    assert time[0] >= store.hint.next
    store.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_makes_a_connection_of_its_own(store: Store) -> None:
    store.hint.moved()
    child = os.fork()
    if child == 0:
        first, again = store.hint.moved(), store.hint.moved()
        os._exit(0 if first and not again else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert not store.hint.moved()
    publish(store, "feed")
    assert store.hint.moved()
