"""Makes the requests that tell of a change: a document for a subscriber, a ping for a foreign hub.

Specification: WebSub, https://www.w3.org/TR/websub/, sections 6 to 8.
"""

import hmac
from collections.abc import Hashable
from importlib.metadata import version
from urllib.parse import urlencode

from feedsvc.model.uri import as_uri
from feedsvc.push.exchange import Request

AGENT = ("User-Agent", f"feedsvc/{version('feedsvc')}")
FORM = ("Content-Type", "application/x-www-form-urlencoded")


class Delivery:
    """One version of a document, to be sent to many subscribers.

    Args:
        body: its bytes, which are sent as they are.
        content_type: with which it is served.
        topic: its own address.
        hub: the address of the hub that sends it.
    """

    def __init__(self, body: bytes, content_type: str, topic: str, hub: str) -> None:
        self._body = body
        self._headers = (
            AGENT,
            ("Content-Type", content_type),
            ("Link", f'<{as_uri(hub)}>; rel="hub", <{as_uri(topic)}>; rel="self"'),
        )
        self._signatures: dict[str, tuple[str, str]] = {}

    def request(self, key: Hashable, callback: str, secret: str, slow: bool = False) -> Request:
        """The POST for one subscriber (7, 8).

        Args:
            key: of the request.
            callback: of the subscriber.
            secret: with which it wants to have it signed; empty: not at all.
            slow: whether healthy ones go ahead of it.
        """
        headers: tuple[tuple[str, str], ...] = self._headers
        if secret:
            headers = (*headers, self._signature(secret))
        return Request(key, callback, headers, self._body, slow)

    def _signature(self, secret: str) -> tuple[str, str]:
        if secret not in self._signatures:
            digest = hmac.digest(secret.encode(), self._body, "sha256")
            self._signatures[secret] = ("X-Hub-Signature", f"sha256={digest.hex()}")
        return self._signatures[secret]


def ping(key: Hashable, hub: str, topic: str, slow: bool = False) -> Request:
    """The POST that tells a foreign hub that a document changed.

    WebSub (6) leaves it to hubs how they are told. All take the form of PubSubHubbub 0.4: hub.mode
    and hub.url; some want hub.topic instead of hub.url, so both are there.

    Args:
        key: of the request.
        hub: its address.
        topic: the document's.
        slow: whether healthy ones go ahead of it.
    """
    address = as_uri(topic)
    form = {"hub.mode": "publish", "hub.url": address, "hub.topic": address}
    return Request(key, hub, (AGENT, FORM), urlencode(form).encode(), slow)
