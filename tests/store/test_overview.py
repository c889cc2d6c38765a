"""What the store keeps, counted, and what time changes next."""

from datetime import UTC, datetime, timedelta

from feedsvc.model.feed import EVERYTHING
from feedsvc.store import Connection, articles
from feedsvc.store.overview import Counts, Due, overview
from tests.store.keeping import row

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_each_article_counts_once_as_what_readers_see(connection: Connection) -> None:
    rows = [
        row("rain", NOW - DAY),
        row("sun", NOW - DAY, expires=NOW + 2 * DAY),
        row("old", NOW - DAY, expires=NOW),
        row("fog", NOW + DAY, expires=NOW + 5 * DAY),
        row("never", NOW + DAY / 2, expires=NOW - DAY),
        row("draft", NOW - DAY, live=False),
    ]
    rows = [one._replace(feeds={EVERYTHING: ""}) for one in rows]
    articles.put_articles(connection, rows)
    found = overview(connection, NOW, "accept-new")
    assert found.counts == Counts(public=2, embargoed=1, expired=2, held=1)
    assert (found.waiting, found.scanned, found.changed) == (0, None, None)
    assert overview(connection, NOW + DAY, "").next == Due(NOW + 2 * DAY, "expired", "sun.txt")


def test_an_empty_store_has_nothing_to_tell(connection: Connection) -> None:
    assert overview(connection, NOW, "").counts == Counts()
    assert overview(connection, NOW, "").next is None
