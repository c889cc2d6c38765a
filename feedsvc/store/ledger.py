"""Keeps the ledger: what is remembered for ever of articles and their slugs.

A few single values are kept here too.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    and_,
    bindparam,
    func,
    or_,
    select,
    type_coerce,
    update,
)

from feedsvc.model.ledger_record import Record, SlugOwner
from feedsvc.settings import Settings
from feedsvc.store.bulk import among, chunks, delete_rows, insert_rows, replace_rows, rows_among
from feedsvc.store.columns import NOW
from feedsvc.store.schema import (
    kept,
    ledger,
    slugs,
    state,
)

# Built once: building a statement costs more than running it.
_RECALL = select(kept.c.value).where(kept.c.name == bindparam("of"))
_STATE = select(state.c.value).where(state.c.name == bindparam("of"))


def id_base_of(connection: Connection, settings: Settings) -> str:
    """What ids are made with: as the store keeps it, which outlives the settings."""
    return recall(connection, "id_base") or settings.tag_authority


def recall(connection: Connection, name: str) -> str | None:
    """A single value that is kept for ever, such as `id_base`; None where there is none."""
    return connection.scalar(_RECALL, {"of": name})


def keep(connection: Connection, name: str, value: str) -> None:
    """Keep a single value for ever."""
    replace_rows(connection, kept, kept.c.name, [{"name": name, "value": value}])


_PRESENT_AT = select(ledger).where(among(ledger.c.path), ledger.c.present)
_PAST_AT = (
    select(ledger)
    .where(among(ledger.c.path), ledger.c.present.is_(False))
    .order_by(ledger.c.first_seen, ledger.c.entry_id)
)
_OF_IDS = select(ledger).where(among(ledger.c.entry_id))
_STATING = select(ledger).where(among(ledger.c.stated))
_SLUGS = select(slugs).where(among(slugs.c.slug))
_SLUGS_OF = select(slugs).where(among(slugs.c.entry_id))
_NEXT = 16
_in_order: Callable[[Record], tuple[Any, ...]] = attrgetter(*ledger.c.keys())


def records_at(connection: Connection, paths: Collection[str]) -> dict[str, Record]:
    """The records of the articles whose files are at these paths: path -> record."""
    rows = rows_among(connection, _PRESENT_AT, paths)
    return {row.path: Record(**row._mapping) for row in rows}


def past_records_at(connection: Connection, paths: Collection[str]) -> dict[str, Record]:
    """The records of articles whose files were last at these paths and are gone: path -> record."""
    rows = rows_among(connection, _PAST_AT, paths)
    return {row.path: Record(**row._mapping) for row in rows}


def records_of(connection: Connection, entry_ids: Collection[str]) -> dict[str, Record]:
    """The records of these entry ids: id -> record."""
    rows = rows_among(connection, _OF_IDS, entry_ids)
    return {row.entry_id: Record(**row._mapping) for row in rows}


def records_stating(connection: Connection, stated: Collection[str]) -> dict[str, Record]:
    """The records of the articles whose files state these ids without having them: id -> record."""
    rows = rows_among(connection, _STATING, stated)
    return {row.stated: Record(**row._mapping) for row in rows}


_CONTRADICTED = select(ledger.c.path).where(
    ledger.c.present,
    or_(
        ledger.c.first_seen > NOW,
        ledger.c.shown > NOW,
        ledger.c.corrected > NOW,
        ledger.c.returns <= NOW,
    ),
)
# More time has passed since the clock was set back than is left until the earlier time.
_OUTLIVED = and_(
    ledger.c.returns > NOW,
    *(
        type_coerce(NOW, BigInteger) - type_coerce(since, BigInteger)
        > type_coerce(ledger.c.returns, BigInteger) - type_coerce(NOW, BigInteger)
        for since in (ledger.c.first_seen, func.coalesce(ledger.c.shown, ledger.c.first_seen))
    ),
)


def paths_contradicted(connection: Connection, now: datetime) -> set[str]:
    """The files of articles that were seen after a time, or had been before their clock was set."""
    return set(connection.scalars(_CONTRADICTED, {"now": now}))


def has_outlived(connection: Connection, now: datetime) -> bool:
    """Whether forget_outlived has anything to forget."""
    found = select(ledger.c.entry_id).where(_OUTLIVED).limit(1)
    return connection.scalar(found, {"now": now}) is not None


def forget_outlived(connection: Connection, now: datetime) -> None:
    """Forget what was kept before a clock was set back, where the clock has been right since."""
    values = {"ahead": None, "returns": None}
    connection.execute(update(ledger).where(_OUTLIVED).values(values), {"now": now})


def count_present(connection: Connection, limit: int) -> int:
    """How many articles had a file at the last look; counts no further than a limit."""
    some = select(ledger.c.entry_id).where(ledger.c.present).limit(limit).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def remember(
    connection: Connection,
    records: Collection[Record],
    given: Mapping[str, SlugOwner],
    *,
    new: Collection[str] = (),
) -> None:
    """Keep these records, in place of those under the same ids.

    Args:
        connection: in a writing transaction.
        records: each has a slug that belongs to it already, or is in `given`.
        given: the owners of slugs, where these are new.
        new: the entry ids of which the ledger has no record yet.
    """
    old = [record.entry_id for record in records if record.entry_id not in new]
    delete_rows(connection, ledger, ledger.c.entry_id, old)
    insert_rows(connection, ledger, map(_in_order, records))
    delete_rows(connection, slugs, slugs.c.slug, given)
    insert_rows(connection, slugs, ((slug, *owner) for slug, owner in given.items()))


def mark_gone(connection: Connection, entry_ids: Collection[str], now: datetime) -> None:
    """Remember that the files of these articles are gone, and which of them were never public.

    Reads the whole table of slugs, however few are gone.
    """
    for some in chunks(entry_ids):
        connection.execute(update(ledger).where(ledger.c.entry_id.in_(some)).values(present=False))
        ahead = update(slugs).where(slugs.c.entry_id.in_(some), slugs.c.since > NOW)
        connection.execute(ahead.values(since=None), {"now": now})


def give_up(connection: Connection, entry_ids: Collection[str]) -> None:
    """Remember that no file will be these articles again: their files now have other ids."""
    for some in chunks(entry_ids):
        others = update(ledger).where(ledger.c.entry_id.in_(some))
        connection.execute(others.values(present=False, path=""))


def pass_slugs(connection: Connection, heirs: Mapping[str, str]) -> None:
    """Pass the slugs that entries have or had on to other entries.

    Reads the whole table of slugs, however few are passed on.

    Args:
        connection: in a writing transaction.
        heirs: entry id -> the entry id that it has become.
    """
    rows = rows_among(connection, _SLUGS_OF, heirs)
    found = [(row.slug, heirs[row.entry_id], row.since) for row in rows]
    delete_rows(connection, slugs, slugs.c.slug, [slug for slug, *_ in found])
    insert_rows(connection, slugs, found)


def slug_owner(connection: Connection, slug: str) -> str | None:
    """The id of the entry that has or once had a slug; None: no entry ever had it."""
    return connection.scalar(select(slugs.c.entry_id).where(slugs.c.slug == slug))


class SlugOwners(dict[str, SlugOwner]):
    """The owners of slugs, looked up in the store when asked for.

    The caller adds the slugs that it gives away.

    Args:
        connection: open.
        likely: slugs to look up with the first.
    """

    def __init__(self, connection: Connection, likely: Collection[str]) -> None:
        super().__init__()
        self._connection = connection
        self._likely = set(likely)
        self._asked: set[str] = set()

    def get(self, slug: str, default: Any = None) -> Any:
        """The owner of a slug."""
        if slug not in self and slug not in self._asked:
            name, _, number = slug.rpartition("-")
            start = int(number) if number.isascii() and number.isdigit() else 0
            # After `name-2` is asked for, `name-3` and those that follow usually are too.
            asked = {slug, *(f"{name}-{start + more}" for more in range(_NEXT) if start)}
            asked |= self._likely
            for found, *owner in rows_among(self._connection, _SLUGS, asked - self._asked):
                self.setdefault(found, SlugOwner(*owner))
            self._asked |= asked
        return super().get(slug, default)


class KnownIds(set[str]):
    """All entry ids ever given: `in` looks them up in the ledger and among those added since.

    Args:
        connection: open.
        likely: ids to look up at once.
    """

    def __init__(self, connection: Connection, likely: Collection[str]) -> None:
        super().__init__(records_of(connection, likely))
        self._connection = connection
        self._asked = set(likely)

    def __contains__(self, entry_id: object) -> bool:
        if entry_id not in self._asked:
            self._asked.add(str(entry_id))
            self.update(records_of(self._connection, [str(entry_id)]))
        return super().__contains__(entry_id)


def state_of(connection: Connection, name: str) -> str | None:
    """A value that goes with the rebuildable tables, such as the digest of the reading rules."""
    return connection.scalar(_STATE, {"of": name})


def set_state(connection: Connection, name: str, value: str) -> None:
    """Keep a value that goes with the rebuildable tables."""
    replace_rows(connection, state, state.c.name, [{"name": name, "value": value}])
