"""What polls and saves lose while many subscribers are sent a document.

All that `feedsvc serve` starts shares one core; whoever polls or waits, and the subscribers, have
the other. Each figure is taken while nothing is sent and while it is, in turn.
"""

import statistics
import time
from typing import NamedTuple

from bench import client, frame, load, machine, pushed

SHOWN = "/feed.json"
_HELD = {"If-None-Match": "*"}  # answered with 304, whatever is saved meanwhile
_SAVES = 5  # in one sending
SECONDS = 2
_LATE = 30.0  # seconds until a save is taken for lost


class Beside(NamedTuple):
    """What was measured.

    Attributes:
        polls: 304s a second: medians while nothing was sent, and while it was.
        saves: seconds from a save until it is served, the same.
        sent: POSTs that were answered while polls were counted, of all; the least of the rounds.
    """

    polls: tuple[float, float]
    saves: tuple[float, float]
    sent: float


def measure(hub: pushed.Hub, count: int, rounds: int) -> Beside:
    """Measure a newsroom whose hub has so many subscribers, who have the first document."""
    _, other = machine.cores()
    found: dict[str, list[float]] = {"polls": [], "polls beside": [], "saves": [], "beside": []}
    sent: list[float] = []
    url = hub.server.url + SHOWN
    for number in range(rounds):
        found["polls"].append(load.wrk(url, _HELD, SECONDS, other).per_second)
        since = hub.save(number)
        hub.wait(since, 1)
        before = hub.answered()
        found["polls beside"].append(load.wrk(url, _HELD, SECONDS, other).per_second)
        sent.append(hub.answered() - before)
        hub.settle()
        with hub.held():
            found["saves"] += _saves(hub)
        hub.wait(hub.save(number), 1)
        found["beside"] += _saves(hub)
        hub.wait(hub.save(number), 1)
        hub.settle()
        frame.say(f"push beside: {found}, {sent}")
    middle = {name: statistics.median(some) for name, some in found.items()}
    return Beside(
        (middle["polls"], middle["polls beside"]), (middle["saves"], middle["beside"]), min(sent)
    )


def _saves(hub: pushed.Hub) -> list[float]:
    """Seconds from each of some saves until it is served."""
    took = []
    reader = client.Client(hub.server.port)
    for _ in range(_SAVES):
        text = f"Seen at {time.time_ns()}."
        since = hub.save(text=text)
        while text not in reader.get(SHOWN).text():
            if time.monotonic() > since + _LATE:
                raise RuntimeError(f"a save was not served within {_LATE:.0f} s")
            time.sleep(0.002)
        took.append(time.monotonic() - since)
    reader.close()
    return took
