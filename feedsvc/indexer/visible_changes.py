"""Tells which changed articles readers see come or leave, and which of them they are told of."""

from collections.abc import Container, Sequence
from datetime import datetime
from typing import NamedTuple

from feedsvc.indexer.report import Seen
from feedsvc.indexer.retract import Visibility
from feedsvc.model.status import reasons_of
from feedsvc.store import Connection, articles, feeds, rebuild


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
    same: Container[str],
    ruled: Container[str],
    silent: Sequence[str],
    now: datetime,
) -> VisibleChanges:
    """Compare changed articles with what the store still keeps of them.

    Args:
        connection: open; the articles are not stored yet.
        rows: the articles.
        same: ids of those whose files are the same. Other rules keep such an article back, and
            no editor took it back.
        ruled: ids of those of which a file of their folder says something. Where it keeps one
            away that has left already, another edit does not take it back either.
        silent: paths of other articles that leave, and nobody is told.
        now: decides what is public.
    """
    told: list[Visibility] = []
    away: list[Visibility] = []
    untold: list[str] = []
    came: list[str] = []
    withdrawn: list[str] = []
    left: list[str] = []
    unseen: list[str] = []
    ids = [row.entry.id for row in rows]
    public = set(feeds.public_in(connection, ids, now))
    if same:
        public |= rebuild.public_before(connection, ids, now)
    for row in rows:
        published, article = row.entry.published, row.entry.article
        hidden = reasons_of(row.entry, row.expires, now)
        was, is_now = row.entry.id in public, row.live and not hidden
        kept_away = row.entry.id in same or (not was and row.entry.id in ruled)
        quiet = kept_away and not is_now
        if was and not is_now:
            (left if quiet or "expired" in hidden else withdrawn).append(article.path)
        elif not was:
            (came if is_now else unseen).append(article.path)
        if quiet and was:
            untold.append(article.path)
        if row.live and "expired" in hidden:
            continue  # which is no retraction
        never = not row.live or "expired" in reasons_of(row.entry, row.expires, published)
        since, reason = None if never else published, article.reason if article.status else ""
        if quiet:
            away.append(Visibility(row.entry.id, since))
        else:
            told.append(Visibility(row.entry.id, since, reason))
    untold += silent
    left += silent
    return VisibleChanges(told, away, untold, Seen(came, withdrawn, left, unseen))
