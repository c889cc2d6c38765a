"""Keeps what a hook is yet to be told: how what readers see differs from what they saw before.

Nothing notes changes as they are published. What is public now is compared with what was, so that
a change is told whatever brought it: a file, new settings or time.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    Select,
    String,
    Text,
    and_,
    delete,
    func,
    or_,
    select,
)

from feedsvc.model.feed import EVERYTHING
from feedsvc.store.articles import visible
from feedsvc.store.bulk import delete_rows, insert_rows
from feedsvc.store.columns import LIMIT, NOW, Moment
from feedsvc.store.feeds import public_in
from feedsvc.store.ledger import keep, recall, state_of
from feedsvc.store.long_texts import ENTRY_ID
from feedsvc.store.schema import articles, kept, kept_table, members, tombstones

MOST_WAITING = 10_000  # events; beyond that, the oldest are given up
_SINCE, _TROUBLE, _GIVEN_UP = "hooks-since", "hooks-trouble", "hooks-given-up"

hook_seen = kept_table(
    "hook_seen",
    Column("entry_id", ENTRY_ID, primary_key=True),
    Column("slug", Text, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("corrected", Moment),
    Column("published", Moment, nullable=False),
    Column("feeds", Text, nullable=False),  # names, one a line
)
hook_events = kept_table(
    "hook_events",
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("entry_id", ENTRY_ID, nullable=False),
    Column("slug", Text, nullable=False),
    Column("published", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("feeds", Text, nullable=False),
    sqlite_autoincrement=True,  # no number is given twice
)

_PUBLIC = and_(members.c.feed == EVERYTHING, visible(members, NOW))
_SHOWN: Select[Any] = (
    select(
        members.c.entry_id,
        articles.c.slug,
        articles.c.updated,
        members.c.corrected,
        members.c.published,
        hook_seen.c.entry_id.label("known"),
        hook_seen.c.corrected.label("corrected_before"),
    )
    .join(articles, articles.c.entry_id == members.c.entry_id)
    .join(hook_seen, hook_seen.c.entry_id == members.c.entry_id, isouter=True)
    .where(_PUBLIC)
)
_ANOTHER = or_(
    hook_seen.c.entry_id.is_(None),
    hook_seen.c.updated != articles.c.updated,
    hook_seen.c.slug != articles.c.slug,
    func.coalesce(hook_seen.c.corrected, 0) != func.coalesce(members.c.corrected, 0),
)
_CHANGED = _SHOWN.where(_ANOTHER).order_by(members.c.published, members.c.entry_id)
_STILL = select(members.c.entry_id).where(_PUBLIC, members.c.entry_id == hook_seen.c.entry_id)
_RETRACTED = and_(
    tombstones.c.entry_id == hook_seen.c.entry_id,
    or_(tombstones.c.until.is_(None), tombstones.c.until > NOW),
)
_LEFT = (
    select(hook_seen, tombstones.c.entry_id.label("retracted"))
    .join(tombstones, _RETRACTED, isouter=True)
    .where(~_STILL.exists())
    .order_by(hook_seen.c.entry_id)
)
_WAITING = select(hook_events).order_by(hook_events.c.number).limit(LIMIT)


class Event(NamedTuple):
    """A change that readers saw.

    Attributes:
        number: of the event; no other has it.
        at: when it was seen.
        kind: new, changed, corrected, withdrawn or gone.
        entry_id, slug: of the entry.
        published, updated: its times.
        feeds: the feeds that hold or held it.
    """

    number: int
    at: datetime
    kind: str
    entry_id: str
    slug: str
    published: datetime
    updated: datetime
    feeds: tuple[str, ...]


class HookState(NamedTuple):
    """How telling goes.

    Attributes:
        begun: whether changes are noted.
        waiting: events that are yet to be told.
        trouble: why the last try failed, if it did.
        given_up: how many events were given up since there is a hook.
    """

    begun: bool
    waiting: int
    trouble: str
    given_up: int


def begin(connection: Connection, now: datetime) -> bool:
    """Let what is public now count as seen, where nothing is yet; whether that was so."""
    if recall(connection, _SINCE) is not None:
        return False
    keep(connection, _SINCE, now.isoformat())
    shown = connection.execute(_SHOWN, {"now": now}).all()
    _see(connection, shown, now)
    return True


def forget(connection: Connection) -> None:
    """Forget all, as there is no hook any more."""
    for table in (hook_seen, hook_events):
        connection.execute(delete(table))
    delete_rows(connection, kept, kept.c.name, (_SINCE, _TROUBLE, _GIVEN_UP))


def is_begun(connection: Connection) -> bool:
    """Whether changes are noted."""
    return recall(connection, _SINCE) is not None


def can_tell(connection: Connection) -> bool:
    """Whether the store has all that is public: not while it is made anew."""
    return state_of(connection, "indexed") is not None


def has_changed(connection: Connection, now: datetime) -> bool:
    """Whether readers see another state than was last noted."""
    asked = {"now": now}
    return any(connection.execute(query.limit(1), asked).first() for query in (_CHANGED, _LEFT))


def note_changes(connection: Connection, now: datetime) -> int:
    """Note how what readers see differs from what was last noted; how many changes.

    Args:
        connection: in a writing transaction.
        now: decides what is public, and is the time of the changes.
    """
    shown = connection.execute(_CHANGED, {"now": now}).all()
    left = connection.execute(_LEFT, {"now": now}).all()
    feeds = _see(connection, shown, now)
    delete_rows(connection, hook_seen, hook_seen.c.entry_id, [row.entry_id for row in left])
    rows = [_event(now, "withdrawn" if row.retracted else "gone", row, row.feeds) for row in left]
    rows += [_event(now, _kind(row), row, feeds[row.entry_id]) for row in shown]
    if rows:
        connection.execute(hook_events.insert(), rows)
    return len(rows)


def _kind(row: Any) -> str:
    if row.known is None:
        return "new"
    return "corrected" if row.corrected and row.corrected != row.corrected_before else "changed"


def _event(now: datetime, kind: str, row: Any, feeds: str) -> dict[str, Any]:
    return {
        "at": now,
        "kind": kind,
        "entry_id": row.entry_id,
        "slug": row.slug,
        "published": row.published,
        "updated": row.updated,
        "feeds": feeds,
    }


def _see(connection: Connection, shown: Collection[Any], now: datetime) -> dict[str, str]:
    """Let entries count as seen as they are now; the names of their feeds, one a line, by id."""
    ids = [row.entry_id for row in shown]
    held = public_in(connection, ids, now)
    feeds = {one: "\n".join(sorted(held.get(one, ()))) for one in ids}
    delete_rows(connection, hook_seen, hook_seen.c.entry_id, ids)
    rows = ((*row[:5], feeds[row.entry_id]) for row in shown)
    insert_rows(connection, hook_seen, rows)
    return feeds


def waiting(connection: Connection, limit: int) -> list[Event]:
    """The first events that are yet to be told."""
    rows = connection.execute(_WAITING, {"limit": limit})
    return [
        Event(
            row.number,
            row.at,
            row.kind,
            row.entry_id,
            row.slug,
            row.published,
            row.updated,
            tuple(row.feeds.split("\n")),
        )
        for row in rows
    ]


def mark_told(connection: Connection, numbers: Iterable[int]) -> None:
    """Forget events that were told, and the trouble before."""
    delete_rows(connection, hook_events, hook_events.c.number, list(numbers))
    delete_rows(connection, kept, kept.c.name, (_TROUBLE,))


def give_up(connection: Connection, before: datetime) -> int:
    """Give up events from before a time, and the oldest where too many wait; how many."""
    late = delete(hook_events).where(hook_events.c.at < before)
    number = connection.execute(late).rowcount
    newest = select(hook_events.c.number).order_by(hook_events.c.number.desc())
    last = connection.scalar(newest.offset(MOST_WAITING).limit(1))
    if last is not None:
        many = delete(hook_events).where(hook_events.c.number <= last)
        number += connection.execute(many).rowcount
    if number:
        keep(connection, _GIVEN_UP, str(int(recall(connection, _GIVEN_UP) or 0) + number))
    return number


def note_trouble(connection: Connection, reason: str) -> None:
    """Keep why a try failed."""
    keep(connection, _TROUBLE, reason)


def hook_state(connection: Connection) -> HookState:
    """How telling goes."""
    return HookState(
        is_begun(connection),
        connection.scalar(select(func.count()).select_from(hook_events)) or 0,
        recall(connection, _TROUBLE) or "",
        int(recall(connection, _GIVEN_UP) or 0),
    )
