"""Keeps the keys of private feeds that are in force. Of a token, only the digest is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from feedsvc.model.key import Key
from feedsvc.store.bulk import delete_rows
from feedsvc.store.schema import keys, labels

_OF_TOKEN = select(keys).where(keys.c.token == bindparam("of"))


def _key(row: Row[Any]) -> Key:
    return Key(
        name=row.name,
        digest=row.token,
        drafts=row.drafts,
        categories=tuple(row.categories.split()),
        made=row.made,
        used=row.used,
    )


def key_of(connection: Connection, digest: str) -> Key | None:
    """The key whose token has this digest; None: there is none."""
    row = connection.execute(_OF_TOKEN, {"of": digest}).one_or_none()
    return _key(row) if row else None


def all_keys(connection: Connection) -> list[Key]:
    """Every key, by name."""
    return [_key(row) for row in connection.execute(select(keys).order_by(keys.c.name))]


def put_key(connection: Connection, key: Key) -> None:
    """Put a key in force; no other key may have its name."""
    connection.execute(
        keys.insert().values(
            name=key.name,
            token=key.digest,
            drafts=key.drafts,
            categories="\n".join(key.categories),
            made=key.made,
            used=key.used,
        )
    )


def drop_key(connection: Connection, name: str) -> None:
    """Delete a key: it opens nothing from now on."""
    delete_rows(connection, keys, keys.c.name, [name])


def note_used(connection: Connection, digest: str, time: datetime) -> None:
    """Keep when a key was last used."""
    connection.execute(update(keys).where(keys.c.token == digest).values(used=time))


def known_categories(connection: Connection) -> Sequence[str]:
    """The slugs of all categories that an article ever named."""
    return list(connection.scalars(select(labels.c.slug).where(labels.c.kind == "category")))
