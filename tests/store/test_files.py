"""What files looked like when they were last read."""

from feedsvc.model.file_stat import FileStat
from feedsvc.model.problem import Problem
from feedsvc.store import Connection, articles, files, schema
from tests.indexer.ten_articles import open_ten, titles, write


def test_a_store_whose_tables_were_rebuilt_still_knows_what_is_gone(desk) -> None:
    ten = open_ten(desk)
    with ten.store.writing() as connection:
        for table in schema.rebuildable_tables.sorted_tables:
            connection.execute(table.delete())
    (desk.folder / "arts/4.txt").unlink()
    newsroom = desk.open()
    assert len(titles(newsroom)) == 9
    write(desk, "arts/4.txt")
    newsroom.scan()
    back = next(v for v in newsroom.feeds.entries("feed", 99) if v.headline == "arts/4.txt")
    assert back.id == "tag:news.example,2026:arts/4.txt"


def put(connection: Connection, *paths: str) -> None:
    files.put_files(connection, {path: FileStat(1, 2, 3, 4) for path in paths}, known=())


def test_pages_of_files_go_through_all_of_them_in_one_order(connection: Connection) -> None:
    put(connection, "b.md", "a.md", "world/b.md", "world/a.md", "world.md", "world0.md", "é.md")
    found: list[str] = []
    while page := files.stats_page(connection, found[-1] if found else "", 2):
        found += [path for path, _ in page]
    assert found == ["a.md", "b.md", "world.md", "world/a.md", "world/b.md", "world0.md", "é.md"]
    within = files.stats_page(connection, "", 9, within="world")
    assert [path for path, _ in within] == ["world/a.md", "world/b.md"]
    assert files.stats_page(connection, "world/a.md", 9, within="world") == within[1:]
    assert files.has_files_within(connection, "world")
    assert not files.has_files_within(connection, "worl")


def test_a_file_that_is_doubted_looks_changed(
    connection: Connection,
) -> None:
    put(connection, "a.md", "b.md")
    files.doubt(connection, ["a.md"])
    looked = dict(files.stats_page(connection, "", 9))
    assert looked["a.md"] != FileStat(1, 2, 3, 4) == looked["b.md"]
    files.put_files(connection, {"a.md": FileStat(3, 4, 5, 6)}, known=["a.md"])
    assert dict(files.stats_page(connection, "", 9))["a.md"] == FileStat(3, 4, 5, 6)
    files.doubt(connection)
    assert {stat.inode for _, stat in files.stats_page(connection, "", 9)} == {-1}


def test_a_file_that_is_forgotten_takes_its_problems_along(connection: Connection) -> None:
    put(connection, "a.md", "b.md")
    bad = [Problem(path, 1, "error", "bad", "Mend it.") for path in ("a.md", "b.md")]
    articles.put_problems(connection, ["a.md", "b.md"], bad)
    files.forget_files(connection, ["a.md", "never.md"])
    assert files.known_paths(connection, ["a.md", "b.md", "never.md"]) == {"b.md"}
    assert articles.all_problems(connection) == [bad[1]]
