"""The record that the ledger keeps of an article, and a file that may be one under a new path."""

from datetime import datetime
from typing import NamedTuple

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What the ledger remembers of one article.

    Attributes:
        entry_id: the id of its entry, which never changes.
        path: its present file, or its last one.
        slug: its URL name.
        wanted: the slug that the file asked for when `slug` was given.
        first_seen: when it was first read.
        updated: the time of its last change that readers see.
        visible: hash of all that a reader sees (indexer.identity.visible_at).
        source: hash of the file's bytes.
        date: as in the file; tells a renamed and edited file from a new one.
        present: whether the file at `path` is there.
        corrected: when it was last corrected; None if never.
        corrections: hashes of the texts of its corrections; None if not known.
        stated: an id that its file states but that it does not have, since an earlier feedsvc did
            not read it in the same bytes; None: there is none.
        shown: the last `updated` that was not in the future; no later `updated` is before it.
        ahead: what was kept before a clock said an earlier time (indexer.clock_set); None: nothing.
        returns: when that can be true again.
        headline: hash of its headline; None: not known, until the file is read again.
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
    stated: str | None = None
    ahead: bytes | None = None
    returns: datetime | None = None
    headline: str | None = None


class Sighting(msgspec.Struct, frozen=True):
    """A file whose path is in no record: a new article, or one that was moved.

    Attributes:
        path: of the file.
        source: hash of its bytes.
        slug: the URL name that it asks for.
        date: as in the file; None if not given.
    """

    path: str
    source: str
    slug: str
    date: datetime | None


class SlugOwner(NamedTuple):
    """The article that has or had a slug.

    Attributes:
        entry_id: its id.
        since: from when on it was or will be public; None: it never was.
    """

    entry_id: str
    since: datetime | None

    def keeps(self, asks: datetime | None, now: datetime) -> bool:
        """Whether it keeps its slug from another article. Pure.

        An article that nobody has seen yields to one that readers see before it: else a number
        after that one's name would tell them of it.

        Args:
            asks: from when on the other one is public; None: nobody knows when.
            now: the time, UTC.
        """
        if asks is None or (self.since is not None and self.since <= now):
            return True
        return self.since is not None and self.since <= asks
