"""What one feed and one worker cost as the archive grows.

Rendering is timed in a process of its own through feedsvc's API, the sizes in turn: after one
article of the feed has changed, and with nothing kept but section summaries. Memory is a web
worker's after it has served everything, the 8 categories and 50 tags in three formats each, and one
second of wrk: Pss counts pages shared with other processes in part, Rss in full.

    python bench/bench_scale.py --size small
"""

import contextlib
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import client, corpus, figures, frame, load, machine, peers, servers

SMALL, LARGE = 1000, 1_000_000
EXTENSIONS = ("atom", "rss", "json")


def measure(plan: frame.Plan) -> figures.Figures:
    """Rendering, then memory, of all archive sizes."""
    sizes = plan.sizes([SMALL, 10_000, 100_000, LARGE], (100, SMALL))
    places = {count: frame.newsroom(count) for count in sizes}
    times: dict[int, dict[str, list[float]]] = {count: {} for count in sizes}
    for number in range(plan.pick(2, 5)):
        for count in sizes if number % 2 else reversed(sizes):
            for name, took in _rendering(*places[count], plan.pick(10, 20)).items():
                times[count].setdefault(name, []).extend(took)
        frame.say(f"scale: rendering, round {number + 1}")
    memory = {count: _memory(*places[count]) for count in sizes}
    return _figures(times, memory)


def _rendering(articles: Path, store: Path, rounds: int) -> dict[str, list[float]]:
    core, _ = machine.cores()
    done = subprocess.run(
        [sys.executable, "-m", "bench.rendering", str(rounds)],
        env=os.environ | servers.state(articles, store) | {"PYTHONPATH": str(peers.ROOT)},
        preexec_fn=machine.tied(core),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def _memory(articles: Path, store: Path) -> dict[str, float]:
    core, load_core = machine.cores()
    names = ["feed", *(f"category/{name}" for name in corpus.CATEGORIES)]
    names += [f"tag/{tag.replace(' ', '-')}" for tag in corpus.TAGS[75:125]]
    with servers.ours(articles, store, core) as server:
        fresh = machine.memory(server.worker())
        served = 0
        for name in names:
            for extension in EXTENSIONS:
                answer = client.get(
                    server.port, f"/{name}.{extension}", {"Accept-Encoding": "gzip"}
                )
                served += answer.status == 200
        if served < 3 * 9 or (served < 3 * len(names) and _count_of(articles) >= SMALL):
            raise load.WrongAnswers(f"only {served} feeds of {3 * len(names)} were served")
        with contextlib.suppress(peers.PeerMissing):
            load.wrk(server.url + servers.FIRST, {"Accept-Encoding": "gzip"}, 1, load_core)
        used = machine.memory(server.worker())
    return {"feeds": served, "at start": fresh["Rss"], "Rss": used["Rss"], "Pss": used["Pss"]}


def _count_of(articles: Path) -> int:
    return int(articles.name.rpartition("-")[2])


def _figures(
    times: dict[int, dict[str, list[float]]], memory: dict[int, dict[str, float]]
) -> figures.Figures:
    middle = {
        count: {name: 1e3 * statistics.median(took) for name, took in found.items()}
        for count, found in times.items()
    }
    small = SMALL if SMALL in middle and min(middle) >= SMALL else min(middle)
    large = LARGE if LARGE in middle else max(middle)
    names = list(middle[small])
    goals = [
        figures.Goal(
            measure=f"rendering a feed, {kind}, beside {small:,} articles",
            bound=1.2, better="less", unit="x",
            measured=middle[large][f"{name} atom"] / middle[small][f"{name} atom"],
            wanted=LARGE, articles=large,
        )
        for kind, name in (("one article changed", "changed"), ("nothing kept", "cold"))
    ]  # fmt: skip
    goals.append(
        figures.Goal(measure="memory of a web worker (Rss)", bound=120, better="less", unit=" MB",
                     measured=memory[large]["Rss"], wanted=LARGE, articles=large)
    )  # fmt: skip
    rows: list[list[figures.Cell]] = [
        [f"{count:,}", *(found[name] for name in names)] for count, found in middle.items()
    ]
    kept: list[list[figures.Cell]] = [
        [f"{count:,}", *found.values()] for count, found in memory.items()
    ]

    def points(name: str) -> list[tuple[float, float]]:
        return [(float(count), found[name]) for count, found in middle.items()]

    return figures.Figures(
        bench="scale",
        title="Cost against archive size",
        about="",
        goals=goals,
        tables=[
            figures.Table(title="Milliseconds to take in a saved file, and to make /feed",
                          columns=["articles", *names], rows=rows),
            figures.Table(title="Memory of a web worker, MB",
                          columns=["articles", *next(iter(memory.values()))], rows=kept),
        ],
        curves=[
            figures.Curve(name="render", title="Making the Atom feed of 50 entries", unit="ms",
                          series={"one article changed": points("changed atom"),
                                  "nothing kept": points("cold atom"),
                                  "taking the file in": points("update")}),
            figures.Curve(name="memory", title="Memory of a web worker", unit="MB",
                          series={name: [(float(n), one[name]) for n, one in memory.items()]
                                  for name in ("Rss", "Pss")}),
        ],
        notes=["The goal is held against Rss, the larger of the two figures."],
    )  # fmt: skip


if __name__ == "__main__":
    frame.run("scale", __doc__ or "", measure)
