"""The tables: what the migrations make, and that another database would take them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import (
    Dialect,
    Engine,
    Index,
    MetaData,
    Table,
    create_engine,
    create_mock_engine,
    event,
    inspect,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

import feedsvc.store
from feedsvc.store import Store, hook_events, hub_schema, schema
from feedsvc.store.engine import LEDGER_REVISION, make_engine
from feedsvc.store.long_texts import ONE_ENGINE
from feedsvc.store.search_vectors import word_index

MIGRATIONS = Path(feedsvc.store.__file__).parent / "migrations"


def made_tables(engine: Engine) -> dict:
    """Columns, keys and indexes of every table, as the database has them."""
    found = inspect(engine)
    return {
        name: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(name)],
            found.get_pk_constraint(name)["constrained_columns"],
            sorted((i["name"], i["column_names"], i["unique"]) for i in found.get_indexes(name)),
        )
        for name in found.get_table_names()
    }


def created(*metadata: MetaData) -> dict:
    engine = create_engine("sqlite://")
    for tables in metadata:
        tables.create_all(engine)
    try:
        return made_tables(engine)
    finally:
        engine.dispose()


def test_a_store_has_exactly_the_tables_of_the_schema(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    Store.open(url).close()
    engine = make_engine(url, read_only=True)
    found = made_tables(engine)
    engine.dispose()
    assert found.pop("alembic_version")
    assert hook_events.hook_seen.metadata is schema.kept_tables
    assert hub_schema.hub_topics.metadata is schema.kept_tables
    assert found == created(schema.kept_tables, schema.rebuildable_tables)


def test_the_migrations_end_at_the_revision_that_the_code_knows() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert scripts.get_heads() == [LEDGER_REVISION]
    files = sorted(file.stem for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert files[-1].startswith(f"{LEDGER_REVISION}_")
    assert len(files) == len(list(scripts.walk_revisions()))


def test_other_rebuildable_tables_have_another_version() -> None:
    """Else a newsroom that is upgraded would go on with the tables of before."""
    digests = {
        dialect.name: hashlib.sha256("\n".join(sorted(said_by(dialect))).encode()).hexdigest()[:16]
        for dialect in (sqlite.dialect(), postgresql.dialect())
    }
    known = {"sqlite": "7b0d725b93206e37", "postgresql": "73960ff658011555"}
    assert (schema.REBUILDABLE_VERSION, digests) == (14, known), (
        "raise REBUILDABLE_VERSION, and write it here with the digests of the tables"
    )


def said_by(dialect: Dialect) -> Iterator[str]:
    """The statements that make the rebuildable tables in a database."""
    others = [word_index] if dialect.name == "postgresql" else []
    for table in [*schema.rebuildable_tables.sorted_tables, *others]:
        for one in (CreateTable(table), *map(CreateIndex, indexes_of(table, dialect.name))):
            yield " ".join(str(one.compile(dialect=dialect)).split())


def indexes_of(table: Table, engine: str) -> list[Index]:
    return [one for one in table.indexes if one.info.get(ONE_ENGINE, engine) == engine]


@pytest.mark.parametrize("metadata", [schema.kept_tables, schema.rebuildable_tables])
def test_postgresql_would_take_the_tables(metadata: MetaData) -> None:
    said: list[str] = []

    def take(statement, *_more, **_options) -> None:
        said.append(str(statement.compile(dialect=postgresql.dialect())))

    metadata.create_all(create_mock_engine("postgresql://", take), checkfirst=False)
    indexes = [index for one in metadata.tables.values() for index in indexes_of(one, "postgresql")]
    assert len([one for one in said if "word_index" not in one]) == len(metadata.tables) + len(
        indexes
    )
    assert any("word_index" in one for one in said) == ("articles" in metadata.tables)


def test_postgresql_would_take_every_statement(desk, clock) -> None:
    """Statements of a newsroom's work, compiled again for PostgreSQL."""
    said: set[str] = set()

    def listen(_connection, statement, *_more) -> None:
        said.add(str(statement.compile(dialect=postgresql.dialect())))

    event.listen(Engine, "before_execute", listen)
    try:
        desk.write("world/a.txt", "Title: A\nTags: x\nExpires: 2027-01-01\n\nText.\n")
        desk.write("b.txt", "Title: B\nDate: never\n\nText.\n")
        newsroom = desk.open()
        newsroom.document("feed", "atom")
        newsroom.feeds.all()
        newsroom.articles.article("a")
        newsroom.articles.article("nothing")
        newsroom.articles.media("x.png")
        newsroom.problems.all()
        visit = newsroom.private.visit(newsroom.keys.add("K", drafts=True).token)
        newsroom.private.document(visit, "atom")
        newsroom.private.article(visit, "a")
        newsroom.private.media(visit, "x.png")
        newsroom.keys.revoke("K")
        (desk.folder / "world/a.txt").unlink()
        newsroom.index.update(["world/a.txt"])
        newsroom.close()
    finally:
        event.remove(Engine, "before_execute", listen)
    verbs = {statement.split()[0] for statement in said}
    assert {"SELECT", "INSERT", "UPDATE", "DELETE"} <= verbs
    assert len(said) > 30
