"""How many requests to subscribe are taken, and from whom."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feedsvc.push import HubRefused, HubRequest, take_request
from feedsvc.push.intake import LIMIT_PERIOD, MOST_FOR_HOST, MOST_FROM_CLIENT, client_digest
from feedsvc.store import Store, hub_blocked, hub_intents, locate

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LONG = timedelta(hours=2)
ASKED = HubRequest("subscribe", "", "https://reader.example/callback", "s", 60)


@pytest.fixture
def connection(tmp_path: Path):
    store = Store.open(locate(tmp_path, "", {}))
    with store.writing() as found:
        yield found
    store.close()


def take(connection, callback: str = ASKED.callback, client: str = "192.0.2.1", now=NOW) -> None:
    asked = ASKED._replace(callback=callback)
    take_request(connection, asked, ("feed", "atom"), client, now)


def test_a_request_waits_for_its_callback(connection) -> None:
    take(connection)
    (one,) = hub_intents.claim(connection, "me", NOW, 9)
    assert (one.mode, one.feed, one.format, one.callback) == (
        "subscribe",
        "feed",
        "atom",
        ASKED.callback,
    )
    assert (one.secret, one.lease_seconds) == ("s", 60)


def test_a_client_has_a_limit_that_another_does_not_feel(connection) -> None:
    for number in range(MOST_FROM_CLIENT):
        take(connection, f"https://host{number}.example/")
    with pytest.raises(HubRefused, match="this address") as error:
        take(connection)
    assert (error.value.status, error.value.wait) == (429, 3600)
    take(connection, client="192.0.2.2")
    take(connection, now=NOW + LIMIT_PERIOD)


def test_a_host_has_a_limit_whoever_asks(connection) -> None:
    """So that many clients cannot have it asked without end; one client alone cannot use it up."""
    assert MOST_FROM_CLIENT * 2 < MOST_FOR_HOST
    for number in range(MOST_FOR_HOST):
        take(connection, f"https://reader.example/{number}", client=f"192.0.2.{number % 200}")
    with pytest.raises(HubRefused, match=r"reader\.example") as error:
        take(connection, client="198.51.100.1")
    assert error.value.status == 429
    take(connection, "https://other.example/")


def test_nothing_is_taken_for_a_host_that_is_blocked(connection) -> None:
    hub_blocked.block(connection, "reader.example", NOW)
    with pytest.raises(HubRefused) as error:
        take(connection, "https://READER.example:8443/x")
    assert error.value.status == 403


def test_a_client_is_known_by_a_digest_alone(connection) -> None:
    """Of IPv6, all addresses of a site are one client."""
    one, other = client_digest(connection, "192.0.2.1"), client_digest(connection, "192.0.2.2")
    assert one != other
    assert client_digest(connection, "192.0.2.1") == one
    assert "192.0.2.1" not in one
    site = {client_digest(connection, f"2001:db8:0:1::{end}") for end in ("1", "2", "ffff:1")}
    assert len(site) == 1
    assert client_digest(connection, "2001:db8:0:2::1") not in site
    assert client_digest(connection, "") != one
