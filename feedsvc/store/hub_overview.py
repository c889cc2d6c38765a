"""Counts what the hub has and what waits, for whoever watches over it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, or_, select

from feedsvc.store.columns import LIMIT, NOW
from feedsvc.store.hub_schema import hub_blocked, hub_intents, hub_subscriptions

_ALIVE = or_(hub_subscriptions.c.expires.is_(None), hub_subscriptions.c.expires > NOW)
_SUBSCRIBED = and_(hub_subscriptions.c.kind == "push", _ALIVE)
_NUMBER = func.count()
_COUNTS = (
    select(hub_subscriptions.c.kind, _NUMBER.label("number"))
    .where(_ALIVE)
    .group_by(hub_subscriptions.c.kind)
)
_WAITING = select(_NUMBER, func.min(hub_subscriptions.c.due)).where(
    hub_subscriptions.c.due <= NOW, _ALIVE
)
_FAILING = select(_NUMBER).where(hub_subscriptions.c.tries > 0, _ALIVE)
_BY_STATUS = (
    select(hub_subscriptions.c.last_status, _NUMBER.label("number"))
    .where(hub_subscriptions.c.last_status.is_not(None), _ALIVE)
    .group_by(hub_subscriptions.c.last_status)
    .order_by(hub_subscriptions.c.last_status)
)
_BY_HOST = (
    select(hub_subscriptions.c.host, _NUMBER.label("number"))
    .where(_SUBSCRIBED)
    .group_by(hub_subscriptions.c.host)
    .order_by(_NUMBER.desc(), hub_subscriptions.c.host)
    .limit(LIMIT)
)
_BY_TOPIC = (
    select(hub_subscriptions.c.feed, hub_subscriptions.c.format, _NUMBER.label("number"))
    .where(_SUBSCRIBED)
    .group_by(hub_subscriptions.c.feed, hub_subscriptions.c.format)
    .order_by(hub_subscriptions.c.feed, hub_subscriptions.c.format)
)
_OPEN = select(_NUMBER).select_from(hub_intents).where(hub_intents.c.ended.is_(None))
_BLOCKED = select(_NUMBER).select_from(hub_blocked)


class HubOverview(NamedTuple):
    """What the hub has, and what waits.

    Attributes:
        subscribers: subscriptions to documents whose lease runs.
        topics: documents that have subscribers.
        pings: documents of which foreign hubs are told, once for each hub.
        backlog: subscriptions that are due and not sent to yet.
        oldest: since when the first of them waits; None: none waits.
        failing: subscriptions whose last try failed.
        by_status: the last answer -> how many subscriptions had it; 0: none came.
        by_host: the hosts with the most subscriptions, and how many each has.
        intents: requests to subscribe whose callbacks have not answered yet.
        blocked: hosts to which nothing is sent.
    """

    subscribers: int
    topics: int
    pings: int
    backlog: int
    oldest: datetime | None
    failing: int
    by_status: dict[int, int]
    by_host: list[tuple[str, int]]
    intents: int
    blocked: int


def overview(connection: Connection, now: datetime, most_hosts: int = 10) -> HubOverview:
    """What the hub has at a time.

    Args:
        connection: open.
        now: the time.
        most_hosts: how many hosts are told of.
    """
    asked = {"now": now}
    kinds = {row.kind: row.number for row in connection.execute(_COUNTS, asked)}
    backlog, oldest = connection.execute(_WAITING, asked).one()
    hosts = connection.execute(_BY_HOST, asked | {"limit": most_hosts})
    return HubOverview(
        subscribers=kinds.get("push", 0),
        topics=len(subscribers_by_topic(connection, now)),
        pings=kinds.get("ping", 0),
        backlog=backlog,
        oldest=oldest,
        failing=connection.scalar(_FAILING, asked) or 0,
        by_status={row.last_status: row.number for row in connection.execute(_BY_STATUS, asked)},
        by_host=[(row.host, row.number) for row in hosts],
        intents=connection.scalar(_OPEN) or 0,
        blocked=connection.scalar(_BLOCKED) or 0,
    )


def subscribers_by_topic(connection: Connection, now: datetime) -> dict[tuple[str, str], int]:
    """How many subscribers each topic has that has some: feed and format -> number."""
    rows = connection.execute(_BY_TOPIC, {"now": now})
    return {(row.feed, row.format): row.number for row in rows}
