"""Mends what a wrong clock left behind, once the clock is set.

A clock that says an earlier time than before was ahead then, or is behind now. Nobody knows which,
so what was kept of an article is kept beside what takes its place, and comes back when its time
has come: at once where the clock was behind, and never where it was ahead, since by then more than
half of the time up to it has passed as it should.
"""

from datetime import datetime

import msgspec

from feedsvc.model.ledger_record import Record
from feedsvc.store import Store, articles, digests, files, ledger, tombstones

TIME_AHEAD = "time-ahead"  # the code of the problem of a file whose time of change lies ahead


class _Clocked(msgspec.Struct, frozen=True):
    """What a record says by the clock, and of which bytes; named as in Record."""

    first_seen: datetime
    updated: datetime
    visible: str
    source: str
    corrected: datetime | None
    corrections: str | None
    shown: datetime | None


def possible(record: Record, now: datetime) -> Record:
    """The record as it can be at a time: none of the times at which it was seen lies ahead. Pure.

    Args:
        record: as the ledger keeps it.
        now: the time, UTC.
    """
    if record.ahead is not None and record.returns is not None and record.returns <= now:
        before = msgspec.msgpack.decode(record.ahead, type=_Clocked)
        told = msgspec.structs.asdict(before)
        record = msgspec.structs.replace(record, **told, ahead=None, returns=None)
    times = [record.first_seen, record.shown, record.corrected]
    last = max(time for time in times if time is not None)
    if last <= now:
        return record
    ahead, returns = record.ahead, record.returns
    if ahead is None:
        values = {name: getattr(record, name) for name in _Clocked.__struct_fields__}
        ahead, returns = msgspec.msgpack.encode(_Clocked(**values)), last
    return msgspec.structs.replace(
        record,
        first_seen=min(record.first_seen, now),
        shown=min(record.shown, now) if record.shown else None,
        corrected=min(record.corrected, now) if record.corrected else None,
        ahead=ahead,
        returns=returns,
    )


def follow_clock(store: Store, now: datetime) -> None:
    """Mark the files as changed whose articles have times that a clock contradicts.

    Args:
        store: of the newsroom.
        now: the time, UTC.
    """
    with store.reading() as connection:
        doubted = ledger.paths_contradicted(connection, now)
        told = files.stats_at(connection, articles.paths_with(connection, TIME_AHEAD))
        doubted |= {path for path, stat in told.items() if stat.modified / 1e9 <= now.timestamp()}
        kept = digests.has_ahead(connection, now) or tombstones.has_ahead(connection, now)
        over = ledger.has_outlived(connection, now)
    if not (doubted or kept or over):
        return
    with store.writing() as connection:
        files.doubt(connection, doubted)
        ledger.forget_outlived(connection, now)
        digests.end_ahead(connection, now)
        tombstones.end_ahead(connection, now)


def count_ahead(store: Store) -> int:
    """How many files have a time of change ahead of now."""
    with store.reading() as connection:
        return len(articles.paths_with(connection, TIME_AHEAD))
