"""A document for many subscribers: seconds until all have it, beside a loop of aiohttp.

Each subscriber is at an address of its own on this machine, takes a document in a new connection
with a signature of its own, and answers. They share one core; who sends has the other. Of those
that hang, none ever answers; the figure is when the last of the others has.

First the sending alone: 20 kB; both senders have 1,000 connections at most, and take turns. Who
has no answer after 10 s has failed a healthy subscriber, which would be sent to again later. Then
all of it: an article of the newsroom that comes with feedsvc is saved by a rename, the indexer
takes it in, and `feedsvc push run` beside it, on the same core, sends the feed's 120 kB. The time
runs from the rename to the last answer. Then many topics of which one changes. Last, what polls
and saves lose while a document is sent.

    python bench/bench_push.py --size small
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import msgspec

from bench import figures, frame, machine, peers, push_beside, pushed
from bench.apps.push_job import Job
from bench.subscribers import Subscribers, make_certificates

SENDERS = {"feedsvc": "bench.apps.push_curl", "aiohttp": "bench.apps.push_aiohttp"}
EVERY = 20  # one of so many hangs
LARGE = 280_000  # bytes
FILES = 4096  # open ones that 1,000 connections and what else there is need
PLAIN, TLS, HANGING = "plain", "TLS", "plain, one of 20 hangs"
CASES: dict[str, dict[str, Any]] = {
    PLAIN: {},
    HANGING: {"hanging": EVERY},
    "plain, 280 kB": {"size": LARGE},
    TLS: {"secure": True},
    "TLS, one of 20 hangs": {"secure": True, "hanging": EVERY},
}
GOALS = {PLAIN: 10.0, HANGING: 10.0, TLS: 20.0}  # seconds from a save, at WANTED subscribers
WANTED = 10_000
MANY = (100_000, 334)  # subscriptions, and articles that each change three topics
FIRST, MEMORY = 100.0, 150.0  # ms from a change to its first POST, and MB of the pusher
Rounds = list[dict[str, dict[str, float]]]  # by sender


def measure(plan: frame.Plan) -> figures.Figures:
    """Each case, both senders in turn."""
    count, rounds = plan.pick(1000, WANTED), plan.pick(1, 3)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < FILES:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(FILES, hard), hard))
    with tempfile.TemporaryDirectory(prefix="bench-push-") as place:
        folder = Path(place)
        trusted = make_certificates(folder, count)
        try:
            alone = {
                name: _rounds(name, Job(count=count, port=0, **more), folder, trusted, rounds)
                for name, more in CASES.items()
            }
            whole = {name: _whole(name, count, folder, plan) for name in GOALS}
            many = _many(*plan_many(plan), plan)
            beside = _beside(count, plan)
        except peers.PeerMissing as missing:
            return figures.Figures(bench="push", title="Push", about="", notes=[str(missing)])
    return _figures(alone, whole, many, beside, count)


def plan_many(plan: frame.Plan) -> tuple[int, int]:
    """Subscriptions, and articles whose three topics each have a part of them."""
    return (plan.pick(1000, MANY[0]), plan.pick(20, MANY[1]))


def _whole(name: str, count: int, folder: Path, plan: frame.Plan) -> dict[str, float]:
    """Seconds to the first and last of the healthy, medians of some saves; MB of the pusher."""
    more = CASES[name]
    hanging = more.get("hanging", 0)
    healthy = count - (-(-count // hanging) if hanging else 0)
    with tempfile.TemporaryDirectory(prefix="bench-push-") as place:
        articles = pushed.sample(Path(place) / "articles")
        certificates = folder if more.get("secure") else None
        with pushed.running(articles, Path(place) / "store", certificates) as hub:
            begun = hub.wait(hub.subscribe(count, hanging=hanging), healthy)
            frame.say(f"push: {name}: at first {begun}")
            return _saves(name, hub, [0] * plan.pick(2, 5), healthy)


def _many(count: int, articles: int, plan: frame.Plan) -> dict[str, float]:
    """The same of many topics, of which a save changes three."""
    with tempfile.TemporaryDirectory(prefix="bench-push-") as place:
        folder, topics = pushed.of_topics(Path(place) / "articles", articles)
        with pushed.running(folder, Path(place) / "store", None) as hub:
            hub.wait(hub.subscribe(len(topics), topics), len(topics))
            hub.keep(len(topics), count, topics)
            return _saves("topics", hub, range(plan.pick(3, 20)), 3 * (count // len(topics)))


def _beside(count: int, plan: frame.Plan) -> push_beside.Beside:
    """What polls and saves lose meanwhile."""
    with tempfile.TemporaryDirectory(prefix="bench-push-") as place:
        articles, store = pushed.sample(Path(place) / "articles"), Path(place) / "store"
        with pushed.running(articles, store, None) as hub:
            hub.wait(hub.subscribe(count), count)
            return push_beside.measure(hub, count, plan.pick(2, 5))


def _saves(name: str, hub: pushed.Hub, numbers: Iterable[int], healthy: int) -> dict[str, float]:
    found = []
    for number in numbers:
        time.sleep(1.0)  # so that those that hang are known, and all is quiet
        found.append(hub.wait(hub.save(number), healthy))
        frame.say(f"push: {name}: saved, {found[-1]}, load {os.getloadavg()[0]:.1f}")
    firsts, lasts = zip(*found, strict=True)
    return {
        "first": statistics.median(firsts),
        "last": statistics.median(lasts),
        "memory": hub.memory(),
    }


def _rounds(name: str, job: Job, folder: Path, trusted: Path, rounds: int) -> Rounds:
    core, other = machine.cores()
    found: Rounds = []
    with Subscribers(other, folder if job.secure else None) as there:
        job.port = there.port
        for number in range(rounds):
            order = list(SENDERS) if number % 2 else list(reversed(SENDERS))
            one = {}
            for sender in order:
                one[sender] = _send(SENDERS[sender], job, trusted, core)
                frame.say(f"push: {name}: {sender}: {one[sender]}")
            found.append(one)
    return found


def _send(module: str, job: Job, trusted: Path, core: int | None) -> dict[str, float]:
    paths = [str(peers.ROOT), *peers.packages()]
    done = subprocess.run(
        [sys.executable, "-m", module, msgspec.json.encode(job).decode()],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths), "SSL_CERT_FILE": str(trusted)},
        cwd=peers.ROOT,
        preexec_fn=machine.tied(core),
        capture_output=True,
        text=True,
        check=False,
    )
    if "No module named 'aiohttp'" in done.stderr or "No module named 'pycurl'" in done.stderr:
        raise peers.PeerMissing("run make bench, or bench/prepare.py")
    if done.returncode:
        raise RuntimeError(f"{module} failed:\n{done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _figures(
    alone: dict[str, Rounds],
    whole: dict[str, dict[str, float]],
    many: dict[str, float],
    beside: push_beside.Beside,
    count: int,
) -> figures.Figures:
    at = "" if count == WANTED else f"at {count:,}"
    goals = [
        figures.Goal(
            measure=f"{WANTED:,} subscribers, {name}: from the save to the last answer",
            bound=bound,
            better="less",
            unit=" s",
            measured=whole[name]["last"],
            why=at,
        )
        for name, bound in GOALS.items()
    ]
    of_many = f"{MANY[0]:,} subscriptions of {3 * MANY[1]:,} topics"
    bounds = (("from a save to its first POST", FIRST, " ms"), ("memory", MEMORY, " MB"))
    for (measure, bound, unit), value in zip(
        bounds, (many["first"] * 1000, many["memory"]), strict=True
    ):
        goals.append(
            figures.Goal(
                measure=f"{of_many}: {measure}",
                bound=bound,
                better="less",
                unit=unit,
                measured=value,
                why=at and "at fewer",
            )
        )
    (quiet, sending), (alone_saved, saved) = beside.polls, beside.saves
    goals += [
        figures.Goal(
            measure="saves while a document is sent, beside those while none is",
            bound=1.2,
            better="less",
            unit=" times",
            measured=saved / alone_saved,
            why=at,
        ),
        figures.Goal(
            measure="304s a second while a document is sent, beside those while none is",
            bound=0.9,
            better="more",
            unit=" times",
            measured=sending / quiet,
            why=at,
        ),
    ]
    tables = [_alone(alone, count), _saved(whole, many, count), _lost(beside)]
    return figures.Figures(bench="push", title="Push", about="", goals=goals, tables=tables)


def _alone(found: dict[str, Rounds], count: int) -> figures.Table:
    columns = ["case", "sender", "seconds", "a second", "failed", "processor, s", "memory, MB"]
    rows: list[list[figures.Cell]] = []
    for name, rounds in found.items():
        healthy = count - (count // EVERY if "hangs" in name else 0)
        for sender in SENDERS:
            seconds, failed, spent, memory = (
                statistics.median(one[sender][what] for one in rounds)
                for what in ("healthy", "failed", "spent", "memory")
            )
            rate = round((healthy - failed) / seconds)
            rows.append([name, sender, seconds, rate, failed, spent, memory])
    title = f"The sending alone, to {count:,} subscribers"
    return figures.Table(title=title, columns=columns, rows=rows)


def _saved(whole: dict[str, dict[str, float]], many: dict[str, float], count: int) -> figures.Table:
    columns = ["case", "first POST, s", "last answer, s", "memory of the pusher, MB"]
    rows: list[list[figures.Cell]] = [
        [name, one["first"], one["last"], one["memory"]]
        for name, one in (whole | {"many topics": many}).items()
    ]
    title = f"From a save on, with {count:,} subscribers"
    return figures.Table(title=title, columns=columns, rows=rows)


def _lost(beside: push_beside.Beside) -> figures.Table:
    columns = ["measure", "while nothing is sent", "while a document is"]
    rows: list[list[figures.Cell]] = [
        ["304s a second", *map(round, beside.polls)],
        ["from a save to served, ms", *(1000 * one for one in beside.saves)],
        ["POSTs answered a second meanwhile", "", round(beside.sent / push_beside.SECONDS)],
    ]
    return figures.Table(title="What polls and saves lose", columns=columns, rows=rows)


if __name__ == "__main__":
    frame.run("push", __doc__ or "", measure)
