"""Keeps from which feeds entries left without a word, so that a later retraction is told there.

An error in its file holds an article back, or a file of its folder does: whoever saw it still has
it, and no editor has said that they are to lose it.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, exists, false, func, or_, select, union

from feedsvc.store.articles import visible
from feedsvc.store.bulk import among, delete_rows, insert_rows, rows_among
from feedsvc.store.columns import FEED, NOW
from feedsvc.store.schema import left_untold, members, were_public

# Who came back by time alone is seen again, or has expired since; who would have expired by now
# left as its file said from the start.
_OVER = or_(
    func.coalesce(left_untold.c.expires <= NOW, false()),
    exists().where(members.c.entry_id == left_untold.c.entry_id, members.c.published <= NOW),
)
# For rows_among, with `now`: the feeds that each entry left, and whether that is over.
LEAVINGS = select(left_untold, _OVER.label("over")).where(among(left_untold.c.entry_id))
_STANDING = union(
    *(
        select(table.c.entry_id, table.c.feed, table.c.published, table.c.expires).where(
            among(table.c.entry_id), visible(table, NOW)
        )
        for table in (members, were_public)
    )
)
_ALL = select(left_untold.c.entry_id).distinct()
_OF_FEED = select(left_untold.c.entry_id).where(left_untold.c.feed == FEED)


def put_leavings(connection: Connection, entry_ids: Collection[str], now: datetime) -> None:
    """Keep the feeds in which these entries are public, in place of what was kept of them.

    Where the tables were made anew and an entry was not read since, these are the feeds of then.

    Args:
        connection: in a writing transaction, before they leave.
        entry_ids: of the entries.
        now: when they leave.
    """
    rows = [(*row, now) for row in rows_among(connection, _STANDING, entry_ids, now=now)]
    end_leavings(connection, entry_ids)
    insert_rows(connection, left_untold, rows)


def end_leavings(connection: Connection, entry_ids: Collection[str]) -> None:
    """Forget what these entries left: they are back, or readers are told, or it is over."""
    delete_rows(connection, left_untold, left_untold.c.entry_id, entry_ids)


def leavers(connection: Connection) -> list[str]:
    """Ids of all entries that left a feed."""
    return list(connection.scalars(_ALL))


def leavers_of(connection: Connection, feed: str) -> list[str]:
    """Ids of the entries that left a feed."""
    return list(connection.scalars(_OF_FEED, {"feed": feed}))
