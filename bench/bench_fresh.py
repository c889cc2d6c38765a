"""From a saved file to new bytes served, in milliseconds, while readers poll 1,000 times a second.

The web worker has one core; the indexer, the readers and the editor share the other. 32 readers
over kept connections each send the tag they were last given. An article is saved by a rename; the
time runs from the rename to the end of the first answer that holds its headline. Every save is
waited for; the pauses between them are of random length.

    python bench/bench_fresh.py --size small
"""

import contextlib
import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import client, figures, frame, machine, servers
from bench.poller import Poller
from bench.saving import Saver

GOAL_AT = 100_000
PER_SECOND = 1000
READERS = 32
WARM = 5  # saves that are not counted
PATIENCE = 20.0  # seconds after which a save counts as lost
FIRST_LOOK = 900.0  # seconds that the indexer may take to look at the whole folder at its start


def measure(plan: frame.Plan) -> figures.Figures:
    """Each archive size after the other."""
    found = {}
    for count in plan.sizes([1000, 10_000, GOAL_AT, 1_000_000]):
        saves = plan.pick(60, 300 if count == GOAL_AT else 100)
        found[count] = _one_size(count, saves)
        frame.say(f"fresh: {count:,} articles done")
    slow = [
        f"At {count:,} articles only {one['polls/s']:,.0f} of {PER_SECOND:,} polls a second were"
        " answered: the server or this load is at its end, and times are of a queue."
        for count, one in found.items()
        if one["polls/s"] < 0.95 * PER_SECOND
    ]
    goal_at = GOAL_AT if GOAL_AT in found else max(found)
    goal = figures.Goal(
        measure="file saved to new bytes served, p99, under 1,000 polls a second",
        bound=50,
        better="less",
        unit=" ms",
        measured=found[goal_at]["save p99"],
        wanted=GOAL_AT,
        articles=goal_at,
    )
    shown = ["saves", "save median", "save p90", "save p99", "save max", "polls/s", "poll median",
             "poll p99", "200s"]  # fmt: skip
    rows = [[f"{count:,}", *(one[name] for name in shown)] for count, one in found.items()]
    series = {
        name: [(float(count), one[f"save {name}"]) for count, one in found.items()]
        for name in ("median", "p99")
    }
    return figures.Figures(
        bench="fresh",
        title="From a saved file to new bytes served",
        about="",
        goals=[goal],
        tables=[
            figures.Table(
                title="Milliseconds from rename to new bytes, and of the polls meanwhile",
                columns=["articles", *shown],
                rows=rows,
            )
        ],
        curves=[
            figures.Curve(
                name="fresh", title="From a saved file to new bytes served", unit="ms",
                series=series,
            )
        ],
        notes=slow,
    )  # fmt: skip


def _one_size(count: int, saves: int) -> dict[str, float]:
    articles, store = frame.newsroom(count, changes=True)
    server_core, load_core = machine.cores()
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(frame.live_folder(articles))
        indexer = stack.enter_context(servers.Indexer(articles, store, load_core))
        server = stack.enter_context(servers.ours(articles, store, server_core))
        poller = Poller(server.port, servers.FIRST, READERS, PER_SECOND)
        stack.callback(poller.close)
        stack.callback(tie, machine.own_cores())
        tie({load_core})
        took = save_and_wait(poller, Saver(folder), indexer, saves)
        polls = sorted(poller.waits)
        rate, changed = poller.rate(), poller.statuses.get(200, 0)
    took.sort()
    return {
        "saves": len(took),
        "save median": statistics.median(took) * 1000,
        "save p90": quantile(took, 0.9) * 1000,
        "save p99": quantile(took, 0.99) * 1000,
        "save max": took[-1] * 1000,
        "polls/s": rate,
        "poll median": statistics.median(polls) * 1000,
        "poll p99": quantile(polls, 0.99) * 1000,
        "200s": changed,
    }


def tie(cores: set[int | None]) -> None:
    """Tie this process to some of these cores, where it can be tied."""
    machine.stay_on({core for core in cores if core is not None})


def quantile(ordered: list[float], share: float) -> float:
    """The smallest value that so large a share does not exceed (nearest rank)."""
    return ordered[max(0, -(-round(len(ordered) * share * 1000) // 1000) - 1)]


def save_and_wait(
    poller: Poller, saver: Saver, indexer: servers.Indexer, saves: int
) -> list[float]:
    """Seconds from each save until it is served; those that warm up are left out."""
    rng = random.Random(7)
    took = []
    poller.run(time.perf_counter() + 1, lambda _: False)  # every reader has its tag
    for number in range(-WARM, saves):
        if number == 0:
            poller.forget()
        path, headline, saved = saver.save()
        looked: set[str] = set()

        def holds(
            answer: client.Answer, headline: str = headline, looked: set[str] = looked
        ) -> bool:
            if answer.tag in looked:
                return False
            looked.add(answer.tag)
            return headline in answer.text()

        patience = FIRST_LOOK if number == -WARM else PATIENCE
        if not poller.run(saved + patience, holds):
            words = indexer.words()[-1000:]
            raise RuntimeError(f"not served within {patience:.0f} s: {path}\n{words}")
        if number >= 0:
            took.append(time.perf_counter() - saved)
        poller.run(time.perf_counter() + rng.uniform(0.02, 0.2), lambda _: False)
    return took


if __name__ == "__main__":
    frame.run("fresh", __doc__ or "", measure)
