"""One HTTP exchange of the push: what is asked of a subscriber or a hub, and what it answers."""

from collections.abc import Hashable
from typing import NamedTuple


class Request(NamedTuple):
    """What is to be sent.

    Attributes:
        key: comes back with the answer.
        url: of http or https.
        headers: names and values, beside those that HTTP itself needs.
        body: of a POST; None: it is a GET.
        slow: whether whoever is asked was slow or failed before, so that healthy ones go ahead.
    """

    key: Hashable
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    slow: bool = False


class Answer(NamedTuple):
    """What came of it.

    Attributes:
        key: of the request.
        status: of the answer; 0: there was none.
        body: its first 4 kB at most.
        reason: what happened in plain words; no secret is in it, and of the address the host alone.
        seconds: that it took.
    """

    key: Hashable
    status: int
    body: bytes
    reason: str
    seconds: float
