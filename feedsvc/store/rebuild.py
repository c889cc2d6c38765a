"""Makes the rebuildable tables anew, but for what an upgrade must not forget.

The files that were known stay known, to be read again; and which entries were public, until then.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, inspect, or_, select, text

from feedsvc.model.feed import EVERYTHING
from feedsvc.store import schema
from feedsvc.store.bulk import among, rows_among
from feedsvc.store.columns import NOW

UNREAD = -1  # as inode and time of change of a file: it is to be read again
_FILES = "SELECT path, modified, size FROM files"
_PUBLIC = f"SELECT entry_id, published, expires FROM members WHERE feed = '{EVERYTHING}'"
_STILL = " UNION SELECT entry_id, published, expires FROM were_public"
_WERE_PUBLIC = select(schema.were_public.c.entry_id).where(
    among(schema.were_public.c.entry_id),
    schema.were_public.c.published <= NOW,
    or_(schema.were_public.c.expires.is_(None), schema.were_public.c.expires > NOW),
)


class Carried(NamedTuple):
    """Queries of what an upgrade must not forget; the tables may be of an earlier version.

    Attributes:
        files: the files that were known: path, time of change, size.
        public: entries that were public: id, when published, when expired.
    """

    files: str
    public: str


def carried(connection: Connection) -> Carried | None:
    """What is to be asked of these tables before they are made anew; None: they are not there."""
    known = inspect(connection)
    if not (known.has_table("files") and known.has_table("members")):
        return None
    still = _STILL if known.has_table("were_public") else ""
    return Carried(
        _FILES,
        f"SELECT entry_id, min(published), max(expires) FROM ({_PUBLIC}{still}) AS known"
        " GROUP BY entry_id",
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
    schema.rebuildable_tables.drop_all(connection)
    schema.rebuildable_tables.create_all(connection)
    if before is not None:
        files = f"INSERT INTO files SELECT path, modified, size, {UNREAD}, {UNREAD} FROM old_files"
        connection.execute(text(files))
        connection.execute(text("INSERT INTO were_public SELECT * FROM old_public"))
        connection.execute(text("DROP TABLE old_files"))
        connection.execute(text("DROP TABLE old_public"))


def public_before(connection: Connection, entry_ids: Collection[str], now: datetime) -> set[str]:
    """Those of the entries that were public when the tables were made anew and would be now."""
    return {one for (one,) in rows_among(connection, _WERE_PUBLIC, entry_ids, now=now)}


def forget_public(connection: Connection) -> None:
    """Forget which entries were public then: all files were read since."""
    connection.execute(delete(schema.were_public))
