"""PostgreSQL's index of words finds what SQLite's does, in order and in number."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy import text as sql

from feedsvc.errors import QueryError
from feedsvc.search import parse
from feedsvc.search.words import BREAK, spaced
from feedsvc.store import Connection, Store, articles, locate, search, search_vectors
from feedsvc.store.schema import feeds
from tests.store.cluster import Cluster
from tests.store.keeping import NOW, row

SHORT = ["the", "of", "in", "a", "of", "the"]
LONG = ["ferry", "harbour", "government", "harbour", "Łódź", "don't", "東京", "東", "京都", "שָׁלוֹם"]
CUT = ["x" * 499, "x" * 500, "x" * 501, "x" * 600]
VOCABULARY = SHORT + LONG + CUT
TAGS = ["", "rain", "snow"]
HOSTILE = [
    " OR ".join(f"w{number}" for number in range(50)),
    "the " + " ".join(f"-w{number}" for number in range(49)),
    " OR ".join(f'"the ferry {number}"' for number in range(50)),
    "".join(f"(w{number} OR -(" for number in range(9)) + "the" + "))" * 9,
    '"' + "a " * 499 + '"',
    "x" * 1000,
    "東" * 1000,
]


def put(connection: Connection, texts: list[str]) -> None:
    """Keep public articles with these texts, of which every third has the same tag."""
    rows = []
    for number, text in enumerate(texts):
        one = row(f"a{number:03}", NOW - timedelta(days=number // 2))
        found = {"feed": ""}
        if tag := TAGS[number % len(TAGS)]:
            found[f"tag/{tag}"] = tag
        rows.append(one._replace(feeds=found, words=text))
    articles.put_articles(connection, rows)
    common = {"version": 1, "changed": NOW, "opened": NOW}
    named = [{"name": f"tag/{tag}", "label": tag, **common} for tag in TAGS if tag]
    connection.execute(feeds.insert(), named)


def found(store: Store, query: str) -> tuple[Any, ...]:
    """What a query finds, in order, and its number."""
    root = parse(query).root
    with store.reading() as connection:
        entries = search.find_entries(connection, root, {}, NOW, 1000)
        count = search.count_found(connection, root, {}, NOW)
    assert count.entries == len(entries)
    return entries, count


def ids(store: Store, query: str) -> list[str]:
    return [one.entry_id for one in found(store, query)[0]]


def random_texts() -> Iterator[str]:
    """Short and long texts of the same few words."""
    chance = random.Random(7)
    for number in range(60):
        length = 3000 if number % 12 == 5 else chance.choice([1, 3, 10, 40])
        words = chance.choices(SHORT + LONG, k=length)
        if number % 4 == 0:
            words += [chance.choice(CUT), "harbour"]
        parts = [" ".join(words[at : at + 7]) for at in range(0, len(words), 7)]
        yield f" {BREAK} ".join(map(spaced, parts))


@pytest.fixture(scope="module")
def stores(
    cluster: Cluster, empty_store: Callable[[str], str], tmp_path_factory: Any
) -> Iterator[list[Store]]:
    """The same articles in each database; PostgreSQL has some of them in several parts."""
    urls = [locate(tmp_path_factory.mktemp("sqlite"), "", {})]
    made = [cluster.make(options=f"TEMPLATE {empty_store(kind)}") for kind in ("postgresql", "icu")]
    texts = list(random_texts())
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(search_vectors, "_SIZE", 300)
        patch.setattr(search_vectors, "_MOST", 300)
        opened = [Store.open(url) for url in urls + [cluster.url(name) for name in made]]
        for store in opened:
            stack.callback(store.close)
            with store.writing() as connection:
                put(connection, texts)
        yield opened
    for name in made:
        cluster.drop(name)


words = st.sampled_from(VOCABULARY)
phrases = st.lists(words, min_size=1, max_size=5).map(lambda some: f'"{" ".join(some)}"')
tags = st.sampled_from(["tag:rain", "tag:snow", "tag:sun"])
queries = st.recursive(
    words | phrases | tags,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(lambda some: f"({' '.join(some)})"),
        st.lists(inner, min_size=2, max_size=4).map(lambda some: f"({' OR '.join(some)})"),
        inner.map(lambda one: f"-{one}"),
    ),
    max_leaves=8,
)


@given(queries)
@settings(max_examples=150)
def test_any_query_finds_the_same_everywhere(stores: list[Store], query: str) -> None:
    sqlite, *others = stores
    try:
        wanted = found(sqlite, query)
    except QueryError:
        reject()
    for other in others:
        assert found(other, query) == wanted


@pytest.mark.parametrize("query", HOSTILE)
def test_whatever_is_asked_no_text_is_read_for_nothing(stores: list[Store], query: str) -> None:
    sqlite, *others = stores
    wanted = found(sqlite, query)
    for store in others:
        assert found(store, query) == wanted
        with store.reading() as connection:
            plans = "\n".join(plan(connection, query))
        assert "word_index_lexemes" in plans
        assert "Seq Scan on word_index" not in plans


def plan(connection: Connection, query: str) -> list[str]:
    """How PostgreSQL finds what a query is for."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "lexemes" in statement:
            asked.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    search.find_entries(connection, parse(query).root, {}, NOW, 50)
    event.remove(connection, "before_cursor_execute", note)
    lines = [
        connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
        for statement, parameters in asked
    ]
    return [line for result in lines for (line,) in result]


@pytest.mark.parametrize("url", ["sqlite", "icu"], indirect=True)
def test_words_and_texts_may_have_any_length(store: Store) -> None:
    long = "ab" * 2500
    numbers = [f"n{number:06}" for number in range(160_000)]  # 1.3 MB, none of them twice
    texts = [
        f"rain {long} snow {'y' * 300_000} end",
        f"rain {long}c snow",
        " ".join([*numbers, "the", "end"]),
        f"東東東 {'雨' * 200_000} 京",
    ]
    with store.writing() as connection:
        put(connection, [spaced(text) for text in texts])
    assert ids(store, "rain snow") == ["a001", "a000"]
    assert ids(store, long[:1000]) == []
    assert ids(store, '"snow end"') == []
    assert ids(store, "end") == ["a000", "a002"]
    assert ids(store, f"{numbers[0]} {numbers[-1]}") == ["a002"]
    assert ids(store, f"end -{numbers[5]}") == ["a000"]
    assert ids(store, f"{numbers[5]} -{numbers[-5]}") == []
    assert ids(store, f'"{" ".join(numbers[80_000:80_100])}"') == ["a002"]
    assert ids(store, f'"{numbers[80_000]} {numbers[80_002]}"') == []
    assert ids(store, "雨" * 50) == ["a003"]
    assert ids(store, "東東雨") == ["a003"]
    assert ids(store, "京雨") == []
    with store.writing() as connection:
        articles.delete_articles(connection, ["a002"])
    assert ids(store, f"{numbers[0]} OR end") == ["a000"]


def test_each_phrase_is_whole_in_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_vectors, "_SIZE", 50)
    monkeypatch.setattr(search_vectors, "_MOST", 50)
    monkeypatch.setattr(search_vectors, "_SHARED", 30)
    words = [f"w{number}" for number in range(100)]
    words[20:20] = ["long" * 40, "l" * 30]
    words += ["last" * 30]
    parts = [text for text, _ in search_vectors._parts(words)]
    assert len(parts) > 5
    assert all(part[0] == part[-1] == " " for part in parts)
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            phrase = f" {' '.join(words[start:end])} "
            if len(phrase) > 30 and end > start + 1:
                break
            assert any(phrase in part for part in parts), phrase
    assert {word for part in parts for word in part.split()} == set(words)


def test_a_word_that_was_cut_is_told_from_another(store: Store) -> None:
    lengths = (499, 500, 501, 900)
    with store.writing() as connection:
        put(connection, [f"{'x' * length} rain" for length in lengths])
    for number, length in enumerate(lengths):
        assert ids(store, "x" * length) == [f"a{number:03}"]
        assert ids(store, f'"{"x" * length} rain"') == [f"a{number:03}"]
    assert ids(store, f"rain -{'x' * 501}") == ["a001", "a000", "a003"]


def listed(connection: Connection) -> int:
    """How many pages of what was put in were not sorted into the index yet; they are now."""
    query = sql("SELECT gin_clean_pending_list('word_index_lexemes')")
    return int(connection.scalar(query) or 0)


def test_what_is_put_in_is_sorted_into_the_index_at_once(database: str) -> None:
    store = Store.open(database)
    with store.writing() as connection:
        put(connection, list(random_texts()))
    with store.writing() as connection:
        assert listed(connection) == 0
    store.close()


def test_who_does_not_own_the_tables_can_publish(cluster: Cluster, database: str) -> None:
    Store.open(database).close()
    name = database.partition("@/")[2].partition("?")[0]
    with cluster.connect(name) as connection:
        connection.execute("CREATE ROLE not_owner LOGIN")
        connection.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO not_owner")
        connection.execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO not_owner")
        store = Store.open(database.replace("//feedsvc@", "//not_owner@"))
        try:
            with store.writing() as writing:
                put(writing, ["the ferry"] * 30)
            assert len(ids(store, "ferry")) == 30
        finally:
            store.close()
            connection.execute("DROP OWNED BY not_owner")
            connection.execute("DROP ROLE not_owner")
