"""Keeps the articles as they were last read, their places in feeds, and their problems."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Select, and_, bindparam, case, func, or_, select, update

from feedsvc.model.entry import Entry
from feedsvc.model.feed import EVERYTHING
from feedsvc.model.problem import Problem
from feedsvc.store.article_editions import mark_changed
from feedsvc.store.bulk import among, delete_rows, insert_rows, rows_among
from feedsvc.store.codec import unpack_entry, unpack_head
from feedsvc.store.columns import LIMIT, NOW
from feedsvc.store.episode_schema import episodes
from feedsvc.store.long_texts import page_after
from feedsvc.store.schema import (
    aliases,
    articles,
    fragments,
    media,
    members,
    problems,
    withheld,
    withheld_media,
)
from feedsvc.store.schema import summaries as summaries_table
from feedsvc.store.search_index import drop_words, put_words

_SEVERITIES = ("error", "warning", "info")
_ENTRIES = select(articles.c.entry_id, articles.c.entry).where(among(articles.c.entry_id))
_DIGESTS = select(articles.c.entry_id, articles.c.digest).where(among(articles.c.entry_id))
_PAGE = page_after(select(articles.c.entry), articles.c.path).limit(LIMIT)
_DIGESTS_PAGE = page_after(
    select(articles.c.entry_id, articles.c.digest), articles.c.entry_id
).limit(LIMIT)
_WITH_EXPIRY = select(articles.c.entry, articles.c.expires).where(among(articles.c.entry_id))
_AT_PATHS = select(articles.c.entry).where(among(articles.c.path)).order_by(articles.c.path)
_PROBLEMS = select(*(column for column in problems.c if column.name != "number"))
_OF_NAMES = ("same-name", "name-encoding", "unreadable-folder")


class StoredArticle(NamedTuple):
    """An article as the store is to keep it.

    Attributes:
        entry: the article as an entry.
        digest: of the entry and the time it expires.
        weight: about how many bytes the entry adds to a document.
        encoded: the entry as codec.pack_entry encodes it.
        live: whether feeds may hold it at all: it is not withheld as a draft, private or withdrawn.
        expires: when it leaves the feeds; None: never.
        feeds: the feeds that hold it: name -> what the article calls what the feed is of.
        shelf: the access group in which holders of keys find it (model.key.access_group_of);
            empty: they do not.
        words: what a search finds it by.
    """

    entry: Entry
    digest: str
    weight: int
    encoded: bytes
    live: bool
    expires: datetime | None
    feeds: Mapping[str, str]
    shelf: str = ""
    words: str = ""


def put_articles(
    connection: Connection,
    rows: Collection[StoredArticle],
    *,
    new: Collection[str] = (),
    again: Collection[str] = (),
) -> None:
    """Keep articles and their places in feeds, in place of what was kept under their ids.

    Args:
        connection: in a writing transaction.
        rows: the articles.
        new: ids of those of which nothing is kept yet, neither under their id nor their path.
        again: ids of those that were read again, and may name a media file that is another.
    """
    old = [row for row in rows if row.entry.id not in new]
    delete_articles(connection, [row.entry.id for row in old])
    mark_changed(connection, {*new, *again})
    delete_rows(connection, articles, articles.c.path, [r.entry.article.path for r in old])
    insert_rows(connection, articles, map(_article_row, rows))
    live = [row for row in rows if row.live]
    places = (
        (feed, row.entry.published, row.entry.id, row.expires, row.entry.corrected, label)
        for row in live
        for feed, label in row.feeds.items()
    )
    insert_rows(connection, members, places)
    insert_rows(connection, media, _media(live))
    seen = {(row.entry.id, one.medium) for row in live for one in row.entry.article.enclosures}
    if heard := sorted((entry_id, medium) for entry_id, medium in seen if medium):
        insert_rows(connection, episodes, heard)
    shelved = [row for row in rows if row.shelf]
    kept = ((r.shelf, r.entry.published, r.entry.id, r.expires) for r in shelved)
    insert_rows(connection, withheld, kept)
    insert_rows(connection, withheld_media, _media(shelved))
    put_words(connection, [(row.entry.id, row.words) for row in live])


def _media(rows: Collection[StoredArticle]) -> Iterator[tuple[str, str]]:
    """The media files that articles name, each with the id of the article."""
    for row in rows:
        for path in sorted(set(row.entry.article.media)):
            yield path, row.entry.id


def _article_row(row: StoredArticle) -> tuple[Any, ...]:
    entry = row.entry
    return (
        entry.id,
        entry.article.path,
        entry.slug,
        entry.published,
        entry.updated,
        row.expires,
        row.live,
        row.digest,
        row.weight,
        row.encoded,
    )


def doubt(connection: Connection) -> None:
    """Mark all articles as other than their files say: each is put again when its file is read."""
    marked = "-" + func.substr(articles.c.digest, 2)  # as long as before: no column takes more
    connection.execute(update(articles).values(digest=marked))


def delete_articles(connection: Connection, entry_ids: Collection[str]) -> None:
    """Delete articles and their places in feeds; the ledger still knows them."""
    drop_words(connection, entry_ids)
    mark_changed(connection, entry_ids)
    for table in (articles, members, media, episodes, aliases, withheld, withheld_media):
        delete_rows(connection, table, table.c.entry_id, entry_ids)


def drop_renderings(connection: Connection, entry_ids: Collection[str]) -> None:
    """Delete the section summaries and fragments of these articles."""
    for table in (summaries_table, fragments):
        delete_rows(connection, table, table.c.entry_id, entry_ids)


def digests_of(connection: Connection, entry_ids: Collection[str]) -> dict[str, str]:
    """Digests of the kept articles with these ids: id -> digest."""
    return dict(map(tuple, rows_among(connection, _DIGESTS, entry_ids)))


def digests_page(connection: Connection, after: str, limit: int) -> dict[str, str]:
    """Digests of the kept articles after an id, in the order of their ids: id -> digest."""
    rows = connection.execute(_DIGESTS_PAGE, {"after": after, "limit": limit})
    return dict(map(tuple, rows))


def entries_with_expiry(
    connection: Connection, entry_ids: Collection[str]
) -> list[tuple[Entry, datetime | None]]:
    """The kept entries with these ids, and when each expires; None: never."""
    rows = rows_among(connection, _WITH_EXPIRY, entry_ids)
    return [(unpack_entry(entry), expires) for entry, expires in rows]


def entries_of(connection: Connection, entry_ids: Collection[str]) -> dict[str, Entry]:
    """The kept entries with these ids: id -> entry."""
    rows = rows_among(connection, _ENTRIES, entry_ids)
    return {entry_id: unpack_entry(entry) for entry_id, entry in rows}


def heads_of(connection: Connection, entry_ids: Collection[str]) -> dict[str, Entry]:
    """The kept entries with these ids, without contents and sections: id -> entry."""
    rows = rows_among(connection, _ENTRIES, entry_ids)
    return {entry_id: unpack_head(entry) for entry_id, entry in rows}


def entries_page(connection: Connection, after: str, limit: int) -> list[Entry]:
    """The kept articles after a path, published or not, in the order of their paths."""
    return list(map(unpack_entry, connection.scalars(_PAGE, {"after": after, "limit": limit})))


def entries_at(connection: Connection, paths: Collection[str]) -> list[Entry]:
    """The articles in these files, published or not."""
    return [unpack_entry(entry) for (entry,) in rows_among(connection, _AT_PATHS, paths)]


def visible(table: Any, now: Any) -> Any:
    """The condition that an article, or its place in a feed, is published and has not expired."""
    return and_(table.c.published <= now, or_(table.c.expires.is_(None), table.c.expires > now))


def newest_of(places: Any, *wanted: Any) -> Select[Any]:
    """A query for feeds.Selected: the newest `limit` entries with certain places, ties by id.

    Args:
        places: a table with id and publication time: members or withheld.
        wanted: the conditions.
    """
    kept = articles.c
    return (
        select(places.c.entry_id, kept.digest, kept.updated, places.c.published, kept.weight)
        .join(articles, kept.entry_id == places.c.entry_id)
        .where(*wanted)
        .order_by(places.c.published.desc(), places.c.entry_id.desc())
        .limit(LIMIT)
    )


def _public(column: Any, by: Any) -> Any:
    return select(column).where(by == bindparam("by"), articles.c.live, visible(articles, NOW))


_AT_SLUG = _public(articles.c.entry, articles.c.slug)
_SLUG_AT_PATH = _public(articles.c.slug, articles.c.path)
_SLUG_OF = _public(articles.c.slug, articles.c.entry_id)
_NAMES_MEDIA = (
    select(media.c.path)
    .join(articles, articles.c.entry_id == media.c.entry_id)
    .where(media.c.path == bindparam("by"), visible(articles, NOW))
    .limit(1)
)


def entry_at(connection: Connection, slug: str, now: datetime) -> Entry | None:
    """The public article with that slug; None: there is none."""
    found = connection.scalar(_AT_SLUG, {"by": slug, "now": now})
    return None if found is None else unpack_entry(found)


def slug_at_path(connection: Connection, path: str, now: datetime) -> str | None:
    """The slug of the public article in that file; None: there is none."""
    slug: str | None = connection.scalar(_SLUG_AT_PATH, {"by": path, "now": now})
    return slug


def slug_of(connection: Connection, entry_id: str, now: datetime) -> str | None:
    """The slug of the public article with that id; None: there is none."""
    slug: str | None = connection.scalar(_SLUG_OF, {"by": entry_id, "now": now})
    return slug


def names_media(connection: Connection, path: str, now: datetime) -> bool:
    """Whether a public article names that media file."""
    return connection.scalar(_NAMES_MEDIA, {"by": path, "now": now}) is not None


def naming(connection: Connection, paths: Collection[str]) -> dict[str, set[str]]:
    """The files of the articles, public or not, that name media files: media path -> paths."""
    found: dict[str, set[str]] = {}
    for table in (media, withheld_media):
        query = select(table.c.path, articles.c.path).join(
            articles, articles.c.entry_id == table.c.entry_id
        )
        for path, article in rows_among(connection, query.where(among(table.c.path)), paths):
            found.setdefault(path, set()).add(article)
    return found


def put_problems(
    connection: Connection, paths: Collection[str], found: Collection[Problem]
) -> None:
    """Keep the problems of files, in place of those that the files at `paths` had."""
    _replace_problems(connection, problems.c.path, paths, found)


def put_name_problems(connection: Connection, found: Collection[Problem]) -> None:
    """Keep the problems of file names and folders, in place of those before."""
    _replace_problems(connection, problems.c.code, _OF_NAMES, found)


def _replace_problems(
    connection: Connection, key: Any, gone: Collection[str], found: Collection[Problem]
) -> None:
    delete_rows(connection, problems, key, gone)
    if found:
        connection.execute(problems.insert(), [msgspec.structs.asdict(one) for one in found])


def paths_with(connection: Connection, code: str) -> set[str]:
    """The files that have a problem of that code."""
    return set(connection.scalars(select(problems.c.path).where(problems.c.code == code)))


def name_problems(connection: Connection) -> list[Problem]:
    """The known problems of file names and folders."""
    query = _PROBLEMS.where(problems.c.code.in_(_OF_NAMES)).order_by(problems.c.number)
    return [Problem(**row._mapping) for row in connection.execute(query)]


def all_problems(connection: Connection) -> list[Problem]:
    """All known problems, by file and line."""
    rank = case(*((problems.c.severity == s, n) for n, s in enumerate(_SEVERITIES)))
    query = _PROBLEMS.order_by(problems.c.path, problems.c.line, rank, problems.c.code)
    return [Problem(**row._mapping) for row in connection.execute(query)]


def problems_at(connection: Connection, paths: Collection[str]) -> list[Problem]:
    """The known problems of some files."""
    rows = rows_among(connection, _PROBLEMS.where(among(problems.c.path)), paths)
    return [Problem(**row._mapping) for row in rows]


def count_problems(connection: Connection) -> dict[str, int]:
    """How many problems are known: severity -> number."""
    query = select(problems.c.severity, func.count().label("number")).group_by(problems.c.severity)
    found = {row.severity: row.number for row in connection.execute(query)}
    return {severity: found.get(severity, 0) for severity in _SEVERITIES}


def count_articles(connection: Connection, now: datetime) -> tuple[int, int]:
    """How many articles are kept, and how many of them are public."""
    total = connection.scalar(select(func.count()).select_from(articles)) or 0
    shown = connection.scalar(
        select(func.count())
        .select_from(members)
        .where(members.c.feed == EVERYTHING, visible(members, now))
    )
    return total, shown or 0
