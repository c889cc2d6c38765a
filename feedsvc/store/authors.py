"""Looks up the authors that articles name, by the keys of their labels."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from feedsvc.model.feed import part_name
from feedsvc.store.schema import articles, labels, members


def are_known(connection: Connection, keys: Collection[str]) -> bool:
    """Whether articles name, or named, an author by each of some keys (slugs.label_key)."""
    query = select(labels.c.label_key).where(
        labels.c.kind == "author", labels.c.label_key.in_(sorted(keys))
    )
    return set(connection.scalars(query)) >= set(keys)


def authors_with(connection: Connection, mark: str) -> dict[str, str]:
    """The authors whose key has a mark in it: label -> slug."""
    query = select(labels.c.label, labels.c.slug).where(
        labels.c.kind == "author", labels.c.label_key.contains(mark, autoescape=True)
    )
    found = connection.execute(query.order_by(labels.c.slug))
    return {row.label: row.slug for row in found}


def paths_of(connection: Connection, slug: str) -> list[str]:
    """The files of the articles in the feed of an author."""
    query = select(articles.c.path).join(members, members.c.entry_id == articles.c.entry_id)
    return sorted(connection.scalars(query.where(members.c.feed == part_name("author", slug))))
