"""Finds what changes for subscribers, from the status of articles before and after."""

from collections.abc import Container, Iterable, Mapping
from datetime import datetime
from typing import Literal

import msgspec

from feedsvc.editor.article_status import ArticleStatus
from feedsvc.feeds import KINDS
from feedsvc.model.feed import FeedName

ChangeKind = Literal["new", "updated", "changed", "gone", "unseen"]
Why = Literal[
    "",
    "deleted",
    "draft",
    "private",
    "embargoed",
    "expired",
    "withdrawn",
    "faulty",
    "old",
    "id",
    "address",
]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What happens to one entry in the feeds in which the same happens.

    An entry that comes into some feeds and leaves others has a change for each of these.

    Attributes:
        kind: new: it comes. updated: `updated` moves, so readers mark it as changed. changed: it
            reads otherwise, but `updated` stays. gone: it leaves. unseen: its file says something
            else, and no subscriber sees that.
        id, path, headline: as it is now; of one that is gone, as it was.
        feeds: names of those in which a subscriber notices it, the feed of everything first.
        why: of an entry that is gone or unseen, its standing now; or deleted: no file has it; or
            old: feeds show only newer ones. id: the file of one that is gone has another entry
            now; the file of one that is new had another before. address: the page of one that is
            updated or changed has another address.
        when: the end of an embargo, or when it expired.
        corrected: whether a recent correction keeps it in feeds however old it is.
        published_before, published_after: None where subscribers could not see it.
    """

    kind: ChangeKind
    id: str
    path: str
    headline: str
    feeds: tuple[str, ...] = ()
    why: Why = ""
    when: datetime | None = None
    corrected: bool = False
    published_before: datetime | None = None
    published_after: datetime | None = None

    @property
    def partial(self) -> bool:
        """Whether it comes into feeds, or leaves them, while it stays in others."""
        both = self.published_before is not None and self.published_after is not None
        return both and self.kind in ("new", "gone")


def compare(
    before: Mapping[str, ArticleStatus], after: Mapping[str, ArticleStatus]
) -> list[Change]:
    """What would change for subscribers of feeds that show all their entries; by path.

    Args:
        before, after: status of the same articles, by any key; one that is missing does not exist.
    """
    old = {card.id: card for card in before.values()}
    new = {card.id: card for card in after.values()}
    found: list[Change] = []
    for entry_id in old.keys() | new.keys():
        found += _changes(old.get(entry_id), new.get(entry_id))
    return pair(found, {card.path for card in new.values()})


def pair(changes: Iterable[Change], files: Container[str]) -> list[Change]:
    """The changes by path; those of files that hold another entry now are marked (why: id).

    Args:
        changes: as `compare` tells them.
        files: paths of all articles that differ after the changes.
    """
    found = sorted(changes, key=lambda change: (change.path, change.id))
    left = {c.path for c in found if _deleted(c) and c.path in files}
    return [
        msgspec.structs.replace(change, why="id")
        if change.path in left and (_deleted(change) or _comes(change))
        else change
        for change in found
    ]


def _deleted(change: Change) -> bool:
    """Whether no file holds the entry any more."""
    return change.kind == "gone" and change.why in ("deleted", "id")


def _comes(change: Change) -> bool:
    return change.kind == "new" and not change.partial


def _changes(old: ArticleStatus | None, new: ArticleStatus | None) -> list[Change]:
    was = old if old and old.public else None
    now = new if new and new.public else None
    if was and now:
        return _edited(was, now)
    if now:
        return [_change("new", now, _named(now), after=now)]
    if was:
        why, when = _standing(new)
        return [_change("gone", was, _named(was), why, when, before=was)]
    if new and (old is None or _of_editor(old) != _of_editor(new)):
        why, when = _standing(new)
        return [_change("unseen", new, (), why, when)]
    return []


def _edited(was: ArticleStatus, now: ArticleStatus) -> list[Change]:
    if was.seen == now.seen and set(_named(was)) == set(_named(now)):
        return []
    kind: ChangeKind = "changed" if was.updated == now.updated else "updated"
    stays = tuple(feed for feed in _named(now) if feed in was.feeds)
    why: Why = "" if was.slug == now.slug else "address"
    found = [_change(kind, now, stays, why, before=was, after=now)]
    if comes := tuple(feed for feed in _named(now) if feed not in was.feeds):
        found.append(_change("new", now, comes, before=was, after=now))
    if leaves := tuple(feed for feed in _named(was) if feed not in now.feeds):
        found.append(_change("gone", now, leaves, before=was, after=now))
    return found


def _named(status: ArticleStatus) -> tuple[str, ...]:
    """The feeds of an article by whose names an editor is told of changes."""
    return tuple(name for name in status.feeds if KINDS[FeedName.parse(name).kind].named)


def _change(
    kind: ChangeKind,
    card: ArticleStatus,
    feeds: tuple[str, ...],
    why: Why = "",
    when: datetime | None = None,
    *,
    before: ArticleStatus | None = None,
    after: ArticleStatus | None = None,
) -> Change:
    return Change(
        kind=kind,
        id=card.id,
        path=card.path,
        headline=card.headline,
        feeds=feeds,
        why=why,
        when=when,
        corrected=card.corrected,
        published_before=before.published if before else None,
        published_after=after.published if after else None,
    )


def _standing(card: ArticleStatus | None) -> tuple[Why, datetime | None]:
    """Why subscribers do not see an article, and a time that explains it."""
    if card is None:
        return "deleted", None
    if card.standing == "published":
        return "", None
    times = {"embargoed": card.published, "expired": card.expires}
    return card.standing, times.get(card.standing)


def _of_editor(card: ArticleStatus) -> tuple[str, str, datetime]:
    """What an editor is told of where it changes, though no subscriber sees it."""
    return card.standing, card.seen, card.published
