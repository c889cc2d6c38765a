"""Articles by slug, path and id, as readers see them at a time; and problems of files."""

from datetime import UTC, datetime, timedelta

import msgspec

from feedsvc.model.problem import Problem
from feedsvc.store import Connection, articles
from feedsvc.store.articles import StoredArticle
from tests.store.keeping import kept, row

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_an_article_is_found_while_readers_see_it(connection: Connection) -> None:
    made = row("a", NOW, expires=NOW + HOUR)
    articles.put_articles(connection, [made, row("draft", NOW, live=False)])
    for time, seen in ((NOW - HOUR, False), (NOW, True), (NOW + HOUR, False)):
        found = articles.entry_at(connection, "a", time)
        assert found == (made.entry if seen else None)
        assert articles.slug_at_path(connection, "a.txt", time) == ("a" if seen else None)
        assert articles.slug_of(connection, "a", time) == ("a" if seen else None)
    assert articles.entry_at(connection, "draft", NOW) is None
    assert articles.entries_at(connection, ["draft.txt"])[0].id == "draft"


def test_an_article_that_is_doubted_is_other_than_its_file_says(connection: Connection) -> None:
    some = [row("a", NOW), row("b", NOW)]
    articles.put_articles(connection, some)
    said = {one.entry.id: one.digest for one in some}
    assert articles.digests_of(connection, ["a", "b"]) == said
    for _ in range(2):  # settings may change again before all is read
        articles.doubt(connection)
        kept_now = articles.digests_of(connection, ["a", "b"])
        assert all(kept_now[name] != said[name] for name in said)


def test_an_article_takes_the_place_of_the_one_at_its_path(connection: Connection) -> None:
    articles.put_articles(connection, [row("a", NOW)])
    moved = row("b", NOW)
    article = msgspec.structs.replace(moved.entry.article, path="a.txt")
    entry = msgspec.structs.replace(moved.entry, article=article)
    articles.put_articles(connection, [moved._replace(entry=entry)])
    assert articles.slug_at_path(connection, "a.txt", NOW) == "b"
    assert articles.slug_of(connection, "a", NOW) is None
    assert articles.count_articles(connection, NOW)[0] == 1


def test_articles_are_counted_all_and_as_readers_see_them(connection: Connection) -> None:
    made = [row("a", NOW), row("b", NOW + HOUR), row("draft", NOW, live=False)]
    articles.put_articles(
        connection, [one._replace(feeds={"feed": "", "tag/x": "X"}) for one in made]
    )
    assert articles.count_articles(connection, NOW) == (3, 1)
    assert articles.count_articles(connection, NOW + HOUR) == (3, 2)
    articles.delete_articles(connection, ["a"])
    assert articles.count_articles(connection, NOW + HOUR) == (2, 1)


def test_problems_stand_by_file_and_line_the_gravest_first(connection: Connection) -> None:
    note = Problem("a.md", 2, "info", "a", "A.")
    warning = Problem("a.md", 2, "warning", "b", "B.")
    grave = Problem("a.md", 2, "error", "c", "C.")
    later = Problem("a.md", 10, "error", "a", "A.")
    other = Problem("b.md", 1, "warning", "a", "A.")
    articles.put_problems(connection, [], [other, later, note, warning, grave])
    assert articles.all_problems(connection) == [grave, warning, note, later, other]
    assert articles.count_problems(connection) == {"error": 2, "warning": 2, "info": 1}
    assert articles.problems_at(connection, ["b.md", "c.md"]) == [other]
    assert articles.paths_with(connection, "a") == {"a.md", "b.md"}
    articles.put_problems(connection, ["a.md"], [note])
    assert articles.all_problems(connection) == [note, other]


def test_problems_of_names_stay_when_files_are_read_again(connection: Connection) -> None:
    name = Problem("A.md", 1, "error", "same-name", "Rename one.")
    text = Problem("b.md", 1, "error", "empty-file", "Write it.")
    articles.put_name_problems(connection, [name])
    articles.put_problems(connection, ["b.md"], [text])
    assert articles.name_problems(connection) == [name]
    articles.put_name_problems(connection, [])
    assert articles.all_problems(connection) == [text]


def with_media(made: StoredArticle, *paths: str) -> StoredArticle:
    article = msgspec.structs.replace(made.entry.article, media=paths)
    entry = msgspec.structs.replace(made.entry, article=article)
    return made._replace(entry=entry, encoded=kept(entry))


def test_a_media_file_is_given_out_while_readers_see_an_article_that_names_it(
    connection: Connection,
) -> None:
    made = [
        with_media(row("a", NOW, expires=NOW + HOUR), "x.png", "y.png", "x.png"),
        with_media(row("b", NOW + 2 * HOUR), "x.png"),
        with_media(row("draft", NOW, live=False), "z.png"),
    ]
    articles.put_articles(connection, made)
    times = [NOW - HOUR, NOW, NOW + HOUR, NOW + 2 * HOUR]
    assert [articles.names_media(connection, "x.png", t) for t in times] == [0, 1, 0, 1]
    assert [articles.names_media(connection, "y.png", t) for t in times] == [0, 1, 0, 0]
    assert not articles.names_media(connection, "z.png", NOW)
    assert articles.naming(connection, ["x.png", "z.png"]) == {"x.png": {"a.txt", "b.txt"}}
    shelved = [one._replace(shelf="shelf") for one in made]
    articles.put_articles(connection, shelved)
    assert articles.naming(connection, ["z.png"]) == {"z.png": {"draft.txt"}}
    assert not articles.names_media(connection, "z.png", NOW)


def test_pages_of_articles_go_through_all_of_them(connection: Connection) -> None:
    articles.put_articles(connection, [row(name, NOW) for name in "bdac"])
    paths = [one.article.path for one in articles.entries_page(connection, "", 3)]
    assert paths == ["a.txt", "b.txt", "c.txt"]
    rest = articles.entries_page(connection, "c.txt", 3)
    assert [one.article.path for one in rest] == ["d.txt"]
    assert list(articles.digests_page(connection, "a", 2)) == ["b", "c"]
    assert articles.digests_of(connection, ["a", "x"]) == {"a": row("a", NOW).digest}


def test_entries_come_with_their_expiry(connection: Connection) -> None:
    made = [row("a", NOW, expires=NOW + HOUR), row("b", NOW)]
    articles.put_articles(connection, made)
    found = {entry.id: time for entry, time in articles.entries_with_expiry(connection, "ab")}
    assert found == {"a": NOW + HOUR, "b": None}
    assert articles.entries_of(connection, ["a", "x"]) == {"a": made[0].entry}
