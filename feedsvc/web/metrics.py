"""Counts requests, and answers /metrics for Prometheus.

With several workers each keeps its own numbers in files below PROMETHEUS_MULTIPROC_DIR, which
`feedsvc serve` sets, and any of them answers with the sum.
"""

import os
import threading
import time
from collections import Counter as Numbers
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from flask import Blueprint, Response, g, request

from feedsvc.newsroom import Newsroom
from feedsvc.web.feeds import FEED_ENDPOINT, answers_feeds
from feedsvc.web.gauges import gauges
from feedsvc.web.responses import NO_STORE

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
MOST_FEEDS = 100  # named in the labels of a process; polls of further ones count as OTHERS'
OTHERS, PRIVATE, SEARCH = "others", "private", "search"
_POLLS = ("GET", "HEAD")
_FOUND = (200, 226, 304)
_LATE = 0.25  # seconds after which answers from memory are counted at the latest


class Counts:
    """Counts answers by kind and status."""

    def __init__(self) -> None:
        # It is not imported at the top, because its import decides whether processes count
        # together, and a worker of `feedsvc serve` knows that only once it runs.
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self._registry = CollectorRegistry()
        self._requests = Counter(
            "feedsvc_requests", "Requests answered.", ("kind", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "feedsvc_request_seconds",
            "Time from a request to its answer, where it was not ready in memory.",
            ("kind",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._sent = Counter(
            "feedsvc_body_bytes", "Bytes of bodies answered.", ("kind",), registry=self._registry
        )
        self._polls = Counter(
            "feedsvc_polls", "Polls of feeds.", ("feed", "status"), registry=self._registry
        )
        self._named: set[str] = set()

    def add(self, kind: str, status: int, number: int, size: int) -> None:
        """Count a number of answers, whose bodies have so many bytes together."""
        self._requests.labels(kind, str(status)).inc(number)
        self._sent.labels(kind).inc(size)

    def polled(self, feed: str, status: int, number: int) -> None:
        """Count a number of polls of a feed; `feed` is never what nobody published."""
        if feed not in self._named:
            if len(self._named) >= MOST_FEEDS:
                feed = OTHERS
            self._named.add(feed)
        self._polls.labels(feed, str(status)).inc(number)

    def took(self, kind: str, seconds: float) -> None:
        """Count the time of one answer."""
        self._seconds.labels(kind).observe(seconds)

    def text(self) -> str:
        """All counts in Prometheus' text format, summed over the processes that count together."""
        from prometheus_client import CollectorRegistry, generate_latest, multiprocess

        collected = self._registry
        if os.environ.get(MULTIPROCESS):
            collected = CollectorRegistry()
            multiprocess.MultiProcessCollector(collected)  # type: ignore[no-untyped-call]
        return generate_latest(collected).decode()


class Served(Protocol):
    """An answer from memory."""

    @property
    def status(self) -> int:
        """The HTTP status, such as 304."""

    @property
    def size(self) -> int:
        """Bytes of its body."""

    @property
    def feed(self) -> str:
        """The name of its feed."""


class Tally:
    """Counts answers from memory in batches: to count each at once would cost as much as to answer.

    Args:
        counts: adds them up.
        also: called at the same times.

    Attributes:
        waiting: answers to be counted; whoever adds one calls `schedule` unless `scheduled`.
        scheduled: whether they will be counted soon.
    """

    def __init__(self, counts: Counts, also: Callable[[], object] = lambda: None) -> None:
        self._counts = counts
        self._also = also
        self.waiting: deque[Served] = deque()  # its ends are safe without a lock
        self.scheduled = False

    def schedule(self) -> None:
        """Have the answers that wait counted soon."""
        self.scheduled = True
        timer = threading.Timer(_LATE, self.settle)
        timer.daemon = True
        timer.start()

    def took(self, seconds: float) -> None:
        """Count the time of a document that was not in memory."""
        self._counts.took("feed", seconds)

    def settle(self) -> None:
        """Count all answers that wait."""
        self.scheduled = False
        given: list[Served] = []
        with suppress(IndexError):  # another thread may count as well
            for _ in range(len(self.waiting)):
                given.append(self.waiting.popleft())
        # Most are one and the same object. They are grouped, because this holds up other requests.
        by_id = {id(answer): answer for answer in given}
        for which, number in Numbers(map(id, given)).items():
            answer = by_id[which]
            self._counts.add("feed", answer.status, number, number * answer.size)
            self._counts.polled(answer.feed, answer.status, number)
        self._also()


def add_metrics(routes: Blueprint, newsroom: Newsroom, counts: Counts, tally: Tally) -> None:
    """Count the requests of a blueprint, and answer /metrics."""
    from prometheus_client.exposition import CONTENT_TYPE_LATEST

    @routes.before_request
    def start() -> None:
        g.feedsvc_start = time.perf_counter()

    @routes.after_request
    def count(response: Response) -> Response:
        kind = _kind(request.endpoint or "")
        size = response.content_length or 0 if request.method != "HEAD" else 0
        counts.add(kind, response.status_code, 1, size)
        if feed := _polled(response.status_code):
            counts.polled(feed, response.status_code, 1)
        if "feedsvc_start" in g:
            counts.took(kind, time.perf_counter() - g.feedsvc_start)
        return response

    @routes.get("/metrics")
    def metrics() -> Response:
        """Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats)."""
        tally.settle()
        text = counts.text() + gauges(newsroom, together=bool(os.environ.get(MULTIPROCESS)))
        response = Response(text, content_type=CONTENT_TYPE_LATEST)
        response.headers["Cache-Control"] = NO_STORE
        return response


def _kind(endpoint: str) -> str:
    """The kind of a request; one of a few, whatever is asked for."""
    name = endpoint.rpartition(".")[2]
    if name.startswith(FEED_ENDPOINT):
        return "feed"
    if name.startswith("private_"):
        return "private"
    if name in ("search", "search_feed_of"):
        return "search"
    if name in ("media", "static", "article", "metrics", "healthz", "readyz"):
        return name
    return "page" if name else "other"


def _polled(status: int) -> str:
    """Whose poll the request is that Flask answers; empty: it is none.

    A private feed and a search that somebody asks for have no name here, and neither has an address
    at which there is no feed.
    """
    name = (request.endpoint or "").rpartition(".")[2]
    if request.headers.get("Sec-Fetch-Dest") == "document" or request.method not in _POLLS:
        return ""  # a browser: it gets a page
    if name in ("private_feed", "private_category"):
        return PRIVATE
    if name == "search_feed_of":
        return SEARCH
    if not answers_feeds(name):
        return ""
    return request.path[1:].rpartition(".")[0] if status in _FOUND else OTHERS
