"""Restart: from starting `feedsvc serve` to the first feed served, whatever the archive holds.

The constant callable runs on the same granian in a process that has imported the same modules, so
the difference is feedsvc's own. The store is there from before; both cores are free for each. Asked
every 2 ms; the time ends with the last byte of /feed.atom.

    python bench/bench_restart.py --size small
"""

import contextlib
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import client, figures, frame, servers
from bench.bench_polls import keep_answer

GOAL_AT = 1_000_000
WHOLE, ALONE, CONSTANT = "feedsvc serve", "a web worker alone", "constant callable"


def measure(plan: frame.Plan) -> figures.Figures:
    """Each archive size after the other, all in turn."""
    found = {}
    for count in plan.sizes([1000, 10_000, 100_000, GOAL_AT]):
        found[count] = _one_size(count, plan.pick(3, 7))
        frame.say(f"restart: {count:,} articles done")
    return _figures(found)


def _one_size(count: int, rounds: int) -> dict[str, list[float]]:
    articles, store = frame.newsroom(count)
    with tempfile.TemporaryDirectory(prefix="bench-restart-") as place:
        with servers.ours(articles, store, None) as server:
            answer = client.get(server.port, servers.FIRST)
        environ = keep_answer(Path(place) / "answer", answer)
        size = len(answer.body)
        constant = "bench.apps.constant:app_with_imports"
        return frame.in_turn(
            rounds,
            {
                WHOLE: lambda: _start(servers.whole(articles, store, None), size),
                ALONE: lambda: _start(servers.ours(articles, store, None), size),
                CONSTANT: lambda: _start(servers.hosted(constant, environ, None), size),
            },
        )


def _start(server: servers.Server, size: int) -> float:
    """Seconds to the first answer of a server that has just been started."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(server)
        took = time.perf_counter() - server.began
        again = client.get(server.port, servers.FIRST)
        if again.status != 200 or len(again.body) != size:
            raise RuntimeError(f"a wrong feed after a restart: {again.status}")
    return took


def _figures(found: dict[int, dict[str, list[float]]]) -> figures.Figures:
    rows: list[list[figures.Cell]] = []
    series: dict[str, list[tuple[float, float]]] = {WHOLE: [], ALONE: [], CONSTANT: []}
    beyond: dict[int, float] = {}
    for count, times in found.items():
        middle = {name: statistics.median(took) for name, took in times.items()}
        beyond[count] = middle[WHOLE] - middle[CONSTANT]
        for name, took in middle.items():
            series[name].append((float(count), took))
            rows.append([name, f"{count:,}", took, min(times[name]), max(times[name]),
                         took - middle[CONSTANT]])  # fmt: skip
    goal_at = GOAL_AT if GOAL_AT in beyond else max(beyond)
    return figures.Figures(
        bench="restart",
        title="Restart",
        about="",
        goals=[
            figures.Goal(
                measure="restart to the first feed served, beyond granian with the same imports",
                bound=0.2, better="less", unit=" s", measured=beyond[goal_at],
                wanted=GOAL_AT, articles=goal_at,
            )
        ],
        tables=[
            figures.Table(
                title="Seconds from the start of the process to the first feed",
                columns=["server", "articles", "median", "fastest", "slowest", "beyond constant"],
                rows=rows,
            )
        ],
        curves=[
            figures.Curve(name="restart", title="From a start to the first feed", unit="s",
                          series=series)
        ],
    )  # fmt: skip


if __name__ == "__main__":
    frame.run("restart", __doc__ or "", measure)
