"""Describes changes to an editor in sentences: what comes, what leaves, what looks changed."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from functools import partial
from typing import NamedTuple

from feedsvc.editor.diff.changes import Change, Why
from feedsvc.feeds import KINDS
from feedsvc.model.date_format import day
from feedsvc.model.feed import Feed, FeedName

NOTHING = "Nothing changes for readers."
Label = Callable[[str], str]

LONGEST = 80  # characters of a headline in a sentence
MOST_FEEDS = 6  # that a sentence names
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Groups(NamedTuple):
    """Changes by what they mean to readers.

    Attributes:
        twice: articles that get another id, so that readers show them twice.
        gone, new: entries that leave all their feeds, or come.
        updated, changed: entries that readers show as changed, and those that change quietly.
        moved: changes of entries that come into some feeds or leave some, and stay in others.
        unseen: what readers do not see.
    """

    twice: list[Change]
    gone: list[Change]
    new: list[Change]
    updated: list[Change]
    changed: list[Change]
    moved: list[Change]
    unseen: list[Change]


def feed_label(feed: Feed) -> str:
    """What an editor calls a feed: everything, World, tag websub, author Protocol desk."""
    if feed.kind == "feed":
        return "everything"
    return feed.label if feed.kind == "category" else f"{feed.kind} {feed.label}"


def tell(
    changes: Iterable[Change], label: Label, zone: tzinfo = UTC, besides: Sequence[str] = ()
) -> list[str]:
    """The changes in plain sentences, the most important first; at least one.

    Args:
        changes: as `compare` or `narrow` tells them.
        label: what people call a feed, by its name (feed_label).
        zone: of times.
        besides: sentences about what else changes for readers; they are returned with the others.
    """
    found = group(changes)
    sentences: list[tuple[list[Change], Callable[[list[Change], str], str]]] = [
        (found.twice, _twice),
        (found.gone, partial(_gone, zone=zone)),
        (found.new, _new),
        (found.updated, _updated),
        (found.changed, _changed),
    ]
    said = [say(some, _feeds(some, label)) for some, say in sentences if some]
    if found.moved:
        said.append(tell_moved(found.moved, label))
    said += besides
    if found.unseen:
        said.append(tell_unseen(found.unseen, zone, alone=not said))
    return said or [NOTHING]


def group(changes: Iterable[Change]) -> Groups:
    """The changes by what they mean to readers."""
    changes = list(changes)
    whole = [change for change in changes if not change.partial]
    twice = [c for c in whole if c.kind == "new" and c.why == "id"]
    again = {change.path for change in twice}
    others = [c for c in whole if c.path not in again]
    return Groups(
        twice=twice,
        gone=[c for c in others if c.kind == "gone"],
        new=[c for c in others if c.kind == "new"],
        updated=[c for c in whole if c.kind == "updated"],
        changed=[c for c in whole if c.kind == "changed"],
        moved=[change for change in changes if change.partial],
        unseen=[c for c in others if c.kind == "unseen"],
    )


def _twice(changes: list[Change], where: str) -> str:
    if len(changes) == 1:
        what = f"{quoted(changes[0])} gets another id and becomes a new entry in {where}"
        return f"{what}: readers who have it will show it twice."
    what = f"{len(changes):,} articles get other ids and become new entries in {where}"
    return f"{what}: readers who have them will show them twice."


def _new(changes: list[Change], where: str) -> str:
    many = "1 new entry" if len(changes) == 1 else f"{len(changes):,} new entries"
    return f"{many} in {where}{_named(changes)}."


def _gone(changes: list[Change], where: str, zone: tzinfo) -> str:
    if len(changes) == 1:
        change = changes[0]
        return f"1 entry leaves {where}: {quoted(change)} {reason(change, zone)}."
    return f"{len(changes):,} entries leave {where}: {reasons(changes)}."


def _updated(changes: list[Change], where: str) -> str:
    many = "1 entry" if len(changes) == 1 else f"{len(changes):,} entries"
    return f"Readers show {many} as changed in {where}{_named(changes)}{_addresses(changes)}."


def _changed(changes: list[Change], where: str) -> str:
    if len(changes) == 1:
        what = f"1 entry changes, though readers do not show it as changed, in {where}"
    else:
        many = f"{len(changes):,} entries change"
        what = f"{many}, though readers do not show them as changed, in {where}"
    return f"{what}{_named(changes)}{_addresses(changes)}."


def _addresses(changes: Collection[Change]) -> str:
    """How many of the entries have another address, to end a sentence; empty: none."""
    number = sum(change.why == "address" for change in changes)
    if not number:
        return ""
    if len(changes) == 1:
        return f" {_REASONS['address'][0]}"
    many = "all" if number == len(changes) else f"{number:,}"
    return f"; {many} {_REASONS['address'][number > 1]}"


def tell_moved(changes: list[Change], label: Label) -> str:
    """A sentence about entries that come into some feeds or leave some, and stay in others."""
    come = [change for change in changes if change.kind == "new"]
    leave = [change for change in changes if change.kind == "gone"]
    ids = {change.id for change in changes}
    if len(ids) == 1:
        parts = [f"is new in {_feeds(come, label)}"] if come else []
        parts += [f"leaves {_feeds(leave, label)}"] if leave else []
        return f"{quoted(changes[0])} {' and '.join(parts)}."
    parts = [f"new in {_feeds(come, label, counted=True)}"] if come else []
    parts += [f"gone from {_feeds(leave, label, counted=True)}"] if leave else []
    return f"{len(ids):,} entries change feeds: {'; '.join(parts)}."


def tell_unseen(changes: list[Change], zone: tzinfo, *, alone: bool) -> str:
    """A sentence about what readers do not see, so that an editor need not wonder why."""
    if len(changes) == 1:
        headline, why = quoted(changes[0]), reason(changes[0], zone)
        if alone:
            return f"Nothing changes for readers: {headline} {why}."
        return f"Readers do not see {headline}: it {why}."
    if alone:
        return f"Nothing changes for readers: {reasons(changes, 'article')}."
    return f"Readers do not see {len(changes):,} of the articles: {reasons(changes)}."


_REASONS: dict[Why, tuple[str, str]] = {
    "": ("is not published", "are not published"),
    "address": ("has another address", "have other addresses"),
    "deleted": ("is deleted", "are deleted"),
    "draft": ("is a draft", "are drafts"),
    "private": ("is in a private category", "are in private categories"),
    "embargoed": ("is embargoed", "are embargoed"),
    "faulty": ("is held back by an error in its file", "are held back by errors in their files"),
    "expired": ("has expired", "have expired"),
    "id": ("gives way to another entry in its file", "give way to others in their files"),
    "old": ("is older than what feeds show", "are older than what feeds show"),
    "withdrawn": ("is withdrawn", "are withdrawn"),
}


def reason(change: Change, zone: tzinfo) -> str:
    """Why subscribers do not see an article."""
    if change.when and change.why == "embargoed":
        return f"is embargoed until {_time(change.when, zone)}"
    if change.when and change.why == "expired":
        return f"expired on {_time(change.when, zone)}"
    return _REASONS[change.why][0]


def reasons(changes: Collection[Change], what: str = "") -> str:
    """Why subscribers do not see several articles, the commonest reason first."""
    counts = Counter(change.why for change in changes).most_common()
    if len(counts) == 1 and not what:
        return f"all {_REASONS[counts[0][0]][1]}"
    parts: list[str] = []
    for why, number in counts:
        noun = f" {what}{'s' * (number > 1)}" if what and not parts else ""
        parts.append(f"{number:,}{noun} {_REASONS[why][number > 1]}")
    return ", ".join(parts)


def _named(changes: Collection[Change]) -> str:
    """The headline of a single change, to end a sentence; empty where there are several."""
    return f": {quoted(next(iter(changes)))}" if len(changes) == 1 else ""


def quoted(change: Change) -> str:
    """The headline of a change in quotation marks, cut where it is long."""
    return f"“{short(change.headline)}”"


def short(headline: str) -> str:
    """A headline without control characters, cut to LONGEST characters."""
    text = _CONTROLS.sub(" ", headline)
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _feeds(changes: Collection[Change], label: Label, *, counted: bool = False) -> str:
    """The feeds of changes, categories before tags; those with only some of them say how many.

    Args:
        changes: at least one.
        label: what people call a feed, by its name.
        counted: every feed says how many.
    """
    counts = Counter(feed for change in changes for feed in change.feeds)
    ranks = list(KINDS)
    names = sorted(counts, key=lambda name: (ranks.index(FeedName.parse(name).kind), -counts[name]))
    parts = []
    most = MOST_FEEDS if len(names) > MOST_FEEDS + 1 else len(names)
    for name in names[:most]:
        number = f" ({counts[name]:,})" if counted or counts[name] != len(changes) else ""
        parts.append(label(name) + number)
    more = f" and {len(names) - most:,} more feeds" if most < len(names) else ""
    return ", ".join(parts) + more


def _time(time: datetime, zone: tzinfo) -> str:
    """A time such as 1 June 2026, 09:00 CEST."""
    local = time.astimezone(zone)
    return f"{day(time, zone)}, {local:%H:%M %Z}"
