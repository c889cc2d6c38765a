"""What every bench shares: its arguments, where its figures go, stores of the corpora."""

import argparse
import contextlib
import math
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from bench import corpus, figures, machine, servers

RUN = "BENCH_RUN"  # names one run of all benches
LIVE = "bench-live"  # folder of articles that a bench adds to a corpus, and removes again


class Plan(msgspec.Struct, kw_only=True):
    """How much to measure.

    Attributes:
        size: small or full.
        articles: the archive sizes asked for; empty: those of the bench.
    """

    size: str = "small"
    articles: list[int] = []

    def sizes(self, full: Sequence[int], small: Sequence[int] = (1000,)) -> list[int]:
        """Archive sizes to measure at."""
        return list(self.articles or (small if self.size == "small" else full))

    def pick(self, small: int, full: int) -> int:
        """A number that depends on the size."""
        return small if self.size == "small" else full


def place_of(size: str) -> Path:
    """Where figures of a size go: full ones beside the code, small ones into the cache."""
    if size == "full":
        return Path(__file__).resolve().parent
    return corpus.cache_folder() / size


def run(name: str, about: str, measure: Callable[[Plan], figures.Figures]) -> None:
    """The command line of one bench: measure, print, keep."""
    parser = argparse.ArgumentParser(
        description=about.partition("\n\n")[0],
        epilog=f"Example: python bench/bench_{name}.py --size small",
    )
    parser.add_argument("--size", choices=["small", "full"], default="small")
    parser.add_argument(
        "--articles", type=int, nargs="+", default=[], metavar="N", help="sizes of the archive"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    if any(not 1 <= count <= 1_000_000 for count in options.articles):
        parser.error("--articles must be 1 to 1,000,000")
    found = complete(name, about, Plan(size=options.size, articles=options.articles), measure)
    if options.json:
        print(found.json())
    else:
        figures.show(found)


def complete(
    name: str, about: str, plan: Plan, measure: Callable[[Plan], figures.Figures]
) -> figures.Figures:
    """Run one bench and keep what it found."""
    began = time.perf_counter()
    found = measure(plan)
    found.bench, found.size = name, plan.size
    found.about = " ".join(about.partition("\n\n    ")[0].split())
    found.made = f"{datetime.now(UTC):%Y-%m-%d}"
    found.machine = machine.describe() | found.machine
    found.seconds = round(time.perf_counter() - began, 1)
    found.save(place_of(plan.size) / "results")
    return found


def say(text: str) -> None:
    """A line on what is being done, for whoever waits."""
    print(text, file=sys.stderr, flush=True)


def newsroom(count: int, *, changes: bool = False) -> tuple[Path, Path]:
    """A corpus and a store that is up to it, both kept for the other benches.

    Of the benches of one run only the first looks at the whole folder.

    Args:
        count: articles.
        changes: whether the bench will leave traces in the store.
    """
    articles = corpus.ensure(count)
    shutil.rmtree(articles / LIVE, ignore_errors=True)
    store = store_of(count)
    mark = store / "bench-run"
    run = os.environ.get(RUN, "")
    if not run or not mark.exists() or mark.read_text() != run:
        index(articles, store)
    if changes:
        mark.unlink(missing_ok=True)
    elif run:
        mark.write_text(run)
    return articles, store


def store_of(count: int) -> Path:
    """Where the store of a corpus is kept."""
    return corpus.cache_folder() / "stores" / str(count)


def index(articles: Path, store: Path | str) -> float:
    """Seconds that `feedsvc index` takes, with a store in a folder or in a database."""
    if isinstance(store, Path):
        store.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "feedsvc", "index", str(articles)]
    command += ["--json", "--accept-deletions"]
    began = time.perf_counter()
    done = subprocess.run(
        command,
        env=os.environ | servers.state(articles, store),
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.perf_counter() - began
    if done.returncode not in (0, 1):  # 1: some files have problems
        raise RuntimeError(f"feedsvc index ended with {done.returncode}:\n{done.stderr[-1000:]}")
    return took


@contextlib.contextmanager
def live_folder(articles: Path) -> Iterator[Path]:
    """A folder inside a corpus for articles of the moment, gone afterwards."""
    folder = articles / LIVE
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def in_turn(
    rounds: int, contenders: dict[str, Callable[[], float]], budget: float = math.inf
) -> dict[str, list[float]]:
    """Figures of each, one of all before the next of any, so that a slow moment falls on all.

    No round begins after so many seconds as the budget says.
    """
    found: dict[str, list[float]] = {name: [] for name in contenders}
    began = time.perf_counter()
    for number in range(rounds):
        order = list(contenders)
        if number % 2:
            order.reverse()
        for name in order:
            found[name].append(contenders[name]())
        if time.perf_counter() - began > budget:
            break
    return found


def medians(found: dict[str, list[float]]) -> dict[str, float]:
    """The middle one of each."""
    return {name: statistics.median(values) for name, values in found.items() if values}
