"""Looks up the addresses of articles: the slugs of their pages, and their old addresses."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from sqlalchemy import Connection, select

from feedsvc.model.entry import Entry
from feedsvc.model.feed import EVERYTHING
from feedsvc.store.articles import visible
from feedsvc.store.bulk import insert_rows
from feedsvc.store.schema import aliases, articles, media, members


def alias_path(alias: str) -> str:
    """The decoded path of an old address, without a slash at either end; empty: it has none."""
    try:
        return unquote(urlsplit(alias).path).strip("/")
    except ValueError:
        return ""


def put_aliases(connection: Connection, entries: Collection[Entry]) -> None:
    """Keep the old addresses of articles; none may be kept under the same ids."""
    rows = (
        (path, entry.id)
        for entry in entries
        for path in dict.fromkeys(map(alias_path, entry.article.aliases))
        if path
    )
    insert_rows(connection, aliases, rows)


def slug_of_alias(connection: Connection, path: str, now: datetime) -> str | None:
    """The slug of the newest public article that once had a path; None: there is none."""
    query = (
        select(articles.c.slug)
        .join(aliases, aliases.c.entry_id == articles.c.entry_id)
        .where(aliases.c.path == path.strip("/"), articles.c.live, visible(articles, now))
        .order_by(articles.c.published.desc(), articles.c.entry_id)
        .limit(1)
    )
    return connection.scalar(query)


class PublishedSlug(NamedTuple):
    """The address of a public article.

    Attributes:
        slug: of its page.
        updated: the time of its last visible change.
        media: paths of the files that it names, in the order of the alphabet.
    """

    slug: str
    updated: datetime
    media: tuple[str, ...]


def published_slugs(
    connection: Connection, now: datetime, start: int, limit: int
) -> list[PublishedSlug]:
    """The addresses of public articles, oldest first."""
    some = (
        select(members.c.published, members.c.entry_id)
        .where(members.c.feed == EVERYTHING, visible(members, now))
        .order_by(members.c.published, members.c.entry_id)
        .offset(start)
        .limit(limit)
        .subquery()
    )
    query = (
        select(articles.c.entry_id, articles.c.slug, articles.c.updated)
        .join(some, some.c.entry_id == articles.c.entry_id)
        .order_by(some.c.published, some.c.entry_id)
    )
    files = select(media.c.entry_id, media.c.path).join(some, some.c.entry_id == media.c.entry_id)
    named: dict[str, list[str]] = {}
    for row in connection.execute(files):
        named.setdefault(row.entry_id, []).append(row.path)
    return [
        PublishedSlug(row.slug, row.updated, tuple(sorted(named.get(row.entry_id, ()))))
        for row in connection.execute(query)
    ]
