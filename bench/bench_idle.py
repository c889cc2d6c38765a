"""Polls beside 500 connections on which half a request line was sent, and nothing more.

Readers poll /feed.atom 500 times a second, with the tag that they hold, with and without such
connections beside them; a connection that the server closes is made anew at once. The constant
callable runs on the same granian with the same options, and on gunicorn, one worker with 64
threads; nginx has the same bytes as a file. A wait runs from when a poll was due to its answer.

    python bench/bench_idle.py --size small
"""

import contextlib
import importlib.util
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import client, crowd, figures, frame, machine, peers, servers
from bench.bench_fresh import quantile
from bench.bench_polls import GZIP, PATH, keep_answer
from bench.bench_polls import _nginx as nginx_with
from bench.poller import Poller

IDLE = 500
READERS = 50
PER_SECOND = 500
GOAL = 20.0  # ms
THREADS = 64  # of gunicorn, as many as feedsvc's worker has
OURS = "feedsvc"


class Window(NamedTuple):
    """What some seconds of polling have shown."""

    asked: float
    waits: list[float]  # ms, of those that were answered


Found = dict[tuple[str, int], list[Window]]  # by server and idle connections


def measure(plan: frame.Plan) -> figures.Figures:
    """Each server in turn, alone and beside the idle connections."""
    (count,) = plan.sizes([1000])[:1]
    rounds, seconds = plan.pick(1, 5), plan.pick(2, 6)
    articles, store = frame.newsroom(count)
    found: Found = {}
    with contextlib.ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-idle-")))
        contenders, missing = _start(stack, place, articles, store)
        for number in range(-1, rounds):  # the first warms up
            for name, server in contenders.items():
                for idle in (0, IDLE):
                    window = _window(server, idle, 1 if number < 0 else seconds)
                    if number >= 0:
                        found.setdefault((name, idle), []).append(window)
            frame.say(f"idle: round {max(0, number + 1)} of {rounds}")
    return _figures(found, missing)


def _start(
    stack: contextlib.ExitStack, place: Path, articles: Path, store: Path
) -> tuple[dict[str, servers.Server], list[str]]:
    core, _ = machine.cores()
    ours = stack.enter_context(servers.ours(articles, store, core))
    full = client.get(ours.port, PATH, GZIP)
    environ = keep_answer(place / "304", client.get(ours.port, PATH, _tag(full)))
    constant = servers.hosted("bench.apps.constant:app", environ, core)
    found = {OURS: ours, "constant callable": stack.enter_context(constant)}
    missing = []
    try:
        found["nginx"] = stack.enter_context(nginx_with(place / "nginx", full, core))
    except peers.PeerMissing as error:
        missing.append(f"{error}. It is left out here.")
    if importlib.util.find_spec("gunicorn"):
        found["constant callable, gunicorn"] = stack.enter_context(_gunicorn(environ, core))
    else:
        missing.append("gunicorn is not installed, so it is not here.")
    return found, missing


def _tag(answer: client.Answer) -> dict[str, str]:
    return {"If-None-Match": answer.tag} | GZIP


def _gunicorn(environ: dict[str, str], core: int | None) -> servers.Server:
    port = servers.free_port()
    command = [sys.executable, "-m", "gunicorn", "bench.apps.constant:app()"]
    shown = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True).stdout
    if "--no-control-socket" in shown:  # newer ones listen in the home folder besides
        command.append("--no-control-socket")
    command += ["--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", str(THREADS)]
    command += ["--keep-alive", "60", "--log-level", "error"]
    return servers.Server(command, port, environ, core)


def _window(server: servers.Server, idle: int, seconds: float) -> Window:
    _, core = machine.cores()
    before = machine.own_cores()
    machine.stay_on({core} if core is not None else set())
    try:
        with crowd.beside(server.port, idle, core):
            poller = Poller(server.port, PATH, READERS, PER_SECOND)
            try:
                poller.run(time.perf_counter() + seconds / 4, _never)
                poller.forget()
                poller.run(time.perf_counter() + seconds, _never)
            finally:
                poller.close()
    finally:
        machine.stay_on({one for one in before if one is not None})
    client.wait_for(server.port, PATH, 60, server.alive)  # well again
    return Window(PER_SECOND * seconds, [1000 * wait for wait in poller.waits])


def _never(_: client.Answer) -> bool:
    return False


def _figures(found: Found, missing: list[str]) -> figures.Figures:
    rows: list[list[figures.Cell]] = []
    p99: dict[tuple[str, int], float | None] = {}
    for (name, idle), windows in found.items():
        waits = sorted(wait for window in windows for wait in window.waits)
        share = 100 * len(waits) / sum(window.asked for window in windows)
        shown = [quantile(waits, part) if waits else None for part in (0.5, 0.99, 1)]
        p99[name, idle] = shown[1] if share > 99 else None
        alone, beside = p99.get((name, 0)), p99[name, idle]
        ratio = beside / alone if idle and alone and beside else None
        rows.append([name, str(idle), min(100.0, share), *shown, ratio])
    with contextlib.suppress(peers.PeerMissing):
        versions = {"nginx": machine.tool_version([peers.program("nginx"), "-v"])}
    return figures.Figures(
        bench="idle",
        title="Polls beside idle connections",
        about="",
        machine=versions if "nginx" in {name for name, _ in found} else {},
        goals=[
            figures.Goal(
                measure=f"polls beside {IDLE} half-open connections, p99",
                bound=GOAL, better="less", unit=" ms", measured=p99[OURS, IDLE],
                why="" if p99[OURS, IDLE] is not None else "polls were not answered",
            )
        ],
        tables=[
            figures.Table(
                title=f"Milliseconds to the answer, {PER_SECOND} polls a second",
                columns=["server", "idle connections", "% answered", "median", "p99", "max",
                         "p99 beside alone"],
                rows=rows,
            )
        ],
        notes=[
            "Times are of answered polls. A thread of gunicorn waits for the rest of each request"
            " that has begun, so where there are more of those than threads, no poll is answered.",
            *missing,
        ],
    )  # fmt: skip


if __name__ == "__main__":
    frame.run("idle", __doc__ or "", measure)
