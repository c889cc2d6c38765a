"""Subscriptions of the hub as tests make them, and what is due."""

from datetime import UTC, datetime, timedelta

from feedsvc.store import Connection, hub_subscriptions, hub_topics
from feedsvc.store.hub_subscriptions import Claimed, Result

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
CALLBACK = "https://reader.example/callback"
ME = "me"


def note(connection: Connection, digest: str, now: datetime = NOW) -> int:
    return hub_topics.note(connection, "feed", "atom", digest, None, now)


def subscribe(
    connection: Connection, callback: str = CALLBACK, *, now: datetime = NOW, secret: str = ""
) -> None:
    hub_subscriptions.put(connection, "feed", "atom", callback, secret, now + DAY, now)


def claim(
    connection: Connection, now: datetime = NOW, holder: str = ME, limit: int = 500
) -> list[Claimed]:
    return hub_subscriptions.claim(connection, holder, now, limit)


def delivered(one: Claimed, status: int = 200) -> Result:
    return Result(one.number, one.sequence, status, delivered=True)


def failed(one: Claimed, next_try: datetime | None, status: int = 500) -> Result:
    return Result(one.number, one.sequence, status, delivered=False, next_try=next_try)


def deliver_all(connection: Connection, now: datetime = NOW) -> list[str]:
    """Send to whoever is due; their callbacks."""
    found = claim(connection, now)
    hub_subscriptions.settle(connection, ME, list(map(delivered, found)), now)
    return [one.callback for one in found]
