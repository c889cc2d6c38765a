"""Decides whether readers see an article at a time, and if not, why. Pure.

Two kinds of reasons keep an article from readers: what its header or its category says holds it
whatever the time; embargo and expiry come and go by themselves.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from feedsvc.model.article import Article
from feedsvc.model.entry import Entry

Hold = Literal["withdrawn", "faulty", "draft", "private"]
Reason = Literal[Hold, "embargoed", "expired"]
Status = Literal["published", Reason]


def holds_of(article: Article, *, private: bool) -> tuple[Hold, ...]:
    """What keeps an article from readers whatever the time, the reason that counts most first.

    Args:
        article: with its header's values.
        private: whether its category is private.
    """
    found: list[Hold] = []
    if article.status == "withdrawn":
        found.append("withdrawn")
    if article.faulty:
        found.append("faulty")
    if article.draft:
        found.append("draft")
    if private:
        found.append("private")
    return tuple(found)


def reasons_at(
    now: datetime, holds: Iterable[Hold], published: datetime, expires: datetime | None
) -> list[Reason]:
    """All that keeps an article from readers, the reason that counts most first; empty: nothing.

    Args:
        now: the time that is meant.
        holds: as holds_of gives them.
        published: when it is published, the later of date and embargo.
        expires: when it leaves the feeds; None: never.
    """
    found: list[Reason] = [*holds]
    if published > now:
        found.append("embargoed")
    if expires is not None and expires <= now:
        found.append("expired")
    return found


def reasons_of(entry: Entry, expires: datetime | None, now: datetime) -> list[Reason]:
    """The reasons_at a time of an entry; `expires` is None where expiry does not count."""
    holds = holds_of(entry.article, private=entry.private)
    return reasons_at(now, holds, entry.published, expires)


def status_at(
    now: datetime, holds: Iterable[Hold], published: datetime, expires: datetime | None
) -> Status:
    """Published, or the one reason of reasons_at that an editor is told."""
    return next(iter(reasons_at(now, holds, published, expires)), "published")


def next_change(status: Status, published: datetime, expires: datetime | None) -> datetime | None:
    """When time alone ends a status; None: it lasts until the file changes.

    Args:
        status: as status_at gave it.
        published, expires: as for status_at.
    """
    if status == "embargoed":
        return published
    return expires if status == "published" else None
