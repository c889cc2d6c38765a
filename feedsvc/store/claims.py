"""Keeps claims: which process makes a document now, so only one does however many want it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Integer, String, and_, bindparam, or_, select

from feedsvc.model.feed import Format
from feedsvc.store.bulk import among, chunks, delete_rows
from feedsvc.store.columns import Moment
from feedsvc.store.schema import claims, documents, feeds

CLAIM = timedelta(seconds=2)  # a holder that takes longer counts as dead
ASKED = timedelta(days=7)  # documents not asked for in this time are not made ahead


_FOLLOWING = among(documents.c.follows)
_CLAIM_ASKED = claims.insert().from_select(
    ["feed", "format", "holder", "until"],
    select(
        documents.c.feed,
        documents.c.format,
        bindparam("claimed", type_=String()),
        bindparam("until", type_=Moment()),
    ).where(_FOLLOWING, documents.c.asked > bindparam("since", type_=Moment())),
)
_DROP_FOLLOWING = claims.delete().where(
    claims.c.feed.in_(select(documents.c.feed).where(_FOLLOWING))
)


def claim_asked(connection: Connection, names: Collection[str], holder: str, now: datetime) -> None:
    """Claim the documents lately asked for that follow these feeds: the holder makes them next."""
    delete_rows(connection, claims, claims.c.feed, names)
    for some in chunks(names):
        connection.execute(_DROP_FOLLOWING, {"some": some})
        said = {"some": some, "claimed": holder, "until": now + CLAIM, "since": now - ASKED}
        connection.execute(_CLAIM_ASKED, said)


_IT = and_(claims.c.feed == bindparam("of"), claims.c.format == bindparam("in_"))
_CLAIMED = select(claims.c.holder).where(
    _IT,
    claims.c.holder != bindparam("claimed"),
    claims.c.until > bindparam("now", type_=Moment()),
    # After the clock was set back, a claim from before would last too long.
    claims.c.until <= bindparam("latest", type_=Moment()),
)
_DROP = claims.delete().where(_IT)
_PUT = claims.insert()


def claimed(connection: Connection, feed: str, format: Format, holder: str, now: datetime) -> bool:
    """Whether another holder makes the document of a feed now."""
    asked = {"of": feed, "in_": format, "claimed": holder, "now": now, "latest": now + CLAIM}
    return connection.scalar(_CLAIMED, asked) is not None


def claim(connection: Connection, feed: str, format: Format, holder: str, now: datetime) -> None:
    """Claim the document of a feed for a holder, in place of any claim before."""
    drop_claim(connection, feed, format)
    row = {"feed": feed, "format": format, "holder": holder, "until": now + CLAIM}
    connection.execute(_PUT, row)


def drop_claim(connection: Connection, feed: str, format: Format) -> None:
    """Delete the claim on a document: it was made, or nobody makes it any more."""
    connection.execute(_DROP, {"of": feed, "in_": format})


class Wanted(NamedTuple):
    """A document that should be made ahead, and whether this holder has claimed it."""

    feed: str
    format: Format
    claimed: bool


_LATELY = (
    select(documents.c.feed, documents.c.format, claims.c.holder)
    .join(feeds, feeds.c.name == documents.c.follows)
    .outerjoin(
        claims,
        and_(
            claims.c.feed == documents.c.feed,
            claims.c.format == documents.c.format,
            claims.c.until > bindparam("now", type_=Moment()),
        ),
    )
    .where(
        documents.c.asked > bindparam("since", type_=Moment()),
        or_(
            documents.c.version != feeds.c.version,
            documents.c.valid_from > bindparam("now", type_=Moment()),
            documents.c.valid_until <= bindparam("now", type_=Moment()),
        ),
        or_(claims.c.holder.is_(None), claims.c.holder == bindparam("claimed")),
    )
    # Digests and searches come last: they change less often than the feeds that they follow.
    .order_by(
        documents.c.feed != feeds.c.name,
        *(documents.c.asked.desc(), documents.c.feed, documents.c.format),
    )
    .limit(bindparam("limit", type_=Integer()))
)


def lately_asked(connection: Connection, now: datetime, holder: str, limit: int) -> list[Wanted]:
    """The documents lately asked for that are out of date, the last asked for first.

    Documents that another holder makes now are left out.
    """
    asked = {"now": now, "since": now - ASKED, "claimed": holder, "limit": limit}
    rows = connection.execute(_LATELY, asked)
    return [Wanted(row.feed, row.format, row.holder == holder) for row in rows]
