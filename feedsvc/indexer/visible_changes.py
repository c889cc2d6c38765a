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
        untold: paths of articles that leave, and nobody is told.
        seen: paths by what readers see.
    """

    told: list[Visibility]
    untold: list[str]
    seen: Seen


def visible_changes(
    connection: Connection,
    rows: Sequence[articles.StoredArticle],
    same: Container[str],
    silent: Sequence[str],
    now: datetime,
) -> VisibleChanges:
    """Compare changed articles with what the store still keeps of them.

    Args:
        connection: open; the articles are not stored yet.
        rows: the articles.
        same: ids of those whose files are the same. Other rules keep such an article back, and
            no editor took it back.
        silent: paths of other articles that leave, and nobody is told.
        now: decides what is public.
    """
    told: list[Visibility] = []
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
        quiet = not is_now and row.entry.id in same
        if was and not is_now:
            (left if quiet or "expired" in hidden else withdrawn).append(article.path)
        elif not was:
            (came if is_now else unseen).append(article.path)
        if quiet:
            untold += [article.path] if was else []
        elif not row.live:
            reason = article.reason if article.status else ""
            told.append(Visibility(row.entry.id, None, reason))
        elif "expired" not in hidden:  # which is no retraction
            never = "expired" in reasons_of(row.entry, row.expires, published)
            told.append(Visibility(row.entry.id, None if never else published, ""))
    untold += silent
    left += silent
    return VisibleChanges(told, untold, Seen(came, withdrawn, left, unseen))
