"""Tells which changed articles readers see come or leave, and which of them they are told of."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from feedsvc.indexer.report import Seen
from feedsvc.indexer.retract import Visibility
from feedsvc.model.status import reasons_of
from feedsvc.store import Connection, articles, rebuild
from feedsvc.store.departed import seen_before


class Marks(msgspec.Struct):
    """What is known of changed articles besides: their ids.

    Attributes:
        same: of those whose files are the same. Other rules keep such an article back, and no
            editor took it back.
        ruled: of those of which a file of their folder says something. Where it keeps one away
            that has left already, another edit does not take it back either.
        corrected: of those with a new correction.
        again: of those that are the same, and were read again for the sake of another file.
    """

    same: set[str] = msgspec.field(default_factory=set)
    ruled: set[str] = msgspec.field(default_factory=set)
    corrected: set[str] = msgspec.field(default_factory=set)
    again: set[str] = msgspec.field(default_factory=set)


class VisibleChanges(NamedTuple):
    """What readers see of changed articles.

    Attributes:
        told: what readers are told of.
        away: of articles that leave, or stay away, and no editor said so.
        untold: paths of articles that leave, and nobody is told.
        seen: paths by what readers see.
    """

    told: list[Visibility]
    away: list[Visibility]
    untold: list[str]
    seen: Seen


def visible_changes(
    connection: Connection,
    rows: Sequence[articles.StoredArticle],
    marks: Marks,
    silent: Mapping[str, str],
    now: datetime,
) -> VisibleChanges:
    """Compare changed articles with what the store still keeps of them.

    Args:
        connection: open; the articles are not stored yet.
        rows: the articles.
        marks: what is known of them besides.
        silent: other articles that leave, if they are public, and nobody is told: id -> path.
        now: decides what is public.
    """
    told: list[Visibility] = []
    away: list[Visibility] = []
    came: dict[str, str] = {}  # id -> path
    untold, withdrawn, left, unseen, told_anew = (list[str]() for _ in range(5))
    ids = [row.entry.id for row in rows] + [*silent]
    public = rebuild.public_until_now(connection, ids, now).keys()
    for row in rows:
        published, article = row.entry.published, row.entry.article
        hidden = reasons_of(row.entry, row.expires, now)
        was, is_now = row.entry.id in public, row.live and not hidden
        kept_away = row.entry.id in marks.same or (not was and row.entry.id in marks.ruled)
        quiet = kept_away and not is_now
        if was and not is_now:
            (untold if quiet else left if "expired" in hidden else withdrawn).append(article.path)
        elif is_now and not was:
            came[row.entry.id] = article.path
        elif not was:
            unseen.append(article.path)
        elif row.entry.id in marks.corrected:
            told_anew.append(article.path)
        if row.live and "expired" in hidden:
            continue  # which is no retraction
        never = not row.live or "expired" in reasons_of(row.entry, row.expires, published)
        since, reason = None if never else published, article.reason if article.status else ""
        if quiet:
            away.append(Visibility(row.entry.id, since))
        else:
            told.append(Visibility(row.entry.id, since, reason))
    for entry_id, path in silent.items():
        (untold if entry_id in public else unseen).append(path)
    known = seen_before(connection, came, now) if came else set()
    back = [path for entry_id, path in came.items() if entry_id in known]
    seen = Seen([*came.values()], withdrawn, [*left, *untold], back, told_anew, unseen)
    return VisibleChanges(told, away, untold, seen)
