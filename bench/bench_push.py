"""A document for many subscribers: seconds until all have it, beside a loop of aiohttp.

Each subscriber is at an address of its own on this machine, takes a document of 20 kB in a new
connection with a signature of its own, and answers. They share one core; who sends has the other.
Both senders have 1,000 connections at most, and take turns. Of those that hang, none ever answers;
the figure is when the last of the others has.

    python bench/bench_push.py --size small
"""

import contextlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import msgspec

from bench import figures, frame, machine, peers
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
GOALS = {PLAIN: 10.0, HANGING: 10.0, TLS: 20.0}  # seconds, at WANTED subscribers
WANTED = 10_000
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
        found = {
            name: _rounds(name, Job(count=count, port=0, **more), folder, trusted, rounds)
            for name, more in CASES.items()
        }
    return _figures(found, count)


def _rounds(name: str, job: Job, folder: Path, trusted: Path, rounds: int) -> Rounds:
    core, other = machine.cores()
    found: Rounds = []
    with Subscribers(other, folder if job.secure else None) as there:
        job.port = there.port
        for number in range(rounds):
            order = list(SENDERS) if number % 2 else list(reversed(SENDERS))
            one = {}
            for sender in order:
                with contextlib.suppress(peers.PeerMissing):
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
    if found["failed"]:
        raise RuntimeError(f"{module}: {found['failed']:.0f} healthy subscribers got nothing")
    return found


def _median(rounds: Rounds, sender: str, what: str) -> float | None:
    values = [one[sender][what] for one in rounds if sender in one]
    return statistics.median(values) if values else None


def _figures(found: dict[str, Rounds], count: int) -> figures.Figures:
    goals = [
        figures.Goal(
            measure=f"{WANTED:,} subscribers, {name}: from the first request to the last answer",
            bound=bound,
            better="less",
            unit=" s",
            measured=_median(found[name], "feedsvc", "healthy"),
            why="" if count == WANTED else f"at {count:,}",
        )
        for name, bound in GOALS.items()
    ]
    columns = ["case", "sender", "seconds", "a second", "processor, s", "memory, MB"]
    rows: list[list[figures.Cell]] = []
    for name, rounds in found.items():
        healthy = count - (count // EVERY if "hangs" in name else 0)
        for sender in SENDERS:
            seconds = _median(rounds, sender, "healthy")
            if seconds is None:
                continue
            more = [_median(rounds, sender, what) for what in ("spent", "memory")]
            rows.append([name, sender, round(seconds, 2), round(healthy / seconds), *more])
    return figures.Figures(
        bench="push",
        title="Push",
        about="",
        goals=goals,
        tables=[figures.Table(title=f"{count:,} subscribers", columns=columns, rows=rows)],
        notes=[] if rows else ["pycurl and aiohttp are missing: no figures."],
    )


if __name__ == "__main__":
    frame.run("push", __doc__ or "", measure)
