"""Keeps in which edition each article last changed, so that a follower finds the changed ones.

A change gets the number of its edition when that is known: at the end of its transaction.
"""

from collections.abc import Collection

from sqlalchemy import BigInteger, Connection, bindparam, func, select, update

from feedsvc.store.bulk import delete_rows, insert_rows
from feedsvc.store.schema import article_editions

_NOT_YET = 2**62  # from here on numbers are of changes whose edition is not known yet
_LAST = select(func.max(article_editions.c.edition))
# Gives the changes that were noted the number of their edition.
DATE_CHANGES = (
    update(article_editions)
    .where(article_editions.c.edition >= _NOT_YET)
    .values(edition=bindparam("to", type_=BigInteger()))
)


def mark_changed(connection: Connection, entry_ids: Collection[str]) -> None:
    """Note that articles change, come or go with the next edition.

    Args:
        connection: in a writing transaction.
        entry_ids: of the articles.
    """
    if entry_ids:
        number = max(_NOT_YET, connection.scalar(_LAST) or 0) + 1
        delete_rows(connection, article_editions, article_editions.c.entry_id, entry_ids)
        insert_rows(connection, article_editions, ((one, number) for one in entry_ids))


def last_change(connection: Connection) -> int:
    """A number that is another one whenever an article has changed since."""
    return connection.scalar(_LAST) or 0


def changed_articles(connection: Connection, edition: int) -> set[str]:
    """The entry ids of the articles that changed after an edition, also of those that are gone."""
    newer = select(article_editions.c.entry_id).where(article_editions.c.edition > edition)
    return set(connection.scalars(newer))
