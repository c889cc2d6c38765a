"""Keeps the hosts to which nothing is sent, neither documents nor questions."""

from datetime import datetime

from sqlalchemy import Connection, delete, exists, null, select, update

from feedsvc.store.columns import NOW
from feedsvc.store.hub_schema import hub_blocked, hub_intents, hub_subscriptions, hub_topics

_UNCLAIMED = {"due": null(), "holder": null(), "claimed_until": null()}
_BEHIND = exists().where(
    hub_topics.c.feed == hub_subscriptions.c.feed,
    hub_topics.c.format == hub_subscriptions.c.format,
    hub_topics.c.sequence > hub_subscriptions.c.sent,
)


def block(connection: Connection, host: str, now: datetime) -> int:
    """Send nothing more to a host; how many subscriptions it has.

    Its subscriptions stay until their leases end. Its requests to subscribe end.

    Args:
        connection: in a writing transaction.
        host: as model.uri.host_of gives it.
        now: the time.
    """
    if not is_blocked(connection, host):
        connection.execute(hub_blocked.insert().values(host=host, since=now))
    still = update(hub_intents).where(hub_intents.c.host == host, hub_intents.c.ended.is_(None))
    connection.execute(still.values(outcome="refused", ended=now, **_UNCLAIMED))
    its = update(hub_subscriptions).where(hub_subscriptions.c.host == host)
    return connection.execute(its.values(_UNCLAIMED)).rowcount


def unblock(connection: Connection, host: str, now: datetime) -> bool:
    """Send to a host again, what it missed at once; whether it was blocked."""
    found = connection.execute(delete(hub_blocked).where(hub_blocked.c.host == host)).rowcount
    missed = update(hub_subscriptions).where(hub_subscriptions.c.host == host, _BEHIND)
    connection.execute(missed.values(due=NOW), {"now": now})
    return found > 0


def is_blocked(connection: Connection, host: str) -> bool:
    """Whether nothing is sent to a host."""
    query = select(hub_blocked.c.host).where(hub_blocked.c.host == host)
    return connection.scalar(query) is not None


def blocked(connection: Connection) -> list[str]:
    """All hosts to which nothing is sent."""
    return list(connection.scalars(select(hub_blocked.c.host).order_by(hub_blocked.c.host)))
