"""What is remembered of articles for ever: records, slugs given away, labels, and a few values."""

from collections.abc import Collection, Iterator, Mapping
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

from feedsvc.model.entry import Term
from feedsvc.model.feed import Kind
from feedsvc.model.ledger_record import Record
from feedsvc.model.slugs import label_key, slugify, unused
from feedsvc.store.bulk import among, chunks, delete_rows, insert_rows, replace_rows
from feedsvc.store.schema import (
    kept,
    labels,
    ledger,
    slugs,
    state,
    tombstone_feeds,
    tombstones,
)

# Written once: to build a statement costs more than to run it.
_RECALL = select(kept.c.value).where(kept.c.name == bindparam("of"))
_STATE = select(state.c.value).where(state.c.name == bindparam("of"))
_LABEL = select(labels.c.slug, labels.c.label).where(
    labels.c.kind == bindparam("of"), labels.c.label_key == bindparam("key")
)


def recall(connection: Connection, name: str) -> str | None:
    """A single value that was kept, such as `id_base`."""
    return connection.scalar(_RECALL, {"of": name})


def keep(connection: Connection, name: str, value: str) -> None:
    """Keep a single value."""
    replace_rows(connection, kept, kept.c.name, [{"name": name, "value": value}])


_PRESENT_AT = select(ledger).where(among(ledger.c.path), ledger.c.present)
_PAST_AT = (
    select(ledger)
    .where(among(ledger.c.path), ledger.c.present.is_(False))
    .order_by(ledger.c.first_seen, ledger.c.entry_id)
)
_OF_IDS = select(ledger).where(among(ledger.c.entry_id))
_SLUGS = select(slugs).where(among(slugs.c.slug))
_NEXT = 16
_in_order = attrgetter(*(column.name for column in ledger.c))


def _fields(record: Record) -> tuple[Any, ...]:
    fields: tuple[Any, ...] = _in_order(record)
    return fields


def _record(row: Row[Any]) -> Record:
    return Record(**row._mapping)


def records_at(connection: Connection, paths: Collection[str]) -> dict[str, Record]:
    """The records of articles whose files are there: path -> record."""
    found: dict[str, Record] = {}
    for some in chunks(paths):
        rows = connection.execute(_PRESENT_AT, {"some": some})
        found.update((row.path, _record(row)) for row in rows)
    return found


def past_records_at(connection: Connection, paths: Collection[str]) -> dict[str, Record]:
    """The records of articles whose files were there last, and are gone: path -> record."""
    found: dict[str, Record] = {}
    for some in chunks(paths):
        rows = connection.execute(_PAST_AT, {"some": some})
        found.update((row.path, _record(row)) for row in rows)
    return found


def records_of(connection: Connection, entry_ids: Collection[str]) -> dict[str, Record]:
    """The records of these entry ids: id -> record."""
    found: dict[str, Record] = {}
    for some in chunks(entry_ids):
        rows = connection.execute(_OF_IDS, {"some": some})
        found.update((row.entry_id, _record(row)) for row in rows)
    return found


def count_present(connection: Connection, limit: int) -> int:
    """How many articles were there at the last look; not counted beyond a limit."""
    some = select(ledger.c.entry_id).where(ledger.c.present).limit(limit).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def remember(
    connection: Connection,
    records: Collection[Record],
    *,
    new: Collection[str] = (),
    owned: Collection[str] = (),
) -> None:
    """Keep these records, in place of what was remembered under their ids.

    Args:
        connection: in a writing transaction.
        records: whose slugs are theirs, or free.
        new: ids of those of which nothing is remembered.
        owned: slugs of those that have them already.
    """
    old = [record.entry_id for record in records if record.entry_id not in new]
    delete_rows(connection, ledger, ledger.c.entry_id, old)
    if records:
        insert_rows(connection, ledger, map(_fields, records))
    given = {r.slug: r.entry_id for r in records if r.slug not in owned}
    delete_rows(connection, slugs, slugs.c.slug, given)
    if given:
        insert_rows(connection, slugs, given.items())


def mark_gone(connection: Connection, entry_ids: Collection[str]) -> None:
    """Remember that the files of these articles are gone."""
    for some in chunks(entry_ids):
        connection.execute(update(ledger).where(ledger.c.entry_id.in_(some)).values(present=False))


def give_up(connection: Connection, entry_ids: Collection[str]) -> None:
    """Remember that no file will be these articles again: theirs have other ids."""
    for some in chunks(entry_ids):
        others = update(ledger).where(ledger.c.entry_id.in_(some))
        connection.execute(others.values(present=False, path=""))


def pass_slugs(connection: Connection, heirs: Mapping[str, str]) -> None:
    """Give the slugs that entries have, or had, to those that they have become: id -> id.

    Looks through all slugs, however few of them it is about.
    """
    found = []
    for some in chunks(heirs):
        rows = connection.execute(select(slugs).where(slugs.c.entry_id.in_(some)))
        found += [(row.slug, heirs[row.entry_id]) for row in rows]
    if found:
        delete_rows(connection, slugs, slugs.c.slug, [slug for slug, _ in found])
        insert_rows(connection, slugs, found)


def slug_owner(connection: Connection, slug: str) -> str | None:
    """The entry id that has a slug, or had it once."""
    return connection.scalar(select(slugs.c.entry_id).where(slugs.c.slug == slug))


class SlugOwners(dict[str, str]):
    """Slug -> entry id, looked up when asked for; what is settled meanwhile is added to it."""

    def __init__(self, connection: Connection, likely: Collection[str]) -> None:
        super().__init__()
        self._connection = connection
        self._asked = set(likely)
        for some in chunks(likely):
            rows = connection.execute(_SLUGS, {"some": some})
            self.update((row.slug, row.entry_id) for row in rows)

    def get(self, slug: str, default: Any = None) -> Any:
        """The entry id that has or had the slug."""
        if slug not in self and slug not in self._asked:
            name, _, number = slug.rpartition("-")
            start = int(number) if number.isascii() and number.isdigit() else 0
            # Where one of `name-2`, `name-3` is asked for, so are those that follow.
            asked = {slug, *(f"{name}-{start + more}" for more in range(_NEXT) if start)}
            for row in self._connection.execute(_SLUGS, {"some": list(asked - self._asked)}):
                self.setdefault(row.slug, row.entry_id)
            self._asked |= asked
        return super().get(slug, default)


class KnownIds:
    """The entry ids ever given: `in` looks into the ledger and into what is settled meanwhile."""

    def __init__(self, connection: Connection, likely: Collection[str]) -> None:
        self._connection = connection
        self._asked = set(likely)
        self._known = set(records_of(connection, likely))

    def __contains__(self, entry_id: object) -> bool:
        if entry_id not in self._asked:
            self._asked.add(str(entry_id))
            self._known.update(records_of(self._connection, [str(entry_id)]))
        return entry_id in self._known

    def add(self, entry_id: str) -> None:
        """From now on it is known."""
        self._known.add(entry_id)


class Labels:
    """Categories, tags and authors with their slugs; a new label gets one, for ever.

    Args:
        connection: in a writing transaction.
        kept: what was looked up in earlier transactions, all of which were kept.
    """

    def __init__(
        self, connection: Connection, kept: dict[tuple[str, str], Term] | None = None
    ) -> None:
        self._connection = connection
        self._kept = {} if kept is None else kept

    def term(self, kind: Kind, label: str) -> Term:
        """The label with its slug; labels that are the same (model.label_key) share it."""
        return Term(self._first(kind, label).slug, label)

    def first(self, kind: Kind, term: Term) -> str:
        """How the first article ever called what a term stands for: its feed is called so."""
        return self._first(kind, term.label).label

    def _first(self, kind: Kind, label: str) -> Term:
        key = label_key(label)
        if (kind, key) not in self._kept:
            row = self._connection.execute(_LABEL, {"of": kind, "key": key}).one_or_none()
            self._kept[kind, key] = Term(*row) if row else self._give(kind, key, label)
        return self._kept[kind, key]

    def _give(self, kind: Kind, key: str, label: str) -> Term:
        wanted = slugify(label)
        slug = unused(wanted, _TakenSlugs(self._connection, kind))
        self._connection.execute(
            labels.insert().values(kind=kind, label_key=key, slug=slug, label=label)
        )
        return Term(slug, label)


class _TakenSlugs:
    def __init__(self, connection: Connection, kind: Kind) -> None:
        self._connection = connection
        self._kind = kind

    def __contains__(self, slug: object) -> bool:
        query = select(labels.c.slug).where(labels.c.kind == self._kind, labels.c.slug == slug)
        return self._connection.scalar(query) is not None


def copy_ledger(source: Connection, target: Connection) -> None:
    """Copy everything remembered from one store into another, empty one."""
    if id_base := recall(source, "id_base"):
        keep(target, "id_base", id_base)
    # Without what archives and digests keep: a copy that shows some begins anew.
    for table in (ledger, slugs, labels, tombstones, tombstone_feeds):
        target.execute(table.delete())
        for rows in _batches(source, table):
            target.execute(table.insert(), rows)


def _batches(source: Connection, table: Any) -> Iterator[list[dict[str, Any]]]:
    result = source.execute(select(table))
    while rows := result.fetchmany(1000):
        yield [dict(row._mapping) for row in rows]


def state_of(connection: Connection, name: str) -> str | None:
    """A value about what can be rebuilt, such as the digest of the reading rules."""
    return connection.scalar(_STATE, {"of": name})


def set_state(connection: Connection, name: str, value: str) -> None:
    """Keep a value about what can be rebuilt."""
    replace_rows(connection, state, state.c.name, [{"name": name, "value": value}])
