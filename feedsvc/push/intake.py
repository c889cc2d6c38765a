"""Takes requests to subscribe, as many as one may make, to be confirmed by their callbacks."""

import hmac
import secrets
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from feedsvc.model.feed import Format
from feedsvc.model.uri import host_of
from feedsvc.push.hub_request import HubRefused, HubRequest
from feedsvc.store import Connection, hub_blocked, hub_intents, ledger
from feedsvc.store.hub_intents import Intent

# Each request makes the hub ask the callback, which may be anybody's. An aggregator subscribes to
# hundreds of feeds in an hour at most, and renews them days later. One client cannot use up what is
# left for a host.
LIMIT_PERIOD = timedelta(hours=1)
MOST_FROM_CLIENT = 600
MOST_FOR_HOST = 2_000
_KEY = "hub-clients"
_IPV6_SITE = 64  # bits of an address that one client has at least


def client_digest(connection: Connection, address: str) -> str:
    """A text that stands for a client, and tells nothing of it without the store.

    Args:
        connection: in a writing transaction.
        address: of the client; of IPv6, one client may have many.
    """
    key = ledger.recall(connection, _KEY)
    if key is None:
        key = secrets.token_hex(32)
        ledger.keep(connection, _KEY, key)
    try:
        if ip_address(address).version == 6:
            address = str(ip_network(f"{address.partition('%')[0]}/{_IPV6_SITE}", strict=False))
    except ValueError:  # a socket of Unix has none
        pass
    return hmac.digest(key.encode(), address.encode("utf-8", "replace"), "sha256").hex()


def take_request(
    connection: Connection,
    asked: HubRequest,
    document: tuple[str, Format],
    client: str,
    now: datetime,
) -> None:
    """Keep a request, so that its callback is asked whether it meant it (WebSub 5.3).

    Args:
        connection: in a writing transaction.
        asked: the request.
        document: name and format of its topic.
        client: the address that it came from.
        now: the time.

    Raises:
        HubRefused: the callback's host is blocked, or there were too many such requests.
    """
    host = host_of(asked.callback)
    if hub_blocked.is_blocked(connection, host):
        raise HubRefused(f"this hub sends nothing to {host}", 403)
    feed, format = document
    digest = client_digest(connection, client)
    for_host, from_client = hub_intents.recent(connection, host, digest, now - LIMIT_PERIOD)
    wait = round(LIMIT_PERIOD.total_seconds())
    if from_client >= MOST_FROM_CLIENT:
        raise HubRefused("too many requests from this address; try again in an hour", 429, wait)
    if for_host >= MOST_FOR_HOST:
        raise HubRefused(f"too many requests for {host}; try again in an hour", 429, wait)
    intent = Intent(
        asked.mode, feed, format, asked.callback, asked.secret, asked.lease_seconds, digest
    )
    hub_intents.add(connection, intent, now)
