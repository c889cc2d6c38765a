"""What a feed is called, of all the ways in which articles spell it."""

from datetime import datetime, timedelta

from feedsvc.store import Connection, articles
from feedsvc.store.articles import StoredArticle
from feedsvc.store.feed_labels import feed_labels
from feedsvc.store.labels import Labels
from tests.store.keeping import NOW, row

HOUR = timedelta(hours=1)


def spelled(name: str, published: datetime, label: str, **more: datetime) -> StoredArticle:
    return row(name, published, **more)._replace(feeds={"tag/x": label, "feed": ""})


def called(
    connection: Connection, known: dict[str, str] | None = None, now: datetime = NOW
) -> dict[str, str]:
    return feed_labels(connection, ["tag/x", "feed"], known or {}, now)


def test_a_feed_is_called_as_it_was_first_read_where_an_article_that_is_seen_has_that(
    connection: Connection,
) -> None:
    labels = Labels(connection)
    labels.term("tag", "X")  # the first spelling ever, whose slug the others share
    labels.term("tag", "Other")
    articles.put_articles(
        connection, [spelled("a", NOW - 2 * HOUR, "x"), spelled("b", NOW - HOUR, "X")]
    )
    assert called(connection) == {"tag/x": "X", "feed": ""}


def test_else_as_the_first_article_that_is_seen(connection: Connection) -> None:
    Labels(connection).term("tag", "X")
    articles.put_articles(
        connection,
        [
            spelled("gone", NOW - 3 * HOUR, "GONE", expires=NOW - HOUR),
            spelled("a", NOW - 2 * HOUR, "x"),
            spelled("b", NOW - HOUR, "xx"),
            spelled("later", NOW + HOUR, "X"),
        ],
    )
    assert called(connection) == {"tag/x": "x", "feed": ""}
    assert called(connection, now=NOW + HOUR) == {"tag/x": "X", "feed": ""}


def test_a_feed_without_articles_keeps_its_name(connection: Connection) -> None:
    assert called(connection, {"tag/x": "Old"}) == {"tag/x": "Old", "feed": ""}
    assert called(connection) == {"tag/x": "", "feed": ""}
