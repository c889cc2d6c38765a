"""Finds the public articles that match a search query."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    and_,
    bindparam,
    column,
    func,
    not_,
    or_,
    select,
    table,
)

from feedsvc.model.feed import EVERYTHING, part_name
from feedsvc.search import Every, Label, LabelKind, Node, Not, Phrase, Some, fold_label, labels
from feedsvc.store.articles import visible
from feedsvc.store.feeds import SELECTED, Selected
from feedsvc.store.schema import articles, feeds, members, searched

_INDEX = table("word_index", column("rowid"), column("word_index"))
_NUMBERED = members.join(searched, searched.c.entry_id == members.c.entry_id)
_FEW = 2000  # articles; up to so many, looking each up is faster than going through all
Titles = Mapping[str, str]


class Count(NamedTuple):
    """How many entries a query finds, and when the newest was published; None: it finds none."""

    entries: int
    newest: datetime | None


def find_entries(
    connection: Connection, root: Node, titles: Titles, now: datetime, limit: int, skip: int = 0
) -> list[Selected]:
    """The newest public entries that a query finds, newest first, ties by id.

    Args:
        connection: of a store that has an index (search_index.has_index).
        root: of the query.
        titles: category slug -> its title in the settings.
        now: decides what is public.
        limit: how many at most.
        skip: how many newer ones are passed over.
    """
    places, found = _found(connection, root, titles, now)
    query = (
        select(*SELECTED)
        .select_from(places.join(articles, articles.c.entry_id == members.c.entry_id))
        .where(found)
        .order_by(members.c.published.desc(), members.c.entry_id.desc())
        .limit(limit)
        .offset(skip)
    )
    return [Selected(*row) for row in connection.execute(query)]


def count_found(connection: Connection, root: Node, titles: Titles, now: datetime) -> Count:
    """Count the public entries that a query finds; the arguments are those of find_entries."""
    places, found = _found(connection, root, titles, now)
    query = select(func.count(), func.max(members.c.published)).select_from(places).where(found)
    return Count(*connection.execute(query).one())


def _found(
    connection: Connection, root: Node, titles: Titles, now: datetime
) -> tuple[FromClause, ColumnElement[bool]]:
    """The tables in which to look for what a query finds, and the conditions.

    Rare words are looked up in the index first. Otherwise SQLite is to go through all places in
    feeds, the newest first. Writing an expression in place of a column keeps it from choosing the
    other way.
    """
    words = _words_of(root)
    if words is not None and _is_rare(connection, words):
        places = _INDEX.join(searched, searched.c.number == _INDEX.c.rowid)
        places = places.join(members, members.c.entry_id == searched.c.entry_id)
        everything = func.coalesce(members.c.feed, "") == EVERYTHING
        return places, and_(everything, visible(members, now), _matches(words))
    meant = _feeds_meant(connection, labels(root), titles)
    condition = _condition(root, meant)
    return _NUMBERED, and_(members.c.feed == EVERYTHING, visible(members, now), condition)


def _is_rare(connection: Connection, words: str) -> bool:
    some = select(_INDEX.c.rowid).where(_matches(words)).limit(_FEW + 1).subquery()
    return (connection.scalar(select(func.count()).select_from(some)) or 0) <= _FEW


def _feeds_meant(
    connection: Connection, wanted: Iterable[Label], titles: Titles
) -> dict[Label, list[str]]:
    """For each label of a query, the feeds whose slug, label or title is the same, folded."""
    meant: dict[Label, list[str]] = {label: [] for label in wanted}
    for kind in {label.kind for label in meant}:
        for name, folded in _names(connection, kind, titles):
            label = Label(kind, folded)
            if label in meant and name not in meant[label]:
                meant[label].append(name)
    return meant


def _names(connection: Connection, kind: LabelKind, titles: Titles) -> Iterable[tuple[str, str]]:
    """The names of the feeds of a kind, each with its slug, label and title, folded."""
    prefix = part_name(kind, "")
    query = select(feeds.c.name, feeds.c.label).where(feeds.c.name.startswith(prefix))
    for name, label in connection.execute(query):
        slug = name.removeprefix(prefix)
        title = titles.get(slug, "") if kind == "category" else ""
        for called in (slug, label, title):
            yield name, fold_label(called)


def _condition(node: Node, meant: Mapping[Label, list[str]]) -> ColumnElement[bool]:
    """The SQL condition of a part of a query; parts about words alone become one index query."""
    if (words := _words_of(node)) is not None:
        return _in_index(words)
    if isinstance(node, Label):
        return _in_feeds(meant[node])
    if isinstance(node, Not):
        return not_(_condition(node.part, meant))
    assert isinstance(node, Every | Some)
    sort = type(node)
    alike = tuple(part for part in node.parts if _words_of(part) is not None)
    if isinstance(node, Every) and alike:  # excluded words join the same index query
        alike += tuple(p for p in node.parts if isinstance(p, Not) and _words_of(p.part))
    others = [part for part in node.parts if part not in alike]
    conditions = [_condition(part, meant) for part in others]
    if alike:
        words = _words_of(sort(alike))
        assert words is not None
        conditions.append(_in_index(words))
    return and_(*conditions) if sort is Every else or_(*conditions)


def _words_of(node: Node) -> str | None:
    """A part of a query in the syntax of FTS5; None: FTS5 cannot express it.

    FTS5 cannot where the part is about labels too, or only excludes words. Each word stands in
    quotation marks and cannot hold one, so no word is taken for an operator.
    """
    if isinstance(node, Phrase):
        return f'"{" ".join(node.words)}"'
    if not isinstance(node, Every | Some):
        return None
    left_out = [p.part for p in node.parts if isinstance(p, Not) and isinstance(node, Every)]
    wanted = [_words_of(p) for p in node.parts if not (isinstance(p, Not) and p.part in left_out)]
    unwanted = [_words_of(part) for part in left_out]
    if not wanted or None in wanted or None in unwanted:
        return None
    text = (" AND " if isinstance(node, Every) else " OR ").join(filter(None, wanted))
    for one in unwanted:
        text = f"({text}) NOT {one}"
    return f"({text})"


def _in_index(words: str) -> ColumnElement[bool]:
    # With the plain column, SQLite would look up each number that the index gives, one by one.
    return (searched.c.number + 0).in_(select(_INDEX.c.rowid).where(_matches(words)))


def _matches(words: str) -> ColumnElement[bool]:
    return _INDEX.c.word_index.op("MATCH", is_comparison=True)(bindparam(None, words, unique=True))


def _in_feeds(names: list[str]) -> ColumnElement[bool]:
    places: FromClause = members.alias()
    return members.c.entry_id.in_(select(places.c.entry_id).where(places.c.feed.in_(names)))
