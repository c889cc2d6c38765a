"""What is remembered of an article for ever, and what is seen of a file that may be one."""

from datetime import datetime

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What the ledger remembers of one article.

    Attributes:
        entry_id: its id, for ever.
        path: its file, now or last; `present` says which.
        slug: its URL name; `wanted` is what the file asked for when it got that one.
        date: as the file said, for telling a renamed and edited file from a new one.
        first_seen: when it first was read.
        updated: when a reader last would have seen a difference.
        visible: digest of all that a reader sees (visible_at).
        source: digest of the file's bytes.
        corrected: when it was last corrected; None: never.
        corrections: digests of its corrections' texts; None: not known.
        shown: the last `updated` that was not ahead; none that comes later may be before it.
    """

    entry_id: str
    path: str
    slug: str
    wanted: str
    first_seen: datetime
    updated: datetime
    visible: str
    source: str
    date: datetime | None = None
    present: bool = True
    corrected: datetime | None = None
    corrections: str | None = None
    shown: datetime | None = None


class Sighting(msgspec.Struct, frozen=True):
    """A file that no record stands for by its path: perhaps one that was moved."""

    path: str
    source: str
    slug: str
    date: datetime | None
