"""Puts up tombstones for entries that an editor retracts, and removes them when they come back.

Tombstones are the deleted entries of RFC 6721.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from feedsvc.model.entry import Tombstone
from feedsvc.store import Connection, digests, left_untold, rebuild, tombstones
from feedsvc.store.bulk import rows_among
from feedsvc.store.digests import Place


class Visibility(NamedTuple):
    """Whether an entry is public from now on.

    Attributes:
        entry_id: of the entry.
        since: from when on it is public; None: it is not.
        reason: the reason given to readers where it is not; None: the one given before.
    """

    entry_id: str
    since: datetime | None = None
    reason: str | None = None


def retract(
    connection: Connection,
    standings: Sequence[Visibility],
    now: datetime,
    silent: Sequence[Visibility] = (),
) -> set[str]:
    """Put up tombstones for entries that were public until now, end those of entries that return.

    Entries that were public before an upgrade, and were not read since, count as public. An entry
    that nobody could see gets none. An entry that expires gets none either, because its end was
    known from the start. One that left untold gets its own once an editor retracts it, in the feeds
    that it left.

    Args:
        connection: in a writing transaction, before the articles are changed in the store.
        standings: of all articles that change.
        now: the time of the change.
        silent: of articles that leave untold, or stay away, for no editor has said that they are
            to. Where nobody sees one anyway, its tombstone does not end meanwhile.

    Returns:
        names of the feeds that change by it, besides those of the articles.
    """
    told = {one.entry_id for one in standings}
    silent = [one for one in silent if one.entry_id not in told]
    ids = [one.entry_id for one in (*standings, *silent)]
    public = rebuild.public_until_now(connection, ids, now)
    known = tombstones.tombstones_of(connection, ids)
    left = list(rows_among(connection, left_untold.LEAVINGS, ids, now=now))
    lost = {row.entry_id for row in left if not row.over and row.entry_id in told} - public.keys()
    put: list[Tombstone] = []
    for one in (*standings, *silent):
        hidden = one.since is None or one.since > now
        stone = known.get(one.entry_id)
        if one.entry_id in public and one.entry_id not in told:
            continue
        if hidden and (one.entry_id in lost or one.entry_id in public):
            put.append(Tombstone(one.entry_id, now, one.reason or "", one.since))
        elif stone and (stone.until is None or stone.until > now):
            reason = stone.reason if one.reason is None else one.reason
            until = max(one.since, now) if one.since else None
            put.append(msgspec.structs.replace(stone, reason=reason, until=until))
    put = [stone for stone in put if stone != known.get(stone.entry_id)]
    if over := {row.entry_id for row in left if row.over or row.entry_id in told}:
        left_untold.end_leavings(connection, over)
    if leaving := public.keys() - told:
        left_untold.put_leavings(connection, leaving, now)
    lost &= {stone.entry_id for stone in put}
    rows = [row for row in left if row.entry_id in lost]
    touched = _put(connection, put, public, rows) if put else set()
    rebuild.were_read(connection, ids)
    return touched


def _put(
    connection: Connection,
    put: Collection[Tombstone],
    public: Mapping[str, Collection[str]],
    left: Iterable[Any],
) -> set[str]:
    """Put up tombstones; the feeds that change by it.

    Args:
        connection: as for retract.
        put: the tombstones.
        public: the feeds of entries that were public until now: id -> feed names.
        left: rows of the feeds that others left untold.
    """
    standing = {one.entry_id: set(public.get(one.entry_id, ())) for one in put}
    periods: dict[datetime, set[Place]] = {}
    for row in left:
        standing[row.entry_id].add(row.feed)
        periods.setdefault(row.since, set()).add(Place(row.feed, row.published))
    places = digests.places_of(connection, standing.keys() & public.keys())
    digests.tell_of_periods(connection, places)
    for since, lost in periods.items():
        digests.tell_of_periods(connection, lost, since)
    tombstones.put_tombstones(connection, put, standing)
    return tombstones.feeds_telling(connection, standing.keys())
