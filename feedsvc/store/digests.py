"""Selects the articles of a feed by date for digests, and keeps what each closed period showed."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    Connection,
    String,
    and_,
    bindparam,
    exists,
    func,
    select,
    union,
    update,
)

from feedsvc.model.feed import FeedName
from feedsvc.store.articles import newest_of, visible
from feedsvc.store.bulk import among, chunks, delete_rows, insert_rows, rows_among
from feedsvc.store.columns import FEED, LIMIT, NOW, Moment
from feedsvc.store.feeds import Selected
from feedsvc.store.schema import digest_periods, fragments, members, were_public

_OTHER_LIMIT = "0:"  # before what a period showed: a digest that lists no article keeps `updated`
_UNTOLD = "0"  # in place of it: the last article left, and nobody is told
TOLD = ":"  # before it: an article was retracted since, so that readers are told of the change
_BEFORE_END = members.c.published < bindparam("until", type_=Moment())
_WITHIN = and_(
    members.c.feed == FEED,
    members.c.published >= bindparam("since", type_=Moment()),
    _BEFORE_END,
)
_NEWEST = (
    select(members.c.published)
    .where(members.c.feed == FEED, _BEFORE_END, visible(members, NOW))
    .order_by(members.c.published.desc())
    .limit(1)
)
_ARTICLES = newest_of(members, _WITHIN, visible(members, NOW))
_COUNT = select(func.count()).select_from(members).where(_WITHIN, visible(members, NOW))
_EXPIRY = select(func.max(members.c.expires)).where(
    _WITHIN, members.c.expires <= NOW, members.c.published < members.c.expires
)
_OF_DOCUMENT = digest_periods.c.document == bindparam("document")
_IN_PERIODS = and_(_OF_DOCUMENT, among(digest_periods.c.period))
_KEPT = select(digest_periods).where(_IN_PERIODS)
_DROP = digest_periods.delete().where(_IN_PERIODS)
_CLOSED = and_(_OF_DOCUMENT, digest_periods.c.until <= NOW)
_LAST_CHANGE = select(func.max(digest_periods.c.updated)).where(_CLOSED)
_WITHOUT_ARTICLE = (
    select(digest_periods)
    .where(
        _CLOSED,
        ~exists().where(
            members.c.feed == FEED,
            members.c.published >= digest_periods.c.since,
            members.c.published < digest_periods.c.until,
            visible(members, NOW),
        ),
    )
    .order_by(digest_periods.c.updated.desc(), digest_periods.c.period.desc())
)
_HELD = _WITHOUT_ARTICLE.where(digest_periods.c.shown.not_in(("", _UNTOLD)))
_EMPTY = _WITHOUT_ARTICLE.where(
    digest_periods.c.shown == "",
    digest_periods.c.updated > bindparam("after", type_=Moment()),
).limit(LIMIT)
_PUBLISHED = union(
    *(
        select(table.c.feed, table.c.published).where(among(table.c.entry_id))
        for table in (members, were_public)
    )
)
_COVERING = select(digest_periods).where(
    digest_periods.c.until > bindparam("first", type_=Moment()),
    digest_periods.c.since <= bindparam("last", type_=Moment()),
    digest_periods.c.shown != "",
)
_BEFORE = (
    select(digest_periods.c.period)
    .where(_OF_DOCUMENT, digest_periods.c.period < bindparam("period", type_=String()))
    .order_by(digest_periods.c.period.desc())
    .limit(LIMIT)
)


class Place(NamedTuple):
    """Where an article stands in digests: its feed and its time."""

    feed: str
    published: datetime


class KeptPeriod(NamedTuple):
    """A closed period as a digest last showed it.

    Attributes:
        period: its name.
        since, until: its start and its end.
        shown: a hash of what it showed, after the most articles that it lists and a colon; empty
            where its last article has left. Marks in front of it tell what happened since.
        updated: when what readers see of it last changed.
    """

    period: str
    since: datetime
    until: datetime
    shown: str
    updated: datetime


def newest_before(
    connection: Connection, feed: str, until: datetime, now: datetime
) -> datetime | None:
    """The publication time of a feed's newest public article before `until`; None: it has none."""
    found: datetime | None = connection.scalar(_NEWEST, {"feed": feed, "until": until, "now": now})
    return found


def articles_within(
    connection: Connection, feed: str, since: datetime, until: datetime, now: datetime, limit: int
) -> list[Selected]:
    """A feed's newest public articles published in a span of time, newest first, ties by id."""
    asked = {"feed": feed, "since": since, "until": until, "now": now, "limit": limit}
    return [Selected(*row) for row in connection.execute(_ARTICLES, asked)]


def count_within(
    connection: Connection, feed: str, since: datetime, until: datetime, now: datetime
) -> int:
    """How many public articles of a feed were published in a span of time."""
    asked = {"feed": feed, "since": since, "until": until, "now": now}
    return connection.scalar(_COUNT, asked) or 0


def last_expiry_within(
    connection: Connection, feed: str, since: datetime, until: datetime, now: datetime
) -> datetime | None:
    """When an article of a feed that was published in a span of time last expired; None: never."""
    asked = {"feed": feed, "since": since, "until": until, "now": now}
    found: datetime | None = connection.scalar(_EXPIRY, asked)
    return found


def kept_periods(
    connection: Connection, document: str, periods: Collection[str]
) -> dict[str, KeptPeriod]:
    """What the store keeps of these periods of a digest: name -> period."""
    rows = rows_among(connection, _KEPT, periods, document=document)
    return {row.period: KeptPeriod(*row[1:]) for row in rows}


def emptied_periods(
    connection: Connection, document: str, feed: str, now: datetime
) -> list[KeptPeriod]:
    """The closed periods that a digest last showed with articles and that have none now."""
    asked = {"document": document, "feed": feed, "now": now}
    return [KeptPeriod(*row[1:]) for row in connection.execute(_HELD, asked)]


def empty_periods(
    connection: Connection, document: str, feed: str, after: datetime, now: datetime, limit: int
) -> list[KeptPeriod]:
    """The closed periods that are kept as empty and are empty now; the latest to become so first.

    Args:
        connection: open.
        document: the name of the digest.
        feed: the name of the feed that it digests.
        after: periods that became empty at this time or before are left out.
        now: decides what is closed and what is public.
        limit: how many at most.
    """
    asked = {"document": document, "feed": feed, "after": after, "now": now, "limit": limit}
    return [KeptPeriod(*row[1:]) for row in connection.execute(_EMPTY, asked)]


def last_change(connection: Connection, document: str, now: datetime) -> datetime | None:
    """When a closed period of a digest last changed; None where none is kept."""
    found: datetime | None = connection.scalar(_LAST_CHANGE, {"document": document, "now": now})
    return found


def put_periods(connection: Connection, document: str, periods: Sequence[KeptPeriod]) -> None:
    """Keep periods of a digest, in place of what was kept of them."""
    for some in chunks([one.period for one in periods]):
        connection.execute(_DROP, {"document": document, "some": some})
    insert_rows(connection, digest_periods, ((document, *one) for one in periods))


def places_of(connection: Connection, entry_ids: Collection[str]) -> set[Place]:
    """The places of those of the entries that are public, or were before a rebuild."""
    return {Place(*row) for row in rows_among(connection, _PUBLISHED, entry_ids)}


def leave_untold(
    connection: Connection, entry_ids: Collection[str], before: Collection[Place], now: datetime
) -> None:
    """Let articles come to periods, or leave them, without a new `updated` of these.

    A period that has no article left is not told either, unless an article was retracted from it
    (tell_of_periods).

    Args:
        connection: in a writing transaction, after the change.
        entry_ids: of the articles.
        before: their places before it.
        now: decides what is public.
    """
    places = places_of(connection, entry_ids).union(before)
    for document, periods in _covering(connection, places).items():
        source = FeedName.parse(document).source
        empty = {one.period for one in emptied_periods(connection, document, source, now)}
        changed = [
            one._replace(
                shown=_UNTOLD if one.period in empty else _OTHER_LIMIT + one.shown.partition(":")[2]
            )
            for one in periods
            if one.shown != _UNTOLD and not one.shown.startswith(TOLD)
        ]
        put_periods(connection, document, changed)


def tell_of_periods(
    connection: Connection, places: Collection[Place], since: datetime | None = None
) -> None:
    """Let readers be told of the periods that articles are retracted from, whatever else leaves.

    Args:
        connection: in a writing transaction, before the change.
        places: of the articles.
        since: when these left untold; None: they stand there still. Periods that were not over
            then never showed them, the others are told even where they show the same as before.
    """
    for document, periods in _covering(connection, places).items():
        changed = [
            one._replace(shown=TOLD + (one.shown if since is None else ""))
            for one in periods
            if one.shown[0] != TOLD and (since is None or one.until <= since)
        ]
        put_periods(connection, document, changed)


def _covering(connection: Connection, places: Collection[Place]) -> dict[str, list[KeptPeriod]]:
    """The periods that hold some of these places, but for those told to be empty; by digest."""
    if not places:
        return {}
    found: dict[str, list[KeptPeriod]] = {}
    times: dict[str, list[datetime]] = {}
    for place in sorted(places, key=lambda place: place.published):
        times.setdefault(place.feed, []).append(place.published)
    span = {"first": min(each[0] for each in times.values())}
    span["last"] = max(each[-1] for each in times.values())
    for row in connection.execute(_COVERING, span):
        one = KeptPeriod(*row[1:])
        known = times.get(FeedName.parse(row.document).source, [])
        at = bisect_left(known, one.since)
        if at < len(known) and known[at] < one.until:
            found.setdefault(row.document, []).append(one)
    return found


def periods_before(connection: Connection, document: str, period: str, limit: int) -> list[str]:
    """The names of the kept periods of a digest before one, the latest first."""
    asked = {"document": document, "period": period, "limit": limit}
    return list(connection.scalars(_BEFORE, asked))


def drop_fragments(connection: Connection, entry_ids: Collection[str]) -> None:
    """Delete the fragments of entries."""
    delete_rows(connection, fragments, fragments.c.entry_id, entry_ids)


def has_ahead(connection: Connection, now: datetime) -> bool:
    """Whether a period changed at a time that lies ahead, because a clock was wrong."""
    found = select(digest_periods.c.period).where(digest_periods.c.updated > NOW).limit(1)
    return connection.scalar(found, {"now": now}) is not None


def end_ahead(connection: Connection, now: datetime) -> None:
    """Let the periods that changed at a time that lies ahead have changed now."""
    late = update(digest_periods).where(digest_periods.c.updated > NOW)
    connection.execute(late.values(updated=now), {"now": now})
