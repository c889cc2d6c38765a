"""Sends a document to many subscribers with feedsvc's own transfers.

python -m bench.apps.push_curl JOB
"""

from bench.apps.push_job import Job, Watch
from feedsvc.push import Delivery, Transfers, allowed

HUB = "https://news.example/hub"
TOPIC = "https://news.example/feed.atom"


def main() -> None:
    """Send them all, as fast as it goes."""
    job = Job.given()
    transfers = Transfers(allowed(allow_private=True))
    delivery = Delivery(b"x" * job.size, "application/atom+xml; charset=utf-8", TOPIC, HUB)
    callbacks = job.callbacks()
    watch = Watch()
    requests = [
        delivery.request(hangs, url, f"secret {number}")
        for number, (url, hangs) in enumerate(callbacks)
    ]
    for request in requests:
        transfers.add(request)
    left = len(requests)
    while left:
        for answer in transfers.turn(1.0):
            watch.answered(answer.status, bool(answer.key))
            left -= 1
    watch.tell()


if __name__ == "__main__":
    main()
