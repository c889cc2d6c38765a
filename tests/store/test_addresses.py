"""Old addresses of articles, and the pages that there are."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from feedsvc.store import Connection, articles
from feedsvc.store.addresses import alias_path, published_slugs, put_aliases, slug_of_alias
from feedsvc.store.articles import StoredArticle
from tests.store.keeping import row

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("alias", "path"),
    [
        ("/2019/05/rain.html", "2019/05/rain.html"),
        ("old/rain/", "old/rain"),
        ("https://other.example/blog/rain.php?id=7#top", "blog/rain.php"),
        ("/f%C3%BCr/uns", "für/uns"),
        ("https://other.example", ""),
        ("/", ""),
        ("http://[broken/rain", ""),
    ],
)
def test_the_path_of_an_old_address(alias: str, path: str) -> None:
    assert alias_path(alias) == path


def put(connection: Connection, *rows: StoredArticle) -> None:
    articles.put_articles(connection, rows)
    put_aliases(connection, [one.entry for one in rows])


def once_at(made: StoredArticle, *aliases: str) -> StoredArticle:
    article = msgspec.structs.replace(made.entry.article, aliases=aliases)
    return made._replace(entry=msgspec.structs.replace(made.entry, article=article))


def test_an_old_address_leads_to_the_newest_article_that_readers_see(
    connection: Connection,
) -> None:
    put(
        connection,
        once_at(row("older", NOW - 2 * HOUR), "/old", "/old/", "/"),
        once_at(row("newer", NOW - HOUR, expires=NOW + HOUR), "/old"),
        once_at(row("to come", NOW + 2 * HOUR), "/old"),
        once_at(row("draft", NOW, live=False), "/old", "/other"),
    )
    times = [NOW - 2 * HOUR, NOW, NOW + HOUR, NOW + 2 * HOUR]
    found = [slug_of_alias(connection, "/old/", time) for time in times]
    assert found == ["older", "newer", "older", "to come"]
    assert slug_of_alias(connection, "old", NOW - 3 * HOUR) is None
    assert slug_of_alias(connection, "other", NOW) is None
    assert slug_of_alias(connection, "", NOW) is None


def test_published_articles_are_listed_from_the_oldest_some_at_a_time(
    connection: Connection,
) -> None:
    made = [
        row("b", NOW - HOUR),
        row("a", NOW - HOUR),
        row("c", NOW - 2 * HOUR),
        row("gone", NOW - 3 * HOUR, expires=NOW),
        row("to come", NOW + HOUR),
        row("draft", NOW - HOUR, live=False),
    ]
    put(connection, *(one._replace(feeds={"feed": ""}) for one in made))
    assert published_slugs(connection, NOW, 0, 2) == [
        ("c", NOW - 2 * HOUR, ()),
        ("a", NOW - HOUR, ()),
    ]
    assert published_slugs(connection, NOW, 2, 2) == [("b", NOW - HOUR, ())]
