"""Claims: who makes a document now, so that it is made once however many processes want it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Integer, String, and_, bindparam, case, func, or_, select

from feedsvc.model.feed import DIGESTS, EVERYTHING, Format, digest_name, split_document
from feedsvc.store.bulk import among, chunks, delete_rows
from feedsvc.store.columns import Moment
from feedsvc.store.schema import claims, documents, feeds

CLAIM = timedelta(seconds=2)  # whoever has not made it by then has died
ASKED = timedelta(days=7)  # documents that nobody wanted for that long are made when they are


# A range, which an index finds: each save asks, however many documents there are.
_OF_SEARCH = and_(documents.c.feed >= "search/", documents.c.feed < "search0")
_SEARCHES = select(documents.c.feed).where(_OF_SEARCH).distinct()
_CLAIM_ASKED = claims.insert().from_select(
    ["feed", "format", "holder", "until"],
    select(
        documents.c.feed,
        documents.c.format,
        bindparam("mine", type_=String()),
        bindparam("until", type_=Moment()),
    ).where(among(documents.c.feed), documents.c.asked > bindparam("since", type_=Moment())),
)


def claim_asked(connection: Connection, names: Collection[str], holder: str, now: datetime) -> None:
    """Claim the documents of these feeds that were lately asked for: the holder makes them next.

    Those of searches change with everything, those of digests with the feed that they are of.
    """
    digests = (digest_name(name, kind) for name in names for kind in DIGESTS)
    names = [*names, *(name for name in digests if split_document(name).digest)]
    if EVERYTHING in names:
        names = [*names, *connection.scalars(_SEARCHES)]
    delete_rows(connection, claims, claims.c.feed, names)
    for some in chunks(names):
        said = {"some": some, "mine": holder, "until": now + CLAIM, "since": now - ASKED}
        connection.execute(_CLAIM_ASKED, said)


_IT = and_(claims.c.feed == bindparam("of"), claims.c.format == bindparam("in_"))
_CLAIMED = select(claims.c.holder).where(
    _IT,
    claims.c.holder != bindparam("mine"),
    claims.c.until > bindparam("now", type_=Moment()),
    # A clock that was set back would make a claim last.
    claims.c.until <= bindparam("latest", type_=Moment()),
)
_DROP = claims.delete().where(_IT)
_PUT = claims.insert()


def claimed(connection: Connection, feed: str, format: Format, holder: str, now: datetime) -> bool:
    """Whether somebody else makes the document of a feed now."""
    asked = {"of": feed, "in_": format, "mine": holder, "now": now, "latest": now + CLAIM}
    return connection.scalar(_CLAIMED, asked) is not None


def claim(connection: Connection, feed: str, format: Format, holder: str, now: datetime) -> None:
    """Say that the document of a feed is being made, instead of whatever was said before."""
    drop_claim(connection, feed, format)
    row = {"feed": feed, "format": format, "holder": holder, "until": now + CLAIM}
    connection.execute(_PUT, row)


def drop_claim(connection: Connection, feed: str, format: Format) -> None:
    """It was made, or nobody makes it any more."""
    connection.execute(_DROP, {"of": feed, "in_": format})


class Wanted(NamedTuple):
    """A document that is to be made, and whether this holder has claimed it."""

    feed: str
    format: Format
    mine: bool


# The feed that a document is of, as feeds.split_document has it; archives are not made ahead.
_FEED_OF = case(
    *((documents.c.feed == digest_name(EVERYTHING, kind), EVERYTHING) for kind in DIGESTS),
    *(
        (
            documents.c.feed.endswith(digest_name("", kind)),
            func.substr(documents.c.feed, 1, func.length(documents.c.feed) - len(end)),
        )
        for kind in DIGESTS
        for end in [digest_name("", kind)]
    ),
    else_=case((_OF_SEARCH, EVERYTHING), else_=documents.c.feed),
)
_LATELY = (
    select(documents.c.feed, documents.c.format, claims.c.holder)
    .join(feeds, feeds.c.name == _FEED_OF)
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
        or_(claims.c.holder.is_(None), claims.c.holder == bindparam("mine")),
    )
    # Digests wait: what they show changes less often than the feeds that they are of.
    .order_by(
        documents.c.feed != feeds.c.name,
        *(documents.c.asked.desc(), documents.c.feed, documents.c.format),
    )
    .limit(bindparam("limit", type_=Integer()))
)


def lately_asked(connection: Connection, now: datetime, holder: str, limit: int) -> list[Wanted]:
    """Documents lately asked for that no longer hold, newest question first.

    Those that somebody else makes now are not among them.
    """
    asked = {"now": now, "since": now - ASKED, "mine": holder, "limit": limit}
    rows = connection.execute(_LATELY, asked)
    return [Wanted(row.feed, row.format, row.holder == holder) for row in rows]
