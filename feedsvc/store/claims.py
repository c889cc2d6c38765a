"""Claims: who makes a document now, so that it is made once however many processes want it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, literal, or_, select

from feedsvc.feeds import Format
from feedsvc.store.batches import chunks, delete_rows
from feedsvc.store.schema import Moment, claims, documents, feeds

CLAIM = timedelta(seconds=2)  # whoever has not made it by then has died
ASKED = timedelta(days=7)  # documents that nobody wanted for that long are made when they are


def claim_asked(connection: Connection, names: Collection[str], holder: str, now: datetime) -> None:
    """Claim the documents of these feeds that were lately asked for: the holder makes them next."""
    for some in chunks(names):
        wanted = and_(documents.c.feed.in_(some), documents.c.asked > now - ASKED)
        delete_rows(connection, claims, claims.c.feed, some)
        connection.execute(
            claims.insert().from_select(
                ["feed", "format", "holder", "until"],
                select(
                    documents.c.feed,
                    documents.c.format,
                    literal(holder),
                    literal(now + CLAIM, Moment()),
                ).where(wanted),
            )
        )


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


def lately_asked(connection: Connection, now: datetime, holder: str) -> list[tuple[str, Format]]:
    """Documents lately asked for that no longer hold, by feed and format, newest question first.

    Those that somebody else makes now are not among them.
    """
    others = select(claims.c.feed).where(
        claims.c.feed == documents.c.feed,
        claims.c.format == documents.c.format,
        claims.c.holder != holder,
        claims.c.until > now,
    )
    query = (
        select(documents.c.feed, documents.c.format)
        .join(feeds, feeds.c.name == documents.c.feed)
        .where(
            documents.c.asked > now - ASKED,
            or_(documents.c.version != feeds.c.version, documents.c.valid_until <= now),
            ~others.exists(),
        )
        .order_by(documents.c.asked.desc(), documents.c.feed, documents.c.format)
    )
    return [(row.feed, row.format) for row in connection.execute(query)]
