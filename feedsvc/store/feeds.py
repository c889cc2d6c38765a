"""Keeps the feeds with their versions, and selects the entries that a feed holds at a time."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from itertools import accumulate
from typing import NamedTuple

from sqlalchemy import (
    Connection,
    Integer,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)

from feedsvc.settings import FeedSettings
from feedsvc.store.article_editions import DATE_CHANGES
from feedsvc.store.articles import visible
from feedsvc.store.bulk import among, chunks, delete_rows, rows_among
from feedsvc.store.claims import claim_asked
from feedsvc.store.columns import NOW, Moment
from feedsvc.store.feed_labels import feed_labels
from feedsvc.store.schema import articles, feeds, members, state

NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # when a feed opens that holds no entry
LEAST_SHOWN = 10  # entries of a feed, where it has them, however long they are
EDITION = "edition"  # the name of the number in `state` that every publishing transaction raises


class FeedRow(NamedTuple):
    """A feed as the store keeps it.

    Attributes:
        name: such as `category/world`.
        label: what articles call the category, tag or author.
        version: the edition in which it last changed.
        changed: when it last changed.
        opened: when its first entry is public; before that the feed is on no answer.
    """

    name: str
    label: str
    version: int
    changed: datetime
    opened: datetime


class Selected(NamedTuple):
    """An entry selected for a feed; `weight` is about how many bytes it adds to a document."""

    entry_id: str
    digest: str
    updated: datetime
    published: datetime
    weight: int


# Built once: building a statement costs more than running it.
SELECTED = (
    members.c.entry_id,
    articles.c.digest,
    articles.c.updated,
    members.c.published,
    articles.c.weight,
)
_PUBLIC = (
    select(*SELECTED)
    .join(articles, articles.c.entry_id == members.c.entry_id)
    .where(members.c.feed == bindparam("feed"), visible(members, NOW))
    .limit(bindparam("limit", type_=Integer()))
)
_ENTRIES = _PUBLIC.order_by(members.c.published.desc(), members.c.entry_id.desc())
_CORRECTED = _PUBLIC.where(
    members.c.corrected > bindparam("after", type_=Moment()),
    members.c.corrected <= NOW,
).order_by(members.c.corrected.desc(), members.c.entry_id.desc())
_PLACES = (
    select(members.c.published, members.c.entry_id)
    .where(
        members.c.feed == bindparam("feed"),
        visible(members, NOW),
        tuple_(members.c.published, members.c.entry_id)
        < tuple_(bindparam("published", type_=Moment()), bindparam("entry_id")),
    )
    .order_by(members.c.published.desc(), members.c.entry_id.desc())
    .limit(bindparam("limit", type_=Integer()))
)
_EDITION = select(state.c.value).where(state.c.name == EDITION)
_RAISE = update(state).where(state.c.name == EDITION).values(value=bindparam("to"))
_FEEDS = select(feeds).where(among(feeds.c.name))
_PUBLIC_IN = select(members.c.entry_id, members.c.feed).where(
    among(members.c.entry_id), visible(members, NOW)
)
_HAS_ENTRIES = select(exists().where(members.c.feed == bindparam("feed"), visible(members, NOW)))
_STILL_SPELLED = select(feeds.c.name, feeds.c.label).where(
    among(feeds.c.name),
    exists().where(
        members.c.feed == feeds.c.name,
        members.c.label == feeds.c.label,
        visible(members, NOW),
    ),
)
_HOLDING = select(members.c.feed).where(among(members.c.entry_id)).distinct()
_FEED = select(feeds).where(feeds.c.name == bindparam("name"))


def select_entries(connection: Connection, feed: str, now: datetime, limit: int) -> list[Selected]:
    """A feed's newest public entries, newest first, ties by id."""
    asked = {"feed": feed, "now": now, "limit": limit}
    return [Selected(*row) for row in connection.execute(_ENTRIES, asked)]


def count_fitting(found: Sequence[Selected], shows: FeedSettings) -> int:
    """How many of a feed's newest entries its document shows, by number and weight.

    At least ten, so that none hides the others from those who poll seldom.
    """
    newest = found[: shows.entries]
    weights = accumulate(weight_shown(one.weight, shows) for one in newest)
    return max(sum(weight <= shows.budget for weight in weights), min(len(newest), LEAST_SHOWN))


def weight_shown(weight: int, shows: FeedSettings) -> int:
    """About how many bytes an entry adds to a document, where a large one has its summary only.

    Args:
        weight: of the entry with its full text.
        shows: say how long that may be.
    """
    return weight if weight * 4 // 5 <= shows.longest_text else shows.longest_text // 4


def newest_entries(
    connection: Connection, feed: str, now: datetime, shows: FeedSettings
) -> list[Selected]:
    """A feed's newest entries, as many as fit in one document by number and weight."""
    found = select_entries(connection, feed, now, shows.entries)
    return found[: count_fitting(found, shows)]


def shown_entries(
    connection: Connection, feed: str, now: datetime, shows: FeedSettings
) -> list[Selected]:
    """The entries that a feed's documents show, newest first, ties by id.

    These are the newest ones, and at most as many older ones that were corrected lately.
    """
    found = newest_entries(connection, feed, now, shows)
    if not shows.correction_days:
        return found
    newest = {one.entry_id for one in found}
    # Half of those found may be among the newest already.
    asked = {"feed": feed, "now": now, "after": now - shows.corrections, "limit": 2 * shows.entries}
    corrected = [Selected(*row) for row in connection.execute(_CORRECTED, asked)]
    found += [one for one in corrected if one.entry_id not in newest][: shows.entries]
    return sorted(found, key=lambda one: (one.published, one.entry_id), reverse=True)


def places(
    connection: Connection,
    feed: str,
    now: datetime,
    limit: int,
    after: tuple[datetime, str] = (NEVER, ""),
) -> list[tuple[datetime, str]]:
    """Publication time and id of a feed's newest public entries, in the order of select_entries.

    Args:
        connection: open.
        feed: its name.
        now: decides what is public.
        limit: how many at most.
        after: time and id of the entry after which to begin.
    """
    asked = {"feed": feed, "now": now, "limit": limit, "published": after[0], "entry_id": after[1]}
    return [(row.published, row.entry_id) for row in connection.execute(_PLACES, asked)]


def public_in(
    connection: Connection, entry_ids: Collection[str], now: datetime
) -> dict[str, set[str]]:
    """For those of these entries that are public, the feeds that hold them: id -> feed names."""
    found: dict[str, set[str]] = {}
    for some in chunks(entry_ids):
        for row in connection.execute(_PUBLIC_IN, {"some": some, "now": now}):
            found.setdefault(row.entry_id, set()).add(row.feed)
    return found


def feeds_holding(connection: Connection, entry_ids: Collection[str]) -> set[str]:
    """The names of the feeds that hold any of these articles, public or not."""
    found: set[str] = set()
    for some in chunks(entry_ids):
        found.update(connection.scalars(_HOLDING, {"some": some}))
    return found


def touch_feeds(connection: Connection, names: Collection[str], now: datetime) -> None:
    """Publish a change: the feeds that changed get the number of a new edition as their version.

    No number is used twice. The cost does not depend on the number of articles.

    Args:
        connection: in a writing transaction, after the articles were put.
        names: of the feeds.
        now: the time of the change.
    """
    if not names:
        return
    edition = next_edition(connection)
    known = {row.name: row for row in _feed_rows(connection, names)}
    # A feed that is open stays open, so only the others need their first entry looked up.
    closed = [name for name in names if name not in known or known[name].opened > now]
    opened = _first_entries(connection, closed, now)
    shown = sorted(name for name in names if name in known or name in opened)
    called: dict[str, str] = {}
    for name, label in rows_among(connection, _STILL_SPELLED, names, now=now):
        called[name] = label
    if others := [name for name in shown if name not in called]:
        before = {name: row.label for name, row in known.items()}
        called |= feed_labels(connection, others, before, now)
    rows = []
    for name in shown:
        row = known.get(name)
        # Until it opens, it has only held entries that nobody may see yet.
        since = row.opened if row and row.opened <= now else opened.get(name, NEVER)
        rows.append(FeedRow(name, called[name], edition, now, since)._asdict())
    delete_rows(connection, feeds, feeds.c.name, names)
    if rows:
        connection.execute(feeds.insert(), rows)
    if holder := connection.get_execution_options().get("feedsvc_holder", ""):
        claim_asked(connection, [name for name in names if name in known], holder, now)


def next_edition(connection: Connection) -> int:
    """Raise and return the number that tells readers of the store that something was published."""
    edition = int(connection.scalar(_EDITION) or 0) + 1
    if not connection.execute(_RAISE, {"to": str(edition)}).rowcount:
        connection.execute(state.insert().values(name=EDITION, value=str(edition)))
    connection.execute(DATE_CHANGES, {"to": edition})
    return edition


def _first_entries(
    connection: Connection, names: Iterable[str], now: datetime
) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for some in chunks(names):
        query = (
            select(members.c.feed, func.min(members.c.published).label("first"))
            .where(members.c.feed.in_(some))
            .where(
                or_(
                    members.c.expires.is_(None),
                    # An article that expires before it is published is never public.
                    and_(members.c.expires > now, members.c.expires > members.c.published),
                )
            )
            .group_by(members.c.feed)
        )
        found.update((row.feed, row.first) for row in connection.execute(query))
    return found


def _feed_rows(connection: Connection, names: Iterable[str]) -> list[FeedRow]:
    return [FeedRow(**row._mapping) for row in rows_among(connection, _FEEDS, names)]


def feed_row(connection: Connection, name: str) -> FeedRow | None:
    """The row of a feed; None where the store has none."""
    row = connection.execute(_FEED, {"name": name}).one_or_none()
    return FeedRow(**row._mapping) if row else None


def open_feeds(connection: Connection, now: datetime) -> list[tuple[FeedRow, int, datetime | None]]:
    """The feeds that have had a public entry, by name.

    Returns:
        for each the feed, how many entries it holds, and the publication time of the newest.
    """
    count = func.count(members.c.entry_id)
    query = (
        select(feeds, count.label("entries"), func.max(members.c.published).label("newest"))
        .outerjoin(members, and_(members.c.feed == feeds.c.name, visible(members, now)))
        .where(feeds.c.opened <= now)
        .group_by(*feeds.c)
        .order_by(feeds.c.name)
    )
    found = []
    for row in connection.execute(query):
        feed = FeedRow(row.name, row.label, row.version, row.changed, row.opened)
        found.append((feed, row.entries, row.newest))
    return found


def has_entries(connection: Connection, feed: str, now: datetime) -> bool:
    """Whether a feed holds a public entry."""
    return bool(connection.scalar(_HAS_ENTRIES, {"feed": feed, "now": now}))


def open_feeds_of(connection: Connection, kind: str, now: datetime) -> list[FeedRow]:
    """The feeds of a kind that hold a public entry, by name."""
    held = exists().where(members.c.feed == feeds.c.name, visible(members, now))
    query = select(feeds).where(feeds.c.name.startswith(f"{kind}/"), held).order_by(feeds.c.name)
    return [FeedRow(**row._mapping) for row in connection.execute(query)]
