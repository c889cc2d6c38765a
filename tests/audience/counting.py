"""What tests of counts share."""

from feedsvc.audience import Batch, Poll
from feedsvc.errors import StoreError

DAY, NEXT = "2026-06-01", "2026-06-02"
FEEDLY = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers)"


class Hands:
    """Takes batches, unless it is told to refuse."""

    def __init__(self) -> None:
        self.taken: list[Batch] = []
        self.refuses = False

    def put(self, batch: Batch) -> None:
        if self.refuses:
            raise StoreError("full")
        self.taken.append(batch)


def poll(
    feed: str = "feed",
    agent: str = "curl/8",
    address: str = "192.0.2.1",
    *,
    format: str = "atom",
    not_modified: bool = False,
) -> Poll:
    return Poll(feed, format, not_modified, agent, address)
