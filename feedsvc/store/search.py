"""Finds the public articles that match a search query."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, and_, func, not_, or_, select

from feedsvc.model.feed import EVERYTHING, part_name
from feedsvc.search import (
    Every,
    Label,
    LabelKind,
    Node,
    Not,
    Some,
    fold_label,
    is_of_words,
    labels,
)
from feedsvc.store.articles import visible
from feedsvc.store.feeds import SELECTED, Selected
from feedsvc.store.schema import articles, feeds, members, searched
from feedsvc.store.search_index import numbers_found

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

    SQLite is to look up rare words in the index first. Otherwise it is to go through all places in
    feeds, the newest first. Writing an expression in place of a column keeps it from choosing the
    other way. PostgreSQL chooses by itself.
    """
    steered = connection.dialect.name == "sqlite"
    if steered and is_of_words(root) and _is_rare(connection, root):
        rare = numbers_found(connection, root).subquery()
        places = rare.join(searched, searched.c.number == rare.c.rowid)
        places = places.join(members, members.c.entry_id == searched.c.entry_id)
        everything = func.coalesce(members.c.feed, "") == EVERYTHING
        return places, and_(everything, visible(members, now))
    # With the plain column, SQLite would look up each number that the index gives, one by one.
    number = searched.c.number + 0 if steered else searched.c.number

    def in_index(words: Node) -> ColumnElement[bool]:
        return number.in_(numbers_found(connection, words))

    meant = _feeds_meant(connection, labels(root), titles)
    condition = _condition(root, meant, in_index)
    return _NUMBERED, and_(members.c.feed == EVERYTHING, visible(members, now), condition)


def _is_rare(connection: Connection, words: Node) -> bool:
    some = numbers_found(connection, words).limit(_FEW + 1).subquery()
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


def _condition(
    node: Node,
    meant: Mapping[Label, list[str]],
    in_index: Callable[[Node], ColumnElement[bool]],
) -> ColumnElement[bool]:
    """The SQL condition of a part of a query; parts about words alone become one index query."""
    if is_of_words(node):
        return in_index(node)
    if isinstance(node, Label):
        return _in_feeds(meant[node])
    if isinstance(node, Not):
        return not_(_condition(node.part, meant, in_index))
    assert isinstance(node, Every | Some)
    sort = type(node)
    alike = tuple(filter(is_of_words, node.parts))
    if isinstance(node, Every) and alike:  # excluded words join the same index query
        alike += tuple(p for p in node.parts if isinstance(p, Not) and is_of_words(p.part))
    others = [part for part in node.parts if part not in alike]
    conditions = [_condition(part, meant, in_index) for part in others]
    if alike:
        conditions.append(in_index(sort(alike)))
    return and_(*conditions) if sort is Every else or_(*conditions)


def _in_feeds(names: list[str]) -> ColumnElement[bool]:
    places: FromClause = members.alias()
    return members.c.entry_id.in_(select(places.c.entry_id).where(places.c.feed.in_(names)))
