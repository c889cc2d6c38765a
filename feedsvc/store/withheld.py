"""Selects the articles that no public answer shows, for readers who hold a key.

The tables call an access group (model.key.AccessGroup) a shelf.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, or_, select

from feedsvc.model.entry import Entry
from feedsvc.model.feed import EVERYTHING
from feedsvc.model.key import AccessGroup
from feedsvc.store.articles import newest_of
from feedsvc.store.codec import unpack_entry
from feedsvc.store.columns import FEED, LIMIT, NOW
from feedsvc.store.feeds import Selected
from feedsvc.store.schema import articles, media, members, withheld, withheld_media


class WithheldArticle(NamedTuple):
    """An article as it is kept, and when it expires; None: never."""

    entry: Entry
    expires: datetime | None


def _naming(table: Any, place: Any, *wanted: Any) -> Any:
    return (
        select(table.c.path)
        .join(place, place.c.entry_id == table.c.entry_id)
        .where(table.c.path == bindparam("path"), *wanted)
        .limit(1)
    )


# Built once: building a statement costs more than running it.
_ON_SHELF = (
    withheld.c.shelf == bindparam("shelf"),
    or_(withheld.c.expires.is_(None), withheld.c.expires > NOW),
)
_OUT = withheld.c.published <= NOW
_UNDER_EMBARGO = (
    members.c.feed == EVERYTHING,
    members.c.published > NOW,
    or_(members.c.expires.is_(None), members.c.expires > NOW),
)
_ALL = newest_of(withheld, *_ON_SHELF)
_RELEASED = newest_of(withheld, *_ON_SHELF, _OUT)
_EMBARGOED = newest_of(members, *_UNDER_EMBARGO)
_NAMED = _naming(withheld_media, withheld, *_ON_SHELF)
_NAMED_RELEASED = _naming(withheld_media, withheld, *_ON_SHELF, _OUT)
_NAMED_EMBARGOED = _naming(media, members, *_UNDER_EMBARGO)
_KEPT = select(articles.c.entry, articles.c.expires)
_AT_SLUG = _KEPT.where(articles.c.slug == bindparam("name"))
_AT_PATH = _KEPT.where(articles.c.path == bindparam("name"))
_OF_ID = _KEPT.where(articles.c.entry_id == bindparam("name"))
_MEMBERS = select(members.c.entry_id).where(members.c.feed == FEED).limit(LIMIT)
_SHELVED = select(withheld.c.entry_id).where(withheld.c.shelf == bindparam("shelf"))


def newest(
    connection: Connection,
    shelves: Iterable[AccessGroup],
    now: datetime,
    limit: int,
    *,
    embargoed: bool,
) -> list[Selected]:
    """The newest entries of some access groups, newest first, ties by id; none that has expired.

    Args:
        connection: open.
        shelves: the access groups.
        now: decides what is published and what has expired.
        limit: how many at most.
        embargoed: also those under embargo that time alone will make public.
    """
    asked: dict[str, Any] = {"now": now, "limit": limit}
    found: list[Selected] = []
    for shelf in shelves:
        statement = _ALL if shelf.ahead else _RELEASED
        rows = connection.execute(statement, asked | {"shelf": shelf.name})
        found += (Selected(*row) for row in rows)
    if embargoed:
        found += (Selected(*row) for row in connection.execute(_EMBARGOED, asked))
    return sorted(found, key=lambda one: (one.published, one.entry_id), reverse=True)[:limit]


def at_slug(connection: Connection, slug: str) -> WithheldArticle | None:
    """The article with a slug, published or not."""
    return _one(connection, _AT_SLUG, slug)


def at_path(connection: Connection, path: str) -> WithheldArticle | None:
    """The article that is kept in a file, published or not."""
    return _one(connection, _AT_PATH, path)


def of_id(connection: Connection, entry_id: str) -> WithheldArticle | None:
    """The article with an id, published or not."""
    return _one(connection, _OF_ID, entry_id)


def _one(connection: Connection, statement: Any, name: str) -> WithheldArticle | None:
    row = connection.execute(statement, {"name": name}).one_or_none()
    return WithheldArticle(unpack_entry(row.entry), row.expires) if row else None


def names_media(
    connection: Connection,
    path: str,
    shelves: Iterable[AccessGroup],
    now: datetime,
    *,
    embargoed: bool,
) -> bool:
    """Whether one of the articles that `newest` selects names a media file.

    Args:
        connection: open.
        path: of the media file.
        shelves, now, embargoed: as for `newest`.
    """
    asked: dict[str, Any] = {"path": path, "now": now}
    if embargoed and connection.scalar(_NAMED_EMBARGOED, asked) is not None:
        return True
    return any(
        connection.scalar(_NAMED if shelf.ahead else _NAMED_RELEASED, asked | {"shelf": shelf.name})
        is not None
        for shelf in shelves
    )


def members_of(connection: Connection, feed: str, limit: int) -> list[str]:
    """Ids of some entries of a feed, public or not yet."""
    return list(connection.scalars(_MEMBERS, {"feed": feed, "limit": limit}))


def on_shelf(connection: Connection, shelf: str) -> list[str]:
    """Ids of all entries of an access group."""
    return list(connection.scalars(_SHELVED, {"shelf": shelf}))
