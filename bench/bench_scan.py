"""First scan: from a folder of articles and nothing else to every feed; beside Hugo and Pelican.

feedsvc takes the folder in and makes each feed (everything, 8 categories, 200 tags, 40 authors) in
three formats; Hugo writes the same feeds as RSS, Pelican as Atom, with full texts, 50 entries, and
no pages. Each is a whole process, from nothing kept; files are in the page cache for all. They may
use all cores. A later scan finds that nothing has changed.

    python bench/bench_scan.py --size small
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import corpus, figures, frame, machine, peers, publishers, servers

GOAL_AT = 100_000
ROUNDS = {1000: 5, 10_000: 3, 100_000: 3}
BUDGET = 200  # seconds after which no further round of a size begins
PARTS: dict[int, list[dict[str, float]]] = {}  # of feedsvc's scans, by archive size
MOST = {"Hugo": 100_000, "Pelican": 10_000}  # articles; beyond, it would take the whole time


def measure(plan: frame.Plan) -> figures.Figures:
    """Each archive size after the other, all publishers in turn."""
    rates: dict[str, dict[int, float]] = {"feedsvc": {}, "Hugo": {}, "Pelican": {}}
    later: dict[int, float] = {}
    rows: list[list[figures.Cell]] = []
    notes = [f"{name} is not installed, so it is not here." for name in MOST if not _has(name)]
    for count in plan.sizes([1000, 10_000, 100_000, 1_000_000]):
        articles = corpus.ensure(count)
        shutil.rmtree(articles / frame.LIVE, ignore_errors=True)
        told: dict[str, float] = {}
        contenders = _contenders(count, articles, told)
        rounds = 2 if plan.size == "small" else ROUNDS.get(count, 1)
        seconds = frame.in_turn(rounds, contenders, plan.pick(15, BUDGET))
        for name, took in frame.medians(seconds).items():
            rates[name][count] = count / took
            formats = 3 if name == "feedsvc" else 1
            rows.append([name, f"{count:,}", took, count / took, 1e3 * took / count,
                         told[name], formats, len(seconds[name])])  # fmt: skip
        times = [frame.index(articles, frame.store_of(count)) for _ in range(min(3, rounds))]
        later[count] = statistics.median(times)
        frame.say(f"scan: {count:,} articles done")
    return _figures(rates, later, rows, notes)


def _has(name: str) -> bool:
    try:
        return bool(peers.program(name.lower()))
    except peers.PeerMissing:
        return False


def _contenders(
    count: int, articles: Path, told: dict[str, float]
) -> dict[str, Callable[[], float]]:
    found: dict[str, Callable[[], float]] = {"feedsvc": lambda: _ours(count, articles, told)}
    if _has("Hugo") and count <= MOST["Hugo"]:
        found["Hugo"] = lambda: _theirs("Hugo", publishers.hugo, articles, told)
    if _has("Pelican") and count <= MOST["Pelican"]:
        other = corpus.ensure(count, flavour="pelican")
        found["Pelican"] = lambda: _theirs("Pelican", publishers.pelican, other, told)
    return found


def _ours(count: int, articles: Path, told: dict[str, float]) -> float:
    store = frame.store_of(count)
    shutil.rmtree(store, ignore_errors=True)
    store.mkdir(parents=True)
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "bench.first_scan"],
        env=os.environ | servers.state(articles, store) | {"PYTHONPATH": str(peers.ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    took = time.perf_counter() - began
    result = json.loads(done.stdout.splitlines()[-1])
    if result["articles"] != count:
        raise RuntimeError(f"feedsvc published {result['articles']:,} of {count:,} articles")
    told["feedsvc"] = result["feeds"]
    PARTS.setdefault(count, []).append(result)
    return took


def _theirs(
    name: str,
    run: Callable[[Path, Path], tuple[float, int]],
    articles: Path,
    told: dict[str, float],
) -> float:
    with tempfile.TemporaryDirectory(prefix="bench-scan-") as place:
        took, told[name] = run(articles, Path(place) / "site")
    return took


def _figures(
    rates: dict[str, dict[int, float]],
    later: dict[int, float],
    rows: list[list[figures.Cell]],
    notes: list[str],
) -> figures.Figures:
    both = sorted(set(rates["feedsvc"]) & set(rates["Hugo"]))
    goal_at = GOAL_AT if GOAL_AT in both else max(both, default=0)
    goal = figures.Goal(
        measure="articles a second of a first scan, three formats, beside Hugo's one",
        bound=3,
        better="more",
        unit="x",
        measured=rates["feedsvc"][goal_at] / rates["Hugo"][goal_at] if both else None,
        why="" if both else "Hugo is not installed",
        wanted=GOAL_AT,
        articles=goal_at,
    )
    costs = {
        name: [(float(count), 1000 / rate) for count, rate in found.items()]
        for name, found in rates.items()
        if found
    }
    again: list[list[figures.Cell]] = [
        [f"{count:,}", took, 1e6 * took / count] for count, took in later.items()
    ]
    return figures.Figures(
        bench="scan",
        title="First scan",
        about="",
        machine={
            name: machine.tool_version([peers.program(name.lower()), argument])
            for name, argument in (("Hugo", "version"), ("Pelican", "--version"))
            if _has(name)
        },
        goals=[goal],
        tables=[
            figures.Table(
                title="From a folder to all feeds",
                columns=["publisher", "articles", "seconds", "articles/s", "ms an article", "feeds",
                         "formats", "runs"],
                rows=rows,
            ),
            figures.Table(
                title="Of feedsvc's: seconds of each part, and memory of the process that writes",
                columns=["articles", "taking files in", "making feeds", "feeds in 3 formats, MB",
                         "peak, MB"],
                rows=[
                    [f"{count:,}", *(statistics.median(one[name] for one in parts)
                                     for name in ("scan", "render", "megabytes", "peak"))]
                    for count, parts in PARTS.items()
                ],
            ),
            figures.Table(
                title="feedsvc index with nothing changed",
                columns=["articles", "seconds", "µs an article"],
                rows=again,
            ),
        ],
        curves=[
            figures.Curve(name="scan", title="First scan, an article's cost", unit="ms",
                          series=costs, log=True),
            figures.Curve(name="later-scan", title="A later scan, nothing changed", unit="s",
                          series={"feedsvc": [(float(n), took) for n, took in later.items()]},
                          log=True),
        ],
        notes=notes,
    )  # fmt: skip


if __name__ == "__main__":
    frame.run("scan", __doc__ or "", measure)
