"""Claims on rows of the hub: one process has a row for a while, and loses it by time alone.

Such a table has the columns `number`, `due`, `claimed_until` and `holder`.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    String,
    Table,
    Update,
    and_,
    bindparam,
    null,
    or_,
    update,
)

from feedsvc.store.bulk import among, chunks
from feedsvc.store.columns import NOW, Moment

LASTS = timedelta(minutes=1)  # a claim; whoever takes longer counts as dead
LONGEST_WAIT = timedelta(hours=7)  # beyond any time until a next try
_FREE: dict[str, Any] = {"holder": null(), "claimed_until": null()}
_HOLDER = bindparam("claimed", type_=String())


def take(
    connection: Connection,
    table: Table,
    query: Select[Any],
    holder: str,
    now: datetime,
    *,
    limit: int,
    asked: Mapping[str, Any] = MappingProxyType({}),
) -> list[Row[Any]]:
    """Claim what is due, the oldest first; where another process claims at once, it has others.

    Args:
        connection: in a writing transaction.
        table: of the rows.
        query: selects rows of it with their numbers; may use the parameter `now`.
        holder: who claims.
        now: the time.
        limit: how many rows at most.
        asked: other parameters of the query.

    Returns:
        What the query selects.
    """
    rows = list(connection.execute(_due(query, table), {**asked, "now": now, "limit": limit}))
    until = now + LASTS
    for some in chunks([row.number for row in rows]):
        connection.execute(_taking(table), {"some": some, "claimed": holder, "until": until})
    return rows


def release(
    connection: Connection,
    table: Table,
    holder: str,
    numbers: Collection[int] | None,
    now: datetime,
) -> None:
    """Give claims of a holder back as they were; they are due at once.

    Args:
        connection: in a writing transaction.
        table: of the rows.
        holder: who has them.
        numbers: of the rows; None: all that it has.
        now: the time.
    """
    given = _giving(table).where(table.c.holder == _HOLDER)
    if numbers is None:
        connection.execute(given, {"now": now, "claimed": holder})
        return
    for some in chunks(numbers):
        asked = {"now": now, "claimed": holder, "some": some}
        connection.execute(given.where(among(table.c.number)), asked)


def free_all(connection: Connection, table: Table, now: datetime) -> None:
    """Give back what anybody has, as no process is there that could have it."""
    connection.execute(_giving(table).where(table.c.holder.is_not(None)), {"now": now})


def mend_waits(connection: Connection, table: Table, now: datetime) -> None:
    """Let what waits for a time too far ahead be due: the clock was ahead and was set back."""
    asked = {"now": now, "ahead": now + LONGEST_WAIT}
    connection.execute(_giving(table).where(table.c.due > bindparam("ahead", Moment())), asked)


@cache
def _due(query: Select[Any], table: Table) -> Select[Any]:
    free = or_(table.c.claimed_until.is_(None), table.c.claimed_until <= NOW)
    found = query.where(and_(table.c.due <= NOW, free)).order_by(table.c.due, table.c.number)
    return found.limit(bindparam("limit")).with_for_update(of=table, skip_locked=True)


@cache
def _taking(table: Table) -> Update:
    until = bindparam("until", type_=Moment())
    taken = update(table).where(among(table.c.number))
    return taken.values(holder=_HOLDER, claimed_until=until, due=until)


@cache
def _giving(table: Table) -> Update:
    return update(table).values(due=NOW, **_FREE)
