"""Makes the rebuildable tables anew, but for what an upgrade must not forget.

The files that were known stay known, to be read again; so does, until then, in which feeds entries
were public. Feeds that were open stay open, even where nothing stands in them any more.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, inspect, select, text, union

from feedsvc.model.feed import EVERYTHING
from feedsvc.store import schema
from feedsvc.store.articles import visible
from feedsvc.store.bulk import among, delete_rows, rows_among
from feedsvc.store.columns import NOW

_UNTOUCHED = 0  # as the version of a feed: it has not changed since
UNREAD = -1  # as inode and time of change of a file: it is to be read again
_FILES = "SELECT path, modified, size FROM files"
_FEEDS = f"SELECT name, label, {_UNTOUCHED}, changed, opened FROM feeds"
_PUBLIC = "SELECT entry_id, feed, published, expires FROM members"
_STILL = " UNION SELECT entry_id, {feed}, published, expires FROM were_public"
_PUBLIC_IN = union(
    *(
        select(table.c.entry_id, table.c.feed).where(among(table.c.entry_id), visible(table, NOW))
        for table in (schema.members, schema.were_public)
    )
)
_NOT_READ_SINCE = select(schema.were_public.c.entry_id).distinct()


class Carried(NamedTuple):
    """Queries of what an upgrade must not forget; the tables may be of an earlier version.

    Attributes:
        files: the files that were known: path, time of change, size.
        public: entries that were public: id, feed, when published, when expired.
        feeds: the feeds: their columns, with a version that no edition has.
    """

    files: str
    public: str
    feeds: str


def carried(connection: Connection) -> Carried | None:
    """What is to be asked of these tables before they are made anew; None: they are not there."""
    known = inspect(connection)
    if not all(map(known.has_table, ("files", "members", "feeds"))):
        return None
    still = ""
    if known.has_table("were_public"):
        columns = {column["name"] for column in known.get_columns("were_public")}
        # Earlier versions kept only that an entry was public.
        still = _STILL.format(feed="feed" if "feed" in columns else f"'{EVERYTHING}'")
    return Carried(
        _FILES,
        f"SELECT entry_id, feed, min(published), max(expires) FROM ({_PUBLIC}{still}) AS known"
        " GROUP BY entry_id, feed",
        _FEEDS,
    )


def rebuild(connection: Connection) -> None:
    """Drop the tables, whatever they are like, and make them as this version has them.

    Args:
        connection: in a writing transaction.
    """
    before = carried(connection)
    if before is not None:
        connection.execute(text(f"CREATE TEMPORARY TABLE old_files AS {before.files}"))
        connection.execute(text(f"CREATE TEMPORARY TABLE old_public AS {before.public}"))
        connection.execute(text(f"CREATE TEMPORARY TABLE old_feeds AS {before.feeds}"))
    schema.rebuildable_tables.drop_all(connection)
    schema.rebuildable_tables.create_all(connection)
    if before is not None:
        files = f"INSERT INTO files SELECT path, modified, size, {UNREAD}, {UNREAD} FROM old_files"
        connection.execute(text(files))
        connection.execute(text("INSERT INTO were_public SELECT * FROM old_public"))
        connection.execute(text("INSERT INTO feeds SELECT * FROM old_feeds"))
        for table in ("old_files", "old_public", "old_feeds"):
            connection.execute(text(f"DROP TABLE {table}"))


def public_until_now(
    connection: Connection, entry_ids: Collection[str], now: datetime
) -> dict[str, set[str]]:
    """The feeds in which these entries are public, or were when the tables were made anew.

    Args:
        connection: open.
        entry_ids: of the entries.
        now: decides what is public.

    Returns:
        id -> feed names; of no entry that is not public.
    """
    found: dict[str, set[str]] = {}
    for row in rows_among(connection, _PUBLIC_IN, entry_ids, now=now):
        found.setdefault(row.entry_id, set()).add(row.feed)
    return found


def were_read(connection: Connection, entry_ids: Collection[str]) -> None:
    """Forget where these entries stood when the tables were made anew: they were read since."""
    delete_rows(connection, schema.were_public, schema.were_public.c.entry_id, entry_ids)


def unread_since(connection: Connection) -> list[str]:
    """Ids of the entries that were public then, and of which nothing was read since."""
    return list(connection.scalars(_NOT_READ_SINCE))


def forget_unopened(connection: Connection, now: datetime) -> None:
    """Forget the feeds that were yet to open then and that no article has any more."""
    table = schema.feeds.c
    late = delete(schema.feeds).where(table.version == _UNTOUCHED, table.opened > now)
    connection.execute(late)
