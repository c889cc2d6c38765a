"""Keeps the articles as they were last read, their places in feeds, and their problems."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Integer, and_, bindparam, case, func, or_, select

from feedsvc.model.entry import Entry
from feedsvc.model.feed import EVERYTHING
from feedsvc.model.problem import Problem
from feedsvc.store.bulk import among, chunks, delete_rows, insert_rows
from feedsvc.store.codec import unpack_entry
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
_PAGE = (
    select(articles.c.path, articles.c.entry)
    .where(articles.c.path > bindparam("after"))
    .order_by(articles.c.path)
    .limit(bindparam("limit", type_=Integer()))
)
_DIGESTS_PAGE = (
    select(articles.c.entry_id, articles.c.digest)
    .where(articles.c.entry_id > bindparam("after"))
    .order_by(articles.c.entry_id)
    .limit(bindparam("limit", type_=Integer()))
)
_WITH_EXPIRY = select(articles.c.entry, articles.c.expires).where(among(articles.c.entry_id))
_AT_PATHS = select(articles.c.entry).where(among(articles.c.path)).order_by(articles.c.path)
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
        feeds: names of the feeds that hold it.
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
    feeds: tuple[str, ...]
    shelf: str = ""
    words: str = ""


def put_articles(
    connection: Connection, rows: Collection[StoredArticle], *, new: Collection[str] = ()
) -> None:
    """Keep articles and their places in feeds, in place of what was kept under their ids.

    Args:
        connection: in a writing transaction.
        rows: the articles.
        new: ids of those of which nothing is kept yet, neither under their id nor their path.
    """
    old = [row for row in rows if row.entry.id not in new]
    delete_articles(connection, [row.entry.id for row in old])
    delete_rows(connection, articles, articles.c.path, [r.entry.article.path for r in old])
    if not rows:
        return
    insert_rows(connection, articles, map(_article_row, rows))
    live = [row for row in rows if row.live]
    places = [
        (feed, row.entry.published, row.entry.id, row.expires, row.entry.corrected)
        for row in live
        for feed in row.feeds
    ]
    named = [(path, row.entry.id) for row in live for path in sorted(set(row.entry.article.media))]
    shelved = [row for row in rows if row.shelf]
    kept = [(r.shelf, r.entry.published, r.entry.id, r.expires) for r in shelved]
    theirs = [(path, r.entry.id) for r in shelved for path in sorted(set(r.entry.article.media))]
    for table, values in (
        (members, places),
        (media, named),
        (withheld, kept),
        (withheld_media, theirs),
    ):
        if values:
            insert_rows(connection, table, values)
    put_words(connection, [(row.entry.id, row.words) for row in live])


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


def delete_articles(connection: Connection, entry_ids: Collection[str]) -> None:
    """Delete articles and their places in feeds; the ledger still knows them."""
    drop_words(connection, entry_ids)
    for table in (articles, members, media, aliases, withheld, withheld_media):
        delete_rows(connection, table, table.c.entry_id, entry_ids)


def drop_renderings(connection: Connection, entry_ids: Collection[str]) -> None:
    """Delete the section summaries and fragments of these articles."""
    for table in (summaries_table, fragments):
        delete_rows(connection, table, table.c.entry_id, entry_ids)


def digests_of(connection: Connection, entry_ids: Collection[str]) -> dict[str, str]:
    """Digests of the kept articles with these ids: id -> digest."""
    found: dict[str, str] = {}
    for some in chunks(entry_ids):
        rows = connection.execute(_DIGESTS, {"some": some})
        found.update((entry_id, digest) for entry_id, digest in rows)
    return found


def digests_page(connection: Connection, after: str, limit: int) -> dict[str, str]:
    """Digests of the kept articles after an id, in the order of their ids: id -> digest."""
    rows = connection.execute(_DIGESTS_PAGE, {"after": after, "limit": limit})
    return {row.entry_id: row.digest for row in rows}


def entries_with_expiry(
    connection: Connection, entry_ids: Collection[str]
) -> list[tuple[Entry, datetime | None]]:
    """The kept entries with these ids, and when each expires; None: never."""
    found: list[tuple[Entry, datetime | None]] = []
    for some in chunks(entry_ids):
        rows = connection.execute(_WITH_EXPIRY, {"some": some})
        found += ((unpack_entry(row.entry), row.expires) for row in rows)
    return found


def entries_of(connection: Connection, entry_ids: Collection[str]) -> dict[str, Entry]:
    """The kept entries with these ids: id -> entry."""
    found: dict[str, Entry] = {}
    for some in chunks(entry_ids):
        rows = connection.execute(_ENTRIES, {"some": some})
        found.update((entry_id, unpack_entry(entry)) for entry_id, entry in rows)
    return found


def entries_page(connection: Connection, after: str, limit: int) -> list[Entry]:
    """The kept articles after a path, published or not, in the order of their paths."""
    rows = connection.execute(_PAGE, {"after": after, "limit": limit})
    return [unpack_entry(entry) for _, entry in rows]


def entries_at(connection: Connection, paths: Collection[str]) -> list[Entry]:
    """The articles in these files, published or not."""
    found: list[Entry] = []
    for some in chunks(paths):
        found += map(unpack_entry, connection.scalars(_AT_PATHS, {"some": some}))
    return found


def visible(table: Any, now: Any) -> Any:
    """The condition that an article, or its place in a feed, is published and has not expired."""
    return and_(table.c.published <= now, or_(table.c.expires.is_(None), table.c.expires > now))


def entry_at(connection: Connection, slug: str, now: datetime) -> Entry | None:
    """The public article with that slug; None: there is none."""
    query = select(articles.c.entry).where(
        articles.c.slug == slug, articles.c.live, visible(articles, now)
    )
    found = connection.scalar(query)
    return None if found is None else unpack_entry(found)


def slug_at_path(connection: Connection, path: str, now: datetime) -> str | None:
    """The slug of the public article in that file; None: there is none."""
    query = select(articles.c.slug).where(
        articles.c.path == path, articles.c.live, visible(articles, now)
    )
    return connection.scalar(query)


def slug_of(connection: Connection, entry_id: str, now: datetime) -> str | None:
    """The slug of the public article with that id; None: there is none."""
    query = select(articles.c.slug).where(
        articles.c.entry_id == entry_id, articles.c.live, visible(articles, now)
    )
    return connection.scalar(query)


def names_media(connection: Connection, path: str, now: datetime) -> bool:
    """Whether a public article names that media file."""
    query = (
        select(media.c.path)
        .join(articles, articles.c.entry_id == media.c.entry_id)
        .where(media.c.path == path, visible(articles, now))
        .limit(1)
    )
    return connection.scalar(query) is not None


def put_problems(
    connection: Connection, paths: Collection[str], found: Collection[Problem]
) -> None:
    """Keep the problems of files, in place of those that the files at `paths` had."""
    delete_rows(connection, problems, problems.c.path, paths)
    if found:
        connection.execute(
            problems.insert(), [msgspec.structs.asdict(problem) for problem in found]
        )


def paths_with(connection: Connection, code: str) -> set[str]:
    """The files that have a problem of that code."""
    return set(connection.scalars(select(problems.c.path).where(problems.c.code == code)))


def put_name_problems(connection: Connection, found: Collection[Problem]) -> None:
    """Keep the problems of file names and folders, in place of those before."""
    delete_rows(connection, problems, problems.c.code, _OF_NAMES)
    if found:
        connection.execute(
            problems.insert(), [msgspec.structs.asdict(problem) for problem in found]
        )


def name_problems(connection: Connection) -> list[Problem]:
    """The known problems of file names and folders."""
    columns = [c for c in problems.c if c.name != "number"]
    query = select(*columns).where(problems.c.code.in_(_OF_NAMES)).order_by(problems.c.number)
    return [Problem(**row._mapping) for row in connection.execute(query)]


def all_problems(connection: Connection) -> list[Problem]:
    """All known problems, by file and line."""
    rank = case(*((problems.c.severity == s, n) for n, s in enumerate(_SEVERITIES)))
    columns = [c for c in problems.c if c.name != "number"]
    query = select(*columns).order_by(problems.c.path, problems.c.line, rank, problems.c.code)
    return [Problem(**row._mapping) for row in connection.execute(query)]


def problems_at(connection: Connection, paths: Collection[str]) -> list[Problem]:
    """The known problems of some files."""
    columns = [c for c in problems.c if c.name != "number"]
    found: list[Problem] = []
    for some in chunks(paths):
        rows = connection.execute(select(*columns).where(problems.c.path.in_(some)))
        found += (Problem(**row._mapping) for row in rows)
    return found


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
