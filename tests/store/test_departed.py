"""Which entries readers have seen: those that were retracted, left untold, or expired."""

from datetime import UTC, datetime, timedelta

from feedsvc.model.entry import Tombstone
from feedsvc.store import Connection, articles, left_untold, tombstones
from feedsvc.store.departed import seen_before
from tests.store.keeping import row

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def test_what_left_was_seen_and_what_never_came_was_not(connection: Connection) -> None:
    rows = [
        row("rain", NOW - DAY),
        row("sun", NOW - DAY, expires=NOW),
        row("never", NOW - DAY, expires=NOW - DAY),
        row("fog", NOW + DAY, expires=NOW + 2 * DAY),
    ]
    articles.put_articles(connection, rows)
    left_untold.put_leavings(connection, ["rain"], NOW)
    tombstones.put_tombstones(connection, [Tombstone("snow", NOW, "", None)], {})
    ids = ["rain", "sun", "never", "fog", "snow", "hail"]
    assert seen_before(connection, ids, NOW) == {"rain", "sun", "snow"}
