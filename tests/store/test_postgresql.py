"""A store on PostgreSQL: readers see one state, and one process writes at a time."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from feedsvc.errors import StoreError
from feedsvc.store import Store, ledger, schema
from feedsvc.store.engine import make_engine
from tests.store.cluster import LIMIT, Cluster
from tests.store.test_upgrade import MIGRATIONS, RECORD

PUBLISH = """
import sys
from feedsvc.store import Store, ledger
store = Store.open(sys.argv[1])
print("open", flush=True)
number = 0
while not sys.stdin.closed and number < 20_000:
    number += 1
    with store.writing() as connection:
        ledger.keep(connection, "one", str(number))
        ledger.keep(connection, "two", str(number))
"""
SCAN = """
import sys
from pathlib import Path
from feedsvc.newsroom import Newsroom
newsroom = Newsroom.open(Path(sys.argv[1]), {"FEEDSVC_STORE": sys.argv[2]})
sys.stdin.readline()
newsroom.scan()
for format in ("atom", "rss", "json"):
    newsroom.document("feed", format)
print(len(newsroom.feeds.entries("feed", 99)))
"""
TEXT = "Title: Story\nTags: C++, C\n\nA text without a date.\n"


@pytest.fixture
def open_store(database: str) -> Iterator[Callable[..., Store]]:
    """Opens the same store again and again."""
    opened: list[Store] = []

    def open_one(**options: Any) -> Store:
        opened.append(Store.open(database, **options))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


def await_waiting(cluster: Cluster, url: str) -> None:
    """Wait until a session of the database waits for a lock."""
    name = url.partition("@/")[2].partition("?")[0]
    asked = (
        "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
        " AND wait_event = 'advisory'"
    )
    end = time.monotonic() + LIMIT
    with cluster.connect("postgres") as connection:
        while connection.execute(asked, [name]).fetchone() is None:
            assert time.monotonic() < end, "nobody waits for the lock"
            time.sleep(0.005)


def test_a_reader_sees_one_edition_while_another_process_publishes(
    database: str, open_store: Callable[..., Store]
) -> None:
    command = [sys.executable, "-W", "error", "-c", PUBLISH, database]
    store, seen = open_store(), set()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        end = time.monotonic() + LIMIT
        try:
            while len(seen) < 50:
                assert time.monotonic() < end, seen
                with store.reading() as connection:
                    found = {ledger.recall(connection, name) for name in ("one", "two", "one")}
                assert len(found) == 1
                seen |= found
        finally:
            process.kill()


def test_a_writer_waits_for_another_and_sees_what_it_wrote(
    cluster: Cluster, database: str, open_store: Callable[..., Store]
) -> None:
    one, other = open_store(), open_store()
    found: list[str | None] = []

    def write() -> None:
        with other.writing() as connection:
            found.append(ledger.recall(connection, "name"))
            ledger.keep(connection, "name", "second")

    with one.writing() as connection:
        later = threading.Thread(target=write)
        later.start()
        await_waiting(cluster, database)
        ledger.keep(connection, "name", "first")
    later.join(LIMIT)
    assert found == ["first"]
    with one.reading() as connection:
        assert ledger.recall(connection, "name") == "second"


def test_a_writer_that_waits_in_vain_says_who_writes(open_store: Callable[..., Store]) -> None:
    one, other, patient = open_store(), open_store(patience=0.01), open_store()
    with one.writing():
        for writing in (other.writing(), patient.keeping(0.01), patient.keeping(0)):
            with pytest.raises(StoreError, match="another feedsvc is writing it"), writing:
                pass
    with other.writing() as connection:  # it is as well as before
        ledger.keep(connection, "name", "value")


def test_newsrooms_in_other_schemas_do_not_wait(cluster: Cluster) -> None:
    name = cluster.make()
    with cluster.connect(name) as connection:
        for schema in ("one", "other"):
            connection.execute(f"CREATE SCHEMA {schema}".encode())
    one, other = (Store.open(cluster.url(name, schema)) for schema in ("one", "other"))
    with one.writing() as first, other.keeping(0.01) as second:
        ledger.keep(first, "name", "first")
        ledger.keep(second, "name", "second")
    with one.reading() as connection:
        assert ledger.recall(connection, "name") == "first"
    one.close()
    other.close()
    cluster.drop(name)


def test_a_store_that_is_only_read_refuses_to_write(open_store: Callable[..., Store]) -> None:
    store = open_store(read_only=True)
    with pytest.raises(StoreError, match="read-only transaction"), store.writing() as connection:
        ledger.keep(connection, "name", "value")
    with (
        pytest.raises(StoreError, match="read-only transaction"),
        open_store().reading() as connection,
    ):
        ledger.keep(connection, "name", "value")


def test_processes_that_scan_at_once_agree_and_nothing_is_refused(
    cluster: Cluster, database: str, desk: Any
) -> None:
    for number in range(30):
        desk.write(f"{number % 3}/{number % 7}-{number}.txt", TEXT + f"{number}\n")
        desk.write(f"same/{number}/story.txt", TEXT + f"same {number}\n")
    before = len(cluster.errors())
    command = [sys.executable, "-W", "error", "-c", SCAN, str(desk.folder), database]
    pipe = subprocess.PIPE
    workers = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(3)]
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    assert [worker.communicate(timeout=LIMIT)[0] for worker in workers] == ["60\n"] * 3
    assert [worker.returncode for worker in workers] == [0, 0, 0]
    # What readers write does not wait long, and is written another time.
    assert set(cluster.errors()[before:]) <= {"canceling statement due to lock timeout"}


def test_the_migrations_make_the_tables_of_the_schema(cluster: Cluster, database: str) -> None:
    name = cluster.make()
    made, engine = made_in(database), make_engine(cluster.url(name))
    for tables in (schema.kept_tables, schema.rebuildable_tables):
        tables.create_all(engine)
    engine.dispose()
    wanted = made_in(cluster.url(name))
    assert {row for row in made - wanted if "locks" not in str(row)} == {
        ("alembic_version", "version_num", "character varying", None),
        (
            "alembic_version_pkc",
            "CREATE UNIQUE INDEX alembic_version_pkc ON public.alembic_version"
            " USING btree (version_num)",
        ),
    }
    assert wanted - made == set()
    cluster.drop(name)


def made_in(url: str) -> set[tuple[Any, ...]]:
    """Columns and indexes of a database."""
    columns = (
        "SELECT table_name, column_name, data_type, collation_name"
        " FROM information_schema.columns WHERE table_schema = 'public'"
    )
    indexes = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    engine = make_engine(url)
    with engine.connect() as connection:
        found = {
            tuple(row) for asked in (columns, indexes) for row in connection.exec_driver_sql(asked)
        }
    engine.dispose()
    return found


def test_a_store_of_before_is_made_fit(database: str, cluster: Cluster) -> None:
    """Its ledger is kept, and what can be rebuilt is."""
    name = cluster.make()
    engine = make_engine(cluster.url(name))
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0009")
        connection.execute(text(RECORD))
        ledger.keep(connection, "rebuildable", str(schema.REBUILDABLE_VERSION))
    engine.dispose()
    store = Store.open(cluster.url(name))
    with store.reading() as connection:
        assert ledger.records_of(connection, ["tag:old"])["tag:old"].path == "rain.md"
    store.close()
    assert made_in(cluster.url(name)) == made_in(database)
    cluster.drop(name)


def test_a_server_that_is_not_there_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"postgresql://u:\*\*\*@/news") as raised:
        Store.open(f"postgresql://u:secret@/news?host={tmp_path}")
    assert "\n" not in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_user_who_may_make_no_tables_is_told_what_to_do(cluster: Cluster) -> None:
    name = cluster.make()
    with cluster.connect("postgres") as connection:
        connection.execute("CREATE ROLE guest LOGIN")
    with pytest.raises(StoreError, match=r"for schema public; .* GRANT CREATE"):
        Store.open(cluster.url(name).replace("feedsvc@", "guest@"))
    Store.open(cluster.url(name)).close()
    with pytest.raises(StoreError, match=r"for table alembic_version; use the user"):
        Store.open(cluster.url(name).replace("feedsvc@", "guest@"))
    with pytest.raises(StoreError, match="to create in; make the schema"):
        Store.open(cluster.url(name, "nowhere"))
    cluster.drop(name)


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"pip install 'feedsvc\[postgres\]'") as raised:
        Store.open("postgresql://u:secret@h/news")
    assert "secret" not in str(raised.value)
