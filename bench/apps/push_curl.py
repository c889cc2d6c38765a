"""Sends a document to many subscribers with feedsvc's own transfers.

python -m bench.apps.push_curl JOB
"""

from bench.apps.push_job import Job, Watch
from feedsvc.push import Delivery, Request, Transfers, allowed

HUB = "https://news.example/hub"
TOPIC = "https://news.example/feed.atom"


def main() -> None:
    """Send them all, as fast as there is room."""
    job = Job.given()
    transfers = Transfers(allowed(allow_private=True))
    delivery = Delivery(b"x" * job.size, "application/atom+xml; charset=utf-8", TOPIC, HUB)
    callbacks = job.callbacks()
    watch = Watch()
    left = [
        delivery.request(hangs, url, f"secret {number}")
        for number, (url, hangs) in enumerate(callbacks)
    ]
    left.reverse()
    out = 0
    while left or out:
        out += _add(transfers, left)
        for answer in transfers.turn(1.0):
            watch.answered(answer.status, bool(answer.key))
            out -= 1
    watch.tell()


def _add(transfers: Transfers, left: list[Request]) -> int:
    many = min(transfers.room(), len(left))
    for _ in range(many):
        transfers.add(left.pop())
    return many


if __name__ == "__main__":
    main()
