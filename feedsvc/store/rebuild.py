"""Makes the rebuildable tables anew, but for what an upgrade must not forget.

The files that were known stay known, to be read again; and which entries were public, until then.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, inspect, or_, select, text

from feedsvc.model.feed import EVERYTHING
from feedsvc.store import schema
from feedsvc.store.bulk import among, rows_among
from feedsvc.store.columns import NOW

_FILES = "SELECT path, modified, size FROM files"
_PUBLIC = f"SELECT entry_id, published, expires FROM members WHERE feed = '{EVERYTHING}'"
_STILL = " UNION SELECT entry_id, published, expires FROM were_public"
_WERE_PUBLIC = select(schema.were_public.c.entry_id).where(
    among(schema.were_public.c.entry_id),
    schema.were_public.c.published <= NOW,
    or_(schema.were_public.c.expires.is_(None), schema.were_public.c.expires > NOW),
)


def rebuild(connection: Connection) -> None:
    """Drop the tables, whatever they are like, and make them as this version has them.

    Args:
        connection: in a writing transaction.
    """
    known = inspect(connection)
    carried = known.has_table("files") and known.has_table("members")
    if carried:
        still = _STILL if known.has_table("were_public") else ""
        connection.execute(text(f"CREATE TEMPORARY TABLE old_files AS {_FILES}"))
        connection.execute(text(f"CREATE TEMPORARY TABLE old_public AS {_PUBLIC}{still}"))
    schema.rebuildable_tables.drop_all(connection)
    schema.rebuildable_tables.create_all(connection)
    if carried:
        files = "INSERT INTO files SELECT path, modified, size, -1, -1 FROM old_files"
        public = "INSERT INTO were_public SELECT entry_id, min(published), max(expires)"
        connection.execute(text(files))
        connection.execute(text(f"{public} FROM old_public GROUP BY entry_id"))
        connection.execute(text("DROP TABLE old_files"))
        connection.execute(text("DROP TABLE old_public"))


def public_before(connection: Connection, entry_ids: Collection[str], now: datetime) -> set[str]:
    """Those of the entries that were public when the tables were made anew and would be now."""
    return {one for (one,) in rows_among(connection, _WERE_PUBLIC, entry_ids, now=now)}


def forget_public(connection: Connection) -> None:
    """Forget which entries were public then: all files were read since."""
    connection.execute(delete(schema.were_public))
