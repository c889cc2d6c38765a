"""Tells which changes subscribers notice in a feed, given that it shows only its newest entries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from feedsvc.editor.diff.changes import Change

Position = tuple[
    datetime, str
]  # published, entry id: feeds hold entries in this order, newest first


class VisibleEntries(NamedTuple):
    """Tells which entries feeds show before and after some changes: the newest of each feed.

    Attributes:
        newest: gives the newest entries that subscribers could see in a feed, newest first, from
            the feed's name and their number; either as they were before the changes or as after.
        entries: how many a feed shows.
        after: whether `newest` gives them as after the changes.
    """

    newest: Callable[[str, int], Sequence[Position]]
    entries: int
    after: bool

    def shown(
        self, feed: str, left: Mapping[str, Position], come: Mapping[str, Position]
    ) -> tuple[set[str], set[str]]:
        """Which of the changed entries a feed shows, before and after.

        The one side is asked for; the other follows from it and the changes.

        Args:
            feed: its name.
            left: positions of changed entries before, by id.
            come: their positions after, by id.

        Returns:
            ids before, ids after.
        """
        here, there = (come, left) if self.after else (left, come)
        known = list(self.newest(feed, self.entries + len(here)))
        others = [place for place in known if place[1] not in here]
        told = sorted([*others, *there.values()], reverse=True)
        shown_here = {entry_id for _, entry_id in known[: self.entries]} & here.keys()
        shown_there = {entry_id for _, entry_id in told[: self.entries]} & there.keys()
        return (shown_there, shown_here) if self.after else (shown_here, shown_there)


def narrow(changes: Iterable[Change], edges: VisibleEntries) -> list[Change]:
    """The changes in those feeds alone whose subscribers notice them.

    An entry that a feed shows only because others leave, or no longer shows because others come,
    is no change: readers have it already. One that no feed shows any more is unseen (why: old).

    Args:
        changes: all that there are, as `compare` tells them.
        edges: tells which entries feeds show.
    """
    changes = list(changes)
    left: dict[str, dict[str, Position]] = defaultdict(dict)
    come: dict[str, dict[str, Position]] = defaultdict(dict)
    for change in changes:
        for feed in change.feeds:
            if change.published_before is not None and change.kind != "new":
                left[feed][change.id] = (change.published_before, change.id)
            if change.published_after is not None and change.kind != "gone":
                come[feed][change.id] = (change.published_after, change.id)
    noticed = {f: edges.shown(f, left[f], come[f]) for f in left.keys() | come.keys()}
    found = []
    seen: set[str] = set()
    for change in changes:
        feeds = tuple(
            f
            for f in change.feeds
            if change.corrected or change.id in noticed[f][change.kind != "gone"]
        )
        if feeds:
            seen.add(change.id)
            found.append(msgspec.structs.replace(change, feeds=feeds))
    unseen = [_unseen(c) for c in changes if c.id not in seen and not c.partial]
    return sorted([*found, *unseen], key=lambda change: (change.path, change.id))


def _unseen(change: Change) -> Change:
    if change.kind == "unseen":
        return change
    return msgspec.structs.replace(change, kind="unseen", feeds=(), why="old", when=None)
