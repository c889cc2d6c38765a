"""/metrics: what an operator watches, for Prometheus.

With several workers each keeps its own numbers in files below PROMETHEUS_MULTIPROC_DIR, which
`feedsvc serve` sets, and any of them answers with the sum.
"""

import os
import time

from flask import Blueprint, Response, g, request

from feedsvc.newsroom import Newsroom
from feedsvc.web.answers import NO_STORE

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)


def add_metrics(routes: Blueprint, newsroom: Newsroom) -> None:
    """Count the requests of a blueprint, and answer /metrics."""
    # Not at the top: it settles at its import whether processes count together, and a worker of
    # `feedsvc serve` knows that only once it runs.
    from prometheus_client import (
        CollectorRegistry,
        Counter,
        Histogram,
        generate_latest,
        multiprocess,
    )
    from prometheus_client.exposition import CONTENT_TYPE_LATEST

    registry = CollectorRegistry()
    requests = Counter(
        "feedsvc_requests", "Requests answered.", ("kind", "status"), registry=registry
    )
    seconds = Histogram(
        "feedsvc_request_seconds",
        "Time from a request to its answer.",
        ("kind",),
        buckets=_SECONDS,
        registry=registry,
    )
    sent = Counter("feedsvc_body_bytes", "Bytes of bodies answered.", ("kind",), registry=registry)

    @routes.before_request
    def start() -> None:
        g.feedsvc_start = time.perf_counter()

    @routes.after_request
    def count(response: Response) -> Response:
        kind = _kind(request.endpoint or "")
        requests.labels(kind, str(response.status_code)).inc()
        if "feedsvc_start" in g:
            seconds.labels(kind).observe(time.perf_counter() - g.feedsvc_start)
        if request.method != "HEAD":
            sent.labels(kind).inc(response.content_length or 0)
        return response

    @routes.get("/metrics")
    def metrics() -> Response:
        """Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats)."""
        collected = registry
        if os.environ.get(MULTIPROCESS):
            collected = CollectorRegistry()
            multiprocess.MultiProcessCollector(collected)  # type: ignore[no-untyped-call]
        text = generate_latest(collected).decode() + _gauges(newsroom)
        response = Response(text, content_type=CONTENT_TYPE_LATEST)
        response.headers["Cache-Control"] = NO_STORE
        return response


def _kind(endpoint: str) -> str:
    """What was asked for; one of a few, whatever the request."""
    name = endpoint.rpartition(".")[2]
    if name in ("everything", "category", "tag", "author"):
        return "feed"
    if name in ("media", "static", "article", "metrics", "healthz", "readyz"):
        return name
    return "page" if name else "other"


def _gauges(newsroom: Newsroom) -> str:
    """What the newsroom holds, read from the store: the same in every worker."""
    lines = [
        "# HELP feedsvc_published_articles Articles that readers see.",
        "# TYPE feedsvc_published_articles gauge",
        f"feedsvc_published_articles {newsroom.count_pages()}",
        "# HELP feedsvc_problems Problems of article files.",
        "# TYPE feedsvc_problems gauge",
    ]
    counts = newsroom.count_problems()
    lines += [f'feedsvc_problems{{severity="{name}"}} {n}' for name, n in counts.items()]
    return "\n".join(lines) + "\n"
