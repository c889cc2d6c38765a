"""Which entries readers have seen of those that are not public."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select

from feedsvc.store.bulk import among, rows_among
from feedsvc.store.columns import NOW
from feedsvc.store.schema import articles, left_untold, tombstones

_RETRACTED = select(tombstones.c.entry_id).where(among(tombstones.c.entry_id))
_LEFT = select(left_untold.c.entry_id).where(among(left_untold.c.entry_id))
_EXPIRED = select(articles.c.entry_id).where(
    among(articles.c.entry_id),
    articles.c.live,
    articles.c.published < articles.c.expires,
    articles.c.expires <= NOW,
)


def seen_before(connection: Connection, entry_ids: Collection[str], now: datetime) -> set[str]:
    """Those of the entries that left: retracted, untold or expired. None of them is public."""
    found = {one for (one,) in rows_among(connection, _EXPIRED, entry_ids, now=now)}
    for query in (_RETRACTED, _LEFT):
        found |= {one for (one,) in rows_among(connection, query, entry_ids)}
    return found
