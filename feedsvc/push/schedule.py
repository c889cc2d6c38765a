"""Decides what an answer means, and when what failed is tried again. Pure."""

from datetime import datetime, timedelta
from typing import Literal

FIRST_WAIT = timedelta(minutes=1)
MOST_WAIT = timedelta(hours=6)
JITTER = 0.2  # of a wait: subscribers that failed together are not tried again together
VERIFICATIONS = 4  # tries of an intent: the last is at most seven minutes after the first
SLOW_SECONDS = 2.0  # of a try; a healthy subscriber takes what it is sent in a part of a second

Kind = Literal["push", "ping"]
Meaning = Literal["delivered", "gone", "failed"]


def meaning(status: int, kind: Kind) -> Meaning:
    """What the answer to a POST means (WebSub 7).

    2xx: it was taken. 410 from a subscriber: it wants no more. All else, redirects among it, is a
    failure.

    Args:
        status: of the answer; 0: there was none.
        kind: whether a subscriber was sent a document, or a foreign hub was told.
    """
    if 200 <= status < 300:
        return "delivered"
    return "gone" if status == 410 and kind == "push" else "failed"


def next_try(tries: int, now: datetime, random: float) -> datetime:
    """When to try again: after a minute, doubling, at most six hours; a little less at random.

    Args:
        tries: that failed one after the other, this one among them.
        now: the time.
        random: from 0 to 1.
    """
    doubled = FIRST_WAIT * (1 << min(max(tries, 1) - 1, 20))
    return now + min(doubled, MOST_WAIT) * (1 - JITTER * random)


def next_verification(tries: int, now: datetime, random: float) -> datetime | None:
    """When to ask a callback again whether it meant it; None: it has been asked often enough.

    Args:
        tries: as in `next_try`.
        now: the time.
        random: from 0 to 1.
    """
    return None if tries >= VERIFICATIONS else next_try(tries, now, random)


def is_slow(tries: int, seconds: float = 0.0) -> bool:
    """Whether healthy subscribers go ahead of one.

    Args:
        tries: that failed lately, one after the other.
        seconds: that the last one took.
    """
    return tries > 0 or seconds >= SLOW_SECONDS
