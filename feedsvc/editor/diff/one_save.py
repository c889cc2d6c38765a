"""Tells an editor what a save means to readers, in as few words as an editor would use. Pure."""

from collections.abc import Iterable
from datetime import UTC, tzinfo

from feedsvc.editor.diff.changes import Change
from feedsvc.editor.diff.describe import (
    NOTHING,
    Label,
    group,
    quoted,
    reason,
    reasons,
    tell_moved,
    tell_unseen,
)
from feedsvc.editor.diff.entry_text import Difference
from feedsvc.feeds import KINDS
from feedsvc.model.feed import EVERYTHING, FeedName

MOST_NAMED = 3  # texts of a header that a sentence names
_CALLED = {"media": "the media files", "address": "its address"}


def tell_save(
    changes: Iterable[Change],
    label: Label,
    zone: tzinfo = UTC,
    difference: Difference | None = None,
) -> list[str]:
    """What changed by a save, in sentences, the most important first; at least one.

    Feeds are named only where an entry is new in them or leaves them.

    Args:
        changes: as `compare` or `narrow` tells them.
        label: what people call a feed, by its name (feed_label).
        zone: of times.
        difference: how the one entry differs that readers have and that changed; None: not known.
    """
    found = group(changes)
    said = []
    if found.twice:
        said.append(_twice(found.twice))
    if found.gone:
        said.append(_gone(found.gone, zone))
    if found.new:
        said.append(_new(found.new, label))
    if found.updated:
        said.append(_changed(found.updated, difference, quietly=False))
    if found.changed:
        said.append(_changed(found.changed, difference, quietly=True))
    if found.moved:
        moved = tell_moved(found.moved, label)
        told = {change.id for change in (*found.updated, *found.changed)}
        if told == {change.id for change in found.moved}:
            moved = moved.replace(quoted(found.moved[0]), "It", 1)
        said.append(moved)
    if found.unseen:
        said.append(tell_unseen(found.unseen, zone, alone=not said))
    return said or [NOTHING]


def the_changed(changes: Iterable[Change]) -> Change | None:
    """The one change of an entry that readers keep; None where there is none, or several."""
    found = group(changes)
    stay = [*found.updated, *found.changed]
    return stay[0] if len(stay) == 1 else None


def what_differs(difference: Difference) -> str:
    """What differs, such as `the headline and 3 words in the text`; empty: nothing."""
    names = [_CALLED.get(one.name, f"the {one.name}") for one in difference.header]
    parts = names[:MOST_NAMED]
    if len(names) > MOST_NAMED:
        parts.append("more of the header")
    number = difference.words
    if number:
        parts.append(f"{number:,} {'word' if number == 1 else 'words'} in the text")
    elif difference.markup or any(not row.same for row in difference.text):
        parts.append("links, pictures or marks in the text")
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def _twice(changes: list[Change]) -> str:
    if len(changes) == 1:
        return f"{quoted(changes[0])} gets another id: readers who have it will show it twice."
    return f"{len(changes):,} articles get other ids: readers who have them will show them twice."


def _gone(changes: list[Change], zone: tzinfo) -> str:
    if len(changes) == 1:
        return f"{quoted(changes[0])} leaves the feeds: it {reason(changes[0], zone)}."
    return f"{len(changes):,} entries leave the feeds: {reasons(changes)}."


def _new(changes: list[Change], label: Label) -> str:
    if len(changes) > 1:
        return f"{len(changes):,} entries are new."
    return f"{quoted(changes[0])} is new{_where(changes[0].feeds, label)}."


def _where(feeds: tuple[str, ...], label: Label) -> str:
    """In which feeds an entry is new, by the one that tells most; empty: in that of everything."""
    ranks = list(KINDS)
    named = sorted(
        (name for name in feeds if name != EVERYTHING),
        key=lambda name: ranks.index(FeedName.parse(name).kind),
    )
    if not named:
        return ""
    others = len(feeds) - 1
    more = f" and {others:,} more {'feed' if others == 1 else 'feeds'}" if others else ""
    return f" in {label(named[0])}{more}"


def _changed(changes: list[Change], difference: Difference | None, *, quietly: bool) -> str:
    if len(changes) > 1:
        if quietly:
            return f"{len(changes):,} entries are changed quietly."
        return f"{len(changes):,} entries are changed. Readers show them as changed."
    (change,) = changes
    what = what_differs(difference) if difference else ""
    if not what and change.why == "address":
        what = _CALLED["address"]
    is_changed = f"{quoted(change)} is changed{' quietly' if quietly else ''}"
    told = f"{is_changed}: {what}." if what else f"{is_changed}."
    return told if quietly else f"{told} Readers show it as changed."
