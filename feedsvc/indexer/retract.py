"""Puts up tombstones for entries that an editor retracts, and removes them when they come back.

Tombstones are the deleted entries of RFC 6721.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from feedsvc.model.entry import Tombstone
from feedsvc.store import Connection, digests, feeds, tombstones


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
    silent: Collection[str] = (),
) -> set[str]:
    """Put up tombstones for entries that were public until now, end those of entries that return.

    An entry that nobody could see gets none. An entry that expires gets none either, because its
    end was known from the start.

    Args:
        connection: in a writing transaction, before the articles are changed in the store.
        standings: of all articles that change.
        now: the time of the change.
        silent: ids of articles that leave untold, for no editor has said that they are to. Where
            nobody sees one anyway, its tombstone does not end meanwhile.

    Returns:
        names of the feeds that change by it, besides those of the articles.
    """
    ids = [*(one.entry_id for one in standings), *silent]
    public = feeds.public_in(connection, ids, now)
    standings = [*standings, *(Visibility(i) for i in silent if i not in public)]
    known = tombstones.tombstones_of(connection, ids)
    put: list[Tombstone] = []
    for one in standings:
        stone = known.get(one.entry_id)
        if one.entry_id in public and (one.since is None or one.since > now):
            put.append(Tombstone(one.entry_id, now, one.reason or "", one.since))
        elif stone and (stone.until is None or stone.until > now):
            reason = stone.reason if one.reason is None else one.reason
            until = max(one.since, now) if one.since else None
            put.append(msgspec.structs.replace(stone, reason=reason, until=until))
    put = [stone for stone in put if stone != known.get(stone.entry_id)]
    if not put:
        return set()
    left = {one.entry_id: public[one.entry_id] for one in put if one.entry_id in public}
    digests.tell_of_periods(connection, left.keys())
    tombstones.put_tombstones(connection, put, left)
    return tombstones.feeds_telling(connection, [one.entry_id for one in put])
