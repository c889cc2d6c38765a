"""A first scan as a process of its own: take a folder in, then make every feed in three formats.

The feeds are made as workers make them, one process for each core. Prints what each part took, as
JSON.
"""

import json
import os
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from feedsvc.model.feed import FORMATS
from feedsvc.newsroom import Newsroom


def make(names: list[str]) -> int:
    """Make the documents of these feeds; their bytes."""
    newsroom = Newsroom.open(Path(os.environ["FEEDSVC_ARTICLES"]), os.environ)
    size = sum(len(newsroom.document(name, format).body) for name in names for format in FORMATS)
    newsroom.close()
    return size


def main() -> None:
    """Scan and render the newsroom that the environment names."""
    began = time.perf_counter()
    newsroom = Newsroom.open(Path(os.environ["FEEDSVC_ARTICLES"]), os.environ)
    scanned = newsroom.scan()
    taken = time.perf_counter()
    names = [one.feed.name for one in newsroom.feeds.all()]
    newsroom.close()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    shares = [names[start :: cores or 1] for start in range(cores or 1)]
    with ProcessPoolExecutor(len(shares), get_context("spawn")) as workers:
        size = sum(workers.map(make, shares))
    ended = time.perf_counter()
    told = {
        "articles": scanned.published,
        "scan": taken - began,
        "render": ended - taken,
        "feeds": len(names),
        "megabytes": size / 1e6,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
