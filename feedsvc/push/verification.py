"""Asks a callback whether it meant what was asked for, and tells it why it was denied.

Specification: WebSub, https://www.w3.org/TR/websub/, sections 5.2 and 5.3.
"""

import secrets
from collections.abc import Hashable, Mapping
from typing import Literal
from urllib.parse import urlencode

from feedsvc.push.delivery import AGENT
from feedsvc.push.exchange import Answer, Request

Mode = Literal["subscribe", "unsubscribe"]
Verdict = Literal["verified", "refused", "failed"]


def new_challenge() -> str:
    """A text that nobody can guess."""
    return secrets.token_urlsafe(32)


def verify_intent(
    key: Hashable, callback: str, mode: Mode, topic: str, challenge: str, lease_seconds: int
) -> Request:
    """The GET that asks whether a subscriber meant it (5.3).

    Nobody waits behind it: it counts as slow, since what a stranger names may hang.

    Args:
        key: of the request.
        callback: of the subscriber.
        mode: what is to be done.
        topic: as the subscriber wrote it.
        challenge: which the answer must repeat.
        lease_seconds: how long the subscription is to last; where one ends, it is not told.
    """
    asked = {"hub.mode": mode, "hub.topic": topic, "hub.challenge": challenge}
    if mode == "subscribe":
        asked["hub.lease_seconds"] = str(lease_seconds)
    return Request(key, _with_query(callback, asked), (AGENT,), None, slow=True)


def verdict(answer: Answer, challenge: str) -> Verdict:
    """What the answer to a verification means (5.3.1).

    2xx with the challenge alone: it meant it. 404: it did not. All else is a failure; the hub may
    ask again.
    """
    if 200 <= answer.status < 300 and answer.body == challenge.encode():
        return "verified"
    return "refused" if answer.status == 404 else "failed"


def denial(key: Hashable, callback: str, topic: str, reason: str) -> Request:
    """The GET that tells a subscriber that it is denied, or that its subscription ended (5.2).

    Args:
        key: of the request.
        callback: of the subscriber.
        topic: as the subscriber wrote it.
        reason: in plain words.
    """
    told = {"hub.mode": "denied", "hub.topic": topic, "hub.reason": reason}
    return Request(key, _with_query(callback, told), (AGENT,), None, slow=True)


def told(answer: Answer) -> Literal["refused", "failed"]:
    """What the answer to a denial means (5.2): whether it got there, or is to be told again."""
    return "refused" if 200 <= answer.status < 500 else "failed"


def _with_query(url: str, more: Mapping[str, str]) -> str:
    """An address with more in its query; what it has stays as it is, byte for byte."""
    address, mark, fragment = url.partition("#")
    joint = "?" if "?" not in address else "" if address[-1] in "?&" else "&"
    return address + joint + urlencode(more) + mark + fragment
