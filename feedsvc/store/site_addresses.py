"""Finds all addresses that a site has, for whoever keeps its answers as files."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, or_, select

from feedsvc.model.feed import EVERYTHING
from feedsvc.store.articles import visible
from feedsvc.store.bulk import among, rows_among
from feedsvc.store.columns import NOW
from feedsvc.store.schema import (
    aliases,
    articles,
    feeds,
    ledger,
    media,
    members,
    slugs,
    tombstones,
)

_STANDS = or_(tombstones.c.until.is_(None), tombstones.c.until > NOW)
_PUBLIC = (
    select(
        articles.c.entry_id,
        articles.c.path,
        articles.c.slug,
        articles.c.published,
        articles.c.digest,
        articles.c.updated,
    )
    .join(members, members.c.entry_id == articles.c.entry_id)
    .where(members.c.feed == EVERYTHING, visible(members, NOW), among(articles.c.entry_id))
)
_FEEDS = select(members.c.entry_id, members.c.feed).where(
    among(members.c.entry_id), visible(members, NOW)
)
_OF_PUBLIC = [
    select(table.c.entry_id, table.c.path).where(among(table.c.entry_id))
    for table in (media, aliases)
]
_WITHDRAWN = (
    select(ledger.c.entry_id, ledger.c.path)
    .join(tombstones, tombstones.c.entry_id == ledger.c.entry_id)
    .where(among(ledger.c.entry_id), _STANDS)
)
_SLUGS = select(slugs.c.entry_id, slugs.c.slug).where(slugs.c.since <= NOW)
_FEW = 2000  # articles whose slugs are picked from all: the table has no index of entries


class ArticleNames(NamedTuple):
    """By which names readers may ask for an article.

    Attributes:
        entry_id: of the article.
        slug: of its page; empty: it has none, since it was withdrawn.
        path: of its file.
        published: when; None: it was withdrawn.
        digest: changes with all that the article is.
        feeds: that hold it.
        media: the files that it names.
        aliases: paths that it had before it was published here.
        slugs: that it had or has, and that readers could know.
        updated: when readers last saw a change; None: it was withdrawn.
    """

    entry_id: str
    slug: str
    path: str
    published: datetime | None
    digest: str
    feeds: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    slugs: tuple[str, ...] = ()
    updated: datetime | None = None


def every_name(connection: Connection, now: datetime) -> Iterator[str]:
    """The entry ids of all articles that have an address: public ones and withdrawn ones."""
    public = select(members.c.entry_id).where(members.c.feed == EVERYTHING, visible(members, NOW))
    withdrawn = select(tombstones.c.entry_id).where(_STANDS)
    yield from connection.scalars(public.union(withdrawn), {"now": now})


def names_of(
    connection: Connection, entry_ids: Collection[str], now: datetime
) -> dict[str, ArticleNames]:
    """The names of those of some articles that have an address: entry id -> names."""
    found = {
        row.entry_id: ArticleNames(
            *(row.entry_id, row.slug, row.path, row.published, row.digest), updated=row.updated
        )
        for row in rows_among(connection, _PUBLIC, entry_ids, now=now)
    }
    holding = _gathered(rows_among(connection, _FEEDS, found, now=now))
    named, aliased = (_gathered(rows_among(connection, query, found)) for query in _OF_PUBLIC)
    gone = [one for one in entry_ids if one not in found]
    for row in rows_among(connection, _WITHDRAWN, gone, now=now):
        found[row.entry_id] = ArticleNames(row.entry_id, "", row.path, None, "")
    had = _slugs_of(connection, found, now)
    return {
        one: names._replace(
            feeds=holding.get(one, ()),
            media=named.get(one, ()),
            aliases=aliased.get(one, ()),
            slugs=had.get(one, ()),
        )
        for one, names in found.items()
    }


def _slugs_of(
    connection: Connection, entry_ids: Collection[str], now: datetime
) -> dict[str, tuple[str, ...]]:
    if not entry_ids:
        return {}
    if len(entry_ids) > _FEW:
        rows: Iterable[tuple[str, str]] = map(tuple, connection.execute(_SLUGS, {"now": now}))
        return _gathered(row for row in rows if row[0] in entry_ids)
    query = _SLUGS.where(among(slugs.c.entry_id))
    return _gathered(rows_among(connection, query, entry_ids, now=now))


def _gathered(rows: Iterable[Iterable[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for entry_id, value in rows:
        found.setdefault(entry_id, set()).add(value)
    return {entry_id: tuple(sorted(values)) for entry_id, values in found.items()}


def counts_of_feeds(
    connection: Connection, now: datetime, names: Collection[str] | None = None
) -> dict[str, int]:
    """The feeds that answer, by name, and how many public articles each has.

    Args:
        connection: open.
        now: decides what is public, and which feeds have ever been.
        names: of the feeds to look at; None: all.
    """
    query = (
        select(feeds.c.name, func.count(members.c.entry_id))
        .outerjoin(members, and_(members.c.feed == feeds.c.name, visible(members, NOW)))
        .where(feeds.c.opened <= NOW)
        .group_by(feeds.c.name)
    )
    if names is None:
        return dict(map(tuple, connection.execute(query, {"now": now})))
    some = query.where(among(feeds.c.name))
    return dict(map(tuple, rows_among(connection, some, names, now=now)))


def times_of_feed(connection: Connection, feed: str, now: datetime) -> list[datetime]:
    """When the public articles of a feed were published, the oldest first."""
    query = (
        select(members.c.published)
        .where(members.c.feed == feed, visible(members, NOW))
        .order_by(members.c.published)
    )
    return list(connection.scalars(query, {"now": now}))
